/** Signing in to the dashboard and out of it: who gets in, who is told what, and what the audit log holds of it. */
import { beforeEach, describe, expect, test } from 'vitest';
import { createSessionKey, signOutCookie } from '../../src/access/session.ts';
import { readPerson, signIn, signInByLink, signOut } from '../../src/access/sign-in.ts';
import { digestToken } from '../../src/access/sign-in-tokens.ts';
import { RouterError } from '../../src/core/errors.ts';
import { admin, type Person } from '../../src/core/person.ts';
import type { SignInMeans } from '../../src/core/sign-in.ts';
import type { Deps } from '../../src/deps.ts';
import { type FakeAudit, makeAudit } from '../support/world/audit.ts';
import { today } from '../support/world/models.ts';
import { FakeStore } from '../support/world/store.ts';
import { makeWorld } from '../support/world/world.ts';

const anna: Person = { name: 'anna', role: 'viewer', teams: ['care', 'desk'] };
const annasToken = 'sbx_dash_ANNA';
const linkCode = 'LINK-CODE';

let audit: FakeAudit;
let means: SignInMeans;
let store: FakeStore;
let clock: { ms: number };
let deps: Deps;

beforeEach(async () => {
  audit = await makeAudit();
  store = new FakeStore();
  means = {
    tokens: () => tokens,
    sessionKey: createSessionKey('ADMIN', 'PEPPER'),
    attempts: new Map(),
    accessCheck: null,
    link: { digest: await digestToken(linkCode), endsMs: today + 600_000 },
  };
  const tokens = [{ person: anna, digest: await digestToken(annasToken) }];
  const changes = { adminToken: 'ADMIN', pepper: 'PEPPER', signIn: means, audit: audit.audit, store };
  ({ deps, clock } = makeWorld(undefined, changes));
});

const from = (address: string, url = 'https://router.example/dashboard/sign-in') =>
  new Request(url, { method: 'POST', headers: { 'cf-connecting-ip': address } });
const here = (url = 'http://127.0.0.1:8787/dashboard/sign-in') => from('127.0.0.1', url);
const withCookie = (cookie: string) => new Request('https://router.example/', { headers: { cookie } });

async function refusalOf(work: Promise<unknown>): Promise<RouterError> {
  const thrown = await work.then(
    () => expect.fail('got in'),
    (error: unknown) => error,
  );
  return thrown instanceof RouterError ? thrown : expect.fail(String(thrown));
}

async function logged() {
  await audit.settled();
  return audit.entries.map(({ action, actor, object, details }) => ({ action, actor, object, details }));
}

const hash = expect.stringMatching(/^[0-9a-f]{64}$/);

describe('a token', () => {
  test('of the admin opens a session as owner', async () => {
    const { cookie, person } = await signIn('ADMIN', from('203.0.113.7'), deps);
    expect(person).toEqual(admin);
    expect(await readPerson(withCookie(cookie), deps)).toEqual(admin);
    expect(await logged()).toEqual([
      {
        action: 'session.started',
        actor: 'admin',
        object: expect.stringMatching(/^id\d{22}$/),
        details: { role: 'owner', teams: [], by: 'token', address: hash },
      },
    ]);
  });

  test('of the secret opens a session with its role and teams', async () => {
    const { cookie, person } = await signIn(` ${annasToken}\n`, from('203.0.113.7'), deps);
    expect(person).toEqual(anna);
    expect(await readPerson(withCookie(cookie), deps)).toEqual(anna);
    expect(await logged()).toMatchObject([
      { actor: 'person:anna', details: { role: 'viewer', teams: ['care', 'desk'] } },
    ]);
  });

  test.each(['', ' ', 'admin', 'ADMIN!', 'A'.repeat(600), 'PEPPER', linkCode])(
    'that nobody holds opens nothing: %s',
    async (token) => {
      const refusal = await refusalOf(signIn(token, from('203.0.113.7'), deps));
      expect(refusal).toMatchObject({ code: 'invalid_api_key', status: 401 });
      expect(await logged()).toEqual([
        {
          action: 'session.refused',
          actor: 'router',
          object: hash,
          details: { reason: 'unknown-token', by: 'token' },
        },
      ]);
    },
  );

  test('is nowhere: not in the log, nor in an error', async () => {
    await signIn(annasToken, from('203.0.113.7'), deps);
    const refusal = await refusalOf(signIn('sbx_dash_WRONG', from('203.0.113.7'), deps));
    const told = JSON.stringify([await logged(), refusal, refusal.message, refusal.detail]);
    for (const secret of ['ANNA', 'WRONG', 'ADMIN', 'PEPPER', '203.0.113.7', await digestToken(annasToken)])
      expect(told).not.toContain(secret);
  });

  test('opens nothing where there is no admin token', async () => {
    deps = { ...deps, adminToken: null, signIn: { ...means, sessionKey: null } };
    expect(await refusalOf(signIn('', from('203.0.113.7'), deps))).toMatchObject({
      code: 'auth_unavailable',
    });
  });

  test('of the admin works while the others cannot be read', async () => {
    const tokens = () => {
      throw new RouterError('auth_unavailable', 'unreadable');
    };
    deps = { ...deps, signIn: { ...means, tokens } };
    expect((await signIn('ADMIN', from('203.0.113.7'), deps)).person).toEqual(admin);
    expect((await refusalOf(signIn(annasToken, from('203.0.113.7'), deps))).message).toBe('unreadable');
  });
});

