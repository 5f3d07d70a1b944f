/** Splits and canaries in a plan: who comes first, what a failing arm falls back to, and what an arm never does. */
import { describe, expect, test } from 'vitest';
import type { ConfigInput, NewModel } from '../../src/config/define-config.ts';
import type { Message } from '../../src/core/request.ts';
import type { Session } from '../../src/core/session.ts';
import type { PlanInput } from '../../src/routing/plan-input.ts';
import { readTraits } from '../../src/routing/read-traits.ts';
import { makeJudged } from '../support/judged/judged.ts';
import { makeConfig, today } from '../support/world/models.ts';
import { planOf } from '../support/world/plan.ts';
import { makeRequest } from '../support/world/requests.ts';
import { makeWorld } from '../support/world/world.ts';

const priced = (id: string, usd: number, index: number, rest: Partial<NewModel<string, 'groq'>> = {}) => ({
  id,
  provider: 'groq' as const,
  tools: true,
  contextTokens: 200_000,
  prices: [{ from: '2026-01-01', usd: { input: usd, output: usd } }],
  quality: { default: index },
  ...rest,
});

const models = [
  priced('usual', 1, 50, { safeguards: 'basic' }),
  priced('spare', 2, 50, { safeguards: 'basic' }),
  priced('trial', 0.5, 20),
  priced('dear', 900, 60),
  { ...priced('elsewhere', 1, 50), provider: 'anthropic' as const },
];

type RouteChanges = Partial<ConfigInput['routes'][number]>;

const everyone = (use: string): RouteChanges => ({ canary: { use, share: 99.99 } });

function plan(
  route: RouteChanges,
  changes: Partial<PlanInput> & { model?: string; messages?: Message[] } = {},
) {
  const { model = 'auto', messages, ...rest } = changes;
  const config = makeConfig({ models, routes: [{ name: 'auto', use: ['usual', 'spare'], ...route }] });
  const { deps } = makeWorld(undefined, { config });
  const request = makeRequest({ model, ...(messages && { messages }) });
  const { attempts, rejected, arm, stay } = planOf(deps, request, 'openai-chat', {
    traits: readTraits(request),
    judge: () => makeJudged(),
    ...rest,
  });
  return {
    arm,
    stay,
    targets: attempts.map(({ target }) => target.name),
    reasons: Object.fromEntries(rejected.map(({ target, reason }) => [target, reason])),
  };
}

const inLoop: Message[] = [
  { role: 'user', content: [{ type: 'text', text: 'Look it up.' }] },
  {
    role: 'assistant',
    content: [{ type: 'tool-call', id: 'c1', name: 'find', input: '{}', kind: 'function' }],
  },
  {
    role: 'user',
    content: [
      { type: 'tool-result', callId: 'c1', kind: 'function', content: [{ type: 'text', text: 'found' }] },
    ],
  },
];
const servedBy = (target: string): Session => ({ target, route: 'auto', tokens: 10, atMs: today });

describe('an arm', () => {
  test('comes first, and the route’s own candidates behind it', () => {
    expect(plan(everyone('trial'))).toMatchObject({ arm: 'canary', targets: ['trial', 'usual', 'spare'] });
  });

  test('comes first whatever the objective and its bar say', () => {
    const { targets, reasons } = plan({ ...everyone('trial'), objective: { cheapest: { ofBest: 0.99 } } });
    expect(targets).toEqual(['trial', 'usual', 'spare']);
    expect(reasons).toEqual({});
  });

  test('of the route’s own candidates is not tried twice', () => {
    expect(plan(everyone('spare')).targets).toEqual(['spare', 'usual']);
  });

  test('is told apart from those who are served as usual', () => {
    const arms = Array.from({ length: 200 }, (_, at) =>
      plan({ canary: { use: 'trial', share: 50 } }, { conversation: () => `conversation ${at}` }),
    );
    const firstOf = (arm: string) =>
      new Set(arms.filter((one) => one.arm === arm).map(({ targets }) => targets[0]));
    expect(firstOf('canary')).toEqual(new Set(['trial']));
    expect(firstOf('control')).toEqual(new Set(['usual']));
    expect(new Set(arms.map(({ arm }) => arm))).toEqual(new Set(['canary', 'control']));
  });

  test('of a split has its target’s name, or its own', () => {
    const split = [
      { use: 'spare', share: 0.01, name: 'named' },
      { use: 'usual', share: 99.99 },
    ];
    expect(plan({ split })).toMatchObject({ arm: 'usual', targets: ['usual', 'spare'] });
  });

  test('is nobody’s who asks for an objective or a model', () => {
    expect(plan(everyone('trial'), { model: 'auto/best' })).toMatchObject({
      arm: null,
      targets: ['usual', 'spare'],
    });
    expect(plan(everyone('trial'), { model: 'usual' })).toMatchObject({ arm: null, targets: ['usual'] });
    expect(plan(everyone('trial'), { model: 'route/auto' }).arm).toBe('canary');
  });
});

