/** A request under an Idempotency-Key, through the whole app: made once, and what each command of the store is for. */
import { describe, expect, test } from 'vitest';
import { keys as storeKeys } from '../../src/ledger/keys.ts';
import { until } from '../support/until.ts';
import { keys, makeApp } from '../support/world/app.ts';
import { type Answer, answerWell, json } from '../support/world/provider.ts';
import { leastBody } from '../support/world/requests.ts';

const path = '/v1/chat/completions';
const body = { ...leastBody['openai-chat'], model: 'delta' };
const headers = (key: string, caller: string = keys.one) => ({
  authorization: `Bearer ${caller}`,
  'idempotency-key': key,
});

/** Commands on claims alone. */
function commandsOn(store: ReturnType<typeof makeApp>['store']): string[] {
  return store.commands
    .filter((each) => each.keys[0]?.startsWith(storeKeys.claim('')))
    .map((each) => each.name);
}

async function errorOf(response: Response) {
  const { error } = (await response.json()) as { error: { code: string; type: string; message: string } };
  return { status: response.status, retry: response.headers.get('x-should-retry'), ...error };
}

describe('the same key', () => {
  test('after the answer: 409 with the tokens, and nobody is called', async () => {
    const { call, provider, store, settled } = makeApp();
    expect((await call('POST', path, body, headers('a'))).status).toBe(200);
    await settled();
    expect(commandsOn(store)).toEqual(['SET', 'SET']);
    const again = await errorOf(await call('POST', path, body, headers('a')));
    expect(again).toMatchObject({ status: 409, retry: 'false', code: 'idempotency_completed' });
    expect(again.message).toContain('It took 11 input and 7 output tokens.');
    expect(provider.calls).toHaveLength(1);
    expect(commandsOn(store)).toEqual(['SET', 'SET', 'SET', 'GET']);
  });

  test('while it runs: 409, to be asked again in 2 s', async () => {
    const gate = Promise.withResolvers<void>();
    const { call, provider } = makeApp(async (sent) => {
      await gate.promise;
      return answerWell(sent);
    });
    const first = call('POST', path, body, headers('a'));
    await until('the call', () => provider.calls.length === 1);
    const second = await call('POST', path, body, headers('a'));
    expect(second.headers.get('retry-after')).toBe('2');
    expect(await errorOf(second)).toMatchObject({
      status: 409,
      retry: 'true',
      code: 'idempotency_in_progress',
    });
    gate.resolve();
    expect((await first).status).toBe(200);
    expect(provider.calls).toHaveLength(1);
  });

  test('with another body: 409', async () => {
    const { call, settled } = makeApp();
    await call('POST', path, body, headers('a'));
    await settled();
    const other = await errorOf(await call('POST', path, { ...body, seed: 7 }, headers('a')));
    expect(other).toMatchObject({ status: 409, retry: 'false', code: 'idempotency_mismatch' });
  });

  test('in the words of the caller’s protocol', async () => {
    const { call, settled } = makeApp();
    const asked = { ...leastBody['anthropic-messages'], model: 'beta' };
    await call('POST', '/v1/messages', asked, headers('a'));
    await settled();
    const response = await call('POST', '/v1/messages', asked, headers('a'));
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ type: 'error', error: { type: 'invalid_request_error' } });
  });

  test('of another caller is another key', async () => {
    const { call, provider, settled } = makeApp();
    await call('POST', path, body, headers('a'));
    await settled();
    expect((await call('POST', path, body, headers('a', keys.two))).status).toBe(200);
    expect(provider.calls).toHaveLength(2);
  });

  test.each([
    ['a provider that fails', body, () => json({ error: { message: 'no' } }, 400), 400],
    ['a model that nobody knows', { ...body, model: 'nobody' }, undefined, 404],
    ['a body that is no request', { model: 'delta' }, undefined, 400],
  ])('after %s is free again', async (_what, asked, answer, status) => {
    const { call, store, settled } = makeApp(answer);
    expect((await call('POST', path, asked, headers('a'))).status).toBe(status);
    await settled();
    expect(commandsOn(store)).toEqual(['SET', 'DEL']);
    expect((await call('POST', path, asked, headers('a'))).status).toBe(status);
  });
});

