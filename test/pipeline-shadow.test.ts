/** A request with a shadow, through the whole app: what the client gets, and what is kept of the shadow. */
import { describe, expect, test, vi } from 'vitest';
import { type LimitsDirectory, noLimits, noRoom, plentyOfRoom, type Room } from '../src/core/budget.ts';
import type { Row } from '../src/core/row.ts';
import { said } from './support/world/answers.ts';
import { makeApp } from './support/world/app.ts';
import { FakeLedger } from './support/world/ledger.ts';
import { makeConfig } from './support/world/models.ts';
import { type Answer, answerWell, byModel, hang, json } from './support/world/provider.ts';

const config = makeConfig({
  routes: [{ name: 'auto', use: ['alpha'], shadow: { use: 'delta', share: 100 } }],
});
const body = { model: 'auto', messages: [{ role: 'user', content: 'A-PRIVATE-QUESTION' }] };

function appOf(script: Parameters<typeof byModel>[0]) {
  return makeApp(byModel(script), { config });
}

const roles = (rows: readonly Row[]) => rows.map(({ role }) => role);

describe('a request that is answered', () => {
  test('has one answer, and a row more: role shadow, its features, no text', async () => {
    const app = appOf({});
    const response = await app.call('POST', '/v1/chat/completions', body);
    expect(await response.json()).toMatchObject({ choices: [{ message: { content: said } }] });
    expect(response.headers.get('x-signalbox-attempts')).toBe('1');
    await app.settled();
    expect(app.provider.models).toEqual(['alpha', 'delta']);
    expect(roles(app.ledger.rows).toSorted()).toEqual(['first', 'shadow']);
    const shadow = app.ledger.rows.find(({ role }) => role === 'shadow');
    expect(shadow).toMatchObject({
      requestId: response.headers.get('x-request-id'),
      attempt: 51,
      model: 'delta',
      outcome: 'completed',
      answer: { stop: 'end', textChars: said.length, toolCalls: 0 },
      usage: { inputTokens: 11, outputTokens: 7 },
      usageSource: 'measured',
      baselineNanoUsd: null,
    });
    const kept = JSON.stringify([app.ledger.rows, [...app.store.values], app.log]);
    expect(kept).not.toContain(said);
    expect(kept).not.toContain('A-PRIVATE-QUESTION');
  });

  test('the shadow is told of before it is sent, at what the answer is expected to use', async () => {
    const app = appOf({});
    await app.call('POST', '/v1/chat/completions', body);
    await app.settled();
    const opened = app.ledger.opened.find(({ role }) => role === 'shadow');
    expect(opened).toMatchObject({ attempt: 51, model: 'delta', outcome: 'lost', usageSource: 'estimated' });
    expect(opened?.usage.outputTokens).toBeGreaterThan(0);
    expect(app.ledger.settled.find(({ row }) => row.role === 'shadow')?.isLast).toBe(true);
  });

  test('the shadow is sent once the answer has begun, not before', async () => {
    let answered = false;
    const order: boolean[] = [];
    const app = appOf({
      alpha: [
        (call) => {
          answered = true;
          return answerWell(call);
        },
      ],
      delta: [
        (call) => {
          order.push(answered);
          return answerWell(call);
        },
      ],
    });
    await app.call('POST', '/v1/chat/completions', body);
    await app.settled();
    expect(order).toEqual([true]);
  });

  const broken: Answer = () => json({ error: { message: 'no', code: 'server_error' } }, 500);
  test.each<[string, Answer]>([
    ['fails', broken],
    ['cannot be reached', () => Promise.reject(new TypeError('fetch failed'))],
    ['answers with a page', () => new Response('<h1>hello</h1>')],
  ])('a shadow that %s changes nothing of it', async (_, answer) => {
    const app = appOf({ delta: [answer] });
    const response = await app.call('POST', '/v1/chat/completions', body);
    expect(response.status).toBe(200);
    await app.settled();
    expect(app.ledger.rows.find(({ role }) => role === 'shadow')).toMatchObject({
      outcome: 'failed',
      answer: null,
    });
    expect(app.log).toEqual([]);
  });

  test('a shadow that stays silent holds nobody up, and is on record while there is time', async () => {
    vi.useFakeTimers();
    const app = appOf({ delta: [hang] });
    const response = await app.call('POST', '/v1/chat/completions', body);
    expect(response.status).toBe(200);
    expect(app.provider.models).toEqual(['alpha', 'delta']);
    await vi.advanceTimersByTimeAsync(25_000);
    await app.settled();
    vi.useRealTimers();
    expect(app.ledger.rows.find(({ role }) => role === 'shadow')).toMatchObject({
      outcome: 'failed',
      errorCode: 'upstream_deadline',
    });
  });
});

describe('budgets', () => {
  const limits: LimitsDirectory = {
    ready: () => Promise.resolve(true),
    limitsOf: (scope) => (scope === 'key' ? { ...noLimits, requestsPerMinute: 5 } : noLimits),
    noteSet: () => undefined,
  };
  const withRoom = (room: Room) => {
    const ledger = new FakeLedger();
    ledger.admission = { kind: 'admitted', isHeld: true, standings: [], room, downgrade: null, alerts: [] };
    return { ...makeApp(byModel({}), { config, ledger, limits }), ledger };
  };

  test('a shadow is paid by the budgets of its request', async () => {
    const app = withRoom(plentyOfRoom);
    await app.call('POST', '/v1/chat/completions', body);
    await app.settled();
    const scopesOf = (role: string) =>
      app.ledger.settled.find(({ row }) => row.role === role)?.scopes.map(({ scope, id }) => [scope, id]);
    expect(scopesOf('shadow')).toEqual([['key', 'one']]);
    expect(scopesOf('shadow')).toEqual(scopesOf('first'));
  });

  test.each<[string, Partial<Room>]>([
    ['too little money', { nanoUsd: 1 }],
    ['too few tokens', { tokens: 5 }],
    ['nobody knows how much', noRoom],
  ])('with %s left, the answer comes and no shadow is sent', async (_, room) => {
    const app = withRoom({ ...plentyOfRoom, ...room });
    expect((await app.call('POST', '/v1/chat/completions', body)).status).toBe(200);
    await app.settled();
    expect(app.provider.models).toEqual(['alpha']);
    expect(roles(app.ledger.rows)).toEqual(['first']);
  });
});

test.each<[string, Answer]>([
  ['refused', () => json({ error: { message: 'no', code: 'cyber_policy' } }, 403)],
  ['not answered', () => json({ error: { message: 'no', code: 'insufficient_quota' } }, 429)],
])('a request that is %s has no shadow: nobody gets what another would not answer', async (_, answer) => {
  const app = appOf({ alpha: [answer] });
  await app.call('POST', '/v1/chat/completions', body);
  await app.settled();
  expect(app.provider.models).toEqual(['alpha']);
  expect(roles(app.ledger.rows)).toEqual(['first']);
});
