/** The order of candidates: each objective by example, and the laws that hold for all of them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Objective } from '../../src/core/objective.ts';
import { type CandidateLimits, rank, type Scored } from '../../src/routing/rank.ts';

type Facts = {
  quality?: number | null;
  /** Expected; the high value is twice that. */
  cost?: number | null;
  firstEventMs?: number | null;
  totalMs?: number | null;
};

function score(target: string, facts: Facts, isStream = true): Scored {
  const { quality = 0.9, cost = 1000, firstEventMs = 500, totalMs = 5000 } = facts;
  return {
    target,
    isStream,
    prediction: {
      quality,
      tokens: { input: 10, cachedInput: 0, output: { expected: 10, high: 20 } },
      cost: cost === null ? null : { expectedNanoUsd: cost, highNanoUsd: cost * 2 },
      latency: { firstEventMs, totalMs },
    },
  };
}

const unlimited: CandidateLimits = { costNanoUsd: null, firstEventMs: null };

function shown(scored: readonly Scored[], objective: Objective, limits: Partial<CandidateLimits> = {}) {
  const { order, rejected, notice } = rank(scored, objective, { ...unlimited, ...limits });
  return {
    order: order.map(({ target }) => target).join(' '),
    rejected: Object.fromEntries(rejected.map(({ target, reason }) => [target, reason])),
    notice,
  };
}

const bar = (atLeast: number | null, ofBest: number | null = null) => ({ atLeast, ofBest });
const cheapest = (...args: Parameters<typeof bar>): Objective => ({ kind: 'cheapest', bar: bar(...args) });
const fastest = (...args: Parameters<typeof bar>): Objective => ({ kind: 'fastest', bar: bar(...args) });
const weighted = (quality: number, costUsd: number, seconds: number): Objective => ({
  kind: 'weighted',
  quality,
  costUsd,
  seconds,
});

describe('as written', () => {
  test('keeps the order, whatever is known', () => {
    const scored = [score('c', { quality: null }), score('a', { cost: null }), score('b', {})];
    expect(shown(scored, { kind: 'order' })).toEqual({ order: 'c a b', rejected: {}, notice: null });
  });

  test('keeps to the limits', () => {
    const scored = [score('dear', { cost: 600 }), score('free', { cost: null }), score('ok', { cost: 500 })];
    const { order, rejected } = shown(scored, { kind: 'order' }, { costNanoUsd: 1000 });
    expect(order).toBe('ok');
    expect(rejected).toEqual({ dear: 'over-cost', free: 'price-unknown' });
  });
});

describe('cheapest', () => {
  const scored = [
    score('best', { quality: 0.96, cost: 9000 }),
    score('good', { quality: 0.92, cost: 500 }),
    score('weak', { quality: 0.7, cost: 10 }),
    score('same', { quality: 0.92, cost: 500 }),
    score('better', { quality: 0.93, cost: 500 }),
  ];

  test('takes those that meet the bar by cost, then quality, then as written', () => {
    expect(shown(scored, cheapest(0.9))).toEqual({
      order: 'better good same best',
      rejected: { weak: 'below-bar' },
      notice: null,
    });
  });

  test('takes a bar against the best, and either of two', () => {
    expect(shown(scored, cheapest(null, 0.99)).order).toBe('best');
    expect(shown(scored, cheapest(0.95, 0.72)).order).toBe('weak better good same best');
    expect(shown(scored, cheapest(0.92, 0.99)).order).toBe('better good same best');
  });

  test('without a bar takes all', () => {
    expect(shown(scored, cheapest(null)).order).toBe('weak better good same best');
  });

  test('where none meets the bar takes the best first, and says so', () => {
    expect(shown(scored, cheapest(0.99))).toEqual({
      order: 'best better good same weak',
      rejected: {},
      notice: 'none meets the bar of 99 %: the best comes first',
    });
  });

  test('never takes an unknown price or an unknown quality', () => {
    const some = [score('a', { cost: null }), score('b', { quality: null, cost: 1 }), score('c', {})];
    expect(shown(some, cheapest(0.8))).toEqual({
      order: 'c',
      rejected: { a: 'price-unknown', b: 'unknown-quality' },
      notice: null,
    });
  });

  test('stays as written where the quality of all is unknown, and says so', () => {
    const some = [score('b', { quality: null, cost: 2 }), score('a', { quality: null, cost: 1 })];
    expect(shown(some, cheapest(0.8))).toEqual({
      order: 'b a',
      rejected: {},
      notice: 'no source says how good any of these is: they stand as written',
    });
  });

  test('measures the best among those within the limits only', () => {
    expect(shown(scored, cheapest(null, 0.98), { costNanoUsd: 1000 })).toEqual({
      order: 'better good same',
      rejected: { best: 'over-cost', weak: 'below-bar' },
      notice: null,
    });
  });
});

