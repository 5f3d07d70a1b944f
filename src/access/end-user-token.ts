/**
 * Signed tokens that name an end user: JWTs that a login server makes, so that the app between need not be trusted with
 * it. HS256 under a secret of the deployment, ES256 under public keys. The key says which algorithm it is for, never the
 * token.
 */
import { decode, verify } from 'hono/jwt';
import { type Tier, tiers } from '../core/caller.ts';
import { RouterError } from '../core/errors.ts';
import { isObject, type JsonObject } from '../core/json.ts';
import type { EndUserClaims, TokenCheck } from '../core/key-record.ts';

export const tokenHeader = 'x-signalbox-end-user';

const audience = 'signalbox';
const longestToken = 4096;
const longestSubject = 256;
const longestLifeSeconds = 300;
/** Clocks of two machines may differ by so much. */
const skewSeconds = 60;
const leastSecret = 32;
const mostKeys = 20;

type TokenKey = {
  readonly alg: 'HS256' | 'ES256';
  readonly kid: string | null;
  /** Tokens for callers of this team only; null: of all. */
  readonly team: string | null;
  readonly key: CryptoKey;
};

export type TokenSettings = {
  /** SIGNALBOX_END_USER_SECRET */
  readonly secret: string | undefined;
  /** SIGNALBOX_END_USER_JWKS: a JSON Web Key Set; `team` on a key is ours. */
  readonly jwks: string | undefined;
};

function unusable(detail: string): RouterError {
  const message = 'End-user tokens cannot be checked: the router has no usable keys for them.';
  return new RouterError('auth_unavailable', message, { detail, retryable: false });
}

function wrong(what: string): RouterError {
  return new RouterError('invalid_end_user_token', `${tokenHeader}: ${what}.`, { param: tokenHeader });
}

async function readSecret(secret: string): Promise<TokenKey> {
  if (secret.length < leastSecret)
    throw unusable(`SIGNALBOX_END_USER_SECRET has fewer than ${leastSecret} characters`);
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const bytes = new TextEncoder().encode(secret);
  const key = await crypto.subtle.importKey('raw', bytes, algorithm, false, ['verify']);
  return { alg: 'HS256', kid: null, team: null, key };
}

async function readPublicKey(jwk: unknown, at: number): Promise<TokenKey> {
  const path = `SIGNALBOX_END_USER_JWKS: keys[${at}]`;
  if (!isObject(jwk) || jwk.kty !== 'EC' || jwk.crv !== 'P-256' || (jwk.alg ?? 'ES256') !== 'ES256')
    throw unusable(`${path} is no ES256 key (kty EC, crv P-256)`);
  if ('d' in jwk) throw unusable(`${path} holds a private key`);
  const { kty, crv, x, y, kid, team } = jwk;
  if (team !== undefined && typeof team !== 'string') throw unusable(`${path}.team is no text`);
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  try {
    const written = { kty, crv, x, y } as JsonWebKey;
    const key = await crypto.subtle.importKey('jwk', written, algorithm, false, ['verify']);
    return { alg: 'ES256', kid: typeof kid === 'string' ? kid : null, team: team ?? null, key };
  } catch {
    throw unusable(`${path} cannot be read`);
  }
}

function readKeySet(jwks: string): readonly unknown[] {
  let set: unknown;
  try {
    set = JSON.parse(jwks);
  } catch {
    throw unusable('SIGNALBOX_END_USER_JWKS is no JSON');
  }
  const keys = isObject(set) && Array.isArray(set.keys) ? set.keys : null;
  if (keys === null || keys.length === 0 || keys.length > mostKeys)
    throw unusable(`SIGNALBOX_END_USER_JWKS has no \`keys\`, or more than ${mostKeys}`);
  return keys;
}

function readHeader(token: string): JsonObject {
  try {
    const { header } = decode(token);
    if (isObject(header)) return header;
  } catch {
    // Told below.
  }
  throw wrong('it is no signed JSON Web Token');
}

/** The payload under the first key that fits. Keys of other algorithms and teams are not tried. */
async function openToken(token: string, team: string, keys: readonly TokenKey[]): Promise<JsonObject> {
  const { alg: asked, kid: named } = readHeader(token);
  if (asked !== 'HS256' && asked !== 'ES256') throw wrong('its `alg` must be HS256 or ES256');
  for (const { alg, kid, team: only, key } of keys) {
    const isOther = kid !== null && named !== undefined && kid !== named;
    if (alg !== asked || isOther || (only !== null && only !== team)) continue;
    try {
      const payload: unknown = await verify(token, key, { alg, exp: false, nbf: false, iat: false });
      if (isObject(payload)) return payload;
    } catch {
      // Not of this key.
    }
  }
  throw wrong('its signature is of no key that this router knows');
}

function secondsOf(payload: JsonObject, name: string): number {
  const value = payload[name];
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw wrong(`its claim \`${name}\` must be a time in seconds`);
}

function checkTimes(payload: JsonObject, nowMs: number): void {
  const now = nowMs / 1000;
  const from = secondsOf(payload, 'iat');
  const to = secondsOf(payload, 'exp');
  if (to <= now) throw wrong('its claim `exp` has passed');
  if (to - from > longestLifeSeconds)
    throw wrong(`its claim \`exp\` may be ${longestLifeSeconds} s after \`iat\` at most`);
  if (from > now + skewSeconds) throw wrong(`its claim \`iat\` lies more than ${skewSeconds} s ahead`);
  if ('nbf' in payload && secondsOf(payload, 'nbf') > now + skewSeconds)
    throw wrong('its claim `nbf` has not come yet');
}

function readTier(tier: unknown): Tier | null {
  if (tier === undefined) return null;
  const found = tiers.find((one) => one === tier);
  if (found === undefined) throw wrong(`its claim \`tier\` must be one of ${tiers.join(', ')}`);
  return found;
}

function readClaims(payload: JsonObject, nowMs: number): EndUserClaims {
  checkTimes(payload, nowMs);
  if (![payload.aud].flat().includes(audience)) throw wrong(`its claim \`aud\` must be \`${audience}\``);
  const { sub } = payload;
  if (typeof sub !== 'string' || sub === '' || sub.length > longestSubject)
    throw wrong(`its claim \`sub\` must be a text of 1 to ${longestSubject} characters`);
  return { subject: sub, tier: readTier(payload.tier) };
}

/** Null: nothing is configured to check tokens with. Errors of the check: `invalid_end_user_token`, `auth_unavailable`. */
export function createTokenCheck({ secret, jwks }: TokenSettings, now: () => number): TokenCheck | null {
  if (secret === undefined && jwks === undefined) return null;
  /** Keys as they are made once, at the first token. */
  let made: readonly TokenKey[] | null = null;
  const makeKeys = async () => [
    ...(secret === undefined ? [] : [await readSecret(secret)]),
    ...(jwks === undefined ? [] : await Promise.all(readKeySet(jwks).map(readPublicKey))),
  ];
  return async (token, team) => {
    if (token.length > longestToken) throw wrong(`it is longer than ${longestToken} characters`);
    made ??= await makeKeys();
    return readClaims(await openToken(token, team, made), now());
  };
}
