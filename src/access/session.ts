/**
 * Sessions of the dashboard: a signed cookie that says which sign-in token opened it, and nothing is kept of it. Who that
 * is, their role and teams are read from the token's entry at each request, so that what is changed there holds at once
 * and a session ends with its entry. Another admin token or pepper ends all. Signing out takes the cookie from its browser;
 * a copy of it would live on to its end. SameSite=Lax: under Strict a link from a chat would open on the sign-in page; no
 * GET changes anything, and csrf.ts guards what does.
 */
import { sign, verify } from 'hono/jwt';
import { parse, serialize } from 'hono/utils/cookie';
import { isObject, type JsonObject } from '../core/json.ts';
import { admin, type Person } from '../core/person.ts';
import type { SignInMeans } from '../core/sign-in.ts';
import { isSameText } from './constant-time.ts';

/** A page of a sibling host cannot set a cookie of this name, nor one over http. */
const cookieName = '__Host-signalbox';
const lifeSeconds = 12 * 3600;
const audience = 'signalbox-dashboard';
const longestCookie = 2048;
/** Hex digits of its entry's digest that a session is bound to. */
const boundDigits = 32;
/** In place of those digits, in sessions of the admin token: the key is bound to that. */
const adminEntry = 'admin';

export type Session = {
  /** Random, for the audit log. */
  readonly id: string;
  readonly person: Person;
};

type SessionDeps = { readonly signIn: SignInMeans; readonly now: () => number };

/** HKDF of both secrets: a cookie that is known helps to find out neither, and serves for nothing else. */
async function deriveKey(adminToken: string, pepper: string | null): Promise<CryptoKey> {
  const utf8 = new TextEncoder();
  const from = await crypto.subtle.importKey('raw', utf8.encode(adminToken), 'HKDF', false, ['deriveKey']);
  const info = utf8.encode('signalbox dashboard session, version 1');
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: utf8.encode(pepper ?? ''), info };
  const algorithm = { name: 'HMAC', hash: 'SHA-256', length: 256 };
  return crypto.subtle.deriveKey(derivation, from, algorithm, false, ['sign', 'verify']);
}

/** Null: there is no admin token to derive it from. Derived at the first use and kept. */
export function createSessionKey(
  adminToken: string | null,
  pepper: string | null,
): (() => Promise<CryptoKey>) | null {
  if (adminToken === null) return null;
  let derived: CryptoKey | null = null;
  return async () => {
    derived ??= await deriveKey(adminToken, pepper);
    return derived;
  };
}

const attributes = { path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const;

export type NewSession = Session & {
  /** SHA-256 of the sign-in token; null: of the admin token. */
  readonly digest: string | null;
};

/** The value of a Set-Cookie header. Lives for 12 hours, whatever is done with it. */
export async function writeSession(session: NewSession, key: CryptoKey, nowMs: number): Promise<string> {
  const { id, person, digest } = session;
  const issued = Math.floor(nowMs / 1000);
  const claims = {
    aud: audience,
    sub: person.name,
    entry: digest?.slice(0, boundDigits) ?? adminEntry,
    iat: issued,
    exp: issued + lifeSeconds,
    jti: id,
  };
  return serialize(cookieName, await sign(claims, key, 'HS256'), { ...attributes, maxAge: lifeSeconds });
}

/** The value of a Set-Cookie header that takes the session from the browser. */
export const signOutCookie = serialize(cookieName, '', { ...attributes, maxAge: 0 });

/** Null: it is not of this key, or not alive. */
async function openCookie(cookie: string, key: CryptoKey, nowMs: number): Promise<JsonObject | null> {
  let claims: unknown;
  try {
    // Times are checked by our own clock, and must be there.
    const checks = { alg: 'HS256', aud: audience, exp: false, nbf: false, iat: false } as const;
    claims = await verify(cookie, key, checks);
  } catch {
    return null;
  }
  if (!isObject(claims) || typeof claims.exp !== 'number' || typeof claims.iat !== 'number') return null;
  const isAlive = claims.exp * 1000 > nowMs && claims.exp - claims.iat <= lifeSeconds;
  return isAlive ? claims : null;
}

/** Who holds the entry now; null: it has been taken out, or is another's. */
function holderOf({ sub, entry }: JsonObject, { tokens }: SignInMeans): Person | null {
  if (typeof sub !== 'string' || typeof entry !== 'string') return null;
  if (entry === adminEntry) return sub === admin.name ? admin : null;
  const found = tokens().find(
    ({ person, digest }) => person.name === sub && isSameText(digest.slice(0, boundDigits), entry),
  );
  return found?.person ?? null;
}

/** Null: nobody is signed in with a token. Errors: `auth_unavailable` where the sign-in tokens cannot be read. */
export async function findSession(http: Request, { signIn, now }: SessionDeps): Promise<Session | null> {
  const { [cookieName]: cookie = '' } = parse(http.headers.get('cookie') ?? '', cookieName);
  if (cookie === '' || cookie.length > longestCookie || signIn.sessionKey === null) return null;
  const claims = await openCookie(cookie, await signIn.sessionKey(), now());
  const person = claims && holderOf(claims, signIn);
  return person === null || typeof claims?.jti !== 'string' ? null : { id: claims.jti, person };
}
