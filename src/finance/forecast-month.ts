/** The forecast of the month that is under way, from figures: the same for the whole, a team or a route. Pure. */
import { localMs, windowAt } from '../core/budget-window.ts';
import type { UsageFilter } from '../ledger/query-usage.ts';
import { costsByDay, dayOfNumber, knownCostOf, numberOfDay } from './day-costs.ts';
import type { Figures } from './figures.ts';
import { type Forecast, forecast } from './forecast.ts';

/** Days that a forecast looks back upon. */
const historyDays = 28;
const hourMs = 3_600_000;

type Clock = { readonly timeZone: string; readonly nowMs: number };

/** `2026-11-30`. */
const dateAt = (atMs: number, timeZone: string): string =>
  new Date(localMs(atMs, timeZone)).toISOString().slice(0, 10);

/** Where the figures have to begin: what is looked back upon, and the month. */
export function historyStartMs({ timeZone, nowMs }: Clock): number {
  const historyMs = windowAt('day', timeZone, nowMs - historyDays * 24 * hourMs).startMs;
  return Math.min(historyMs, windowAt('month', timeZone, nowMs).startMs);
}

/** `figures`: by day from `historyStartMs` to now. `filter`: in place of theirs. `paths`: drawn for the band. */
export function forecastMonth(
  figures: Figures,
  { timeZone, nowMs }: Clock,
  { filter, paths }: { readonly filter?: UsageFilter; readonly paths?: number } = {},
): Forecast {
  const today = dateAt(nowMs, timeZone);
  const { startMs, endMs } = windowAt('month', timeZone, nowMs);
  const day = windowAt('day', timeZone, nowMs);
  const dayMs = (day.endMs ?? nowMs) - day.startMs;
  return forecast({
    days: costsByDay(
      figures.by(['day'], filter),
      dateAt(historyStartMs({ timeZone, nowMs }), timeZone),
      dayOfNumber(numberOfDay(today) - 1),
    ),
    today: {
      day: today,
      nanoUsd: knownCostOf(figures.between(today, today).by([], filter).total) ?? 0,
      shareOver: (nowMs - day.startMs) / dayMs,
    },
    from: dateAt(startMs, timeZone),
    to: dateAt((endMs ?? startMs) - 1, timeZone),
    ...(paths !== undefined && { paths }),
  });
}
