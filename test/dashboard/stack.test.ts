/** Stacked bars: every day, every cost, and nothing but what is unknown left unknown. */
import { expect, test } from 'vitest';
import { requestIdAt } from '../../src/core/request-time.ts';
import { costBars } from '../../src/dashboard/stack.ts';
import { queryUsage } from '../../src/ledger/query-usage.ts';
import { costing, makeRow } from '../support/ledger/make-row.ts';
import { slicesOf } from '../support/usage/slices-of.ts';

const at = (day: number) => Date.UTC(2026, 10, day, 12);
let made = 0;

function row(day: number, route: string, nanoUsd: number | null) {
  const requestId = requestIdAt(at(day), String(made++).padStart(16, '0'));
  return makeRow({
    requestId,
    startedAtMs: at(day),
    route,
    cost: nanoUsd === null ? null : costing(nanoUsd),
  });
}

const stackOf = (...rows: ReturnType<typeof row>[]) =>
  costBars(
    queryUsage(slicesOf(rows, 'UTC'), { by: ['day', 'route'], filter: {}, teams: 'all' }).groups,
    'route',
  );

test('a day that nobody called is there, and cost nothing', () => {
  expect(stackOf(row(1, 'a', 5), row(4, 'a', 7), row(4, 'b', 9))).toEqual({
    series: ['a', 'b'],
    days: [
      { day: '2026-11-01', values: [5, 0] },
      { day: '2026-11-02', values: [0, 0] },
      { day: '2026-11-03', values: [0, 0] },
      { day: '2026-11-04', values: [7, 9] },
    ],
  });
});

test('what has no price is unknown, and not 0', () => {
  expect(stackOf(row(1, 'a', null), row(1, 'b', 3)).days).toEqual([{ day: '2026-11-01', values: [3, null] }]);
});

test('from the ninth name on they stand together, and nothing is lost', () => {
  const rows = Array.from({ length: 11 }, (_, index) =>
    row(1, `r${String(index).padStart(2, '0')}`, 100 - index),
  );
  const { series, days } = stackOf(...rows);
  expect(series).toHaveLength(8);
  expect(series.at(-1)).toBe('4 other routes');
  expect(days[0]?.values.reduce<number>((sum, value) => sum + (value ?? 0), 0)).toBe(1045);
});

test('of nothing there is nothing', () => {
  expect(stackOf()).toEqual({ series: [], days: [] });
});
