/** Signing in to the dashboard of the real Worker, with a store: cookie, forms, limits, link, audit log. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSignInLink, signInVariable } from '../../src/dev/start/sign-in-link.ts';
import { type Stack, startStack } from '../support/start-stack.ts';

const adminToken = 'e2e-admin-token';
const annasToken = 'sbx_dash_e2e';
const annasEntry = `anna:viewer:care:${createHash('sha256').update(annasToken).digest('hex')}`;
const link = makeSignInLink(Date.now());

let stack: Stack;

beforeAll(async () => {
  stack = await startStack({
    SIGNALBOX_ADMIN_TOKEN: adminToken,
    SIGNALBOX_PEPPER: 'e2e-pepper',
    SIGNALBOX_DASHBOARD_TOKENS: annasEntry,
    [signInVariable]: link.variable,
  });
}, 60_000);
afterAll(() => stack.stop());

type Sent = { readonly cookie?: string; readonly headers?: Record<string, string> };

function get(path: string, { cookie = '' }: Sent = {}): Promise<Response> {
  return fetch(`${stack.url}${path}`, { headers: { cookie }, redirect: 'manual' });
}

function post(path: string, form: Record<string, string>, { cookie = '', headers }: Sent = {}) {
  return fetch(`${stack.url}${path}`, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: { cookie, ...(headers ?? { origin: stack.url }) },
    redirect: 'manual',
  });
}

/** As a browser would send it back. */
function cookieOf(response: Response): string {
  const [set = ''] = response.headers.getSetCookie();
  expect(set).toMatch(/^__Host-signalbox=[^;]+; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  return set.split(';')[0] ?? '';
}

type Entry = {
  readonly action: string;
  readonly actor: string;
  readonly details: { readonly reason?: string };
};

async function logged(): Promise<readonly Entry[]> {
  const headers = { authorization: `Bearer ${adminToken}` };
  const answer = await fetch(`${stack.url}/admin/audit?limit=1000`, { headers });
  const { data } = (await answer.json()) as { data: readonly Entry[] };
  return data.filter(({ action }) => action.startsWith('session.'));
}

describe('the dashboard of a running router', () => {
  test('sends whoever is not signed in to the form', async () => {
    const answer = await get('/dashboard?team=care');
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toContain('/dashboard/sign-in?back=');
    expect((await get('/dashboard/sign-in')).status).toBe(200);
  });

  test.each([
    ['admin', adminToken],
    ['anna', annasToken],
  ])('lets %s in with a token, and out again', async (name, token) => {
    const entered = await post('/dashboard/sign-in', { token, back: '/dashboard' });
    expect({ status: entered.status, to: entered.headers.get('location') }).toEqual({
      status: 303,
      to: '/dashboard',
    });
    const cookie = cookieOf(entered);
    const page = await get('/dashboard', { cookie });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain(name);
    const left = await post('/dashboard/sign-out', {}, { cookie });
    expect(left.headers.getSetCookie()[0]).toMatch(/^__Host-signalbox=; Max-Age=0;/);
  });

  test('takes no form from elsewhere, with a right token and with a session', async () => {
    const elsewhere: readonly Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: stack.url, 'sec-fetch-site': 'cross-site' },
    ];
    for (const headers of elsewhere) {
      const answer = await post('/dashboard/sign-in', { token: adminToken }, { headers });
      expect(answer.status).toBe(403);
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
    const cookie = cookieOf(await post('/dashboard/sign-in', { token: adminToken }));
    const out = await post(
      '/dashboard/sign-out',
      {},
      { cookie, headers: { origin: 'https://evil.example' } },
    );
    expect({ status: out.status, set: out.headers.getSetCookie() }).toEqual({ status: 403, set: [] });
  });

  test('lets the link in once, and a look at it uses nothing up', async () => {
    const look = await fetch(`${stack.url}${link.path}`, { method: 'HEAD', redirect: 'manual' });
    expect({ status: look.status, set: look.headers.getSetCookie() }).toEqual({ status: 303, set: [] });
    const cookie = cookieOf(await get(link.path));
    expect((await get('/dashboard', { cookie })).status).toBe(200);
    const again = await get(link.path);
    expect({ status: again.status, set: again.headers.getSetCookie() }).toEqual({ status: 401, set: [] });
  });

  test('refuses the eleventh wrong token of an address, and a right one after it, with the time to come back', async () => {
    const wrong = async () => (await post('/dashboard/sign-in', { token: 'wrong' })).status;
    const statuses: number[] = [];
    for (let times = 0; times < 11; times++) statuses.push(await wrong());
    // The link above has failed once from here.
    expect(statuses).toEqual([...Array<number>(9).fill(401), 429, 429]);
    const right = await post('/dashboard/sign-in', { token: adminToken });
    expect(right.status).toBe(429);
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(500);
    expect(Number(right.headers.get('retry-after'))).toBeLessThanOrEqual(600);
  });

  test('wrote down who came, who went and who did not get in', async () => {
    await expect
      .poll(async () => (await logged()).at(-1)?.details.reason, { timeout: 10_000 })
      .toBe('too-many');
    const entries = await logged();
    expect(entries.map(({ action, actor }) => `${action} ${actor}`)).toEqual([
      'session.started admin',
      'session.ended admin',
      'session.started person:anna',
      'session.ended person:anna',
      'session.started admin',
      'session.started admin',
      ...Array<string>(11).fill('session.refused router'),
    ]);
    expect(JSON.stringify(entries)).not.toMatch(/e2e-admin-token|sbx_dash_e2e|wrong/);
  });
});
