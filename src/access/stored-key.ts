/**
 * A key of the store: its form and checksum, its record, its digest, and what its record says of time and place. Unknown,
 * revoked, expired and mistyped keys get one and the same answer.
 */
import type { Caller } from '../core/caller.ts';
import { RouterError } from '../core/errors.ts';
import type { KeyRecord, StoredKeys } from '../core/key-record.ts';
import { isInRange } from './address-range.ts';
import { isSameText } from './constant-time.ts';
import { digestKey, readKeyId } from './key-format.ts';
import { readEndUser } from './read-end-user.ts';
import { readTags } from './read-tags.ts';

/** What a key that is not there is compared with. */
const nobodysDigest = '0'.repeat(64);

/**
 * Digests of keys that have been verified, by key: a key in use is digested once per isolate. Bounded; losing it costs a
 * digest. A record that changes its digest is verified again.
 */
const verified = new Map<string, string>();
const mostVerified = 1000;

async function isKeyOf(record: KeyRecord | null, key: string, pepper: string): Promise<boolean> {
  const expected = record?.digest ?? nobodysDigest;
  if (record !== null && verified.get(key) === expected) return true;
  const isSame = isSameText(await digestKey(key, pepper), expected);
  if (isSame && verified.size < mostVerified) verified.set(key, expected);
  return isSame && record !== null;
}

function isAlive({ revokedAtMs, expiresAtMs }: KeyRecord, nowMs: number): boolean {
  return (revokedAtMs === null || nowMs < revokedAtMs) && (expiresAtMs === null || nowMs < expiresAtMs);
}

/** Cloudflare sets this header itself and lets no client set it. */
const addressHeader = 'cf-connecting-ip';

function checkAddress({ addresses }: KeyRecord, headers: Headers): void {
  if (addresses === null) return;
  const address = headers.get(addressHeader) ?? '';
  if (addresses.some((range) => isInRange(address, range))) return;
  throw new RouterError('address_not_allowed', 'This API key may not be used from this address.');
}

async function callerOf(record: KeyRecord, headers: Headers, keys: StoredKeys): Promise<Caller> {
  const { id, team, app, routes, models, programmes, mayApprove } = record;
  return {
    id,
    ...(record.lineage !== undefined && { lineage: record.lineage }),
    team,
    app,
    ...(await readEndUser(record, headers, keys)),
    tags: { ...record.tags, ...readTags(headers, record.clientTags) },
    ...(routes !== null && { routes }),
    ...(models !== null && { models }),
    ...(programmes !== undefined && { programmes }),
    ...(mayApprove === true && { mayApprove }),
  };
}

/** Errors: `invalid_api_key`, `auth_unavailable`, `address_not_allowed`, `invalid_request` (tags), and of `readEndUser`. */
export async function authenticateStoredKey(
  key: string,
  headers: Headers,
  keys: StoredKeys,
  waitUntil: (work: Promise<unknown>) => void,
): Promise<Caller> {
  const { directory, pepper, now } = keys;
  const id = readKeyId(key);
  const record = id === null ? null : await directory.find(id, waitUntil);
  const isRight = await isKeyOf(record, key, pepper);
  if (record === null || !isRight || !isAlive(record, now()))
    throw new RouterError('invalid_api_key', 'The API key is not known.');
  checkAddress(record, headers);
  return callerOf(record, headers, keys);
}
