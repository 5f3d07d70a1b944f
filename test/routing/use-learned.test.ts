/** What was seen moves predictions as far as its weight goes, and never beyond its bounds. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { learnFactor, learnQuality, learnSpeed, mostQualityShift } from '../../src/routing/use-learned.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const weight = fc.double({ min: 0, max: 1e6, noNaN: true });

describe('quality', () => {
  test.each([
    ['nothing was said', 0.9, undefined, 0.9],
    ['one bad word', 0.9, { value: 0, weight: 1 }, 0.897],
    ['all that one caller can say', 0.9, { value: 0, weight: 20 }, 0.84],
    ['a word of what was expected', 0.9, { value: 0.95, weight: 1 }, (50 * 0.9 + 0.95) / 51],
    ['as much as the prior is worth', 0.8, { value: 0.9, weight: 50 }, 0.85],
    ['all is bad', 0.9, { value: 0, weight: 10_000 }, 0.75],
    ['all is good', 0.5, { value: 1, weight: 10_000 }, 0.65],
  ])('%s', (_, prior, seen, expected) => {
    expect(learnQuality(prior, seen)).toBeCloseTo(expected, 12);
  });

  test('that nobody knows stays unknown until more was said than one caller can say', () => {
    expect(learnQuality(null, { value: 0.9, weight: 29.9 })).toBeNull();
    expect(learnQuality(null, { value: 0.9, weight: 40 })).toBeCloseTo(37 / 42, 12);
  });

  test('is moved towards what was said, by no more than the bound, and more by more', () => {
    fc.assert(
      fc.property(share, share, weight, weight, (prior, value, one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        const [near, far] = [less, more].map((w) => learnQuality(prior, { value, weight: w }) ?? Number.NaN);
        if (near === undefined || far === undefined) throw new Error('two values');
        expect(Math.abs(far - prior)).toBeLessThanOrEqual(mostQualityShift + 1e-12);
        expect((far - prior) * (value - prior)).toBeGreaterThanOrEqual(-1e-12);
        expect(Math.abs(far - prior)).toBeGreaterThanOrEqual(Math.abs(near - prior) - 1e-12);
        expect(far).toBeGreaterThanOrEqual(0);
        expect(far).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('keeps the order that the catalogue gives to equals', () => {
    fc.assert(
      fc.property(share, share, share, weight, (a, b, value, w) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map(
          (p) => learnQuality(p, { value, weight: w }) ?? 0,
        );
        expect(low ?? 0).toBeLessThanOrEqual((high ?? 0) + 1e-12);
      }),
    );
  });
});

describe('speed', () => {
  test('is the geometric mean of both by their weights', () => {
    expect(learnSpeed(1000, undefined)).toBe(1000);
    expect(learnSpeed(1000, { value: 4000, weight: 5 })).toBeCloseTo(2000, 9);
    expect(learnSpeed(1000, { value: 4000, weight: 1e9 })).toBeCloseTo(4000, 3);
  });

  test('that no source gives is known after five answers', () => {
    expect(learnSpeed(Number.NaN, { value: 800, weight: 4.9 })).toBeNaN();
    expect(learnSpeed(Number.NaN, { value: 800, weight: 5 })).toBe(800);
  });
});

describe('length', () => {
  test('is a factor, shrunk to one by twenty answers', () => {
    expect(learnFactor(undefined)).toBe(1);
    expect(learnFactor({ value: 3, weight: 20 })).toBe(2);
  });

  test('stays within eight times more or less', () => {
    expect(learnFactor({ value: 1000, weight: 1e6 })).toBe(8);
    expect(learnFactor({ value: 0, weight: 1e9 })).toBe(1 / 8);
  });
});
