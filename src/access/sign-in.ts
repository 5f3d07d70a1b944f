/**
 * Signing in to the dashboard with a token, or once with a link of the development server; signing out; and who is signed
 * in, by session or by Cloudflare Access. Each sign-in that succeeds or fails goes to the audit log, its token never.
 */
import { RouterError } from '../core/errors.ts';
import { actorOf, admin, type Person } from '../core/person.ts';
import type { Deps } from '../deps.ts';
import { keys, signInLinkTtlSeconds } from '../ledger/keys.ts';
import { StoreError } from '../ledger/store.ts';
import { networkOf } from './address-range.ts';
import { assertionOf } from './cloudflare-access.ts';
import { isSameText } from './constant-time.ts';
import { digestKey } from './key-format.ts';
import { findSession, signOutCookie, writeSession } from './session.ts';
import { type AttemptDeps, countAttempt, giveBack } from './sign-in-limit.ts';
import { digestToken } from './sign-in-tokens.ts';

export type SignInDeps = Pick<
  Deps,
  'signIn' | 'adminToken' | 'pepper' | 'store' | 'scripts' | 'audit' | 'now' | 'newId'
>;

/** `cookie`: the value of a Set-Cookie header. */
export type SignedIn = { readonly cookie: string; readonly person: Person };

type Means = 'token' | 'link';
type Holder = { readonly person: Person; readonly digest: string | null };

const longestToken = 512;

function isOff(): RouterError {
  return new RouterError('auth_unavailable', 'Nobody can sign in: SIGNALBOX_ADMIN_TOKEN is not set.', {
    retryable: false,
  });
}

/** Cloudflare sets this header itself and lets no client set it. */
function addressOf(http: Request, secret: string): Promise<string> {
  return digestKey(`sign-in ${networkOf(http.headers.get('cf-connecting-ip') ?? '')}`, secret);
}

/** Every entry is compared, whichever matches; entries that cannot be read do not keep the admin out. */
async function holderOf(token: string, { signIn, adminToken }: SignInDeps): Promise<Holder | null> {
  const digest = await digestToken(token);
  if (isSameText(digest, await digestToken(adminToken ?? ''))) return { person: admin, digest: null };
  let holder: Holder | null = null;
  for (const entry of signIn.tokens()) if (isSameText(entry.digest, digest)) holder = entry;
  return holder;
}

/** Whether this is the link, and its first use: the store remembers that, and without one it is good for nothing. */
async function takesLink(code: string, http: Request, { signIn, store, now }: SignInDeps): Promise<boolean> {
  const { link } = signIn;
  const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(http.url).hostname);
  if (link === null || store === null || !isHere || link.endsMs <= now()) return false;
  if (!isSameText(await digestToken(code), link.digest)) return false;
  try {
    return await store.setIfAbsent(keys.signInLink(link.digest), '1', signInLinkTtlSeconds);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const message = 'The store does not answer, and only it knows whether the link has been used.';
    throw new RouterError('store_unavailable', message, { detail: error.message });
  }
}

type Look = () => Promise<Holder | null>;

async function enter(by: Means, look: Look, http: Request, deps: SignInDeps): Promise<SignedIn> {
  const { signIn, adminToken, pepper, scripts, audit, now, newId } = deps;
  if (signIn.sessionKey === null || adminToken === null) throw isOff();
  const address = await addressOf(http, pepper ?? adminToken);
  const attempts: AttemptDeps = { counts: signIn.attempts, scripts, now };
  const refuse = (reason: string) =>
    audit?.append({
      action: 'session.refused',
      actor: 'router',
      object: address,
      details: { reason, by },
    });
  const { refusal, over } = await countAttempt(address, attempts);
  if (refusal !== null) {
    if (over === 1) refuse('too-many');
    throw refusal;
  }
  const holder = await look();
  if (holder === null) {
    refuse(`unknown-${by}`);
    const message =
      by === 'token'
        ? 'This token opens nothing. Ask whoever gave it to you for another.'
        : 'This link has been used, or is too old. Sign in with a token, or start again for another link.';
    throw new RouterError('invalid_api_key', message);
  }
  await giveBack(address, attempts);
  const session = { ...holder, id: newId() };
  const { person } = session;
  audit?.append({
    action: 'session.started',
    actor: actorOf(person),
    object: session.id,
    details: {
      role: person.role,
      teams: person.teams === 'all' ? [] : person.teams,
      by,
      address,
    },
  });
  return { cookie: await writeSession(session, await signIn.sessionKey(), now()), person };
}

/**
 * Errors: `invalid_api_key` (unknown token), `rate_limited`, `auth_unavailable` (no admin token, or SIGNALBOX_DASHBOARD_TOKENS
 * cannot be read).
 */
export function signIn(token: string, http: Request, deps: SignInDeps): Promise<SignedIn> {
  const look: Look = async () =>
    token === '' || token.length > longestToken ? null : holderOf(token.trim(), deps);
  return enter('token', look, http, deps);
}

/** As owner, once. Errors as `signIn`, and `store_unavailable`. */
export function signInByLink(code: string, http: Request, deps: SignInDeps): Promise<SignedIn> {
  const look: Look = async () =>
    (await takesLink(code, http, deps)) ? { person: admin, digest: null } : null;
  return enter('link', look, http, deps);
}

export type SignedOut = {
  /** The value of a Set-Cookie header. */
  readonly cookie: string;
  /** Where the browser goes next: to the form, or to where Cloudflare Access signs out whoever it has let in. */
  readonly to: '/dashboard/sign-in' | '/cdn-cgi/access/logout';
};

/** Never fails: whoever wants out gets out. */
export async function signOut(
  http: Request,
  deps: Pick<Deps, 'signIn' | 'audit' | 'now'>,
): Promise<SignedOut> {
  const session = await findSession(http, deps).catch(() => null);
  if (session !== null) {
    const { id: object, person } = session;
    deps.audit?.append({ action: 'session.ended', actor: actorOf(person), object, details: {} });
  }
  const isByAccess = deps.signIn.accessCheck !== null && assertionOf(http.headers) !== null;
  return { cookie: signOutCookie, to: isByAccess ? '/cdn-cgi/access/logout' : '/dashboard/sign-in' };
}

/**
 * Who asks; null: nobody is signed in. A session comes before Cloudflare Access, so that the admin token opens what Access
 * would not. Errors: `person_not_allowed` (Access names somebody who may not), `auth_unavailable`.
 */
export async function readPerson(http: Request, deps: Pick<Deps, 'signIn' | 'now'>): Promise<Person | null> {
  const session = await findSession(http, deps);
  if (session !== null) return session.person;
  const assertion = deps.signIn.accessCheck === null ? null : assertionOf(http.headers);
  return assertion === null ? null : (deps.signIn.accessCheck?.(assertion) ?? null);
}