describe('fastest', () => {
  const scored = [
    score('late', { firstEventMs: 900, totalMs: 1000, cost: 1 }),
    score('early', { firstEventMs: 100, totalMs: 9000, cost: 9 }),
    score('unknown', { firstEventMs: null, totalMs: null }),
  ];

  test('is the first event of a stream and the last of a whole answer; the unknown comes last', () => {
    expect(shown(scored, fastest(0.8)).order).toBe('early late unknown');
    const whole = scored.map((each) => ({ ...each, isStream: false }));
    expect(shown(whole, fastest(0.8)).order).toBe('late early unknown');
  });

  test('rejects what is known to be too slow', () => {
    const { order, rejected } = shown(scored, fastest(0.8), { firstEventMs: 500 });
    expect(order).toBe('early unknown');
    expect(rejected).toEqual({ late: 'too-slow' });
  });
});

test('best is the highest quality within the cost limit; equals by cost', () => {
  const scored = [
    score('a', { quality: 0.8, cost: 10 }),
    score('b', { quality: 0.95, cost: 9000 }),
    score('c', { quality: 0.9, cost: 300 }),
    score('d', { quality: 0.9, cost: 200 }),
  ];
  expect(shown(scored, { kind: 'best' }).order).toBe('b d c a');
  expect(shown(scored, { kind: 'best' }, { costNanoUsd: 1000 }).order).toBe('d c a');
});

describe('weighted', () => {
  const scored = [
    score('good', { quality: 0.9, cost: 20_000_000, firstEventMs: 2000 }),
    score('cheap', { quality: 0.8, cost: 1_000_000, firstEventMs: 1000 }),
    score('unpriced', { cost: null }),
  ];

  test('is the sum of quality less cost in dollars less seconds', () => {
    expect(shown(scored, weighted(1, 4, 0)).order).toBe('good cheap');
    expect(shown(scored, weighted(1, 6, 0)).order).toBe('cheap good');
    expect(shown(scored, weighted(1, 4, 0.03)).order).toBe('cheap good');
    expect(shown(scored, weighted(1, 4, 0)).rejected).toEqual({ unpriced: 'price-unknown' });
  });

  test('asks for nothing that has no weight; what cannot be summed comes last', () => {
    expect(shown(scored, weighted(1, 0, 0)).order).toBe('good unpriced cheap');
    const slow = [score('unknown', { quality: 1, firstEventMs: null }), score('known', {})];
    expect(shown(slow, weighted(1, 0, 1)).order).toBe('known unknown');
  });
});

test('a rejection says the numbers', () => {
  const { rejected } = rank(
    [score('a', { cost: 6_000_000 })],
    { kind: 'best' },
    {
      costNanoUsd: 10_000_000,
      firstEventMs: null,
    },
  );
  expect(rejected).toMatchObject([
    { target: 'a', reason: 'over-cost', detail: 'may cost $0.012; the limit is $0.01' },
  ]);
});

const unknownOr = <T>(known: fc.Arbitrary<T>) => fc.option(known, { freq: 6 });
// few values, so that ties are common
const facts = fc.record({
  quality: unknownOr(fc.constantFrom(0.5, 0.7, 0.8, 0.85, 0.9, 0.95)),
  cost: unknownOr(fc.constantFrom(0, 1000, 2000, 5000, 20_000_000)),
  firstEventMs: unknownOr(fc.constantFrom(100, 400, 2000)),
  totalMs: unknownOr(fc.constantFrom(1000, 4000, 9000)),
});
const candidates = fc
  .tuple(fc.array(facts, { minLength: 1, maxLength: 8 }), fc.boolean())
  .map(([all, isStream]) => all.map((each, at) => score(`t${at}`, each, isStream)));
const bars = fc.record({
  atLeast: fc.option(fc.constantFrom(0.6, 0.8, 0.9, 0.99)),
  ofBest: fc.option(fc.constantFrom(0.8, 0.95, 1)),
});
const objectives: fc.Arbitrary<Objective> = fc.oneof(
  fc.constant({ kind: 'order' } as const),
  bars.map((each) => ({ kind: 'cheapest', bar: each }) as const),
  bars.map((each) => ({ kind: 'fastest', bar: each }) as const),
  fc.constant({ kind: 'best' } as const),
  fc
    .tuple(fc.constantFrom(0, 1), fc.constantFrom(0, 1, 10), fc.constantFrom(0, 0.01, 1))
    .map(([quality, costUsd, seconds]) => weighted(quality, costUsd, seconds)),
);
const limits = fc.record({
  costNanoUsd: fc.option(fc.constantFrom(1000, 4000, 50_000)),
  firstEventMs: fc.option(fc.constantFrom(300, 1000)),
});

/** Place in the order; rejected: after all places. */
function placeOf(scored: readonly Scored[], objective: Objective, within: CandidateLimits, target: string) {
  const at = rank(scored, objective, within).order.findIndex((each) => each.target === target);
  return at === -1 ? Number.POSITIVE_INFINITY : at;
}

