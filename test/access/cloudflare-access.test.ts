/** Cloudflare Access: assertions signed with keys made here, which a server of this machine hands out over HTTP. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sign } from 'hono/jwt';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { assertionOf, createAccessCheck } from '../../src/access/cloudflare-access.ts';
import type { DashboardSettings, PersonRule } from '../../src/core/config.ts';
import { RouterError } from '../../src/core/errors.ts';
import type { AccessCheck } from '../../src/core/sign-in.ts';

const startMs = Date.UTC(2026, 10, 21, 12);
const now = startMs / 1000;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const audience = '9f'.repeat(32);
const teamDomain = 'acme.cloudflareaccess.com';
const good = {
  aud: [audience],
  iss: `https://${teamDomain}`,
  email: 'Anna@acme.example',
  exp: now + 3600,
  iat: now,
  nbf: now,
  type: 'app',
  sub: '7335d417',
};

type Pair = { readonly signing: JsonWebKey & { kid: string }; readonly jwk: JsonWebKey };

async function makePair(kid: string): Promise<Pair> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  };
  const pair = (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair;
  const [own, open] = await Promise.all([
    crypto.subtle.exportKey('jwk', pair.privateKey),
    crypto.subtle.exportKey('jwk', pair.publicKey),
  ]);
  const use = { kid, alg: 'RS256', use: 'sig' };
  return { signing: { ...(own as JsonWebKey), ...use }, jwk: { ...(open as JsonWebKey), ...use } };
}

let one: Pair;
let two: Pair;
let server: Server;
/** What the server of the team answers. */
let answer: { status: number; body: string };
let asked: string[];
let check: AccessCheck;
const clock = { ms: startMs };

/** To the server of this test, whose address no team of Access has. */
const send: typeof fetch = (url, init) => {
  asked.push(String(url));
  const { port } = server.address() as AddressInfo;
  return fetch(String(url).replace(`https://${teamDomain}`, `http://127.0.0.1:${port}`), init);
};

const viewer: PersonRule = { email: 'anna@acme.example', group: null, role: 'viewer', teams: ['care'] };
const group = (name: string, role: PersonRule['role'], teams: readonly string[] = []): PersonRule => ({
  email: null,
  group: name,
  role,
  teams,
});

function checkWith(people: readonly PersonRule[]): AccessCheck {
  const settings: DashboardSettings = { access: { teamDomain, audience }, people };
  return createAccessCheck(settings, send, () => clock.ms) ?? expect.fail('nothing to check with');
}

const serve = (...keys: readonly JsonWebKey[]) => ({ status: 200, body: JSON.stringify({ keys }) });
const assertion = (claims: object, pair = one) => sign({ ...claims }, pair.signing, 'RS256');

