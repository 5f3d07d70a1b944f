/** Whose cost changed most: changes, new and gone ones, unknown ones, and the sum. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findMovers } from '../../src/finance/movers.ts';
import { costOf } from '../../src/ledger/counters.ts';
import { type GivenCounters, usageOf } from './usage-of.ts';

const byName = (given: Readonly<Record<string, GivenCounters>>) =>
  usageOf(Object.entries(given).map(([name, counters]) => ({ names: [name], counters })));

const cost = (nanoUsd: number): GivenCounters => ({ attempts: 1, costOutput: nanoUsd });

test('greatest change first, with what is new, gone and unknown', () => {
  const before = byName({ chat: cost(100), docs: cost(40), old: cost(30), odd: cost(5), free: cost(0) });
  const after = byName({
    chat: cost(118),
    docs: cost(10),
    young: cost(25),
    odd: { attempts: 2, unpriced: 2 },
    free: cost(3),
  });
  expect(findMovers(before, after)).toEqual([
    {
      name: 'docs',
      kind: 'changed',
      beforeNanoUsd: 40,
      afterNanoUsd: 10,
      changeNanoUsd: -30,
      changeShare: -0.75,
    },
    { name: 'old', kind: 'gone', beforeNanoUsd: 30, afterNanoUsd: 0, changeNanoUsd: -30, changeShare: -1 },
    { name: 'young', kind: 'new', beforeNanoUsd: 0, afterNanoUsd: 25, changeNanoUsd: 25, changeShare: null },
    {
      name: 'chat',
      kind: 'changed',
      beforeNanoUsd: 100,
      afterNanoUsd: 118,
      changeNanoUsd: 18,
      changeShare: 0.18,
    },
    { name: 'free', kind: 'changed', beforeNanoUsd: 0, afterNanoUsd: 3, changeNanoUsd: 3, changeShare: null },
    {
      name: 'odd',
      kind: 'unknown',
      beforeNanoUsd: 5,
      afterNanoUsd: null,
      changeNanoUsd: null,
      changeShare: null,
    },
  ]);
});

test('of what has a price, the changes add up to the whole difference', () => {
  const usages = fc
    .dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 0, max: 10 ** 14 }).map(cost))
    .map(byName);
  fc.assert(
    fc.property(usages, usages, (before, after) => {
      const sum = findMovers(before, after).reduce(
        (total, { changeNanoUsd }) => total + (changeNanoUsd ?? Number.NaN),
        0,
      );
      expect(sum).toBe(costOf(after.total) - costOf(before.total));
    }),
  );
});
