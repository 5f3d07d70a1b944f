/** What the figures of a month tell: forecasts, estimates, new top spenders, bills that differ; each at its line. */
import { describe, expect, test } from 'vitest';
import { findDrift, findEstimated, findForecasts, findTopSpenders } from '../../src/alerts/find-spend.ts';
import { createWindowReader } from '../../src/core/budget-window.ts';
import { type Figures, figuresOf } from '../../src/finance/figures.ts';
import { forecastMonth } from '../../src/finance/forecast-month.ts';
import { currentStandings } from '../../src/ledger/budget-standings.ts';
import type { StoredReconciliation } from '../../src/ledger/reconciliations.ts';
import { parseScope, type ScopeState } from '../../src/ledger/state-codec.ts';
import { countersOf, type GivenCounters } from '../finance/usage-of.ts';
import { makeBudget, makeScope, someMs } from '../support/ledger/make-row.ts';
import { makeCell } from '../support/usage/make-cell.ts';
import { makeAlertSettings } from '../support/world/alerts.ts';

const usd = 1_000_000_000;
const dayMs = 86_400_000;
const clock = { timeZone: 'UTC', nowMs: someMs };
const settings = makeAlertSettings();

type Spent = { readonly team?: string; readonly route?: string; readonly model?: string } & GivenCounters;

/** `ofDay`: what was counted so many days ago, for 40 days. */
function figuresWith(ofDay: (daysAgo: number) => readonly Spent[]): Figures {
  const slices = Array.from({ length: 40 }, (_, at) => 39 - at).map((daysAgo) => ({
    day: new Date(someMs - daysAgo * dayMs).toISOString().slice(0, 10).replaceAll('-', ''),
    hour: null,
    cells: ofDay(daysAgo).map(({ team = 'care', route = 'auto', model = 'gpt-5.5', ...counters }) => ({
      cell: makeCell({ team, route, model }),
      counters: countersOf({ attempts: 1, ...counters }),
    })),
  }));
  return figuresOf({ slices, completeUntilMs: someMs, firstMs: null, staleSinceMs: null }, 'all');
}

describe('a budget that will not last', () => {
  const figures = figuresWith((daysAgo) => [
    { costOutput: daysAgo === 0 ? 4 * usd : 8 * usd },
    { costOutput: daysAgo === 0 ? 1 * usd : 2 * usd, route: 'hard', model: 'gpt-5.5-pro' },
    { costOutput: 50 * usd, team: 'other', route: 'else' },
  ]);
  const made = forecastMonth(figures, clock, { filter: { team: ['care'] } });
  const expected = made.expectedNanoUsd ?? 0;

  const find = (given: Parameters<typeof makeBudget>[0], id = 'care', spent = 0) => {
    const budget = makeBudget({ window: 'month', limitNanoUsd: expected - 1, ...given });
    const startMs = Date.UTC(2026, 10, 1);
    const counted = { startMs, spentNanoUsd: spent, spentTokens: 0, before: null };
    const name = `${budget.window}@${budget.timeZone}`;
    const state: ScopeState = { ...parseScope(''), budgets: new Map([[name, counted]]) };
    const scope = makeScope({ budgets: [budget] }, { scope: 'team', id });
    return findForecasts(currentStandings(scope, state, someMs, createWindowReader()), figures, clock);
  };

  test('is told with what it is spent on, once a month', () => {
    const [alert] = find({});
    expect(alert).toMatchObject({
      kind: 'forecast',
      key: `forecast:team:care:2026-11-01:${expected - 1}`,
      untilMs: Date.UTC(2026, 11, 2),
      data: {
        scope: 'team',
        id: 'care',
        toDateNanoUsd: made.toDateNanoUsd,
        expectedNanoUsd: expected,
        limitNanoUsd: expected - 1,
        driver: { route: 'auto', model: 'gpt-5.5', team: 'care', nanoUsd: 20 * 8 * usd + 4 * usd },
      },
    });
  });

  test.each<[string, Parameters<typeof find>]>([
    ['the forecast is within the limit', [{ limitNanoUsd: expected }]],
    ['it is used up already, which is told otherwise', [{}, 'care', expected]],
    ['its window is no month', [{ window: 'week' }]],
    ['its month is that of another zone', [{ timeZone: 'Asia/Tokyo' }]],
    ['it is of tokens', [{ limitNanoUsd: null, limitTokens: 1 }]],
    ['nothing was spent', [{ limitNanoUsd: 1 }, 'nobody']],
  ])('is not told where %s', (_, given) => expect(find(...given)).toEqual([]));
});

