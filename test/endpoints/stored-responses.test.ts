/** Responses that a provider keeps: read, deleted and cancelled there, by the caller they belong to and nobody else. */
import { describe, expect, test } from 'vitest';
import { secret } from '../support/world/answers.ts';
import { keys, makeApp, type TestApp } from '../support/world/app.ts';
import { makeConfig } from '../support/world/models.ts';
import { type Answer, json } from '../support/world/provider.ts';
import { leastBody } from '../support/world/requests.ts';

const two = { 'x-api-key': keys.two };

/** An app in which caller `one` has made the response `resp_1`. */
async function withResponse(answer?: Answer, changes: Parameters<typeof makeApp>[1] = {}): Promise<TestApp> {
  const app = makeApp(undefined, changes);
  const made = await app.call('POST', '/v1/responses', leastBody['openai-responses']);
  expect(made.status).toBe(200);
  await app.settled();
  app.provider.calls.length = 0;
  if (answer) app.provider.answer = answer;
  return app;
}

const operations = [
  ['GET', '/v1/responses/resp_1', '/v1/responses/resp_1'],
  ['DELETE', '/v1/responses/resp_1', '/v1/responses/resp_1'],
  ['POST', '/v1/responses/resp_1/cancel', '/v1/responses/resp_1/cancel'],
  [
    'GET',
    '/v1/responses/resp_1?include[]=a.b&stream=true&starting_after=3&api-key=x',
    '/v1/responses/resp_1?include%5B%5D=a.b&stream=true&starting_after=3',
  ],
  [
    'GET',
    '/v1/responses/resp_1/input_items?after=msg_1&limit=2&order=asc&include[]=a.b&stream=true&api-key=x',
    '/v1/responses/resp_1/input_items?after=msg_1&limit=2&order=asc&include%5B%5D=a.b',
  ],
  ['DELETE', '/v1/responses/resp_1?stream=true', '/v1/responses/resp_1'],
  ['GET', '/v1/responses/resp_1?include=/resp_1/cancel', '/v1/responses/resp_1?include=%2Fresp_1%2Fcancel'],
] as const;

describe('its own caller', () => {
  test.each(operations)('%s %s', async (method, path, sent) => {
    const app = await withResponse(() => json({ id: 'resp_1', object: 'response', n: 1.5 }));
    const response = await app.call(method, path);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('{"id":"resp_1","object":"response","n":1.5}');
    expect(response.headers.get('x-signalbox-provider')).toBe('openai');
    expect(app.provider.calls.map(({ url, method: used }) => `${used} ${url}`)).toEqual([
      `${method} https://api.openai.com${sent}`,
    ]);
  });
});

describe('another caller', () => {
  test.each(operations)('%s %s: it does not exist, and no provider is asked', async (method, path) => {
    const app = await withResponse();
    const response = await app.call(method, path, undefined, two);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'response_not_found' } });
    expect(app.provider.calls).toEqual([]);
  });

  test('cannot go on with the conversation', async () => {
    const app = await withResponse();
    const body = { ...leastBody['openai-responses'], previous_response_id: 'resp_1' };
    const theirs = await app.call('POST', '/v1/responses', body, two);
    expect(theirs.status).toBe(404);
    expect(await theirs.json()).toMatchObject({
      error: { code: 'response_not_found', param: 'previous_response_id' },
    });
    expect(app.provider.calls).toEqual([]);
    expect((await app.call('POST', '/v1/responses', body)).status).toBe(200);
  });
});

test.each([['conv_of_somebody'], [{ id: 'conv_of_somebody' }]])(
  'a conversation that a provider keeps is anybody’s: %j is refused',
  async (conversation) => {
    const app = makeApp();
    for (const path of ['/v1/responses', '/v1/route']) {
      const body = { ...leastBody['openai-responses'], conversation };
      const response = await app.call('POST', path, body);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        error: { code: 'unsupported_feature', param: 'conversation' },
      });
    }
    expect(app.provider.calls).toEqual([]);
    const none = { ...leastBody['openai-responses'], conversation: null };
    expect((await app.call('POST', '/v1/responses', none)).status).toBe(200);
  },
);

describe('what goes wrong', () => {
  test('a store that is away is 503, not 404', async () => {
    const app = await withResponse();
    app.store.isAway = true;
    expect((await app.call('GET', '/v1/responses/resp_1')).status).toBe(503);
  });

  test.each<[string, Answer, number, string]>([
    [
      'the provider no longer has it',
      () => json({ error: { message: 'gone', type: 'invalid_request_error', code: null, param: 'id' } }, 404),
      404,
      'gone',
    ],
    [
      'a wrong parameter',
      () => json({ error: { message: 'no such', type: 'invalid_request_error' } }, 400),
      400,
      'no such',
    ],
    [
      'our key is refused',
      () => json({ error: { message: secret, code: 'invalid_api_key' } }, 401),
      502,
      'upstream_auth_failed',
    ],
    ['it fails', () => json({ error: { message: secret } }, 500), 502, 'upstream_error'],
    [
      'it redirects',
      () => new Response(null, { status: 302, headers: { location: 'https://evil.example' } }),
      502,
      'upstream',
    ],
    [
      'it cannot be reached',
      () => {
        throw new TypeError(secret);
      },
      502,
      'upstream_unreachable',
    ],
  ])('%s', async (_, answer, status, words) => {
    const app = await withResponse(answer);
    const response = await app.call('GET', '/v1/responses/resp_1');
    expect(response.status).toBe(status);
    const text = await response.text();
    expect(text).toContain(words);
    expect(text).not.toContain(secret);
    expect(JSON.stringify(app.log)).not.toContain('PROVIDER-KEY');
  });

  test('its provider has left the config', async () => {
    const app = await withResponse();
    const [key] = app.store.values.keys();
    app.store.values.set(key ?? '', JSON.stringify({ provider: 'former', caller: 'one' }));
    const response = await app.call('GET', '/v1/responses/resp_1');
    expect(response.status).toBe(404);
  });

  test.each(['a b', '..%2f..%2ffiles', 'x'.repeat(300), 'resp_1%00', '%2e%2e'])(
    'an id that is none: %s',
    async (id) => {
      const app = await withResponse();
      const response = await app.call('GET', `/v1/responses/${id}`);
      expect(response.status).toBe(404);
      expect(app.provider.calls).toEqual([]);
    },
  );

  test('without a store nothing is known, and that is said', async () => {
    const { call } = makeApp(undefined, { store: null, config: makeConfig() });
    expect((await call('GET', '/v1/responses/resp_1')).status).toBe(503);
  });
});