beforeAll(async () => {
  [one, two] = await Promise.all([makePair('one'), makePair('two')]);
  server = createServer((request, response) => {
    const isCerts = request.url === '/cdn-cgi/access/certs';
    response.writeHead(isCerts ? answer.status : 404, { location: 'http://127.0.0.1:1/' });
    response.end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  clock.ms = startMs;
  asked = [];
  answer = serve(one.jwk);
  check = checkWith([viewer]);
});

async function refusalOf(work: Promise<unknown>): Promise<RouterError> {
  const thrown = await work.then(
    () => expect.fail('got in'),
    (error: unknown) => error,
  );
  return thrown instanceof RouterError ? thrown : expect.fail(String(thrown));
}

describe('an assertion', () => {
  test('names a person of the config, whatever the case of the address', async () => {
    expect(await check(await assertion(good))).toEqual({
      name: 'anna@acme.example',
      role: 'viewer',
      teams: ['care'],
    });
    expect(asked).toEqual([`https://${teamDomain}/cdn-cgi/access/certs`]);
  });

  test('may carry its audience as one text, and an `nbf` of a clock that is ahead', async () => {
    expect(await check(await assertion({ ...good, aud: audience, nbf: now + 60 }))).toMatchObject({
      role: 'viewer',
    });
  });

  const wrong: readonly (readonly [what: string, claims: object, says: string])[] = [
    ['of another application', { aud: ['8e'.repeat(32)] }, 'dashboard.access.audience'],
    ['of no application', { aud: undefined }, 'dashboard.access.audience'],
    ['of another team', { iss: 'https://evil.cloudflareaccess.com' }, 'another team'],
    ['of no team', { iss: undefined }, 'another team'],
    ['that has expired', { exp: now }, 'expired'],
    ['that never expires', { exp: undefined }, 'expired'],
    ['with an end in words', { exp: '2999' }, 'expired'],
    ['whose time has not come', { nbf: now + 61 }, 'not come yet'],
    ['with a beginning in words', { nbf: 'now' }, 'not come yet'],
    ['of a service', { email: undefined, common_name: 'robot' }, 'no email'],
    ['with an empty address', { email: '' }, 'no email'],
  ];
  test.each(wrong)('%s is refused', async (_, change, says) => {
    const refusal = await refusalOf(check(await assertion({ ...good, ...change })));
    expect(refusal).toMatchObject({ code: 'person_not_allowed', status: 403 });
    expect(refusal.message).toContain(says);
  });

  test('that is not signed by the team with RS256 is refused', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const [header, payload, signature] = (await assertion(good)).split('.');
    const unsigned = { alg: 'none', typ: 'JWT', kid: 'one' };
    const symmetric = { alg: 'HS256', typ: 'JWT', kid: 'one' };
    const forged = [
      // under another key that has the same name
      await assertion(good, { ...two, signing: { ...two.signing, kid: 'one' } }),
      await assertion(good, two),
      `${header}.${part({ ...good, email: 'boss@acme.example' })}.${signature}`,
      `${header}.${payload}.`,
      `${part(unsigned)}.${payload}.`,
      `${part({ ...unsigned, alg: 'None' })}.${payload}.${signature}`,
      // the public key as the secret of an HMAC
      await sign(good, JSON.stringify(one.jwk), 'HS256'),
      `${part(symmetric)}.${payload}.${signature}`,
      `${part({ alg: 'RS512', typ: 'JWT', kid: 'one' })}.${payload}.${signature}`,
      `${part({ alg: 'RS256', typ: 'JWT' })}.${payload}.${signature}`,
      'no.token',
      '',
      'a'.repeat(9000),
    ];
    for (const each of forged)
      expect(await refusalOf(check(each))).toMatchObject({ code: 'person_not_allowed' });
  });

  test('brings no key and no address of its own', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const header = { alg: 'RS256', typ: 'JWT', kid: 'two', jwk: two.jwk, jku: 'https://evil.example/keys' };
    const data = `${part(header)}.${part(good)}`;
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
    const key = await crypto.subtle.importKey('jwk', two.signing, algorithm, false, ['sign']);
    const signature = await crypto.subtle.sign(algorithm, key, new TextEncoder().encode(data));
    const forged = `${data}.${Buffer.from(signature).toString('base64url')}`;
    expect((await refusalOf(check(forged))).message).toContain(`not signed by ${teamDomain}`);
    expect(new Set(asked)).toEqual(new Set([`https://${teamDomain}/cdn-cgi/access/certs`]));
  });
});

describe('whoever Access knows and the config does not', () => {
  const stranger = { ...good, email: 'Eve@acme.example' };

  test('is told their address and the owners to ask', async () => {
    const owner = (email: string): PersonRule => ({ email, group: null, role: 'owner', teams: [] });
    check = checkWith([viewer, owner('olga@acme.example'), owner('otto@acme.example')]);
    const { message, code } = await refusalOf(check(await assertion(stranger)));
    expect(code).toBe('person_not_allowed');
    expect(message).toBe(
      'Eve@acme.example may not see this dashboard. Ask olga@acme.example or otto@acme.example to add you under dashboard.people.',
    );
  });

  test('or whom to ask where no owner is named', async () => {
    expect((await refusalOf(check(await assertion(stranger)))).message).toContain('routes.config.ts');
  });
});

describe('groups', () => {
  const inGroups = (groups: unknown) => ({ ...good, email: 'ben@acme.example', custom: { groups } });

  test('give the highest role of those that name somebody', async () => {
    check = checkWith([
      group('all', 'viewer', ['care']),
      group('money', 'finance'),
      group('ops', 'operator'),
    ]);
    expect(await check(await assertion(inGroups(['all', 'money'])))).toMatchObject({
      role: 'finance',
      teams: 'all',
    });
    expect(await check(await assertion(inGroups('ops')))).toMatchObject({ role: 'operator', teams: 'all' });
  });

  test('add up the teams of a viewer', async () => {
    check = checkWith([group('a', 'viewer', ['care', 'desk']), group('b', 'viewer', ['desk', 'lab'])]);
    const person = await check(await assertion(inGroups(['b', 'a', 'other'])));
    expect(person).toMatchObject({ role: 'viewer', teams: ['care', 'desk', 'lab'] });
  });

  test('come after the address, which may give less', async () => {
    check = checkWith([group('ops', 'operator'), viewer]);
    const claims = { ...inGroups(['ops']), email: good.email };
    expect(await check(await assertion(claims))).toMatchObject({ role: 'viewer', teams: ['care'] });
  });

  test.each([undefined, null, [], ['other'], [null], { ops: true }])('%o name nobody', async (groups) => {
    check = checkWith([group('ops', 'operator'), viewer]);
    await refusalOf(check(await assertion(inGroups(groups))));
  });
});