describe('a key', () => {
  test.each(['', 'k'.repeat(256)])('of the wrong length is refused (%#)', async (key) => {
    const { call, provider } = makeApp();
    const error = await errorOf(await call('POST', path, body, headers(key)));
    expect(error).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(provider.calls).toHaveLength(0);
  });

  test('of 255 characters is taken', async () => {
    const { call } = makeApp();
    expect((await call('POST', path, body, headers('k'.repeat(255)))).status).toBe(200);
  });

  test('that cannot be looked up: 503, and nobody is called', async () => {
    const { call, provider, store } = makeApp();
    store.isAway = true;
    const error = await errorOf(await call('POST', path, body, headers('a')));
    expect(error).toMatchObject({ status: 503, retry: 'true', code: 'store_unavailable' });
    expect(provider.calls).toHaveLength(0);
  });

  test('without a store does nothing', async () => {
    const { call, provider } = makeApp(undefined, { store: null });
    for (const _ of [1, 2]) expect((await call('POST', path, body, headers('a'))).status).toBe(200);
    expect(provider.calls).toHaveLength(2);
  });

  test('that is not sent costs no command', async () => {
    const { call, store, settled } = makeApp();
    await call('POST', path, body);
    await settled();
    expect(commandsOn(store)).toEqual([]);
  });
});

describe('a client that asks for the background', () => {
  const responses = '/v1/responses';
  const asked = { model: 'alpha', input: 'Think long', background: true };
  const state = (status: string) => json({ id: 'resp_9', object: 'response', status, output: [] });
  const queued: Answer = ({ method }) => state(method === 'POST' ? 'queued' : 'in_progress');

  test('comes back: the response as it stands, and nobody is asked to make it again', async () => {
    const { call, provider, store, settled } = makeApp(queued);
    const first = await call('POST', responses, asked, headers('a'));
    const requestId = first.headers.get('x-request-id');
    expect(await first.json()).toMatchObject({ id: 'resp_9', status: 'queued' });
    await settled();
    const second = await call('POST', responses, asked, headers('a'));
    expect(second.status).toBe(200);
    expect(second.headers.get('x-signalbox-joined')).toBe(requestId);
    expect(second.headers.get('x-request-id')).not.toBe(requestId);
    expect(await second.json()).toEqual({
      id: 'resp_9',
      object: 'response',
      status: 'in_progress',
      output: [],
    });
    expect(provider.calls.map(({ method, url }) => `${method} ${new URL(url).pathname}`)).toEqual([
      'POST /v1/responses',
      'GET /v1/responses/resp_9',
    ]);
    expect(commandsOn(store).slice(-2)).toEqual(['SET', 'GET']);
  });

  test('is still told a mismatch', async () => {
    const { call, settled } = makeApp(queued);
    await call('POST', responses, asked, headers('a'));
    await settled();
    const other = await errorOf(await call('POST', responses, { ...asked, input: 'Else' }, headers('a')));
    expect(other).toMatchObject({ status: 409, code: 'idempotency_mismatch' });
  });

  test.each<[string, Answer, number, string]>([
    [
      'the provider has it no more',
      () => json({ error: { message: 'gone' } }, 404),
      409,
      'idempotency_completed',
    ],
    ['the provider fails', () => json({ error: { message: 'SECRET' } }, 500), 502, 'upstream_error'],
  ])('where %s: an error that names the response, and nobody pays again', async (_, answer, status, code) => {
    const { call, provider, settled } = makeApp((sent) =>
      sent.method === 'POST' ? queued(sent) : answer(sent),
    );
    await call('POST', responses, asked, headers('a'));
    await settled();
    const error = await errorOf(await call('POST', responses, asked, headers('a')));
    expect(error).toMatchObject({ status, code });
    expect(error.message).toContain('Its response is resp_9.');
    expect(error.message).not.toContain('SECRET');
    expect(provider.calls.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  test('where nothing says any more whose it is: the same', async () => {
    const { call, store, settled } = makeApp(queued);
    await call('POST', responses, asked, headers('a'));
    await settled();
    store.values.delete(storeKeys.responseOwner('resp_9'));
    const error = await errorOf(await call('POST', responses, asked, headers('a')));
    expect(error).toMatchObject({ status: 409, code: 'idempotency_completed' });
    expect(error.message).toContain('Its response is resp_9.');
  });

  test('of a request that failed is free again', async () => {
    const { call, provider, settled } = makeApp(() => json({ error: { message: 'no' } }, 400));
    for (const _ of [1, 2]) {
      expect((await call('POST', responses, asked, headers('a'))).status).toBe(400);
      await settled();
    }
    expect(provider.calls).toHaveLength(2);
  });
});