describe('estimates', () => {
  const find = (costEstimated: number, cost = 100 * usd) =>
    findEstimated(
      figuresWith((daysAgo) =>
        daysAgo === 3
          ? [{ costOutput: cost - costEstimated }, { costOutput: costEstimated, costEstimated, team: 'slow' }]
          : daysAgo > 25
            ? [{ costOutput: 900 * usd, costEstimated: 900 * usd }]
            : [],
      ),
      settings,
      clock,
    );

  test('are told over 1 % of the month, with whose they are', () => {
    expect(find(usd + 1)).toMatchObject({
      alerts: [
        {
          key: 'estimated',
          untilMs: someMs + 6 * 3_600_000,
          data: {
            from: '2026-11-01',
            to: '2026-11-21',
            nanoUsd: 100 * usd,
            estimatedNanoUsd: usd + 1,
            driver: { team: 'slow', nanoUsd: usd + 1 },
          },
        },
      ],
      over: [],
    });
  });

  test.each([
    ['at 1 %', usd, 100 * usd],
    ['of a month that has hardly cost anything', 1000, usd - 1],
  ])('are over %s', (_, estimated, cost) => {
    expect(find(estimated, cost)).toEqual({ alerts: [], over: ['estimated'] });
  });
});

describe('a new top spender', () => {
  const find = (late: number, early = 1) =>
    findTopSpenders(
      figuresWith((daysAgo) => [
        { costOutput: 2 * usd },
        { costOutput: (daysAgo <= 7 && daysAgo > 0 ? late : early) * usd, team: 'new', route: 'worker' },
      ]),
      clock,
    );

  test('is told by team and by route, for the last seven whole days', () => {
    expect(find(3)).toMatchObject([
      { key: 'top-spender:route:worker', data: { dimension: 'route', displaced: 'auto' } },
      {
        key: 'top-spender:team:new',
        untilMs: someMs + 7 * dayMs,
        data: {
          dimension: 'team',
          name: 'new',
          from: '2026-11-14',
          to: '2026-11-20',
          nanoUsd: 21 * usd,
          beforeNanoUsd: 7 * usd,
          displaced: 'care',
          driver: { route: 'worker', nanoUsd: 21 * usd },
        },
      },
    ]);
  });

  test.each([
    ['who is first spends no more than another', 2, 1],
    ['who is first was first before', 9, 3],
  ])('is nobody where %s', (_, late, early) => expect(find(late, early)).toEqual([]));
});

describe('bills', () => {
  const day = (
    date: string,
    ledger: number,
    billed: number,
    provider: 'openai' | 'anthropic' = 'openai',
  ): StoredReconciliation => ({
    provider,
    day: date,
    ledgerNanoUsd: ledger,
    billedNanoUsd: billed,
    estimatedNanoUsd: 0,
    correctedNanoUsd: 0,
    isExact: true,
    driftNanoUsd: billed - ledger,
    atMs: someMs,
    by: 'a',
  });
  const told = (...days: StoredReconciliation[]) => {
    const { alerts, over } = findDrift(days, settings, someMs);
    return { told: alerts.map(({ key, data }) => ({ key, data })), over };
  };

  test('that differ by more than 1 % are told by provider, with the day that differs most', () => {
    const days = [day('2026-11-01', 100, 100), day('2026-11-02', 100, 90), day('2026-11-03', 100, 101)];
    expect(told(...days, day('2026-11-02', 50, 50, 'anthropic'))).toEqual({
      told: [
        {
          key: 'drift:openai',
          data: {
            provider: 'openai',
            from: '2026-11-01',
            to: '2026-11-03',
            days: 3,
            ledgerNanoUsd: 300,
            billedNanoUsd: 291,
            limitShare: 0.01,
            driver: { day: '2026-11-02', driftNanoUsd: -10 },
          },
        },
      ],
      over: ['drift:anthropic'],
    });
  });

  test('that bill nothing of a ledger differ', () => {
    expect(told(day('2026-11-01', 100, 0)).told).toHaveLength(1);
  });

  test.each([
    ['differ by 1 %', [day('2026-11-01', 99, 100)]],
    ['were not compared', []],
  ])('are no matter where they %s', (_, days) => {
    expect(told(...days)).toEqual({ told: [], over: ['drift:openai', 'drift:anthropic'] });
  });
});
