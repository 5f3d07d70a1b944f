/** Which conversations begin with a target that is tried out: few, harmless, and never with what could not serve. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NewModel } from '../../src/config/define-config.ts';
import { hashText } from '../../src/core/hash-text.ts';
import { planRequest } from '../../src/routing/plan.ts';
import type { PlanInput } from '../../src/routing/plan-input.ts';
import { anyDecision } from '../support/decisions/arbitrary-decision.ts';
import { makeJudged, makeRisk } from '../support/judged/judged.ts';
import { makeConfig } from '../support/world/models.ts';
import { planInput } from '../support/world/plan.ts';
import { makeRequest, makeTraits } from '../support/world/requests.ts';
import { makeWorld } from '../support/world/world.ts';

type Facts = { usd: number; index?: number; firstEventMs?: number };

function model(id: string, { usd, index, firstEventMs = 1000 }: Facts): NewModel<string, 'groq'> {
  return {
    id,
    provider: 'groq',
    contextTokens: 50_000,
    prices: [{ from: '2026-01-01', usd: { input: usd, output: 4 * usd } }],
    ...(index !== undefined && { quality: { default: index } }),
    latency: { default: { firstEventMs, tokensPerSecond: 100 } },
  };
}

const models = [
  model('good', { usd: 1, index: 50 }),
  model('near', { usd: 2, index: 45 }),
  model('poor', { usd: 0.1, index: 5 }),
  model('unknown', { usd: 0.5 }),
  model('slow', { usd: 0.5, index: 52, firstEventMs: 90_000 }),
];
const share = 20;

const config = makeConfig({
  models,
  routes: [
    {
      name: 'auto',
      use: ['good', 'near', 'poor', 'unknown', 'slow'],
      objective: { cheapest: { ofBest: 0.98 } },
      limits: { firstEventMs: 5000 },
      explore: { share },
    },
  ],
});
const { deps } = makeWorld(undefined, { config });

function planOf(conversation: string, changes: Partial<PlanInput> = {}) {
  const request = changes.request ?? makeRequest();
  const input = planInput(deps, request, 'openai-chat', {
    judge: () => makeJudged(),
    conversation: () => conversation,
    ...changes,
  });
  const planned = planRequest(input);
  if (!planned.ok) throw planned.error;
  const { attempts, rejected, explored } = planned.value;
  return {
    names: attempts.map(({ target }) => target.name),
    rejected: rejected.map((one) => one.target),
    explored,
  };
}

const conversations = Array.from({ length: 2000 }, (_, at) => hashText(`conversation ${at}`));
const explorer = conversations.find((one) => planOf(one).explored !== undefined) ?? '';

describe('of many conversations', { timeout: 30_000 }, () => {
  test('the share of the route begins with what could become the best, the rest as always', () => {
    const plans = conversations.map((one) => planOf(one));
    const tried = plans.filter(({ explored }) => explored !== undefined);
    // three standard deviations of 2000 draws at 20 %
    expect(Math.abs(tried.length / plans.length - share / 100)).toBeLessThan(0.027);
    expect(new Set(tried.map(({ explored }) => explored))).toEqual(new Set(['near', 'unknown']));
    for (const { names, explored, rejected } of tried) {
      expect(names.slice(0, 2)).toEqual([explored, 'good']);
      expect(rejected).not.toContain(explored);
      expect(rejected).toEqual(expect.arrayContaining(['poor', 'slow']));
    }
    const others = plans.filter(({ explored }) => explored === undefined);
    expect(new Set(others.map(({ names }) => names.join()))).toEqual(new Set(['good']));
  });

  test('one draws the same each time', () => {
    expect(planOf(explorer)).toEqual(planOf(explorer));
  });
});

describe('nothing is tried out', () => {
  const answered = [
    { role: 'user' as const, content: [{ type: 'text' as const, text: 'a' }] },
    { role: 'assistant' as const, content: [{ type: 'text' as const, text: 'b' }] },
    { role: 'user' as const, content: [{ type: 'text' as const, text: 'c' }] },
  ];
  const graveTools = { declared: [], called: [], highest: 'destructive', highestCalled: null } as const;

  test.each<[string, Partial<PlanInput>]>([
    ['in the middle of a conversation', { request: makeRequest({ messages: answered }) }],
    ['where somebody has served it', { session: { target: 'good', route: 'auto', tokens: 10, atMs: 0 } }],
    ['at the least risk', { judge: () => makeJudged({ risk: makeRisk({ level: 'low' }) }) }],
    ['with tools that destroy', { judge: () => makeJudged({ tools: graveTools }) }],
    ['where a provider keeps the conversation', { boundTo: 'groq' }],
    ['for an explanation', { isExplained: true }],
    ['for who asks for a model', { request: makeRequest({ model: 'good' }) }],
  ])('%s', (_, changes) => {
    expect(planOf(explorer).explored).toBeDefined();
    expect(planOf(explorer, changes).explored).toBeUndefined();
  });
});

test('what is tried out meets the floor and is nobody whom the plan rejects', { timeout: 30_000 }, () => {
  let tried = 0;
  fc.assert(
    fc.property(anyDecision, ({ input: made }) => {
      const beginning = { request: makeRequest(), traits: makeTraits(), session: null, isExplained: false };
      const planned = planRequest({ ...made, ...beginning, judge: () => makeJudged() });
      if (!planned.ok || planned.value.explored === undefined) return;
      tried++;
      const { attempts, rejected, explored, floor } = planned.value;
      expect(attempts[0]?.target.name).toBe(explored);
      expect(rejected.map(({ target }) => target)).not.toContain(explored);
      expect(attempts.filter(({ target }) => target.name === explored)).toHaveLength(1);
      if (floor === 'basic') expect(attempts[0]?.target.model.safeguards).not.toBe('none');
    }),
    { numRuns: 100 },
  );
  expect(tried).toBeGreaterThan(0);
});
