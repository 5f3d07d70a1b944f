/** Embeddings and token counts: sent as they are to the one provider that has them, estimated where none has. */
import { describe, expect, test } from 'vitest';
import { keys, makeApp } from '../support/world/app.ts';
import { makeKeyedApp } from '../support/world/keyed-app.ts';
import { makeConfig } from '../support/world/models.ts';
import { json } from '../support/world/provider.ts';

const config = makeConfig({ embeddings: { 'house-embed': 'groq' } });

describe('POST /v1/embeddings', () => {
  const post = (body: unknown, changes: Parameters<typeof makeApp>[1] = { config }) => {
    const app = makeApp(() => json({ object: 'list', data: [{ embedding: [1.5] }] }), changes);
    return app.call('POST', '/v1/embeddings', body).then((response) => ({ response, app }));
  };

  test('passes as it is to the provider of the model', async () => {
    const body = { model: 'house-embed', input: ['a'], encoding_format: 'base64' };
    const { response, app } = await post(body);
    expect(await response.json()).toEqual({ object: 'list', data: [{ embedding: [1.5] }] });
    expect(app.provider.calls).toMatchObject([
      { url: 'https://api.groq.com/openai/v1/embeddings', body: JSON.stringify(body) },
    ]);
    expect(response.headers.get('x-signalbox-model')).toBe('house-embed');
  });

  test('goes without fields by which the provider would choose a model', async () => {
    const body = { model: 'house-embed', input: ['a'] };
    const { response, app } = await post({ ...body, models: ['other'], provider: { order: ['x'] } });
    expect(app.provider.calls).toMatchObject([{ body: JSON.stringify(body) }]);
    expect(response.headers.get('x-signalbox-losses')).toContain('provider-choice');
  });

  test.each<[unknown, number, string, string]>([
    [{ input: 'a' }, 400, 'invalid_request', 'model'],
    [{ model: '', input: 'a' }, 400, 'invalid_request', 'model'],
    [{ model: 'house-embed' }, 400, 'invalid_request', 'input'],
    [{ model: 'house-embed', input: 7 }, 400, 'invalid_request', 'input'],
    [{ model: 'house-embedd', input: 'a' }, 404, 'model_not_found', 'model'],
    [{ model: 'alpha', input: 'a' }, 404, 'model_not_found', 'model'],
  ])('%j is %i', async (body, status, code, param) => {
    const { response, app } = await post(body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code, param } });
    expect(app.provider.calls).toEqual([]);
  });

  test('a near name is told', async () => {
    const { response } = await post({ model: 'house-embedd', input: 'a' });
    expect(await response.text()).toContain('Did you mean house-embed');
  });

  test('where none is near, some are told', async () => {
    const { response } = await post({ model: 'gpt-5.5', input: 'a' });
    const { error } = (await response.json()) as { error: { message: string } };
    expect(error.message).toMatch(
      /^The embedding model 'gpt-5.5' does not exist. Embedding models: .*text-embedding-3-small.*house-embed/,
    );
  });

  test.each([
    [{ models: ['house-embed'] }, 'Embedding models: house-embed.'],
    [{ models: ['alpha'] }, 'Embedding models: none for this API key.'],
  ])('a key with %j hears of no other: %s', async (scope, words) => {
    const app = makeKeyedApp(undefined, { config });
    const { key } = await app.create(scope);
    const body = { model: 'text-embedding-9', input: 'a' };
    const response = await app.call('POST', '/v1/embeddings', body, { 'x-api-key': key });
    const { error } = (await response.json()) as { error: { message: string } };
    expect(error.message).toBe(`The embedding model 'text-embedding-9' does not exist. ${words}`);
  });

  test('a provider without a key is our lack', async () => {
    const { response } = await post(
      { model: 'house-embed', input: 'a' },
      { config, outbound: { isConfigured: () => false, call: () => Promise.reject(new Error('called')) } },
    );
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ error: { code: 'no_target_available' } });
  });
});

describe('POST /v1/messages/count_tokens', () => {
  const post = (model: string) => {
    const app = makeApp(() => json({ input_tokens: 42 }));
    const body = { model, messages: [{ role: 'user', content: 'Hello there' }] };
    const headers = { 'x-api-key': keys.one, 'anthropic-version': '2023-06-01' };
    return app
      .call('POST', '/v1/messages/count_tokens', body, headers)
      .then((response) => ({ response, app }));
  };

  test('is counted by a provider that speaks Messages', async () => {
    const { response, app } = await post('beta');
    expect(await response.json()).toEqual({ input_tokens: 42 });
    expect(new URL(app.provider.calls[0]?.url ?? '').pathname).toBe('/v1/messages/count_tokens');
    expect(response.headers.has('x-signalbox-estimated')).toBe(false);
  });

  test('is estimated, and said to be, where none does', async () => {
    const { response, app } = await post('alpha');
    expect(await response.json()).toEqual({ input_tokens: expect.any(Number) });
    expect(response.headers.get('x-signalbox-estimated')).toBe('true');
    expect(app.provider.calls).toEqual([]);
  });
});
