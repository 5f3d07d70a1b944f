/** What the figures of a month say that somebody has to be told: budgets that will not last, estimates, new top spenders. Pure. */

import type { Alert } from '../core/alert.ts';
import { windowAt } from '../core/budget-window.ts';
import type { AlertSettings } from '../core/config.ts';
import { dayOfNumber, numberOfDay } from '../finance/day-costs.ts';
import type { Figures } from '../finance/figures.ts';
import { forecastMonth } from '../finance/forecast-month.ts';
import { reconciliationRoute, unallocatedTeam } from '../finance/reconcile-row.ts';
import { driftShareOf } from '../finance/reconcile-sums.ts';
import { findNewTopSpender } from '../finance/top-spender.ts';
import type { BudgetStanding } from '../ledger/budget-standings.ts';
import { costOf } from '../ledger/counters.ts';
import { reconciledProviders, type StoredReconciliation } from '../ledger/reconciliations.ts';
import { findSpendDriver } from './find-driver.ts';
import { dateOf } from './phrases.ts';

const dayMs = 86_400_000;
const weekDays = 7;
/** Below this a month's cost says nothing of shares. */
const leastNanoUsd = 1_000_000_000;

export type Found = {
  readonly alerts: readonly Alert[];
  /** Keys of conditions that are over. */
  readonly over: readonly string[];
};

export type SpendClock = { readonly timeZone: string; readonly nowMs: number };

/**
 * Of teams and routes, by the month of the reporting zone; once a window. One that is used up already has been told.
 * `figures`: by day, from `historyStartMs` to now.
 */
export function findForecasts(
  standings: readonly BudgetStanding[],
  figures: Figures,
  { timeZone, nowMs }: SpendClock,
): Alert[] {
  const month = windowAt('month', timeZone, nowMs);
  const today = dateOf(nowMs, timeZone);
  return standings.flatMap(({ scope, id, budget, startMs, resetAtMs, spentNanoUsd }) => {
    const { limitNanoUsd, window } = budget;
    if ((scope !== 'team' && scope !== 'route') || window !== 'month' || budget.timeZone !== timeZone)
      return [];
    if (limitNanoUsd === null || resetAtMs === null || startMs !== month.startMs) return [];
    const filter = { [scope]: [id] };
    const made = forecastMonth(figures, { timeZone, nowMs }, { filter });
    if (spentNanoUsd >= limitNanoUsd || made.method === 'none' || made.expectedNanoUsd <= limitNanoUsd)
      return [];
    const { toDateNanoUsd, expectedNanoUsd, lowNanoUsd, highNanoUsd } = made;
    const spent = figures.between(dateOf(month.startMs, timeZone), today);
    const driver = findSpendDriver(spent, filter);
    const amounts = { toDateNanoUsd, expectedNanoUsd, lowNanoUsd, highNanoUsd, limitNanoUsd };
    const data = { scope, id, timeZone, windowStartMs: startMs, resetAtMs, ...amounts, driver };
    const key = `forecast:${scope}:${id}:${dateOf(startMs, timeZone)}:${limitNanoUsd}`;
    return [{ kind: 'forecast', key, covers: [], untilMs: resetAtMs + dayMs, data }];
  });
}

const estimatedKey = 'estimated';

/** Of the month so far. */
export function findEstimated(
  figures: Figures,
  { estimatedShare: limitShare, againMs }: Pick<AlertSettings, 'estimatedShare' | 'againMs'>,
  { timeZone, nowMs }: SpendClock,
): Found {
  const from = dateOf(windowAt('month', timeZone, nowMs).startMs, timeZone);
  const to = dateOf(nowMs, timeZone);
  const month = figures.between(from, to);
  const { total } = month.by([]);
  const [nanoUsd, estimatedNanoUsd] = [costOf(total), total.costEstimated];
  if (nanoUsd < leastNanoUsd || estimatedNanoUsd <= limitShare * nanoUsd)
    return { alerts: [], over: [estimatedKey] };
  const driver = findSpendDriver(month, undefined, ({ costEstimated }) => costEstimated);
  const data = { from, to, nanoUsd, estimatedNanoUsd, limitShare, driver };
  const untilMs = nowMs + againMs;
  return { alerts: [{ kind: 'estimated', key: estimatedKey, covers: [], untilMs, data }], over: [] };
}

/** The last seven whole days against the seven before, once a week for whoever is first. */
export function findTopSpenders(figures: Figures, { timeZone, nowMs }: SpendClock): Alert[] {
  const today = numberOfDay(dateOf(nowMs, timeZone));
  const back = (days: number) => dayOfNumber(today - days);
  const [from, to] = [back(weekDays), back(1)];
  const now = figures.between(from, to);
  const before = figures.between(back(2 * weekDays), back(weekDays + 1));
  const notPeople = new Set([reconciliationRoute, unallocatedTeam]);
  return (['route', 'team'] as const).flatMap((dimension) => {
    const spent = (of: Figures) => {
      const usage = of.by([dimension]);
      return { ...usage, groups: usage.groups.filter(({ names: [name = ''] }) => !notPeople.has(name)) };
    };
    const top = findNewTopSpender(spent(before), spent(now));
    if (top === null) return [];
    const driver = findSpendDriver(now, { [dimension]: [top.name] });
    const key = `top-spender:${dimension}:${top.name}`;
    const data = { dimension, from, to, ...top, driver };
    return [{ kind: 'top-spender' as const, key, covers: [], untilMs: nowMs + weekDays * dayMs, data }];
  });
}

/** Each provider's days together, as far as they were compared. */
export function findDrift(
  reconciled: readonly StoredReconciliation[],
  { driftShare: limitShare, againMs }: Pick<AlertSettings, 'driftShare' | 'againMs'>,
  nowMs: number,
): Found {
  const alerts: Alert[] = [];
  const over: string[] = [];
  for (const provider of reconciledProviders) {
    const days = reconciled.filter((each) => each.provider === provider);
    const [first] = days;
    const key = `drift:${provider}`;
    const sum = (name: 'ledgerNanoUsd' | 'billedNanoUsd') =>
      days.reduce((total, each) => total + each[name], 0);
    const [ledgerNanoUsd, billedNanoUsd] = [sum('ledgerNanoUsd'), sum('billedNanoUsd')];
    // A ledger that a provider bills nothing of differs by all of it.
    const share = driftShareOf(ledgerNanoUsd, billedNanoUsd) ?? Number.POSITIVE_INFINITY;
    if (first === undefined || Math.abs(share) <= limitShare) {
      over.push(key);
      continue;
    }
    const isWorse = (a: number, b: number) => Math.abs(a) > Math.abs(b);
    const worst = days.reduce(
      (most, each) => (isWorse(each.driftNanoUsd, most.driftNanoUsd) ? each : most),
      first,
    );
    const driver = { day: worst.day, driftNanoUsd: worst.driftNanoUsd };
    const period = { from: first.day, to: days.at(-1)?.day ?? first.day, days: days.length };
    const data = { provider, ...period, ledgerNanoUsd, billedNanoUsd, limitShare, driver };
    alerts.push({ kind: 'drift', key, covers: [], untilMs: nowMs + againMs, data });
  }
  return { alerts, over };
}
