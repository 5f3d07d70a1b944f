/** The form that signs in, as a browser and as somebody else would send it. */
import { beforeEach, describe, expect, test } from 'vitest';
import { createSessionKey } from '../../src/access/session.ts';
import { readDashboardTokens } from '../../src/access/sign-in-tokens.ts';
import type { SignInMeans } from '../../src/core/sign-in.ts';
import { sessionEndpoint } from '../../src/dashboard/serve.tsx';
import { ownPage } from '../../src/dashboard/sign-in.tsx';
import type { Call } from '../../src/endpoints/endpoint.ts';
import { makeApp, type TestApp } from '../support/world/app.ts';

const host = 'https://router.test';
const means: SignInMeans = {
  tokens: () => [],
  sessionKey: createSessionKey('ADMIN', null),
  attempts: new Map(),
  accessCheck: null,
  link: null,
};

let app: TestApp;

beforeEach(() => {
  means.attempts.clear();
  app = makeApp(undefined, { adminToken: 'ADMIN', signIn: means });
});

function post(body: BodyInit, headers: Record<string, string> = {}, to = app): Promise<Response> {
  const own = { origin: host, 'content-type': 'application/x-www-form-urlencoded', ...headers };
  const init = { method: 'POST', body, headers: own, duplex: 'half' };
  return to.send(new Request(`${host}/dashboard/sign-in`, init));
}

const form = (token: string, back = '') => new URLSearchParams({ token, back }).toString();

describe('a form', () => {
  test('that is right leads back to where its reader wanted to go', async () => {
    const answer = await post(form('ADMIN', '/dashboard/routes?team=care&from=2026-11-01'));
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/dashboard/routes?team=care&from=2026-11-01');
    expect(answer.headers.getSetCookie()).toHaveLength(1);
  });

  test('with a wrong token comes again, with what was wrong and without the token', async () => {
    const answer = await post(form('WRONG-TOKEN', '/dashboard/routes'));
    const page = await answer.text();
    expect(answer.status).toBe(401);
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(page).toContain('This token opens nothing.');
    expect(page).toContain('value="/dashboard/routes"');
    expect(page).not.toContain('WRONG-TOKEN');
    expect(app.log).toEqual([]);
  });

  test('that is long is not read to its end', async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        if (++pulled > 100) controller.error(new Error('read on'));
        else controller.enqueue(new Uint8Array(1024).fill(97));
      },
    });
    expect((await post(endless)).status).toBe(413);
    expect(pulled).toBeLessThan(20);
    expect((await post(form('A'.repeat(9000)))).status).toBe(413);
  });

  test('of another kind is refused', async () => {
    expect((await post(form('ADMIN'), { 'content-type': 'text/plain' })).status).toBe(400);
  });
});

test('tokens that cannot be read are told to the log by the name of their entry, to nobody else', async () => {
  const digest = 'ab'.repeat(32);
  const tokens = () => readDashboardTokens(`anna:viewer:${digest}`);
  const broken = makeApp(undefined, { adminToken: 'ADMIN', signIn: { ...means, tokens } });
  const answer = await post(form('OTHER'), {}, broken);
  expect(answer.status).toBe(503);
  expect(await answer.text()).not.toContain('anna');
  expect(broken.log).toMatchObject([
    {
      event: 'request-failed',
      code: 'auth_unavailable',
      detail: expect.stringContaining('entry 1 (anna) of SIGNALBOX_DASHBOARD_TOKENS'),
    },
  ]);
  expect(JSON.stringify(broken.log)).not.toContain(digest);
  expect((await post(form('ADMIN'), {}, broken)).status).toBe(303);
});

describe('an endpoint for those who are signed in', () => {
  const entry = { path: '/dashboard/test', summary: 'A test', role: 'viewer' } as const;
  const ask = async (method: 'GET' | 'POST', headers: Record<string, string>) => {
    const { answer } = sessionEndpoint({ ...entry, method }, async () => new Response('done'));
    const http = new Request(`${host}/dashboard/test`, { method, headers });
    const call = { http, deps: app.deps, params: {}, requestId: 'req_1' };
    return (await (answer as (call: Call) => Promise<Response>)(call)).status;
  };
  const signedIn = async () => ({
    cookie: (await post(form('ADMIN'))).headers.getSetCookie()[0]?.split(';')[0] ?? '',
  });

  test('takes what changes something from its own pages only', async () => {
    const cookie = await signedIn();
    expect(await ask('POST', { ...cookie, origin: host })).toBe(200);
    expect(await ask('POST', { ...cookie, origin: 'https://evil.example' })).toBe(403);
    expect(await ask('POST', cookie)).toBe(403);
    expect(await ask('GET', { ...cookie, origin: 'https://evil.example' })).toBe(200);
  });

  test('sends others to sign in, or refuses what they would change', async () => {
    expect(await ask('GET', {})).toBe(303);
    expect(await ask('POST', { origin: host })).toBe(401);
  });
});

describe('the way back', () => {
  test.each(['/dashboard', '/dashboard/routes', '/dashboard?from=2026-11-01', '/dashboard/route?name=a%20b'])(
    'may be %j',
    (back) => {
      expect(ownPage(back)).toBe(back);
    },
  );

  test.each([
    null,
    '',
    '/',
    '//evil.example',
    'https://evil.example',
    '/dashboards',
    '/dashboard.evil.example',
    '/dashboard/\\evil.example',
    '/dashboard/\r\nset-cookie: a=b',
    '/dashboard/ä',
    '/admin/keys',
  ])('is the overview for %j', (back) => {
    expect(ownPage(back)).toBe('/dashboard');
  });
});
