/** A key that was rotated: what was kept for it is its successor's too, and never another key's. */
import { beforeEach, describe, expect, test } from 'vitest';
import { type KeyedApp, makeKeyedApp } from '../support/world/keyed-app.ts';
import { json } from '../support/world/provider.ts';
import { leastBody } from '../support/world/requests.ts';

const admin = { authorization: 'Bearer admin-token' };
const conversation = {
  model: 'auto',
  messages: [
    { role: 'user', content: 'Hello' },
    { role: 'assistant', content: 'Good morning.' },
    { role: 'user', content: 'And now?' },
  ],
};

let app: KeyedApp;
/** Of the key that was rotated and revoked. */
let kept: { readonly itemId: string; readonly requestId: string };
let successor: string;
let stranger: string;

const call = (key: string, method: string, path: string, body?: object) =>
  app.call(method, path, body, { 'x-api-key': key });

beforeEach(async () => {
  app = makeKeyedApp();
  const first = await app.create({});
  const chat = await call(first.key, 'POST', '/v1/chat/completions', conversation);
  await call(first.key, 'POST', '/v1/responses', leastBody['openai-responses']);
  const answered = await call(first.key, 'POST', '/v1/responses', { model: 'beta', input: 'Hi' });
  const { output } = (await answered.json()) as { output: { id: string }[] };
  await app.settled();
  kept = { itemId: output[0]?.id ?? '', requestId: chat.headers.get('x-request-id') ?? '' };
  const rotated = await app.call('POST', `/admin/keys/${first.id}/rotate`, {}, admin);
  successor = ((await rotated.json()) as { key: string }).key;
  await app.call('DELETE', `/admin/keys/${first.id}`, undefined, admin);
  stranger = (await app.create({})).key;
});

const uses: readonly (readonly [string, (key: string) => Promise<Response>])[] = [
  [
    'a response that a provider keeps',
    (key) => {
      app.provider.answer = () => json({ id: 'resp_1', object: 'response' });
      return call(key, 'GET', '/v1/responses/resp_1');
    },
  ],
  [
    'the conversation behind it',
    (key) =>
      call(key, 'POST', '/v1/responses', {
        ...leastBody['openai-responses'],
        previous_response_id: 'resp_1',
      }),
  ],
  [
    'an item of an answer',
    (key) => {
      const input = [
        { type: 'item_reference', id: kept.itemId },
        { role: 'user', content: 'Go on' },
      ];
      return call(key, 'POST', '/v1/responses', { model: 'beta', input });
    },
  ],
  ['a receipt', (key) => call(key, 'GET', `/v1/requests/${kept.requestId}`)],
];

describe.each(uses)('%s', (_, use) => {
  test('is there for the key that came of it', async () => {
    expect((await use(successor)).status).toBe(200);
  });

  test('is not there for another key of the team', async () => {
    expect((await use(stranger)).status).toBe(404);
  });
});

test.each([
  ['goes on with the key that came of it', () => successor, true],
  ['is nobody else’s', () => stranger, false],
])('a session %s', async (_, keyOf, isKnown) => {
  const response = await call(keyOf(), 'POST', '/v1/chat/completions', conversation);
  await app.settled();
  const id = response.headers.get('x-request-id');
  const receipt = await (await call(keyOf(), 'GET', `/v1/requests/${id}`)).json();
  expect(receipt).toMatchObject({ facts: { session: isKnown ? { route: 'auto' } : null } });
});

const once = (key: string, content: string) =>
  app.call(
    'POST',
    '/v1/chat/completions',
    { model: 'alpha', messages: [{ role: 'user', content }] },
    { 'x-api-key': key, 'idempotency-key': 'order-1' },
  );

test('an Idempotency-Key that was used is used for the key that came of it, and for nobody else', async () => {
  const first = await app.create({});
  expect((await once(first.key, 'Hello')).status).toBe(200);
  await app.settled();
  const rotated = await app.call('POST', `/admin/keys/${first.id}/rotate`, {}, admin);
  const { key } = (await rotated.json()) as { key: string };
  const other = await once(key, 'Something else');
  expect(await other.json()).toMatchObject({ error: { code: 'idempotency_mismatch' } });
  expect((await once(stranger, 'Something else')).status).toBe(200);
});
