/** Sessions of the dashboard: what is taken for one, for how long, and what ends it. */
import { sign } from 'hono/jwt';
import { describe, expect, test } from 'vitest';
import { createSessionKey, findSession, signOutCookie, writeSession } from '../../src/access/session.ts';
import { admin, type Person } from '../../src/core/person.ts';
import type { DashboardToken, SignInMeans } from '../../src/core/sign-in.ts';

const startMs = Date.UTC(2026, 10, 21, 12);
const hourMs = 3_600_000;
const anna: Person = { name: 'anna', role: 'viewer', teams: ['care'] };
const token: DashboardToken = { person: anna, digest: 'ab'.repeat(32) };

type World = {
  readonly adminToken?: string | null;
  readonly pepper?: string | null;
  readonly tokens?: readonly DashboardToken[];
  readonly atMs?: number;
};

function meansOf({ adminToken = 'ADMIN', pepper = 'PEPPER', tokens = [token] }: World): SignInMeans {
  const sessionKey = createSessionKey(adminToken, pepper);
  return { tokens: () => tokens, sessionKey, attempts: new Map(), accessCheck: null, link: null };
}

async function keyOf(world: World): Promise<CryptoKey> {
  return (await meansOf(world).sessionKey?.()) ?? expect.fail('no key');
}

async function open(person: Person, digest: string | null): Promise<string> {
  return writeSession({ id: 'session1', person, digest }, await keyOf({}), startMs);
}

const pairOf = (setCookie: string) => setCookie.split(';')[0] ?? '';

function find(cookie: string, world: World = {}) {
  const http = new Request('https://router.example/dashboard', { headers: { cookie } });
  return findSession(http, { signIn: meansOf(world), now: () => world.atMs ?? startMs });
}

describe('a session', () => {
  test('is a cookie of this host alone, out of reach of scripts, for 12 hours', async () => {
    const cookie = await open(anna, token.digest);
    expect(cookie).toMatch(
      /^__Host-signalbox=[\w.-]+; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(signOutCookie).toBe('__Host-signalbox=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax');
  });

  test('says who it is, among other cookies', async () => {
    const cookie = `theme=dark; ${pairOf(await open(anna, token.digest))}; x=1`;
    expect(await find(cookie)).toEqual({ id: 'session1', person: anna });
    expect(await find(pairOf(await open(admin, null)), { tokens: [] })).toEqual({
      id: 'session1',
      person: admin,
    });
  });

  test('ends after 12 hours', async () => {
    const cookie = pairOf(await open(anna, token.digest));
    expect(await find(cookie, { atMs: startMs + 12 * hourMs - 1 })).not.toBeNull();
    expect(await find(cookie, { atMs: startMs + 12 * hourMs })).toBeNull();
  });

  test('ends with its token, and when its name is given to another', async () => {
    const cookie = pairOf(await open(anna, token.digest));
    expect(await find(cookie, { tokens: [] })).toBeNull();
    expect(await find(cookie, { tokens: [{ ...token, digest: 'cd'.repeat(32) }] })).toBeNull();
    expect(await find(cookie, { tokens: [{ ...token, person: { ...anna, name: 'ben' } }] })).toBeNull();
  });

  test('has the role and the teams that its token has now', async () => {
    const cookie = pairOf(await open({ name: 'anna', role: 'finance', teams: 'all' }, token.digest));
    expect((await find(cookie))?.person).toEqual(anna);
  });

  test.each([{ adminToken: 'OTHER' }, { pepper: 'OTHER' }, { pepper: null }, { adminToken: null }])(
    'ends with the secrets: %o',
    async (world) => {
      expect(await find(pairOf(await open(anna, token.digest)), world)).toBeNull();
      expect(await find(pairOf(await open(admin, null)), world)).toBeNull();
    },
  );
});

describe('a cookie is nobody', () => {
  test('where any character of it is another', async () => {
    const cookie = pairOf(await open(anna, token.digest));
    const start = '__Host-signalbox='.length;
    // The last characters of a part hold bits that say nothing, so that another may mean the same bytes.
    const places = Array.from({ length: cookie.length - start }, (_, at) => at + start).filter(
      (at) => cookie[at] !== '.' && cookie[at + 1] !== '.' && at + 1 < cookie.length,
    );
    expect(places.length).toBeGreaterThan(200);
    for (const at of places) {
      const other = cookie[at] === 'A' ? 'B' : 'A';
      expect(await find(`${cookie.slice(0, at)}${other}${cookie.slice(at + 1)}`)).toBeNull();
    }
  });

  test('under another name, empty, or too long', async () => {
    const cookie = pairOf(await open(anna, token.digest));
    expect(await find(cookie.replace('__Host-', ''))).toBeNull();
    expect(await find('__Host-signalbox=')).toBeNull();
    expect(await find(`__Host-signalbox=${'a'.repeat(5000)}`)).toBeNull();
  });

  const now = startMs / 1000;
  const good = {
    aud: 'signalbox-dashboard',
    sub: 'admin',
    entry: 'admin',
    iat: now,
    exp: now + 3600,
    jti: 'session1',
  };
  const write = async (claims: object) => `__Host-signalbox=${await sign({ ...claims }, await keyOf({}))}`;

  test('the claims of the next tests are good ones', async () => {
    expect(await find(await write(good))).toEqual({ id: 'session1', person: admin });
  });

  test.each([
    { ...good, aud: 'signalbox' },
    { ...good, exp: undefined },
    { ...good, iat: undefined },
    { ...good, exp: `${good.exp}` },
    { ...good, exp: now + 12 * 3600 + 1 },
    { ...good, jti: undefined },
    { ...good, sub: 'anna' },
    { ...good, entry: undefined },
    { ...good, entry: '' },
    { ...good, sub: 'anna', entry: token.digest.slice(0, 16) },
    { ...good, sub: 'anna', entry: token.digest },
  ])('with claims that no session has: %o', async (claims) => {
    expect(await find(await write(claims))).toBeNull();
  });

  test('unsigned, or signed another way', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    expect(await find(`__Host-signalbox=${part({ alg: 'none', typ: 'JWT' })}.${part(good)}.`)).toBeNull();
    expect(await find(`__Host-signalbox=${await sign(good, 'ADMIN')}`)).toBeNull();
    expect(await find(`__Host-signalbox=${await sign(good, 'ADMIN', 'HS512')}`)).toBeNull();
  });
});

test('where the sign-in tokens cannot be read, the admin is still let in', async () => {
  const signIn: SignInMeans = {
    ...meansOf({}),
    tokens: () => {
      throw new Error('unreadable');
    },
  };
  const at = (cookie: string) => ({
    http: new Request('https://router.example/', { headers: { cookie } }),
    deps: { signIn, now: () => startMs },
  });
  const own = at(pairOf(await open(admin, null)));
  expect((await findSession(own.http, own.deps))?.person).toEqual(admin);
  const other = at(pairOf(await open(anna, token.digest)));
  await expect(findSession(other.http, other.deps)).rejects.toThrow('unreadable');
});
