/** What objectives, limits, the floor and fallbacks make of the candidates: law 5 where the order is the planner's. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ConfigInput, NewModel } from '../../src/config/define-config.ts';
import type { LlmRequest } from '../../src/core/request.ts';
import { type SafeguardLevel, safeguardLevels } from '../../src/core/target.ts';
import { planRequest } from '../../src/routing/plan.ts';
import { makeJudged } from '../support/judged/judged.ts';
import { makeConfig } from '../support/world/models.ts';
import { planInput } from '../support/world/plan.ts';
import { makeRequest } from '../support/world/requests.ts';
import { makeWorld } from '../support/world/world.ts';

type Facts = { usd: number; index?: number; firstEventMs?: number; safeguards?: SafeguardLevel };

function model(id: string, { usd, index, firstEventMs = 1000, safeguards = 'none' }: Facts) {
  const written: NewModel<string, 'groq'> = {
    id,
    provider: 'groq',
    contextTokens: 50_000,
    safeguards,
    prices: [{ from: '2026-01-01', usd: { input: usd, output: 4 * usd } }],
    ...(index !== undefined && { quality: { default: index } }),
    latency: { default: { firstEventMs, tokensPerSecond: 100 } },
  };
  return written;
}

const models = [
  model('small', { usd: 0.1, index: 30, firstEventMs: 300 }),
  model('middle', { usd: 1, index: 50, firstEventMs: 3000, safeguards: 'basic' }),
  model('large', { usd: 10, index: 60, firstEventMs: 9000, safeguards: 'strong' }),
  model('unknown', { usd: 0.01 }),
];
const everybody = ['unknown', 'large', 'small', 'middle'];

type RouteChanges = Omit<ConfigInput['routes'][number], 'name' | 'use'> & { use?: string[] };

function decide(route: RouteChanges, request: Partial<LlmRequest> = {}, difficulty = 0.2) {
  const config = makeConfig({ models, routes: [{ name: 'auto', use: everybody, ...route }] });
  const { deps } = makeWorld(undefined, { config });
  const judge = () =>
    makeJudged({ difficulty: { score: difficulty, rank: 0.5, evidence: [], model: 'test' } });
  const planned = planRequest(planInput(deps, makeRequest(request), 'openai-chat', { judge }));
  if (!planned.ok) return { error: planned.error, targets: [], reasons: {}, plan: null };
  const { attempts, rejected } = planned.value;
  return {
    error: null,
    plan: planned.value,
    targets: attempts.map(({ target }) => target.name),
    reasons: Object.fromEntries(rejected.map(({ target, reason }) => [target, reason])),
  };
}

describe('an objective', () => {
  test('order: as written, and nothing is predicted', () => {
    const { targets, plan } = decide({});
    expect(targets).toEqual(everybody);
    expect(plan?.attempts.every(({ prediction }) => prediction === null)).toBe(true);
  });

  test('cheapest: the least cost that meets the bar, what nobody knows left out', () => {
    const { targets, reasons } = decide({ objective: { cheapest: { ofBest: 0.5 } } });
    expect(targets[0]).toBe('small');
    expect(reasons).toMatchObject({ unknown: 'unknown-quality' });
  });

  test('cheapest under a high bar goes up', () => {
    const { targets, reasons } = decide({ objective: { cheapest: { ofBest: 0.999 } } }, {}, 0.9);
    expect(targets).toEqual(['large']);
    expect(reasons).toMatchObject({ small: 'below-bar', middle: 'below-bar' });
  });

  test('fastest: the first event, for a stream', () => {
    const { targets } = decide({ objective: { fastest: { ofBest: 0.1 } } }, { stream: true });
    expect(targets).toEqual(['small', 'middle', 'large']);
  });

  test('best: the most quality within the cost limit', () => {
    expect(decide({ objective: 'best' }).targets[0]).toBe('large');
    const { targets, reasons } = decide({ objective: 'best', limits: { costUsd: 0.005 } });
    expect(targets).toEqual(['middle', 'small']);
    expect(reasons).toMatchObject({ large: 'over-cost' });
  });

  test('weights: quality against cost', () => {
    const weights = (costUsd: number) => decide({ objective: { weights: { quality: 1, costUsd } } });
    expect(weights(0).targets[0]).toBe('large');
    expect(weights(10_000).targets[0]).toBe('small');
  });
});

test('a contract makes a provider the cheaper one, and is what is held for it', () => {
  const twin: NewModel<string, 'openai'> = { ...model('twin', { usd: 1.2, index: 50 }), provider: 'openai' };
  const objective = { cheapest: { ofBest: 0.5 } } as const;
  const first = (discountPercent: number) => {
    const config = makeConfig({
      models: [model('middle', { usd: 1, index: 50 }), twin],
      routes: [{ name: 'auto', use: ['middle', 'twin'], objective }],
      providers: { openai: { discountPercent } } as never,
    });
    const { deps } = makeWorld(undefined, { config });
    const planned = planRequest(planInput(deps, makeRequest(), 'openai-chat', { judge: () => makeJudged() }));
    return planned.ok && planned.value.attempts[0]?.target.name;
  };
  expect([first(0), first(50)]).toEqual(['middle', 'twin']);
});

describe('a client', () => {
  const route = { objective: { cheapest: { ofBest: 0.5 } } } as const;

  test.each([
    ['auto', 'small'],
    ['auto/cheap', 'small'],
    ['auto/fast', 'small'],
    ['auto/best', 'large'],
  ])('that asks for %s gets %s', (name, target) => {
    expect(decide(route, { model: name }).targets[0]).toBe(target);
  });

  test('is told what the route does not let it ask for', () => {
    const { targets, plan } = decide({ ...route, clientMay: ['cheap'] }, { model: 'auto/best' });
    expect(targets[0]).toBe('small');
    expect(plan?.notice).toBe('the route auto does not let clients ask for best');
  });

  test('that asks for something else is told what there is', () => {
    const { error } = decide(route, { model: 'auto/chaep' });
    expect(error).toMatchObject({ code: 'route_not_found', param: 'model' });
    expect(error?.message).toContain('auto/cheap, auto/fast, auto/best');
  });
});

describe('a limit', () => {
  test('on cost that nothing meets is an error that says so', () => {
    const { error } = decide({ limits: { costUsd: 0.000001 } });
    expect(error).toMatchObject({ code: 'route_limit_exceeded', status: 400 });
    expect(error?.message).toContain('within the limits of its route');
  });

  test('is told as one where other targets are out for good as well: trying again would not help', () => {
    const { error } = decide({ limits: { costUsd: 0.000001 }, floor: 'basic' });
    expect(error).toMatchObject({ code: 'route_limit_exceeded', status: 400, retryable: false });
    expect(error?.message).toMatch(/small: .*safeguards.*large: may cost/);
  });

  test('on the first event leaves the slow out', () => {
    expect(decide({ limits: { firstEventMs: 3500 } }).reasons).toEqual({ large: 'too-slow' });
  });

  test('on input tokens refuses the request and names the field', () => {
    const text = 'a word and another one '.repeat(1000);
    const long = { messages: [{ role: 'user' as const, content: [{ type: 'text' as const, text }] }] };
    const { error } = decide({ limits: { inputTokens: 100 } }, long);
    expect(error).toMatchObject({ code: 'route_limit_exceeded', param: 'messages' });
    expect(error?.message).toMatch(/about \d+ input tokens; the limit of the route 'auto' is 100/);
  });

  test('of every context window is told before anything is sent', () => {
    const text = 'a word and another one '.repeat(20_000);
    const long = { messages: [{ role: 'user' as const, content: [{ type: 'text' as const, text }] }] };
    expect(decide({}, long).error).toMatchObject({ code: 'context_length_exceeded', param: 'messages' });
  });
});

describe('the floor', () => {
  test('rejects what has fewer safeguards, fallbacks too', () => {
    const { targets, reasons } = decide({ use: ['large', 'small'], fallback: ['middle'], floor: 'strong' });
    expect(targets).toEqual(['large']);
    expect(reasons).toEqual({ small: 'below-floor', middle: 'below-floor' });
  });

  test('is never passed, whatever the route wants and whoever fails', () => {
    const level = fc.constantFrom(...safeguardLevels);
    const objective = fc.constantFrom<NonNullable<RouteChanges['objective']>>(
      'order',
      'best',
      { cheapest: { ofBest: 0.9 } },
      { fastest: { atLeast: 0.5 } },
      { weights: { quality: 1, costUsd: 5, seconds: 0.1 } },
    );
    const names = fc.subarray(everybody, { minLength: 1 });
    const wish = fc.constantFrom('auto', 'auto/cheap', 'auto/fast', 'auto/best', 'route/auto');
    fc.assert(
      fc.property(
        level,
        objective,
        names,
        fc.subarray(everybody),
        wish,
        (floor, wanted, use, more, asked) => {
          const fallback = more.length > 0 ? { fallback: more } : {};
          const { plan } = decide({ floor, objective: wanted, use, ...fallback }, { model: asked });
          const rank = (one: SafeguardLevel) => safeguardLevels.indexOf(one);
          for (const { target } of plan?.attempts ?? [])
            expect(rank(target.model.safeguards)).toBeGreaterThanOrEqual(rank(floor));
        },
      ),
      { numRuns: 300 },
    );
  });
});

test('fallbacks are within the cost limit too, and may be slower', () => {
  const limits = { costUsd: 0.005, firstEventMs: 1000 };
  const { targets, reasons, plan } = decide({
    use: ['small'],
    fallback: ['large', 'unknown', 'middle'],
    limits,
  });
  expect(targets).toEqual(['small', 'unknown', 'middle']);
  expect(reasons).toEqual({ large: 'over-cost' });
  expect(plan?.costLimitNanoUsd).toBe(5_000_000);
  expect(plan?.attempts.every(({ prediction }) => prediction?.cost)).toBe(true);
});

test('fallbacks come last, once each, whatever their quality', () => {
  const route = { use: ['large', 'middle'], fallback: ['small', 'large'], objective: 'best' } as const;
  const { targets } = decide({ ...route, use: [...route.use], fallback: [...route.fallback] });
  expect(targets).toEqual(['large', 'middle', 'small']);
});

test('a candidate below the bar is still a fallback, where it is named as one', () => {
  const route: RouteChanges = {
    use: ['small', 'large'],
    objective: { cheapest: { ofBest: 0.999 } },
    fallback: ['small'],
  };
  const { targets, reasons } = decide(route, {}, 0.9);
  expect(targets).toEqual(['large', 'small']);
  expect(reasons).toEqual({});
});

test('a price rise never improves a rank', () => {
  const price = fc.double({ min: 0.01, max: 10, noNaN: true });
  fc.assert(
    fc.property(price, fc.double({ min: 1, max: 20, noNaN: true }), (usd, times) => {
      const rankAt = (cost: number) => {
        const changed = models.map((one) =>
          one.id === 'middle' ? model('middle', { usd: cost, index: 50 }) : one,
        );
        const routes = [{ name: 'auto', use: everybody, objective: { cheapest: { ofBest: 0.3 } } }];
        const { deps } = makeWorld(undefined, { config: makeConfig({ models: changed, routes }) });
        const planned = planRequest(
          planInput(deps, makeRequest(), 'openai-chat', { judge: () => makeJudged() }),
        );
        if (!planned.ok) throw planned.error;
        return planned.value.attempts.findIndex(({ target }) => target.name === 'middle');
      };
      expect(rankAt(usd * times)).toBeGreaterThanOrEqual(rankAt(usd));
    }),
  );
});
