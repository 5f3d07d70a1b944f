/**
 * Who Cloudflare Access says is asking: an assertion signed with RS256 under the keys of the team's own address, for our
 * application, and alive. The address is in the config, never in a request. Keys are kept for an hour, and for a day
 * where they cannot be had anew; with none at hand nobody gets in.
 */
import { decode, verify } from 'hono/jwt';
import { parse } from 'hono/utils/cookie';
import type { AccessSettings, DashboardSettings, PersonRule } from '../core/config.ts';
import { RouterError } from '../core/errors.ts';
import { isObject, type JsonObject } from '../core/json.ts';
import { type Person, roles } from '../core/person.ts';
import type { AccessCheck } from '../core/sign-in.ts';

const cookieName = 'CF_Authorization';
const longestAssertion = 8192;
/** Clocks of two machines may differ by so much. */
const skewSeconds = 60;
const freshMs = 3_600_000;
const staleIfErrorMs = 24 * 3_600_000;
/** Keys are not asked after again for so long, whatever assertions name. */
const againMs = 10_000;
const timeoutMs = 3000;
const mostKeys = 20;
const mostAsked = 3;

/** Of the header that Access sets, else of its cookie; null: neither is there. */
export function assertionOf(headers: Headers): string | null {
  const cookie = parse(headers.get('cookie') ?? '', cookieName)[cookieName];
  return headers.get('cf-access-jwt-assertion') ?? cookie ?? null;
}

function wrong(what: string): RouterError {
  const message = `What Cloudflare Access says of you cannot be believed: ${what}.`;
  return new RouterError('person_not_allowed', message);
}

async function readKey(jwk: JsonObject): Promise<readonly [string, CryptoKey][]> {
  const { kty, n, e, kid } = jwk;
  if (kty !== 'RSA' || typeof kid !== 'string' || (jwk.alg ?? 'RS256') !== 'RS256') return [];
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const written = { kty, n, e } as JsonWebKey;
  return [[kid, await crypto.subtle.importKey('jwk', written, algorithm, false, ['verify'])]];
}

type Kept = { readonly keys: ReadonlyMap<string, CryptoKey>; readonly atMs: number };

/** Public keys of one team, by their ids. One per isolate: a declared cache, losing it costs a look-up. */
class TeamKeys {
  readonly #url: string;
  readonly #send: typeof fetch;
  readonly #now: () => number;
  #kept: Kept | null = null;
  #askedMs = Number.NEGATIVE_INFINITY;

  constructor(url: string, send: typeof fetch, now: () => number) {
    this.#url = url;
    this.#send = send;
    this.#now = now;
  }

