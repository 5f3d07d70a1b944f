/** The life of API keys: made, listed, rotated with an overlap, revoked. A key is shown once, to whoever made it. */
import { RouterError } from '../core/errors.ts';
import type { KeyRecord } from '../core/key-record.ts';
import type { ScriptStore } from '../ledger/store.ts';
import { digestKey, makeKey } from './key-format.ts';
import { readKeyRecord, writeKeyRecord } from './key-records.ts';
import { type KeyState, keyStateOf } from './key-state.ts';
import type { NewKeyInput } from './read-new-key.ts';

export type KeyAdminDeps = {
  readonly store: ScriptStore;
  readonly pepper: string;
  readonly now: () => number;
  readonly randomBytes: (count: number) => Uint8Array;
};

export type MadeKey = { readonly key: string; readonly record: KeyRecord };

export async function createKey(input: NewKeyInput, deps: KeyAdminDeps): Promise<MadeKey> {
  const { id, key } = makeKey(deps.randomBytes);
  const digest = await digestKey(key, deps.pepper);
  const record = { ...input, id, digest, createdAtMs: deps.now(), revokedAtMs: null };
  await writeKeyRecord(record, deps.store);
  return { key, record };
}

async function findOrThrow(id: string, { store }: KeyAdminDeps): Promise<KeyRecord> {
  const record = await readKeyRecord(id, store);
  if (record !== null) return record;
  throw new RouterError('not_found', `There is no API key ${id.slice(0, 40)}.`);
}

/** Dead everywhere within a minute. Revoking twice changes nothing. */
export async function revokeKey(id: string, deps: KeyAdminDeps): Promise<KeyRecord> {
  const record = await findOrThrow(id, deps);
  const nowMs = deps.now();
  if (record.revokedAtMs !== null && record.revokedAtMs <= nowMs) return record;
  const { isRotated: _rotated, ...rest } = record;
  const revoked = { ...rest, revokedAtMs: nowMs };
  await writeKeyRecord(revoked, deps.store);
  return revoked;
}

const ends: Readonly<Record<KeyState, string | null>> = {
  active: null,
  rotating: null,
  rotated: 'was rotated, and the time beside its new key is over',
  expired: 'has expired',
  revoked: 'is revoked',
};

/**
 * A new key with the same rights and under the same limits; the old one works on for `overlapMs`, so that nobody has to
 * be quick.
 */
export async function rotateKey(id: string, overlapMs: number, deps: KeyAdminDeps): Promise<MadeKey> {
  const old = await findOrThrow(id, deps);
  const nowMs = deps.now();
  const end = ends[keyStateOf(old, nowMs)];
  if (end !== null)
    throw new RouterError('invalid_request', `The API key ${id} ${end}; create a new one.`, { param: 'id' });
  const { id: _id, digest: _digest, createdAtMs: _made, revokedAtMs: _revoked, isRotated: _, ...input } = old;
  const made = await createKey({ ...input, lineage: old.lineage ?? id }, deps);
  await writeKeyRecord({ ...old, revokedAtMs: nowMs + overlapMs, isRotated: true }, deps.store);
  return made;
}
