/** Figures hour by hour, without gaps. Pure. */

import { knownCostOf } from '../../finance/day-costs.ts';
import { percentile } from '../../ledger/histogram.ts';
import { hoursBetween } from '../../ledger/hours.ts';
import type { Usage } from '../../ledger/query-usage.ts';

export type HourFigures = {
  readonly atMs: number;
  readonly requests: number;
  /** Nano-USD; null: there were attempts and no price is known of any. */
  readonly cost: number | null;
  /** Milliseconds, of streamed answers; null: there were none. */
  readonly firstEventP50: number | null;
  readonly firstEventP95: number | null;
};

type Span = { readonly fromMs: number; readonly toMs: number; readonly timeZone: string };

/** `usage`: by hour. An hour in which nothing was asked cost nothing; hours that have not begun are left out. */
export function hoursOf(usage: Usage, { fromMs, toMs, timeZone }: Span): HourFigures[] {
  const hours = new Map<number, HourFigures>();
  for (const { startMs: atMs } of hoursBetween(fromMs, toMs, timeZone))
    hours.set(atMs, { atMs, requests: 0, cost: 0, firstEventP50: null, firstEventP95: null });
  for (const {
    names: [name = ''],
    counters,
  } of usage.groups) {
    const atMs = Date.parse(name);
    hours.set(atMs, {
      atMs,
      requests: counters.requests,
      cost: knownCostOf(counters),
      firstEventP50: percentile(counters.firstEventMs, 0.5),
      firstEventP95: percentile(counters.firstEventMs, 0.95),
    });
  }
  return [...hours.values()].sort((a, b) => a.atMs - b.atMs);
}
