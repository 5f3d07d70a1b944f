/**
 * Alerts of the real Worker at a real receiver: signed, told until they are taken, and each event once. The cron is run
 * by the test; the Durable Object wakes itself.
 */
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testKey } from '../support/start-router.ts';
import { type Stack, startStack } from '../support/start-stack.ts';
import { type Switchboard, startSwitchboard } from '../support/switchboard.ts';
import { until } from '../support/until.ts';
import { type Delivery, type Receiver, startReceiver } from '../support/webhook-receiver.ts';

const secret = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;
const admin = { authorization: 'Bearer admin-token', 'content-type': 'application/json' };

let stack: Stack;
let receiver: Receiver;
let switchboard: Switchboard;

beforeAll(async () => {
  receiver = await startReceiver();
  switchboard = await startSwitchboard(() => stack.store);
  const vars = {
    UPSTASH_REDIS_REST_URL: switchboard.url,
    SIGNALBOX_ADMIN_TOKEN: 'admin-token',
    SIGNALBOX_PEPPER: 'pepper',
    SIGNALBOX_WEBHOOK_SECRET: secret,
    ALERTS_URL: `${receiver.url}/alerts`,
    ALERTS_SLACK_URL: `${receiver.url}/slack`,
    ALERTS_MAIL_URL: `${receiver.url}/emails`,
    ALERTS_MAIL_KEY: 're_test_key',
  };
  stack = await startStack(vars, 'test/support/alerts.config.ts');
});
afterAll(async () => {
  await stack.stop();
  switchboard.stop();
  await receiver.stop();
});

async function setBudget(id: string, limit: object): Promise<void> {
  const body = { scope: 'team', id, budgets: [{ window: 'month', on_limit: 'alert', ...limit }] };
  const response = await fetch(`${stack.url}/admin/limits`, {
    method: 'POST',
    headers: admin,
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
}

async function ask(): Promise<void> {
  const response = await fetch(`${stack.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'route/rest', messages: [{ role: 'user', content: 'Hello' }] }),
  });
  expect(response.status).toBe(200);
  await response.text();
}

const at = (path: string) => receiver.deliveries.filter((each) => each.path === path);
const taken = ({ answered }: Delivery) => answered < 300;

test('a budget that is passed is told until it is taken, signed, and once', async () => {
  await setBudget('default', { limit_tokens: 1 });
  await ask();
  // Both receivers of the first try and the first of the second fail.
  receiver.answer(500, 500, 503);
  await until(
    'a budget alert',
    async () => {
      await stack.runCron();
      return at('/alerts').some(taken) && at('/slack').some(taken);
    },
    30_000,
  );
  const deliveries = at('/alerts');
  expect(receiver.deliveries.map(({ answered }) => answered).slice(0, 3)).toEqual([500, 500, 503]);
  expect(new Set(deliveries.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect(new Set(deliveries.map(({ body }) => body)).size).toBe(1);
  // OpenAI's client checks signatures after the same spec.
  const { webhooks } = new OpenAI({ apiKey: 'none' });
  for (const { body, headers } of deliveries)
    await webhooks.verifySignature(body, headers as Record<string, string>, secret);
  const alert = JSON.parse(deliveries.at(-1)?.body ?? '');
  expect(alert).toMatchObject({
    id: deliveries[0]?.headers['webhook-id'],
    type: 'budget',
    data: {
      subject: { scope: 'team', id: 'default', window: 'month', time_zone: 'UTC' },
      figures: { limit_tokens: 1, percent: 100, on_limit: 'alert' },
      severity: 'warning',
      driver: null,
      link: expect.stringMatching(
        /^https:\/\/router\.example\.com\/dashboard\/teams\/default\?from=\d{4}-\d\d-01&to=/,
      ),
      command: 'npm run -s signalbox -- usage --team default --by day,model',
    },
  });
  expect(alert.data.message).toMatch(
    /^The budget for the month of team default is used up: [\d,]+ tokens of /,
  );
  expect(JSON.parse(at('/slack').at(-1)?.body ?? '')).toEqual({
    text: `${alert.data.message}\n<${alert.data.link.replace('&', '&amp;')}|Dashboard>\n\`${alert.data.command}\``,
  });
  await ask();
  for (let run = 0; run < 3; run++) await stack.runCron();
  // Another event comes behind all that waits; then there is still one of the first.
  await setBudget('default', { limit_tokens: 2 });
  await until('the next alert', async () => {
    await stack.runCron();
    return at('/alerts').filter(taken).length > 1 && at('/slack').filter(taken).length > 1;
  });
  const told = at('/alerts').filter(taken);
  expect(told.map(({ body }) => JSON.parse(body).data.figures.limit_tokens)).toEqual([1, 2]);
});