function withCost(scored: Scored, cost: number): Scored {
  const raised = { expectedNanoUsd: cost, highNanoUsd: cost * 2 };
  return { ...scored, prediction: { ...scored.prediction, cost: raised } };
}

/** What the objective is after, by its own words: compared from the first place on, higher is better. */
function worth(scored: Scored, objective: Objective, least: number): number[] {
  const { quality, cost, latency } = scored.prediction;
  const known = quality ?? -1;
  const dear = cost?.expectedNanoUsd ?? Number.POSITIVE_INFINITY;
  const wait = (scored.isStream ? latency.firstEventMs : latency.totalMs) ?? Number.POSITIVE_INFINITY;
  switch (objective.kind) {
    case 'order':
      return [];
    case 'cheapest':
      return known >= least ? [1, -dear] : [0, known];
    case 'fastest':
      return known >= least ? [1, -wait] : [0, known];
    case 'best':
      return [known];
    case 'weighted': {
      const weightedBy = (weight: number, value: number) => (weight === 0 ? 0 : weight * value);
      const { quality: q, costUsd, seconds } = objective;
      return [weightedBy(q, known) - weightedBy(costUsd, dear / 1e9) - weightedBy(seconds, wait / 1000)];
    }
    default:
      return objective satisfies never;
  }
}

function isWorse(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, place) => value !== b[place]);
  return at !== -1 && (a[at] ?? 0) < (b[at] ?? 0);
}

/** The bar in numbers, over what is within the limits. */
function leastOf(scored: readonly Scored[], objective: Objective, within: CandidateLimits): number {
  if (objective.kind !== 'cheapest' && objective.kind !== 'fastest') return 0;
  const { atLeast, ofBest } = objective.bar;
  const free = rank(scored, { ...objective, bar: bar(null) }, within).order;
  const best = Math.max(0, ...free.map(({ prediction }) => prediction.quality ?? 0));
  if (atLeast === null && ofBest === null) return 0;
  return Math.min(atLeast ?? Number.POSITIVE_INFINITY, (ofBest ?? Number.POSITIVE_INFINITY) * best);
}

describe('laws', () => {
  test('every candidate is in the order or rejected, once', () => {
    fc.assert(
      fc.property(candidates, objectives, limits, (scored, objective, within) => {
        const { order, rejected } = rank(scored, objective, within);
        const names = [...order, ...rejected].map(({ target }) => target);
        expect(names.toSorted()).toEqual(scored.map(({ target }) => target).toSorted());
      }),
    );
  });

  test('a price rise never improves the rank of a target', () => {
    fc.assert(
      fc.property(
        candidates,
        fc.nat(7),
        fc.nat(9000),
        objectives,
        limits,
        (scored, at, by, objective, within) => {
          const place = at % scored.length;
          const chosen = scored[place] as Scored;
          const { cost } = chosen.prediction;
          if (cost === null) return;
          const dearer = scored.with(place, withCost(chosen, cost.expectedNanoUsd + by));
          const before = placeOf(scored, objective, within, chosen.target);
          expect(placeOf(dearer, objective, within, chosen.target)).toBeGreaterThanOrEqual(before);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('adding a candidate never makes the chosen one worse by the objective', () => {
    fc.assert(
      fc.property(candidates, facts, objectives, limits, (scored, added, objective, within) => {
        const isStream = scored[0]?.isStream ?? true;
        const more = [...scored, score('added', added, isStream)];
        const [before] = rank(scored, objective, within).order;
        const [after] = rank(more, objective, within).order;
        if (before === undefined) return;
        expect(after).toBeDefined();
        if (after === undefined || before.prediction.quality === null) return;
        const least = leastOf(more, objective, within);
        expect(isWorse(worth(after, objective, least), worth(before, objective, least))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test('the chosen one is worth no less than any other of the order', () => {
    fc.assert(
      fc.property(candidates, objectives, limits, (scored, objective, within) => {
        const [chosen, ...others] = rank(scored, objective, within).order;
        if (chosen === undefined || chosen.prediction.quality === null) return;
        const least = leastOf(scored, objective, within);
        for (const other of others)
          expect(isWorse(worth(chosen, objective, least), worth(other, objective, least))).toBe(false);
      }),
    );
  });

  test('the order in which candidates are written decides between equals only', () => {
    fc.assert(
      fc.property(candidates, objectives, limits, (scored, objective, within) => {
        const [one, other] = [scored, scored.toReversed()].map((all) => rank(all, objective, within));
        const names = (all: readonly { target: string }[] = []) => all.map(({ target }) => target).toSorted();
        expect(names(other?.order)).toEqual(names(one?.order));
        expect(names(other?.rejected)).toEqual(names(one?.rejected));
        expect(other?.notice).toBe(one?.notice);
        if (objective.kind === 'order' || one?.order[0]?.prediction.quality === null) return;
        const least = leastOf(scored, objective, within);
        const worths = (all: readonly Scored[] = []) => all.map((each) => worth(each, objective, least));
        expect(worths(other?.order)).toEqual(worths(one?.order));
      }),
    );
  });
});
