/** From rows as the ledger counts them to what finance says of them: counters mean here what they mean there. */
import { expect, test } from 'vitest';
import type { Row } from '../../src/core/row.ts';
import { bridge } from '../../src/finance/bridge.ts';
import { describeChange } from '../../src/finance/captions.ts';
import { costsByDay } from '../../src/finance/day-costs.ts';
import { findMovers } from '../../src/finance/movers.ts';
import { estimateCacheSavings } from '../../src/finance/savings.ts';
import { queryUsage, type UsageDimension } from '../../src/ledger/query-usage.ts';
import { makeRow } from '../support/ledger/make-row.ts';
import { slicesOf } from '../support/usage/slices-of.ts';

const usageBy = (by: readonly UsageDimension[], rows: readonly Row[]) =>
  queryUsage(slicesOf(rows), { by, filter: {}, teams: 'all' });

/** 1,000 tokens in at 5 nano-USD, of which `read` at 0.5, and 100 out at 30. */
function called(given: Partial<Row> = {}, read = 0): Row {
  return makeRow({
    route: 'support',
    model: 'gpt-5.5',
    usage: { inputTokens: 1000, cacheReadInputTokens: read, outputTokens: 100 },
    cost: { input: (1000 - read) * 5, cacheRead: read / 2, cacheWrite: 0, output: 3000, tools: 0 },
    ...given,
  });
}

const before = [called(), called()];
const after = [
  called(),
  // A third request fails after it has cost 5000, and another model answers for 800.
  called({ outcome: 'failed', cost: { input: 5000, cacheRead: 0, cacheWrite: 0, output: 3000, tools: 0 } }),
  called({
    role: 'fallback',
    attempt: 2,
    model: 'gpt-5.6-luna',
    cost: { input: 500, cacheRead: 0, cacheWrite: 0, output: 300, tools: 0 },
  }),
  called({
    role: 'second-look',
    attempt: 71,
    model: 'judge',
    cost: { input: 0, cacheRead: 0, cacheWrite: 0, output: 40, tools: 0 },
  }),
  called({ role: 'correction', cost: { input: -25, cacheRead: 0, cacheWrite: 0, output: 0, tools: 0 } }),
  called({ model: 'secret', cost: null }),
];

test('a fallback, a second look, a correction and a call without a price each stand where they belong', () => {
  const [earlier, later] = [usageBy(['route', 'model'], before), usageBy(['route', 'model'], after)];
  const made = bridge(earlier, later);
  // 2 x 8000 before; two requests at 8000 after, and what came beside them.
  expect([made.beforeNanoUsd, made.afterNanoUsd]).toEqual([16_000, 16_000 + 800 + 40 - 25]);
  const parts = made.parts.filter(({ nanoUsd }) => nanoUsd !== 0);
  expect(parts.map(({ name, nanoUsd }) => [name, nanoUsd])).toEqual([
    ['fallbacks', 800],
    ['besides', 40],
    ['corrections', -25],
  ]);
  expect(made).toMatchObject({ unpricedBefore: 0, unpricedAfter: 1 });
  const { attempts: attemptsBefore } = earlier.total;
  const attempts = { attemptsBefore, attemptsAfter: later.total.attempts, attemptsToday: 0 };
  expect(describeChange({ bridge: made, ...attempts })).toBe(
    'Cost rose 5 %; most of it is more paid for repeated and fallback calls. 1 call of this period has no known price and is left out.',
  );
});

test('movers, days and caches from the same rows', () => {
  expect(findMovers(usageBy(['model'], before), usageBy(['model'], after))).toMatchObject([
    { name: 'gpt-5.6-luna', kind: 'new', changeNanoUsd: 800 },
    { name: 'judge', kind: 'new', changeNanoUsd: 40 },
    { name: 'gpt-5.5', kind: 'changed', changeNanoUsd: -25 },
    { name: 'secret', kind: 'unknown', changeNanoUsd: null },
  ]);
  expect(costsByDay(usageBy(['day'], after), '2026-11-21', '2026-11-21')).toEqual([
    { day: '2026-11-21', nanoUsd: 16_815 },
  ]);
  // 400 tokens read at 0.5 where uncached ones cost 5.
  expect(estimateCacheSavings(usageBy(['model'], [called({}, 400)]))).toMatchObject({
    estimatedSavedNanoUsd: 400 * 4.5,
  });
});