describe('where it cannot serve the route goes on as without it, and the arm is still told:', () => {
  test.each<[string, RouteChanges, Partial<PlanInput>, Record<string, string>]>([
    ['below the floor', { ...everyone('trial'), floor: 'basic' }, {}, { trial: 'below-floor' }],
    ['over the cost limit', { ...everyone('dear'), limits: { costUsd: 0.02 } }, {}, { dear: 'over-cost' }],
    [
      'an open circuit',
      everyone('trial'),
      { isCircuitOpen: (name) => name === 'trial' },
      { trial: 'circuit-open' },
    ],
    [
      'no key',
      everyone('elsewhere'),
      { isConfigured: ({ id }) => id === 'groq' },
      { elsewhere: 'not-configured' },
    ],
    [
      'a data policy',
      { ...everyone('trial'), use: ['usual', 'spare'], data: { noTraining: true } },
      {},
      { trial: 'data-policy' },
    ],
  ])('%s', (what, route, changes, reasons) => {
    const known = models.map((model) =>
      what === 'a data policy' && model.id !== 'trial' ? { ...model, data: { trains: false } } : model,
    );
    const config = makeConfig({
      models: known,
      routes: [{ name: 'auto', use: ['usual', 'spare'], ...route }],
    });
    const found = plan(route, { config, ...changes });
    expect(found).toEqual({ arm: 'canary', stay: null, targets: ['usual', 'spare'], reasons });
  });
});

describe('inside a tool loop', () => {
  test('whoever made the calls goes on, though the conversation is drawn elsewhere now', () => {
    const found = plan(everyone('trial'), { messages: inLoop, session: servedBy('spare') });
    expect(found).toMatchObject({ targets: ['spare', 'usual'], stay: expect.stringContaining('tool calls') });
  });

  test('an arm goes on, though its conversations are drawn elsewhere now', () => {
    const shrunk: RouteChanges = { canary: { use: 'trial', share: 0.01 } };
    expect(plan(shrunk).arm).toBe('control');
    const found = plan(shrunk, { messages: inLoop, session: servedBy('trial') });
    expect(found).toMatchObject({ arm: 'canary', targets: ['trial', 'usual', 'spare'] });
  });

  test('a fallback that made the calls goes on', () => {
    const route: RouteChanges = { use: ['usual'], fallback: ['spare'] };
    expect(plan(route, { messages: inLoop, session: servedBy('spare') }).targets).toEqual(['spare', 'usual']);
  });

  test('a target that is slow goes on; one over the cost limit does not', () => {
    const latency = { default: { firstEventMs: 9000, tokensPerSecond: 10 } };
    const slow = models.map((model) => (model.id === 'spare' ? { ...model, latency } : model));
    const route: RouteChanges = {
      use: ['usual', 'spare', 'dear'],
      limits: { firstEventMs: 500, costUsd: 0.02 },
    };
    const config = makeConfig({ models: slow, routes: [{ name: 'auto', use: ['usual'], ...route }] });
    const goOn = (target: string) =>
      plan(route, { config, messages: inLoop, session: servedBy(target) }).targets[0];
    expect(goOn('spare')).toBe('spare');
    expect(goOn('dear')).toBe('usual');
  });
});

describe('a route’s rule for conversations', () => {
  const cheapest = { objective: { cheapest: { ofBest: 0.99 } } } as const;
  const session = servedBy('trial');
  const use = ['usual', 'spare', 'trial'];

  test('stay: as long as the target can serve, below the bar as well, and before any arm', () => {
    expect(plan({ use, ...cheapest }, { session }).targets[0]).toBe('usual');
    const kept = plan({ use, ...cheapest, ...everyone('spare'), session: 'stay' }, { session });
    expect(kept).toMatchObject({
      targets: ['trial', 'usual', 'spare'],
      stay: expect.stringContaining('keeps'),
    });
  });

  test('stay: a target that cannot serve is left', () => {
    const open = { session, isCircuitOpen: (name: string) => name === 'trial' };
    expect(plan({ use, ...cheapest, session: 'stay' }, open)).toMatchObject({
      stay: null,
      targets: ['usual', 'spare'],
    });
  });

  test('per-request: what is cached keeps nobody', () => {
    const warm = { ...servedBy('spare'), tokens: 100_000 };
    const route = { use, objective: 'best' } as const;
    const rest = { session: warm, judge: () => makeJudged() };
    expect(plan({ ...route, use: [...use] }, rest)).toMatchObject({ stay: expect.any(String) });
    expect(plan({ ...route, use: [...use], session: 'per-request' }, rest)).toMatchObject({
      targets: ['usual', 'spare', 'trial'],
      stay: null,
    });
  });

  test('per-request: a tool loop is not left', () => {
    const found = plan({ use, session: 'per-request' }, { session, messages: inLoop });
    expect(found.targets[0]).toBe('trial');
  });
});
