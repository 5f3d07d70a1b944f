/** Records of API keys in the store: read for one caller, listed and written for whoever administers them. */
import { isObject } from '../core/json.ts';
import type { KeyRecord } from '../core/key-record.ts';
import { keys } from '../ledger/keys.ts';
import type { ScriptStore } from '../ledger/store.ts';

/** Null: the record is none of ours. Written by `writeKeyRecord` alone, so only its outline is checked. */
function parseRecord(text: string | null): KeyRecord | null {
  if (text === null) return null;
  const value: unknown = JSON.parse(text);
  if (!isObject(value) || typeof value.digest !== 'string' || typeof value.team !== 'string') return null;
  return value as unknown as KeyRecord;
}

/** Rejects with `StoreError`. */
export async function readKeyRecord(id: string, store: ScriptStore): Promise<KeyRecord | null> {
  const [text = null] = await store.readFields(keys.apiKeys, [id]);
  return parseRecord(text);
}

/** Oldest first. Rejects with `StoreError`. */
export async function listKeyRecords(store: ScriptStore): Promise<KeyRecord[]> {
  const found = await store.readHash(keys.apiKeys);
  return [...found.values()]
    .map(parseRecord)
    .filter((record) => record !== null)
    .sort((a, b) => a.createdAtMs - b.createdAtMs);
}

/** Rejects with `StoreError`. */
export function writeKeyRecord(record: KeyRecord, store: ScriptStore): Promise<void> {
  return store.writeField(keys.apiKeys, record.id, JSON.stringify(record));
}
