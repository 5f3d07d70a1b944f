/** POST /v1/route: the decision and its reasons, without a call to a model. */
import { describe, expect, test } from 'vitest';
import { makeApp } from '../support/world/app.ts';
import { makeConfig } from '../support/world/models.ts';

const config = makeConfig({
  routes: [
    { name: 'coding', when: { task: ['code'] }, use: ['beta@high'] },
    { name: 'rest', use: ['alpha@low', 'gamma', 'beta@high'], fallback: ['delta'] },
  ],
});

const question = { messages: [{ role: 'user', content: 'Hello there, how are you today?' }] };
const coding = {
  messages: [
    { role: 'user', content: 'Write a Python function that reverses a linked list. Add unit tests.' },
  ],
};

describe('POST /v1/route', () => {
  test('says the route, what was passed over, and what was expected of each target', async () => {
    const { call, provider } = makeApp(undefined, { config });
    const response = await call('POST', '/v1/route', question);
    expect(response.status).toBe(200);
    const said = (await response.json()) as { attempts: { target: string; predicted: unknown }[] };
    expect(said).toMatchObject({
      route: 'rest',
      passed: [{ route: 'coding', because: expect.stringContaining('the task is') }],
      objective: { kind: 'order' },
      floor: 'none',
      classification: { task: { task: 'chat' }, risk: { level: 'none' } },
      maxAttempts: 3,
      notice: null,
    });
    expect(said.attempts.map(({ target }) => target)).toEqual(['alpha@low', 'gamma', 'beta@high', 'delta']);
    expect(said.attempts[0]?.predicted).toMatchObject({
      quality: null,
      costUsd: null,
      tokens: { input: expect.any(Number), output: { expected: expect.any(Number) } },
    });
    expect(provider.calls).toEqual([]);
  });

  test('says what a provider is not asked, because it would choose by itself', async () => {
    const { call } = makeApp(undefined, { config });
    const response = await call('POST', '/v1/route', { ...question, models: ['other'] });
    const said = (await response.json()) as { attempts: { losses: unknown[] }[] };
    expect(said.attempts[0]?.losses).toMatchObject([
      { what: 'provider-choice', how: 'dropped', field: 'models' },
    ]);
  });

  test('says of slow work that it is made in the background', async () => {
    const slow = makeConfig({
      routes: [{ name: 'slow', use: ['pro', 'alpha'] }],
      models: [{ id: 'pro', provider: 'openai', protocols: ['openai-responses'], isSlow: true }],
    });
    const { call } = makeApp(undefined, { config: slow });
    const backgrounds = async (body: object) => {
      const said = await (await call('POST', '/v1/route', body)).json();
      return (said as { attempts: { background?: boolean }[] }).attempts.map(({ background }) => background);
    };
    expect(await backgrounds(question)).toEqual([true, undefined]);
    expect(await backgrounds({ ...question, store: false })).toEqual([undefined, undefined]);
  });

  test('sends code where code goes', async () => {
    const response = await makeApp(undefined, { config }).call('POST', '/v1/route', coding);
    expect(await response.json()).toMatchObject({ route: 'coding', passed: [] });
  });

  test.each([
    ['chat', { ...question, model: 'route/rest' }, 'openai-chat'],
    ['Responses', { input: 'Hello there', model: 'route/rest' }, 'openai-responses'],
    [
      'Messages',
      { ...question, system: 'Be kind.', max_tokens: 10, model: 'route/rest' },
      'openai-responses',
    ],
  ])('reads a body of %s', async (_, body, protocol) => {
    const response = await makeApp(undefined, { config }).call('POST', '/v1/route', body);
    expect(await response.json()).toMatchObject({ route: 'rest', attempts: [{ protocol }, {}, {}, {}] });
  });

  test.each([
    ['no request', {}, 400, 'messages'],
    ['an unknown route', { ...question, model: 'route/none' }, 404, 'model'],
    ['an unknown wish', { ...question, model: 'auto/quick' }, 404, 'model'],
  ])('refuses %s', async (_, body, status, param) => {
    const response = await makeApp(undefined, { config }).call('POST', '/v1/route', body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { param } });
  });
});