describe('too many failures', () => {
  const fail = (address: string) => refusalOf(signIn('WRONG', from(address), deps));

  test('of one network are refused with the time to come back, a right token too', async () => {
    for (const last of [...'123456789a']) expect((await fail(`2001:db8::${last}`)).status).toBe(401);
    const refusal = await refusalOf(signIn('ADMIN', from('2001:db8::b'), deps));
    expect(refusal).toMatchObject({ code: 'rate_limited', status: 429, retryAfterMs: 600_000 });
    expect((await signIn('ADMIN', from('2001:db8:0:1::b'), deps)).person).toEqual(admin);
  });

  test('are written down, and those that are refused for their number once', async () => {
    for (const _ of 'fifteen of them') await fail('203.0.113.7');
    const reasons = (await logged()).map(({ details }) => details.reason);
    expect(reasons).toEqual([...Array<string>(10).fill('unknown-token'), 'too-many']);
  });

  test('are not made up of sign-ins that succeed', async () => {
    for (const _ of 'more than ten') await signIn(annasToken, from('203.0.113.7'), deps);
    expect((await fail('203.0.113.7')).status).toBe(401);
  });
});

describe('signing out', () => {
  const out = { cookie: signOutCookie, to: '/dashboard/sign-in' };

  test('of whom Cloudflare Access has let in leads to where Access signs out', async () => {
    const accessCheck = async () => anna;
    const guarded = { ...deps, signIn: { ...means, accessCheck } };
    const byAccess = withCookie('CF_Authorization=ASSERTION');
    expect(await signOut(byAccess, guarded)).toEqual({ cookie: signOutCookie, to: '/cdn-cgi/access/logout' });
    expect(await signOut(byAccess, deps)).toEqual(out);
    expect(await signOut(withCookie('x=1'), guarded)).toEqual(out);
  });

  test('takes the cookie away and is written down', async () => {
    const { cookie } = await signIn(annasToken, from('203.0.113.7'), deps);
    expect(await signOut(withCookie(cookie), deps)).toEqual(out);
    const [started, ended] = await logged();
    expect(ended).toEqual({
      action: 'session.ended',
      actor: 'person:anna',
      object: started?.object,
      details: {},
    });
  });

  test('of nobody changes nothing, and works while the tokens cannot be read', async () => {
    expect(await signOut(withCookie('x=1'), deps)).toEqual(out);
    const { cookie } = await signIn(annasToken, from('203.0.113.7'), deps);
    const tokens = () => {
      throw new Error('unreadable');
    };
    expect(await signOut(withCookie(cookie), { ...deps, signIn: { ...means, tokens } })).toEqual(out);
    expect(await logged()).toHaveLength(1);
  });
});

describe('the link of a development server', () => {
  test('signs in as owner, once', async () => {
    expect((await signInByLink(linkCode, here(), deps)).person).toEqual(admin);
    expect(await refusalOf(signInByLink(linkCode, here(), deps))).toMatchObject({ code: 'invalid_api_key' });
    expect(await logged()).toMatchObject([
      { action: 'session.started', actor: 'admin', details: { by: 'link' } },
      { action: 'session.refused', details: { reason: 'unknown-link', by: 'link' } },
    ]);
  });

  test('used twice at once signs in one of them', async () => {
    const both = await Promise.allSettled([1, 2].map(() => signInByLink(linkCode, here(), deps)));
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  test('is good for ten minutes', async () => {
    clock.ms += 600_000;
    await refusalOf(signInByLink(linkCode, here(), deps));
    clock.ms--;
    expect((await signInByLink(linkCode, here(), deps)).person).toEqual(admin);
  });

  test('is for this machine alone, and its code is no token', async () => {
    await refusalOf(signInByLink(linkCode, here('https://router.example/dashboard/sign-in'), deps));
    await refusalOf(signInByLink(linkCode, here('http://127.0.0.1.evil.example/'), deps));
    await refusalOf(signInByLink('ADMIN', here(), deps));
    await refusalOf(signInByLink('', here(), deps));
    expect((await signInByLink(linkCode, here('http://localhost:8787/'), deps)).person).toEqual(admin);
  });

  test('is nothing where no server has made one, and without a store that remembers it', async () => {
    await refusalOf(signInByLink(linkCode, here(), { ...deps, signIn: { ...means, link: null } }));
    await refusalOf(signInByLink(linkCode, here(), { ...deps, store: null }));
    store.isAway = true;
    expect(await refusalOf(signInByLink(linkCode, here(), deps))).toMatchObject({
      code: 'store_unavailable',
    });
  });
});

describe('who asks', () => {
  const ben: Person = { name: 'ben@acme.example', role: 'finance', teams: 'all' };
  const asking = (headers: Record<string, string>) => new Request('https://router.example/', { headers });

  test('is whom Cloudflare Access names, where it is configured', async () => {
    const accessCheck = async (assertion: string) => ({ ...ben, name: assertion });
    const guarded = { ...deps, signIn: { ...means, accessCheck } };
    const header = asking({ 'cf-access-jwt-assertion': 'HEADER', cookie: 'CF_Authorization=COOKIE' });
    expect((await readPerson(header, guarded))?.name).toBe('HEADER');
    expect((await readPerson(asking({ cookie: 'CF_Authorization=COOKIE' }), guarded))?.name).toBe('COOKIE');
    expect(await readPerson(asking({}), guarded)).toBeNull();
    expect(await readPerson(header, deps)).toBeNull();
  });

  test('is whom the session names, before Access is asked', async () => {
    const accessCheck = async () => expect.fail('Access was asked');
    const guarded = { ...deps, signIn: { ...means, accessCheck } };
    const { cookie } = await signIn('ADMIN', from('203.0.113.7'), guarded);
    const both = asking({ cookie, 'cf-access-jwt-assertion': 'HEADER' });
    expect(await readPerson(both, guarded)).toEqual(admin);
  });
});
