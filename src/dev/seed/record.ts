/** What is kept of a demo in the store, so that it can be taken out again without a trace. */
import { isObject } from '../../core/json.ts';
import { keys } from '../../ledger/keys.ts';
import type { ScriptStore } from '../../ledger/store.ts';

export type DemoRecord = {
  readonly startMs: number;
  readonly endMs: number;
  /** The field `first` of the state as it was before; empty: nothing had been counted. */
  readonly firstBefore: string;
  /** Newest entry of the stream of rows before; `-`: there was none. */
  readonly entryBefore: string;
  /** End users that something is kept of. */
  readonly actors: readonly string[];
  /** False: it is being written, or whoever wrote it was ended. */
  readonly isWhole: boolean;
};

const field = 'seeded';

/** Null: there is no demo in the store. Errors: StoreError. */
export async function readRecord(store: ScriptStore): Promise<DemoRecord | null> {
  const [text] = await store.readFields(keys.demo, [field]);
  const value: unknown = text ? JSON.parse(text) : null;
  return isObject(value) ? (value as unknown as DemoRecord) : null;
}

/** Errors: StoreError. */
export async function writeRecord(record: DemoRecord, store: ScriptStore): Promise<void> {
  await store.writeField(keys.demo, field, JSON.stringify(record));
}
