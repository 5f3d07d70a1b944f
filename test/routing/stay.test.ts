/** A conversation keeps its target inside a tool loop, and else where a switch would gain too little. */
import { describe, expect, test } from 'vitest';
import type { ConfigInput } from '../../src/config/define-config.ts';
import { type Caller, callerNamed, type Tier } from '../../src/core/caller.ts';
import type { LlmRequest, Message } from '../../src/core/request.ts';
import type { Session } from '../../src/core/session.ts';
import { makeJudged } from '../support/judged/judged.ts';
import { makeConfig, today } from '../support/world/models.ts';
import { planOf } from '../support/world/plan.ts';
import { makeRequest } from '../support/world/requests.ts';
import { makeWorld } from '../support/world/world.ts';

const text = (role: Message['role'], said: string): Message => ({
  role,
  content: [{ type: 'text', text: said }],
});
const call = { type: 'tool-call', id: 'c1', name: 'read', input: '{}' } as const;
const result: Message['content'] = [
  { type: 'tool-result', callId: 'c1', kind: 'function', content: [{ type: 'text', text: 'done' }] },
];
const long = 'The parcel has not arrived and the customer asks again. '.repeat(600);
const tools: LlmRequest['tools'] = [{ kind: 'function', name: 'read' }];

const turn = [text('user', long), text('assistant', 'I see.'), text('user', 'What now?')];
const loop: Message[] = [
  text('user', long),
  { role: 'assistant', content: [{ ...call, kind: 'function' }] },
  { role: 'user', content: result },
];

const priced = (id: string, usd: number, index: number, cachedUsd: number) => ({
  id,
  provider: 'groq' as const,
  tools: true,
  contextTokens: 200_000,
  prices: [{ from: '2026-01-01', usd: { input: usd, cachedInput: cachedUsd, output: usd } }],
  quality: { default: index },
});
const models = [priced('warm', 1.2, 50, 0.05), priced('cold', 1, 50.5, 0.9), priced('cheap', 0.01, 20, 0.01)];

type Routes = ConfigInput['routes'];

function plan(
  routes: Routes,
  messages: Message[],
  session: Session | null,
  identity: Caller = callerNamed('test'),
) {
  const config = makeConfig({ models, routes });
  const { deps } = makeWorld(undefined, { config });
  const request = makeRequest({ messages, tools });
  const { attempts, stay, route } = planOf(deps, request, 'openai-chat', {
    session,
    identity,
    judge: () => makeJudged(),
  });
  return { target: attempts[0]?.target.name, stay, route };
}

const servedBy = (target: string, changes: Partial<Session> = {}): Session => ({
  target,
  route: 'rest',
  tokens: 6000,
  atMs: today - 10_000,
  ...changes,
});

const cheapest: Routes = [{ name: 'rest', use: ['warm', 'cold'], objective: { cheapest: { ofBest: 0.9 } } }];
const best: Routes = [{ name: 'rest', use: ['warm', 'cold', 'cheap'], objective: 'best' }];

describe('between turns', () => {
  test('a cached prefix counts as what it saves', () => {
    expect(plan(cheapest, turn, null).target).toBe('cold');
    expect(plan(cheapest, turn, servedBy('warm')).target).toBe('warm');
  });

  test('a prefix that has grown cold counts for nothing', () => {
    expect(plan(cheapest, turn, servedBy('warm', { atMs: today - 3_600_000 })).target).toBe('cold');
  });

  test('a little more quality is not worth a switch, and it says so', () => {
    expect(plan(best, turn, null)).toMatchObject({ target: 'cold', stay: null });
    expect(plan(best, turn, servedBy('warm'))).toMatchObject({
      target: 'warm',
      stay: expect.stringContaining('points of quality'),
    });
  });

  test('much more is', () => {
    expect(plan(best, turn, servedBy('cheap'))).toMatchObject({ target: 'cold', stay: null });
  });
});

