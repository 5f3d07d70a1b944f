/** Histograms merge by adding, and say what they are off by. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bucketOf,
  countOf,
  mergeHistograms,
  middleOf,
  packHistogram,
  percentile,
  relativeError,
  unpackHistogram,
} from '../../src/ledger/histogram.ts';

const values = fc.array(fc.oneof(fc.integer({ min: 0, max: 2 ** 40 }), fc.integer({ min: 0, max: 2000 })), {
  minLength: 1,
  maxLength: 60,
});
const histogramOf = (all: readonly number[]) =>
  mergeHistograms(all.map((value) => new Map([[bucketOf(value), 1]])));

describe('laws', () => {
  test('a percentile is off by no more than it says', () => {
    fc.assert(
      fc.property(values, fc.constantFrom(0.01, 0.5, 0.9, 0.95, 0.99, 1), (all, share) => {
        const sorted = all.toSorted((a, b) => a - b);
        const exact = sorted[Math.max(1, Math.ceil(share * all.length)) - 1] ?? 0;
        const read = percentile(histogramOf(all), share) ?? Number.NaN;
        if (exact < 1) expect(read).toBe(0);
        else expect(Math.abs(Math.log(read / exact))).toBeLessThanOrEqual(Math.log(1 + relativeError) + 1e-9);
      }),
    );
  });

  test('merging parts is the same as counting the whole, in any order', () => {
    fc.assert(
      fc.property(values, values, (some, others) => {
        const whole = packHistogram(histogramOf([...some, ...others]));
        expect(packHistogram(mergeHistograms([histogramOf(others), histogramOf(some)]))).toBe(whole);
      }),
    );
  });

  test('what is packed is read again', () => {
    fc.assert(
      fc.property(values, (all) => {
        expect(unpackHistogram(packHistogram(histogramOf(all)))).toEqual(histogramOf(all));
      }),
    );
  });
});

test('one that was packed is a map like any other, and adding to it leaves it as it was', () => {
  const read = unpackHistogram('3:2,12:-1');
  const merged = mergeHistograms([
    read,
    new Map([
      [12, 1],
      [4, 5],
    ]),
  ]);
  expect([...merged.entries()]).toEqual([
    [3, 2],
    [4, 5],
  ]);
  expect([merged.size, merged.get(4), merged.has(12), [...merged.keys()], [...merged.values()]]).toEqual([
    2,
    5,
    false,
    [3, 4],
    [2, 5],
  ]);
  const told: number[] = [];
  read.forEach((count, bucket) => {
    told.push(bucket, count);
  });
  expect(told).toEqual([3, 2, 12, -1]);
  expect(mergeHistograms([read])).toEqual(read);
});

test('nothing has no percentile', () => {
  expect(percentile(new Map(), 0.5)).toBeNull();
  expect(countOf(unpackHistogram(''))).toBe(0);
});

test('buckets: eight for each doubling, the smallest for what is below one', () => {
  expect([0, 0.9, 1, 1.99, 2, 1000, Number.MAX_SAFE_INTEGER].map(bucketOf)).toEqual([0, 0, 1, 8, 9, 80, 425]);
  expect(middleOf(0)).toBe(0);
  expect(relativeError).toBeLessThan(0.045);
});
