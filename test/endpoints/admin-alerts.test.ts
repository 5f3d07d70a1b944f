/** What an administrator sees of alerts before they are sent, and the test of the webhooks. */
import { expect, test } from 'vitest';
import type { Config } from '../../src/core/config.ts';
import type { Deps } from '../../src/deps.ts';
import { keys } from '../../src/ledger/keys.ts';
import { FakeDesk, makeAlertSettings, makeWebhook } from '../support/world/alerts.ts';
import { makeApp } from '../support/world/app.ts';
import { FakeHashes } from '../support/world/scripts.ts';

const admin = { authorization: 'Bearer admin-token' };
const email = { from: 'a@example.com', to: ['b@example.com'] };
const webhooks = [
  makeWebhook(),
  makeWebhook({ name: 'mail', form: 'email', email, kinds: ['unpriced', 'budget'] }),
  makeWebhook({ name: 'slack', form: 'slack', kinds: ['outbox'] }),
];

async function withBudget(): Promise<FakeHashes> {
  const scripts = new FakeHashes();
  const budgets = [{ window: 'total', limit_usd: 5 }];
  const limits = { object: 'limits', scope: 'team', id: 'care', budgets };
  await scripts.writeField(keys.limits, 'team:care', JSON.stringify(limits));
  await scripts.writeField(keys.state, 's:team:care', '0,0,0,0,0,0,0,0|total@UTC=0,4100000000,250');
  return scripts;
}

function open(changes: Partial<Deps>, told = webhooks) {
  const config: Config = { ...makeApp().deps.config, alerts: makeAlertSettings({ webhooks: told }) };
  return makeApp(undefined, { adminToken: 'admin-token', config, ...changes });
}

async function read(app: ReturnType<typeof open>, method = 'GET', path = '/admin/alerts') {
  const response = await app.call(method, path, undefined, admin);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

test('what would be told, to whom and in each form; nothing is sent, and nothing asked for again', async () => {
  const desk = new FakeDesk();
  const outboxState = async () => ({ depth: 5000, oldestAtMs: 0 });
  const app = open({ scripts: await withBudget(), alerts: desk, outboxState });
  const { status, body } = await read(app);
  expect(status).toBe(200);
  const key = 'budget:team:care:total@UTC:19700101:5000000000nanoUsd:80';
  const message = 'The budget of team care has passed 80 %: $4.10 of $5.00 spent.';
  expect(body).toMatchObject({ object: 'alerts', webhooks: 3 });
  expect(body.data).toMatchObject([
    { kind: 'outbox', is_news: true, webhooks: [{ webhook: 'slack', form: 'slack' }] },
    {
      kind: 'budget',
      key,
      is_news: true,
      webhooks: [
        { webhook: 'https://alerts.example.com/a', form: 'signalbox' },
        { webhook: 'mail', form: 'email' },
      ],
      forms: {
        signalbox: { id: 'alert_dry_run', type: 'budget', data: { message } },
        slack: { text: expect.stringContaining(message) },
        email: { ...email, subject: `[signalbox] warning: ${message}` },
      },
    },
  ]);
  expect(desk).toMatchObject({ raised: [], told: [], memory: null });
});

test('an alert that has been told is no news; where nobody can say, that is null', async () => {
  const desk = new FakeDesk();
  const scripts = await withBudget();
  desk.claims.set('budget:team:care:total@UTC:19700101:5000000000nanoUsd:80', 1);
  expect((await read(open({ scripts, alerts: desk }))).body.data).toMatchObject([{ is_news: false }]);
  expect((await read(open({ scripts }, []))).body).toMatchObject({
    webhooks: 0,
    data: [{ is_news: null, webhooks: [] }],
  });
});

test('a store that is away leaves what is known', async () => {
  const scripts = await withBudget();
  scripts.isAway = true;
  expect((await read(open({ scripts, alerts: new FakeDesk() }))).body).toMatchObject({ data: [] });
});

const testPath = '/admin/alerts/test';

test('a test says what became of it at each webhook', async () => {
  const { status, body } = await read(open({ alerts: new FakeDesk() }), 'POST', testPath);
  expect({ status, body }).toEqual({
    status: 200,
    body: { object: 'alert_test', data: [{ webhook: 'https://alerts.example.com/a', outcome: 'taken' }] },
  });
});

test('a test that nobody can get is an error', async () => {
  expect(await read(open({}), 'POST', testPath)).toMatchObject({
    status: 400,
    body: { error: { message: expect.stringContaining('names no webhook') } },
  });
  const away = new FakeDesk();
  away.isAway = true;
  expect(await read(open({ alerts: away }), 'POST', testPath)).toMatchObject({
    status: 503,
    body: { error: { code: 'store_unavailable' } },
  });
});
