/** Retries never add more than a fifth to the load, and never fewer than three. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RetryBudget } from '../../src/upstream/retry-budget.ts';

const windowMs = 60_000;

test('within a window at most a fifth of the requests so far, or three', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 200, size: 'max' }), (isRetry) => {
      const budget = new RetryBudget();
      let requests = 0;
      let retries = 0;
      for (const each of isRetry) {
        if (!each) {
          budget.countRequest(5);
          requests++;
        } else if (budget.take(5)) retries++;
        expect(retries).toBeLessThanOrEqual(Math.max(3, Math.ceil(requests * 0.2)));
      }
    }),
  );
});

test('what the budget allows is given', () => {
  const budget = new RetryBudget();
  for (let at = 0; at < 100; at++) budget.countRequest(0);
  expect(Array.from({ length: 25 }, () => budget.take(0)).filter(Boolean)).toHaveLength(20);
});

test('three retries need no request at all', () => {
  const budget = new RetryBudget();
  expect([1, 2, 3, 4].map(() => budget.take(0))).toEqual([true, true, true, false]);
});

test('the next window begins anew', () => {
  const budget = new RetryBudget();
  for (let at = 0; at < 3; at++) budget.take(windowMs);
  expect(budget.take(2 * windowMs - 1)).toBe(false);
  expect(budget.take(2 * windowMs)).toBe(true);
});
