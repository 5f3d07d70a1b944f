/** When a conversation moves: over the turns to come, with the cache that is lost, and never where it must not. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { completeModel } from '../../src/core/complete-model.ts';
import type { Objective } from '../../src/core/objective.ts';
import type { Prediction } from '../../src/core/prediction.ts';
import { measureRequest, predict } from '../../src/routing/predict.ts';
import { type Crossroads, expectTurnsLeft, judgeCrossing } from '../../src/routing/session.ts';
import { makeTraits } from '../support/world/requests.ts';

function expecting(cost: number | null, quality: number | null = 0.9, ms: number | null = 1000): Prediction {
  return {
    quality,
    tokens: { input: 10_000, cachedInput: 0, output: { expected: 100, high: 200 } },
    cost: cost === null ? null : { expectedNanoUsd: cost, highNanoUsd: cost * 2 },
    latency: { firstEventMs: ms, totalMs: ms === null ? null : ms * 3 },
  };
}

function crossroads(changes: Partial<Crossroads>): Crossroads {
  const same = expecting(1000);
  return {
    stay: same,
    move: same,
    settled: same,
    isGoodEnough: true,
    isStream: true,
    turnsLeft: 4,
    tie: null,
    ...changes,
  };
}

const none = { atLeast: null, ofBest: null };
const cheapest: Objective = { kind: 'cheapest', bar: none };
const fastest: Objective = { kind: 'fastest', bar: none };
const best: Objective = { kind: 'best' };
const weighted: Objective = { kind: 'weighted', quality: 1, costUsd: 10, seconds: 0.01 };
const objectives: readonly Objective[] = [{ kind: 'order' }, cheapest, fastest, best, weighted];

const isWorth = (changes: Partial<Crossroads>, objective: Objective) =>
  judgeCrossing(crossroads(changes), objective).isWorth;

/** Better in every way. */
const far = { move: expecting(1, 0.99, 10), settled: expecting(1, 0.99, 10) };

describe('a conversation never moves', () => {
  test.each(['tool-loop', 'sealed-reasoning'] as const)('where it is tied: %s', (tie) => {
    for (const objective of objectives)
      expect(isWorth({ ...far, tie, isGoodEnough: false }, objective)).toBe(false);
  });

  test('for nothing, nor for less than forecasts are off by', () => {
    for (const objective of objectives) expect(isWorth({}, objective)).toBe(false);
    expect(isWorth({ move: expecting(950), settled: expecting(950) }, cheapest)).toBe(false);
    expect(isWorth({ move: expecting(1000, 0.91) }, best)).toBe(false);
    expect(isWorth({ move: expecting(1000, 0.9, 800) }, fastest)).toBe(false);
    expect(isWorth({ move: expecting(1000, 0.92) }, weighted)).toBe(false);
  });

  test('where what the objective asks is unknown', () => {
    const unknown = expecting(null, null, null);
    for (const objective of objectives) {
      expect(isWorth({ move: unknown, settled: unknown }, objective)).toBe(false);
      expect(isWorth({ stay: unknown }, objective)).toBe(false);
    }
  });
});

describe('a conversation moves', () => {
  test('for what its objective asks, and as written never', () => {
    expect(objectives.map((objective) => isWorth(far, objective))).toEqual([false, true, true, true, true]);
  });

  test('where its target is not good enough for this turn', () => {
    for (const objective of objectives) expect(isWorth({ isGoodEnough: false }, objective)).toBe(true);
  });

  test('only with enough turns to come to pay for the cold start', () => {
    const paysLater = { stay: expecting(1e6), move: expecting(3e6), settled: expecting(4e5) };
    expect([1, 4, 5, 10].map((turnsLeft) => isWorth({ ...paysLater, turnsLeft }, cheapest))).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect(judgeCrossing(crossroads({ ...paysLater, turnsLeft: 10 }), cheapest).why).toBe(
      'moving costs $0.0066 against $0.01 over 10 turns',
    );
  });
});

test('turns to come are as many as there were, within bounds', () => {
  expect([0, 1, 3, 500].map(expectTurnsLeft)).toEqual([1, 1, 3, 10]);
});

describe('by real predictions', () => {
  const usd = (input: number, cachedInput: number, output: number) => ({ input, cachedInput, output });
  const model = (id: string, rates: ReturnType<typeof usd>) =>
    completeModel(
      {
        id,
        provider: 'p',
        protocols: ['openai-chat'],
        quality: { default: 50 },
        prices: [{ from: '2026-01-01', usd: rates }],
      },
      'made up',
    );
  const dear = model('dear', usd(5, 0.5, 30));
  const cheaper = model('cheaper', usd(2, 0.2, 10));
  const tokensOf = (all: number) => ({
    openai: all,
    anthropic: all,
    'anthropic-4': all,
    google: all,
    other: all,
  });

  function at(input: number, cached: number, turnsLeft: number): Crossroads {
    const traits = makeTraits({ maxOutputTokens: 200 });
    const measured = measureRequest(traits, null, Date.UTC(2026, 10, 21), tokensOf(input));
    return crossroads({
      stay: predict(measured, dear, null, cached),
      move: predict(measured, cheaper, null, 0),
      settled: predict(measured, cheaper, null, cached),
      turnsLeft,
    });
  }

  test('a long cached prompt keeps a conversation for a while, a short one does not', () => {
    expect(judgeCrossing(at(60_000, 59_000, 2), cheapest).isWorth).toBe(false);
    expect(judgeCrossing(at(60_000, 59_000, 10), cheapest).isWorth).toBe(true);
    expect(judgeCrossing(at(2000, 1000, 2), cheapest).isWorth).toBe(true);
  });

  test('more cached here never speaks for moving at its last turn', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 100_000 }), fc.nat(1000), fc.nat(1000), (input, a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map((share) =>
          Math.floor((input * share) / 1000),
        );
        const moves = (cached = 0) => judgeCrossing(at(input, cached, 1), cheapest).isWorth;
        return !moves(more) || moves(less);
      }),
    );
  });
});
