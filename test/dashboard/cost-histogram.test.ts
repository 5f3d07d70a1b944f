/** Steps of 1, 2 and 5 over the ledger's buckets: nothing is lost, nothing is in two steps. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { costSteps, printEdge } from '../../src/dashboard/routes/cost-histogram.ts';
import { bucketOf, middleOf } from '../../src/ledger/histogram.ts';

test('an attempt stands in the step that its bucket is in', () => {
  const steps = costSteps(new Map([[bucketOf(30_000_000), 4]]));
  expect(steps).toEqual([{ from: 20_000_000, to: 50_000_000, attempts: 4 }]);
  expect(printEdge(20_000_000)).toBe('$0.02');
});

test('steps in between are there with none; what cost nothing stands before all, without a gap', () => {
  const steps = costSteps(
    new Map([
      [0, 2],
      [bucketOf(15_000_000), 1],
      [bucketOf(150_000_000), 3],
    ]),
  );
  expect(steps.map(({ attempts }) => attempts)).toEqual([2, 1, 0, 0, 3]);
  expect(steps.map(({ from }) => printEdge(from))).toEqual(['$0', '$0.01', '$0.02', '$0.05', '$0.1']);
});

test('without attempts there are no steps', () => {
  expect(costSteps(new Map())).toEqual([]);
});

test('all attempts are in the steps, each where its middle is', () => {
  const buckets = fc.array(fc.tuple(fc.integer({ min: 0, max: 512 }), fc.integer({ min: 1, max: 1e6 })));
  fc.assert(
    fc.property(buckets, (pairs) => {
      const histogram = new Map(pairs);
      const steps = costSteps(histogram);
      for (const { from, to, attempts } of steps) {
        const inside = [...histogram].filter(([bucket]) => middleOf(bucket) >= from && middleOf(bucket) < to);
        expect(attempts).toBe(inside.reduce((sum, [, count]) => sum + count, 0));
      }
      const all = [...histogram.values()].reduce((sum, count) => sum + count, 0);
      expect(steps.reduce((sum, { attempts }) => sum + attempts, 0)).toBe(all);
    }),
  );
});
