/** One try to deliver: where it goes, what it carries, and what it ends with. */
import { expect, test } from 'vitest';
import { deliver } from '../../src/alerts/deliver.ts';
import type { Webhook } from '../../src/core/config.ts';
import { makeWebhook } from '../support/world/alerts.ts';

const secret = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;
const usual = makeWebhook();

type Answer = (url: string, init: RequestInit) => Response | Promise<Response>;

async function send(
  change: Partial<Webhook>,
  secrets: Record<string, string>,
  answer: Answer = () => new Response(),
) {
  const calls: { url: string; init: RequestInit }[] = [];
  const outcome = await deliver(
    { id: 'alert_1', body: '{"a":1}' },
    { ...usual, ...change },
    {
      secret: (name) => secrets[name] ?? null,
      send: async (url, init) => {
        calls.push({ url, init });
        return answer(url, init);
      },
      now: () => 1_000_000,
    },
  );
  return { outcome, calls };
}

test('a delivery is a signed POST that follows no redirect', async () => {
  const { outcome, calls } = await send({}, { SECRET: secret });
  expect(outcome).toBe('taken');
  expect(calls).toMatchObject([
    {
      url: usual.url,
      init: {
        method: 'POST',
        body: '{"a":1}',
        redirect: 'manual',
        headers: {
          'content-type': 'application/json',
          'webhook-id': 'alert_1',
          'webhook-timestamp': '1000',
          'webhook-signature': expect.stringMatching(/^v1,[\w+/]{43}=$/),
        },
      },
    },
  ]);
});

test('two secrets make two signatures', async () => {
  const other = `whsec_${Buffer.from('f'.repeat(32)).toString('base64')}`;
  const { calls } = await send({}, { SECRET: ` ${secret} ${other}\n` });
  const { headers } = calls[0]?.init ?? {};
  expect((headers as Record<string, string>)['webhook-signature']?.split(' ')).toHaveLength(2);
});

test.each<[status: number, outcome: string]>([
  [200, 'taken'],
  [204, 'taken'],
  [302, 'status_302'],
  [400, 'status_400'],
  [410, 'gone'],
  [429, 'status_429'],
  [500, 'status_500'],
])('%d is %s', async (status, outcome) => {
  const body = status === 204 ? null : 'words';
  expect((await send({}, { SECRET: secret }, () => new Response(body, { status }))).outcome).toBe(outcome);
});

test('no connection is no answer', async () => {
  const broken = () => Promise.reject(new TypeError('fetch failed'));
  expect((await send({}, { SECRET: secret }, broken)).outcome).toBe('no_answer');
});

test.each<[string, Partial<Webhook>, Record<string, string>, string]>([
  ['no secret', {}, {}, 'no_secret'],
  ['a secret that is none', {}, { SECRET: 'guess' }, 'no_secret'],
  ['one good secret and one that is none', {}, { SECRET: `${secret} guess` }, 'no_secret'],
  ['an address that is not set', { url: null, urlFrom: 'URL' }, { SECRET: secret }, 'no_address'],
  [
    'an address over http',
    { url: null, urlFrom: 'URL' },
    { SECRET: secret, URL: 'http://a.example/' },
    'no_address',
  ],
])('%s: nothing is sent', async (_, change, secrets, outcome) => {
  expect(await send(change, secrets)).toEqual({ outcome, calls: [] });
});

test('Slack is told without a secret of ours', async () => {
  const URL = 'https://slack.example/services';
  const { outcome, calls } = await send({ url: null, urlFrom: 'URL', form: 'slack' }, { URL });
  expect(outcome).toBe('taken');
  expect(Object.keys(calls[0]?.init.headers ?? {})).toEqual(['content-type', 'user-agent']);
});

const mail = { from: 'alerts@example.com', to: ['finance@example.com'] };
const emailed = { form: 'email' as const, email: mail, authorizationFrom: 'MAIL_KEY' };

test('a mail service gets its key, and a name by which it sends no alert twice', async () => {
  const { outcome, calls } = await send(emailed, { MAIL_KEY: ' re_key ' });
  expect(outcome).toBe('taken');
  expect(calls[0]?.init.headers).toEqual({
    'content-type': 'application/json',
    'user-agent': 'signalbox',
    'idempotency-key': 'alert_1',
    authorization: 'Bearer re_key',
  });
});

test('a relay that is given no key checks the signature', async () => {
  const { outcome, calls } = await send({ ...emailed, authorizationFrom: null }, { SECRET: secret });
  expect(outcome).toBe('taken');
  expect(calls[0]?.init.headers).toMatchObject({ 'webhook-signature': expect.stringMatching(/^v1,/) });
});

test.each<[string, Partial<Webhook>, Record<string, string>]>([
  ['a key that is not set', {}, { SECRET: secret }],
  ['a key of two lines', {}, { SECRET: secret, MAIL_KEY: 're_key\nx-other: 1' }],
  ['neither key nor signature', { authorizationFrom: null }, {}],
])('a mail with %s is not sent', async (_, change, secrets) => {
  expect(await send({ ...emailed, ...change }, secrets)).toEqual({ outcome: 'no_secret', calls: [] });
});
