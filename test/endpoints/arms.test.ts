/** What a client and an operator see of arms, teams and other names: headers, /v1/route, /v1/models. */
import { describe, expect, test } from 'vitest';
import { keys, makeApp } from '../support/world/app.ts';
import { makeConfig } from '../support/world/models.ts';
import { byModel, json } from '../support/world/provider.ts';

const config = makeConfig({
  routes: [
    { name: 'half', when: 'by-name', use: ['alpha@low'], canary: { use: 'gamma', share: 50 } },
    { name: 'rest', use: ['alpha@low', 'delta'], canary: { use: 'gamma', share: 99.99, name: 'trial' } },
  ],
  teams: { default: { routes: { rest: { maxAttempts: 4 } } } },
  aliases: { house: 'route/rest', alpha: 'delta' },
});

const question = (said: string) => ({ messages: [{ role: 'user', content: said }] });
const failing = () => json({ error: { message: 'no', type: 'server_error' } }, 500);

describe('an answer', () => {
  test('names its arm and the target that served', async () => {
    const { call } = makeApp(undefined, { config });
    const { headers } = await call('POST', '/v1/chat/completions', { model: 'auto', ...question('Hello') });
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-signalbox-arm': 'trial',
      'x-signalbox-model': 'vendor/gamma',
      'x-signalbox-route': 'rest',
    });
  });

  test('of an arm that failed comes from the route’s own targets, and says of which arm it is', async () => {
    const { call } = makeApp(byModel({ 'vendor/gamma': [failing] }), { config });
    const response = await call('POST', '/v1/chat/completions', { model: 'auto', ...question('Hello') });
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'x-signalbox-arm': 'trial',
      'x-signalbox-model': 'alpha',
    });
  });

  test('of a model that was named has none', async () => {
    const { call } = makeApp(undefined, { config });
    const { headers } = await call('POST', '/v1/chat/completions', { model: 'gamma', ...question('Hello') });
    expect(headers.has('x-signalbox-arm')).toBe(false);
  });
});

test('a conversation has one arm, by the client’s own word for it and by how it began', async () => {
  const { call } = makeApp(undefined, { config });
  const armOf = async (said: string, session?: string) => {
    const headers = { authorization: `Bearer ${keys.one}`, ...(session && { 'x-session-id': session }) };
    const body = { model: 'route/half', ...question(said) };
    return (await call('POST', '/v1/chat/completions', body, headers)).headers.get('x-signalbox-arm');
  };
  const sessions = Array.from({ length: 40 }, (_, at) => `session ${at}`);
  const first = await Promise.all(sessions.map((name) => armOf('Hello', name)));
  expect(await Promise.all(sessions.map((name) => armOf('And now?', name)))).toEqual(first);
  expect(new Set(first)).toEqual(new Set(['canary', 'control']));
  const begun = await Promise.all(sessions.map((name) => armOf(name)));
  expect(await Promise.all(sessions.map((name) => armOf(name)))).toEqual(begun);
  expect(new Set(begun)).toEqual(new Set(['canary', 'control']));
});

test('POST /v1/route says the arm and what the team has otherwise', async () => {
  const { call } = makeApp(undefined, { config });
  const response = await call('POST', '/v1/route', { model: 'house', ...question('Hello') });
  expect(await response.json()).toMatchObject({
    route: 'rest',
    arm: 'trial',
    team: { name: 'default', differs: ['maxAttempts'] },
    maxAttempts: 4,
  });
});

test('GET /v1/models lists other names, and one that goes before a model once', async () => {
  const { call } = makeApp(undefined, { config });
  const { data } = (await (await call('GET', '/v1/models')).json()) as {
    data: { id: string; owned_by: string }[];
  };
  const named = (id: string) => data.filter((one) => one.id === id).map(({ owned_by }) => owned_by);
  expect(named('house')).toEqual(['signalbox']);
  expect(named('alpha')).toEqual(['signalbox']);
  expect((await call('GET', '/v1/models/house')).status).toBe(200);
});