  /** Undefined: the team has no such key. Errors: `auth_unavailable`. */
  async find(kid: string): Promise<CryptoKey | undefined> {
    const nowMs = this.#now();
    const known = this.#kept?.keys.get(kid);
    const isFresh = this.#kept !== null && nowMs - this.#kept.atMs < freshMs;
    if (known !== undefined && isFresh) return known;
    let detail = 'they could not be had of late';
    if (nowMs - this.#askedMs >= againMs) {
      // Whoever comes meanwhile and cannot do without asks too: in a Worker no request may wait for what another asked.
      if (isFresh) this.#askedMs = nowMs;
      try {
        this.#kept = { keys: await this.#load(), atMs: nowMs };
        return this.#kept.keys.get(kid);
      } catch (error) {
        detail = error instanceof Error ? `${error.name} ${error.message}` : '';
      } finally {
        this.#askedMs = this.#now();
      }
    } else if (isFresh) return undefined;
    if (known !== undefined && this.#kept !== null && nowMs - this.#kept.atMs < staleIfErrorMs) return known;
    const message = 'Cloudflare Access cannot be asked for its keys at the moment. Try again in a minute.';
    throw new RouterError('auth_unavailable', message, { detail });
  }

  async #load(): Promise<ReadonlyMap<string, CryptoKey>> {
    const signal = AbortSignal.timeout(timeoutMs);
    // As a plain function: workerd refuses `fetch` that is called as a method.
    const send = this.#send;
    const answer = await send(this.#url, { redirect: 'manual', signal });
    if (answer.status !== 200) throw new Error(`status ${answer.status}`);
    const set: unknown = await answer.json();
    const written = isObject(set) && Array.isArray(set.keys) ? set.keys.slice(0, mostKeys) : [];
    const read = await Promise.all(written.filter(isObject).map(readKey));
    return new Map(read.flat());
  }
}

function kidOf(assertion: string): string {
  try {
    const { header } = decode(assertion);
    if (isObject(header) && header.alg === 'RS256' && typeof header.kid === 'string') return header.kid;
  } catch {
    // Told below.
  }
  throw wrong('it is no token that is signed with RS256');
}

function checkTimes({ exp, nbf }: JsonObject, nowMs: number): void {
  const now = nowMs / 1000;
  if (typeof exp !== 'number' || exp <= now) throw wrong('it has expired; sign in again');
  if (nbf !== undefined && (typeof nbf !== 'number' || nbf > now + skewSeconds))
    throw wrong('its time has not come yet');
}

async function openAssertion(
  assertion: string,
  { teamDomain, audience }: AccessSettings,
  keys: TeamKeys,
): Promise<JsonObject> {
  const key = await keys.find(kidOf(assertion));
  if (key === undefined) throw wrong(`it is not signed by ${teamDomain}`);
  let claims: unknown;
  try {
    const checks = { alg: 'RS256', exp: false, nbf: false, iat: false } as const;
    claims = await verify(assertion, key, checks);
  } catch {
    throw wrong(`it is not signed by ${teamDomain}`);
  }
  if (!isObject(claims) || claims.iss !== `https://${teamDomain}`) throw wrong('it is of another team');
  if (![claims.aud].flat().includes(audience))
    throw wrong('it is for another application than dashboard.access.audience');
  return claims;
}

/** Of the identity provider, where Access is told to pass them on. */
function groupsOf({ custom }: JsonObject): readonly unknown[] {
  const groups = isObject(custom) ? custom.groups : undefined;
  return Array.isArray(groups) ? groups : [groups];
}

/** The rule that names them comes before those of their groups; of these the highest role, and all teams of a viewer. */
function personOf(email: string, groups: readonly unknown[], people: readonly PersonRule[]): Person | null {
  const named = people.find((rule) => rule.email === email);
  const rules = named ? [named] : people.filter(({ group }) => group !== null && groups.includes(group));
  const role = roles.findLast((each) => rules.some((rule) => rule.role === each));
  if (role === undefined) return null;
  const teams = role === 'viewer' ? [...new Set(rules.flatMap((rule) => rule.teams))] : 'all';
  return { name: email, role, teams };
}

function notAllowed(email: string, people: readonly PersonRule[]): RouterError {
  const owners = people.flatMap((rule) => (rule.role === 'owner' ? (rule.email ?? []) : []));
  const whom =
    owners.length > 0 ? owners.slice(0, mostAsked).join(' or ') : 'whoever keeps its routes.config.ts';
  const message = `${email} may not see this dashboard. Ask ${whom} to add you under dashboard.people.`;
  return new RouterError('person_not_allowed', message);
}

/** Null: the config names no team. `send` is called for the team's keys only. */
export function createAccessCheck(
  { access, people }: DashboardSettings,
  send: typeof fetch,
  now: () => number,
): AccessCheck | null {
  if (access === null) return null;
  const keys = new TeamKeys(`https://${access.teamDomain}/cdn-cgi/access/certs`, send, now);
  return async (assertion) => {
    if (assertion.length > longestAssertion) throw wrong(`it is longer than ${longestAssertion} characters`);
    const claims = await openAssertion(assertion, access, keys);
    checkTimes(claims, now());
    const { email } = claims;
    if (typeof email !== 'string' || !email.includes('@'))
      throw wrong('it names no email address, as tokens of services do not');
    const person = personOf(email.toLowerCase(), groupsOf(claims), people);
    if (person === null) throw notAllowed(email, people);
    return person;
  };
}