test('a test arrives everywhere, at a mail service as a mail with its key; a dry run arrives nowhere', async () => {
  const seen = receiver.deliveries.length;
  const response = await fetch(`${stack.url}/admin/alerts/test`, { method: 'POST', headers: admin });
  expect(await response.json()).toEqual({
    object: 'alert_test',
    data: ['ALERTS_URL', 'ALERTS_SLACK_URL', 'ALERTS_MAIL_URL to finance@example.com'].map((webhook) => ({
      webhook,
      outcome: 'taken',
    })),
  });
  const [mail] = at('/emails');
  const message = 'This is a test: alerts of Signalbox arrive here.';
  expect(mail?.headers).toMatchObject({
    authorization: 'Bearer re_test_key',
    'content-type': 'application/json',
    'idempotency-key': expect.stringMatching(/^alert_[0-9a-f]{32}$/),
  });
  const link = 'https://router.example.com/dashboard';
  expect(JSON.parse(mail?.body ?? '')).toEqual({
    from: 'Signalbox <alerts@example.com>',
    to: ['finance@example.com'],
    subject: `[signalbox] info: ${message}`,
    text: `${message}\n\nDashboard: ${link}\nCommand: npm run -s signalbox -- status\n`,
    html: `<p>${message}</p>\n<p>Dashboard: <a href="${link}">${link}</a></p>\n<p>Command: <code>npm run -s signalbox -- status</code></p>`,
  });
  const dry = await fetch(`${stack.url}/admin/alerts`, { headers: admin });
  expect(await dry.json()).toMatchObject({
    object: 'alerts',
    webhooks: 3,
    data: [{ kind: 'budget', is_news: false }],
  });
  expect(receiver.deliveries).toHaveLength(seen + 3);
});

test('what the store does not take is told while it is away, and again only after it was back', async () => {
  const outboxAlerts = () => at('/alerts').filter(({ body }) => JSON.parse(body).type === 'outbox');
  const waiting = async () => {
    const response = await fetch(`${stack.url}/admin/status`, { headers: admin });
    return (await response.json()) as { store: { state: string }; outbox: { notes: number } };
  };
  switchboard.isAway = true;
  for (let count = 0; count < 3; count++) await ask();
  await until('notes in the outbox', async () => (await waiting()).outbox.notes >= 3);
  expect((await waiting()).store.state).toBe('away');
  for (let run = 0; run < 3; run++) await stack.runCron();
  await until('an outbox alert', () => outboxAlerts().length > 0);
  switchboard.isAway = false;
  await until('an empty outbox', async () => (await waiting()).outbox.notes === 0, 40_000);
  await stack.runCron();
  switchboard.isAway = true;
  for (let count = 0; count < 3; count++) await ask();
  await until('notes in the outbox', async () => (await waiting()).outbox.notes >= 3);
  await until('the second alert', async () => {
    await stack.runCron();
    return outboxAlerts().length > 1;
  });
  switchboard.isAway = false;
  expect(outboxAlerts()).toHaveLength(2);
  expect(new Set(outboxAlerts().map(({ headers }) => headers['webhook-id'])).size).toBe(2);
});
