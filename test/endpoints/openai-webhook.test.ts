/** OpenAI's webhooks: signed, taken once, and acted on the end user that the case names. */
import { expect, test } from 'vitest';
import { signWebhook } from '../../src/alerts/sign-webhook.ts';
import { Actors } from '../../src/ledger/actors.ts';
import { createOutbound } from '../../src/upstream/outbound.ts';
import { openEngineStore } from '../support/ledger/open-engine-store.ts';
import { makeApp } from '../support/world/app.ts';
import { makeConfig, today } from '../support/world/models.ts';
import { FakeProvider, json } from '../support/world/provider.ts';

const secretBytes = new Uint8Array(32).fill(7);
const secret = `whsec_${Buffer.from(secretBytes).toString('base64')}`;
const id = 'ab'.repeat(16);

const store = await openEngineStore();

function makeHooked(
  found: () => Response | Promise<Response> = () => json({ entity_identifier: id, reason: 'cyber_abuse' }),
) {
  const provider = new FakeProvider(found);
  const { actors: settings } = makeConfig().safeguards;
  if (settings === null) throw new Error('off');
  const actors = new Actors({ store, settings, now: () => today, sleep: async () => undefined });
  const env = (name: string) => (name === 'OPENAI_SAFETY_API_KEY' ? 'SAFETY-KEY' : 'ANOTHER');
  const outbound = createOutbound(
    (name) => (name.endsWith('_API_KEY') ? env(name) : undefined),
    provider.send,
  );
  const app = makeApp(undefined, {
    ...{ actors, scripts: store, outbound, openAiWebhookSecret: secret, now: () => today },
  });
  const level = async () => {
    await actors.ready(() => undefined);
    return actors.standing(id).level;
  };
  return { ...app, provider, level };
}

type Changes = {
  readonly webhookId?: string;
  readonly atMs?: number;
  readonly sentBody?: string;
  readonly key?: Uint8Array<ArrayBuffer>;
};

async function request(
  type: string,
  { webhookId = 'wh_1', atMs = today, sentBody, key = secretBytes }: Changes = {},
) {
  const body = JSON.stringify({ id: 'evt_1', object: 'event', type, data: { id: 'case_1' } });
  const signed = await signWebhook(webhookId, atMs, body, [key]);
  const headers = { ...signed, 'content-type': 'application/json' };
  return new Request('https://router.test/webhooks/openai', {
    method: 'POST',
    headers,
    body: sentBody ?? body,
  });
}

test('a deactivation suspends and a warning steps down the end user of the case, read with a key of its own', async () => {
  for (const [type, expected] of [
    ['safety.warning_issued', 'stepped-down'],
    ['safety.deactivation_issued', 'suspended'],
  ] as const) {
    const { send, provider, level } = makeHooked();
    expect(await level()).not.toBe(expected);
    const answer = await send(await request(type, { webhookId: type }));
    expect([answer.status, await answer.json()]).toEqual([200, { object: 'webhook', taken: true }]);
    expect(await level()).toBe(expected);
    const [call] = provider.calls;
    expect(call?.url).toMatch(/^https:\/\/[^/]+\/v1\/safety\/cases\/case_1$/);
    expect(call?.headers.get('authorization')).toBe('Bearer SAFETY-KEY');
  }
});

test.each<[string, Changes]>([
  ['another body', { sentBody: '{"type":"safety.deactivation_issued"}' }],
  ['another key', { key: new Uint8Array(32).fill(8) }],
  ['a time five minutes ago', { atMs: today - 301_000 }],
  ['a time to come', { atMs: today + 301_000 }],
])('%s is a 401, and nobody is asked', async (_, changes) => {
  const { send, provider, store: asked } = makeHooked();
  expect((await send(await request('safety.deactivation_issued', changes))).status).toBe(401);
  expect([provider.calls, asked.names]).toEqual([[], []]);
});

test('the same webhook counts once', async () => {
  const { send, provider } = makeHooked();
  const taken: unknown[] = [];
  for (let at = 0; at < 2; at++)
    taken.push(await (await send(await request('safety.deactivation_issued'))).json());
  expect(taken).toEqual([true, false].map((each) => ({ object: 'webhook', taken: each })));
  expect(provider.calls).toHaveLength(1);
});

test('a case that cannot be read is an error, and the webhook is taken when it comes again', async () => {
  let isThere = false;
  const { send, level } = makeHooked(() =>
    isThere ? json({ entity_identifier: id, reason: 'x' }) : json({ error: {} }, 500),
  );
  expect((await send(await request('safety.deactivation_issued'))).status).toBe(502);
  isThere = true;
  expect((await send(await request('safety.deactivation_issued'))).status).toBe(200);
  expect(await level()).toBe('suspended');
});

test('a webhook whose sender has left before it was done is done when it comes again', async () => {
  const found = () => json({ entity_identifier: id, reason: 'cyber_abuse' });
  const slow = Promise.withResolvers<Response>();
  const isRead = Promise.withResolvers<void>();
  let reads = 0;
  const { send, level } = makeHooked(() => {
    isRead.resolve();
    return ++reads === 1 ? slow.promise : found();
  });
  const left = send(await request('safety.deactivation_issued'));
  await isRead.promise;
  const again = await send(await request('safety.deactivation_issued'));
  expect([again.status, await again.json()]).toEqual([200, { object: 'webhook', taken: true }]);
  expect(await level()).toBe('suspended');
  slow.resolve(found());
  expect(await (await left).json()).toMatchObject({ taken: false });
});

test('a case of more than 64 KiB is not read', async () => {
  const { send, level } = makeHooked(() => json({ entity_identifier: id, reason: 'x'.repeat(70_000) }));
  expect((await send(await request('safety.deactivation_issued'))).status).toBe(502);
  expect(await level()).toBe('none');
});

test('other events and cases of nobody here are answered and change nothing', async () => {
  const other = makeHooked();
  expect(await (await other.send(await request('response.completed'))).json()).toMatchObject({
    taken: false,
  });
  expect(other.provider.calls).toEqual([]);
  const nobody = makeHooked(() => json({ entity_identifier: null, reason: 'x' }));
  expect(await (await nobody.send(await request('safety.warning_issued'))).json()).toMatchObject({
    taken: false,
  });
  expect(await nobody.level()).toBe('none');
});