describe('the keys of the team', () => {
  test('are asked after once an hour', async () => {
    await check(await assertion(good));
    clock.ms += hourMs - 1;
    await check(await assertion({ ...good, exp: now + 7200 }));
    expect(asked).toHaveLength(1);
    clock.ms += 1;
    await check(await assertion({ ...good, exp: now + 7200 }));
    expect(asked).toHaveLength(2);
  });

  test('are asked after anew for one that is not known, and not for every forged one', async () => {
    await check(await assertion(good));
    answer = serve(one.jwk, two.jwk);
    await refusalOf(check(await assertion(good, two)));
    expect(asked).toHaveLength(1);
    clock.ms += 10_000;
    expect(await check(await assertion(good, two))).toMatchObject({ role: 'viewer' });
    expect(asked).toHaveLength(2);
  });

  test('let in whoever comes while they are asked after for the first time', async () => {
    const both = [await assertion(good), await assertion(good)];
    const names = await Promise.all(both.map((each) => check(each)));
    expect(names.map(({ name }) => name)).toEqual([viewer.email, viewer.email]);
    expect(asked).toHaveLength(2);
  });

  test('are asked after once for forged ones that come at once', async () => {
    await check(await assertion(good));
    clock.ms += 10_000;
    const forged = await assertion(good, two);
    await Promise.all([1, 2, 3].map(() => refusalOf(check(forged))));
    expect(asked).toHaveLength(2);
  });

  test('that are taken out are no longer believed after an hour', async () => {
    await check(await assertion(good));
    answer = serve(two.jwk);
    clock.ms += hourMs;
    await refusalOf(check(await assertion({ ...good, exp: now + 7200 })));
  });

  const faults = [
    { status: 500, body: '' },
    { status: 302, body: '' },
    { status: 200, body: '<html>' },
  ];

  test.each(faults)('that cannot be had let nobody in: %o', async (fault) => {
    answer = fault;
    const refusal = await refusalOf(check(await assertion(good)));
    expect(refusal).toMatchObject({ code: 'auth_unavailable', status: 503 });
    await refusalOf(check(await assertion(good)));
    expect(asked).toHaveLength(1);
    answer = serve(one.jwk);
    clock.ms += 10_000;
    expect(await check(await assertion(good))).toMatchObject({ role: 'viewer' });
  });

  test.each(faults)('that were had are good for a day while they cannot be had anew: %o', async (fault) => {
    const long = await assertion({ ...good, exp: now + 7 * 86_400 });
    await check(long);
    answer = fault;
    clock.ms += 24 * hourMs - 1;
    expect(await check(long)).toMatchObject({ role: 'viewer' });
    clock.ms += 10_000;
    expect(await refusalOf(check(long))).toMatchObject({ code: 'auth_unavailable' });
  });

  test.each([{ keys: [] }, {}, { keys: [{ kty: 'oct', kid: 'one', k: 'AAAA' }] }, { keys: 'one' }])(
    'that are none let nobody in: %o',
    async (set) => {
      answer = { status: 200, body: JSON.stringify(set) };
      await refusalOf(check(await assertion(good)));
    },
  );
});

describe('where an assertion stands', () => {
  test.each([
    [{ 'cf-access-jwt-assertion': 'H', cookie: 'CF_Authorization=C' }, 'H'],
    [{ cookie: 'a=1; CF_Authorization=C' }, 'C'],
    [{ cookie: 'XCF_Authorization=C' }, null],
    [{}, null],
  ])('%o', (headers, expected) => {
    expect(assertionOf(new Headers(headers as Record<string, string>))).toBe(expected);
  });
});

test('without a team in the config there is nothing to check', () => {
  expect(createAccessCheck({ access: null, people: [] }, send, () => clock.ms)).toBeNull();
});
