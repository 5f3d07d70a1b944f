/**
 * Who calls, by one of two kinds of keys: those of the store (`sbx_live_...`, see stored-key.ts), and those of the secret
 * SIGNALBOX_API_KEYS as SHA-256 digests (`name:hex,name:hex`). Compared in constant time. No key configured means nobody
 * gets in.
 */
import { type Caller, callerNamed, type KeyRing } from '../core/caller.ts';
import { RouterError } from '../core/errors.ts';
import type { StoredKeys } from '../core/key-record.ts';
import { isSameBytes } from './constant-time.ts';
import { tokenHeader } from './end-user-token.ts';
import { keyPrefix } from './key-format.ts';
import { refuseToken } from './read-end-user.ts';
import { authenticateStoredKey } from './stored-key.ts';

const entryPattern = /^([A-Za-z0-9_.-]{1,64}):([0-9a-f]{64})$/;

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) =>
    Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16),
  );
}

/** Errors: throws `auth_unavailable` where an entry is malformed, rather than leave a key out silently. */
export function readKeyRing(setting: string | undefined): KeyRing {
  const entries = (setting ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  return entries.map((entry) => {
    const [, id, hex] = entryPattern.exec(entry) ?? [];
    if (id === undefined || hex === undefined) {
      throw new RouterError('auth_unavailable', 'The router has no usable API keys.', {
        detail: 'an entry of SIGNALBOX_API_KEYS is not name:sha256hex',
      });
    }
    return { id, digest: fromHex(hex) };
  });
}

/** `Authorization: Bearer` or `x-api-key`; both at once must agree. */
function presentedKey(headers: Headers): string | null {
  const authorization = headers.get('authorization');
  const bearer = authorization === null ? null : (/^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '');
  const plain = headers.get('x-api-key');
  if (bearer !== null && plain !== null && bearer !== plain) {
    const message = 'Authorization and x-api-key hold different keys; send one.';
    throw new RouterError('invalid_request', message, { param: 'authorization' });
  }
  return bearer ?? plain;
}

/**
 * Keys of the ring that have been found: a key in use is hashed once per isolate and not once per request. Holds whole
 * keys that are valid, never guesses, and is bounded; losing it costs a hash.
 */
const found = new WeakMap<KeyRing, Map<string, Caller>>();
const mostFound = 1000;

function foundIn(ring: KeyRing): Map<string, Caller> {
  let callers = found.get(ring);
  if (callers === undefined) {
    callers = new Map();
    found.set(ring, callers);
  }
  return callers;
}

/** Every entry is compared, whichever matches. */
async function authenticateRingKey(key: string, ring: KeyRing): Promise<Caller> {
  if (ring.length === 0) {
    throw new RouterError('auth_unavailable', 'The router has no API keys yet; set SIGNALBOX_API_KEYS.');
  }
  const known = foundIn(ring);
  const before = known.get(key);
  if (before !== undefined) return before;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key)));
  let caller: Caller | null = null;
  for (const entry of ring) if (isSameBytes(entry.digest, digest)) caller = callerNamed(entry.id);
  if (caller === null) throw new RouterError('invalid_api_key', 'The API key is not known.');
  if (known.size < mostFound) known.set(key, caller);
  return caller;
}

export type AuthDeps = {
  readonly keyRing: () => KeyRing;
  readonly storedKeys: StoredKeys | null;
  readonly waitUntil: (work: Promise<unknown>) => void;
};

/** Errors: `invalid_api_key`, `auth_unavailable`, `address_not_allowed`, and of `readEndUser`. */
export async function authenticate(
  headers: Headers,
  { keyRing, storedKeys, waitUntil }: AuthDeps,
): Promise<Caller> {
  const key = presentedKey(headers);
  if (key === null || key === '') {
    const message = 'No API key: send Authorization: Bearer KEY or x-api-key: KEY.';
    throw new RouterError('invalid_api_key', message);
  }
  if (storedKeys !== null && key.startsWith(keyPrefix))
    return authenticateStoredKey(key, headers, storedKeys, waitUntil);
  if (headers.has(tokenHeader)) throw refuseToken('Only API keys of the store take end-user tokens.');
  return authenticateRingKey(key, keyRing());
}