describe('inside a tool loop', () => {
  test('nothing is switched, whatever a switch would gain', () => {
    expect(plan(best, loop, servedBy('cheap'))).toMatchObject({
      target: 'cheap',
      stay: 'it made the tool calls whose results are here',
    });
  });

  test('a target below the bar stays as well', () => {
    const barred: Routes = [
      { name: 'rest', use: ['warm', 'cold', 'cheap'], objective: { cheapest: { ofBest: 0.99 } } },
    ];
    expect(plan(barred, loop, servedBy('cheap')).target).toBe('cheap');
  });

  test('the route that began it goes on', () => {
    const routes: Routes = [
      { name: 'tools', when: { tools: 'any' }, use: ['cold'] },
      { name: 'rest', use: ['warm'] },
    ];
    expect(plan(routes, loop, servedBy('warm'))).toMatchObject({
      route: 'rest',
      target: 'warm',
    });
    expect(plan(routes, turn, servedBy('warm'))).toMatchObject({
      route: 'tools',
      target: 'cold',
      stay: null,
    });
  });

  test('but never below the floor of the route that it would take now', () => {
    const safe = { ...priced('safe', 3, 60, 0.3), safeguards: 'strong' as const };
    const config = makeConfig({
      models: [...models, safe],
      routes: [
        { name: 'risky', when: { tools: 'any' }, floor: 'strong', use: ['safe'] },
        { name: 'rest', use: ['warm'] },
      ],
    });
    const { deps } = makeWorld(undefined, { config });
    const request = makeRequest({ messages: loop, tools });
    const { route, attempts } = planOf(deps, request, 'openai-chat', { session: servedBy('warm') });
    expect([route, ...attempts.map(({ target }) => target.name)]).toEqual(['risky', 'safe']);
  });

  describe('and who calls is looked at anew', () => {
    const trusted = { caller: { tier: ['trusted' as const] } };
    const anonymous = { caller: { tier: ['anonymous' as const] } };
    const as = (tier: Tier): Caller => ({ ...callerNamed('shop'), tier });
    const serve = (routes: Routes, tier: Tier, by: string) =>
      plan(routes, loop, servedBy('warm', { route: by }), as(tier)).route;

    test.each<[string, Tier, Routes, string, string]>([
      [
        'a route is not kept for whom it is not',
        'anonymous',
        [{ name: 'vip', when: trusted, use: ['warm'] }],
        'vip',
        'rest',
      ],
      [
        'a task may change, its caller not',
        'anonymous',
        [{ name: 'vip', when: { ...trusted, task: ['code'] }, use: ['warm'] }],
        'vip',
        'rest',
      ],
      [
        'for whom it is, the task may change',
        'trusted',
        [{ name: 'vip', when: { ...trusted, task: ['code'] }, use: ['warm'] }],
        'vip',
        'vip',
      ],
      [
        'and the hour',
        'trusted',
        [
          {
            name: 'vip',
            when: { ...trusted, hours: { from: '00:00', to: '00:01', zone: 'UTC' } },
            use: ['warm'],
          },
        ],
        'vip',
        'vip',
      ],
      [
        'who has lost a tier goes where that tier goes',
        'anonymous',
        [{ name: 'few', when: anonymous, use: ['cheap'] }],
        'rest',
        'few',
      ],
      ['who keeps it stays', 'trusted', [{ name: 'few', when: anonymous, use: ['cheap'] }], 'rest', 'rest'],
      [
        'a route that asks for more than who calls is no bar',
        'anonymous',
        [{ name: 'few', when: { ...anonymous, tools: 'any' }, use: ['cheap'] }],
        'rest',
        'rest',
      ],
      [
        'nor is one that stands behind',
        'anonymous',
        [
          { name: 'code', when: { task: ['code'] }, use: ['warm'] },
          { name: 'few', when: anonymous, use: ['cheap'] },
        ],
        'code',
        'code',
      ],
    ])('%s', (_, tier, routes, by, served) => {
      expect(serve([...(routes ?? []), { name: 'rest', use: ['cold', 'warm'] }], tier, by)).toBe(served);
    });
  });

  test('a target that is gone is replaced', () => {
    expect(plan(best, loop, servedBy('no-such-target')).target).toBe('cold');
  });
});
