/** When fallbacks are told: from what hourly counters grew by between looks. */
import { describe, expect, test } from 'vitest';
import {
  type FallbackCount,
  type FallbackLook,
  findFallbacks,
  lookAtFallbacks,
  looksToKeep,
} from '../../src/alerts/find-fallback.ts';
import { hourAt } from '../../src/ledger/hours.ts';
import { countersOf } from '../finance/usage-of.ts';
import { someMs } from '../support/ledger/make-row.ts';
import { makeCell } from '../support/usage/make-cell.ts';
import { makeAlertSettings } from '../support/world/alerts.ts';

const minuteMs = 60_000;
const settings = makeAlertSettings();
const { startMs } = hourAt(someMs, 'UTC');

const seen = (requests: number, fallbacks: number, more: Partial<FallbackCount> = {}): FallbackCount => ({
  startMs,
  route: 'auto',
  model: 'glm-5.1',
  requests,
  fallbacks,
  failed: 0,
  ...more,
});

/** Five minutes apart, the last now. */
const looksOf = (...counts: readonly (readonly FallbackCount[])[]): FallbackLook[] =>
  counts.map((each, at) => ({ atMs: someMs + (at - counts.length + 1) * 5 * minuteMs, counts: each }));

function find(looks: readonly FallbackLook[]) {
  const { alerts, over } = findFallbacks(looks, settings, 'UTC');
  return { told: alerts.map(({ data }) => data), over };
}

describe('ten minutes', () => {
  test.each([
    ['twice over the line', [100, 10], [120, 12], [140, 14], true],
    ['at the line', [100, 0], [140, 2], [180, 4], false],
    ['over it in the last five minutes alone', [100, 0], [120, 0], [140, 4], false],
    ['over it in the first five minutes alone', [100, 0], [120, 4], [140, 4], false],
    ['of too few requests', [100, 0], [109, 5], [118, 10], false],
    ['without requests', [100, 50], [100, 50], [100, 50], false],
  ] as const)('%s', (_, first, second, third, isTold) => {
    const { told } = find(
      looksOf(...[first, second, third].map(([requests, fallbacks]) => [seen(requests, fallbacks)])),
    );
    expect(told.length > 0).toBe(isTold);
  });

  test('say what has come since, and whose attempts failed most', () => {
    const looks = looksOf(
      [seen(100, 10, { failed: 30 }), seen(0, 0, { model: 'other' })],
      [seen(120, 14, { failed: 31 }), seen(0, 0, { model: 'other', failed: 3 })],
      [seen(140, 18, { failed: 32 }), seen(0, 0, { model: 'other', failed: 5 })],
    );
    const { told, over } = find(looks);
    expect(over).toEqual([]);
    expect(told).toEqual([
      {
        route: 'auto',
        fromMs: someMs - 10 * minuteMs,
        toMs: someMs,
        requests: 40,
        fallbacks: 8,
        limitShare: 0.05,
        driver: { model: 'other', failed: 5 },
        timeZone: 'UTC',
      },
    ]);
  });

  test('one look alone, or two, say nothing', () => {
    expect(find(looksOf([seen(100, 50)])).told).toEqual([]);
    expect(find(looksOf([seen(0, 0)], [seen(100, 50)])).told).toEqual([]);
  });

  test('a new hour goes on from nothing', () => {
    const next = { startMs: startMs + 60 * minuteMs };
    const looks = looksOf(
      [seen(100, 0)],
      [seen(110, 5), seen(10, 1, next)],
      [seen(110, 5), seen(40, 9, next)],
    );
    expect(find(looks).told).toMatchObject([{ requests: 50, fallbacks: 14 }]);
  });

  test('looks that were missed say nothing of minutes', () => {
    const [first, second, third] = looksOf([seen(0, 0)], [seen(50, 20)], [seen(100, 40)]);
    const early = { ...(first as FallbackLook), atMs: someMs - 60 * minuteMs };
    expect(find([early, second as FallbackLook, third as FallbackLook]).told).toEqual([]);
  });

  test('one route hides no other', () => {
    const steps = [0, 1, 2].map((at) => [seen(1000 * at, 0), seen(20 * at, 10 * at, { route: 'bad' })]);
    expect(find(looksOf(...steps)).told).toMatchObject([{ route: 'bad' }]);
  });
});

test.each([
  ['no more than half the line', [140, 10], ['fallback:auto']],
  ['between half the line and the line', [220, 14], []],
  ['no requests', [120, 10], []],
] as const)('over: %s', (_, last, over) => {
  expect(find(looksOf([seen(100, 5)], [seen(120, 10)], [seen(last[0], last[1])])).over).toEqual(over);
});

test('a look adds the cells of a route and model, by hour, and leaves out what is nothing', () => {
  const cell = (team: string, model = 'glm-5.1') => makeCell({ route: 'auto', model, team });
  const hour = {
    ...hourAt(someMs, 'UTC'),
    cells: [
      { cell: cell('a'), counters: countersOf({ requests: 3, fallbacks: 1, failed: 1 }) },
      { cell: cell('b'), counters: countersOf({ requests: 4, rejected: 2 }) },
      { cell: cell('b', 'quiet'), counters: countersOf({ shadows: 4 }) },
    ],
  };
  expect(lookAtFallbacks([hour], someMs)).toEqual({ atMs: someMs, counts: [seen(7, 1, { failed: 3 })] });
});

test('no more looks are kept than the next one needs', () => {
  const looks = looksOf([], [], [], [], []);
  expect(looksToKeep(looks, settings.fallback)).toEqual(looks.slice(2));
});
