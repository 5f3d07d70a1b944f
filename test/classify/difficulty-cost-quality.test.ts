/** The cost-quality curve and the figures that difficulty is judged by. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cheapestWith,
  costQualityCurve,
  gainOverMix,
  meanQuality,
  type TwoWays,
} from '../../classifier/cost-quality.ts';
import { fitChance, fitLogistic } from '../../classifier/difficulty-logistic.ts';
import { calibrationErrorOf, rankCorrelation, reliabilityOf } from '../../classifier/difficulty-measures.ts';

function ways(cheapQuality: number, strongQuality: number): TwoWays {
  return { cheapQuality, strongQuality, cheapCost: 1, strongCost: 5 };
}

/** One request gains, one loses, two do not care. */
const rows = [ways(0, 1), ways(1, 1), ways(1, 0), ways(0, 0)];
const best = (row: TwoWays) => row.strongQuality - row.cheapQuality;

const quality = fc.constantFrom(0, 0.25, 1);
const manyRows = fc.array(
  fc.record({
    cheapQuality: quality,
    strongQuality: quality,
    cheapCost: fc.constant(1),
    strongCost: fc.constant(9),
  }),
  { minLength: 1, maxLength: 30 },
);

describe('the curve', () => {
  test('goes from all cheap to all strong by the score', () => {
    expect(costQualityCurve(rows, best)).toEqual([
      { share: 0, cost: 1, quality: 0.5 },
      { share: 0.25, cost: 2, quality: 0.75 },
      { share: 0.75, cost: 4, quality: 0.75 },
      { share: 1, cost: 5, quality: 0.5 },
    ]);
  });

  test('a score that tells nothing is a random mix', () => {
    const curve = costQualityCurve(rows, () => 0);
    expect(curve).toHaveLength(2);
    expect(gainOverMix(curve)).toBe(0);
  });

  test('mean quality is the area over the cost', () => {
    expect(meanQuality(costQualityCurve(rows, best))).toBe((0.625 + 2 * 0.75 + 0.625) / 4);
  });

  test('the least cost of a quality lies between two points', () => {
    const curve = costQualityCurve(rows, best);
    expect(cheapestWith(curve, 0.5)).toEqual({ share: 0, cost: 1, quality: 0.5 });
    expect(cheapestWith(curve, 0.625)).toEqual({ share: 0.125, cost: 1.5, quality: 0.625 });
    expect(cheapestWith(curve, 0.8)).toBeNull();
  });

  test('no score beats the gain itself, and the opposite of a score gains what it loses', () => {
    fc.assert(
      fc.property(manyRows, fc.infiniteStream(fc.integer({ min: 0, max: 5 })), (list, stream) => {
        const scores = list.map(() => stream.next().value as number);
        const gain = (sign: number) =>
          gainOverMix(costQualityCurve(list, (_, at) => sign * (scores[at] ?? 0)));
        expect(gain(1)).toBeLessThanOrEqual(gainOverMix(costQualityCurve(list, best)) + 1e-12);
        expect(gain(-1)).toBeCloseTo(-gain(1), 12);
      }),
    );
  });
});

describe('figures', () => {
  test('rank correlation: the same order, the opposite, and ties', () => {
    expect(rankCorrelation([1, 2, 3, 4], [10, 20, 30, 90])).toBeCloseTo(1, 12);
    expect(rankCorrelation([1, 2, 3, 4], [4, 3, 2, 1])).toBeCloseTo(-1, 12);
    expect(rankCorrelation([1, 1, 1], [1, 2, 3])).toBe(0);
    expect(rankCorrelation([1, 2, 2, 3], [1, 2, 3, 4])).toBeCloseTo(4.5 / Math.sqrt(4.5 * 5), 12);
  });

  test('calibration: what was said and what was found, in bins of equal size', () => {
    const pairs = [0.1, 0.2, 0.8, 0.9].map((said, at) => ({ said, found: at < 2 ? 0 : 1 }));
    const bins = reliabilityOf(pairs, 2);
    expect(bins.map(({ count, found }) => [count, found])).toEqual([
      [2, 0],
      [2, 1],
    ]);
    expect(calibrationErrorOf(bins)).toBeCloseTo(0.15, 12);
  });
});

describe('the fit', () => {
  const samples = [0, 0, 0, 1, 1, 1, 1, 1].map((value, at) => ({
    vector: Float32Array.of(value),
    target: [0, 0, 1, 1, 1, 1, 1, 0][at] ?? 0,
    weight: 1,
    group: 0,
  }));

  test('finds the log-odds of the shares', () => {
    const { slope, offset } = fitChance(
      samples.map(({ vector, target }) => ({ score: vector[0] ?? 0, target })),
    );
    expect(offset).toBeCloseTo(Math.log(1 / 2), 4);
    expect(offset + slope).toBeCloseTo(Math.log(4), 4);
  });

  test('a stronger bound makes smaller weights, and a group takes what is common to it', () => {
    const free = fitLogistic(samples, 0.01).weights[0] ?? 0;
    const bound = fitLogistic(samples, 10).weights[0] ?? 0;
    expect(free).toBeGreaterThan(bound);
    expect(bound).toBeGreaterThan(0);
    const sets = samples.map((sample) => ({ ...sample, group: sample.vector[0] ?? 0 }));
    expect(fitLogistic(sets, 1).weights[0] ?? 0).toBeLessThan(fitLogistic(samples, 1).weights[0] ?? 0);
  });
});
