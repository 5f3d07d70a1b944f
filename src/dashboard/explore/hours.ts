/** Figures hour by hour, without gaps. Pure. */

import { percentile } from '../../ledger/histogram.ts';
import type { Usage } from '../../ledger/query-usage.ts';
import { costFigure } from '../cost.ts';

export type HourFigures = {
  readonly atMs: number;
  readonly requests: number;
  /** Nano-USD; null: there were attempts and no price is known of any. */
  readonly cost: number | null;
  /** Milliseconds, of streamed answers; null: there were none. */
  readonly firstEventP50: number | null;
  readonly firstEventP95: number | null;
};

const hourMs = 3_600_000;

/** `usage`: by hour. An hour in which nothing was asked cost nothing; hours that have not begun are left out. */
export function hoursOf(usage: Usage, { fromMs, toMs }: { fromMs: number; toMs: number }): HourFigures[] {
  const hours = new Map<number, HourFigures>();
  for (let atMs = fromMs; atMs < toMs; atMs += hourMs)
    hours.set(atMs, { atMs, requests: 0, cost: 0, firstEventP50: null, firstEventP95: null });
  for (const {
    names: [name = ''],
    counters,
  } of usage.groups) {
    const atMs = Date.parse(name);
    hours.set(atMs, {
      atMs,
      requests: counters.requests,
      cost: costFigure(counters),
      firstEventP50: percentile(counters.firstEventMs, 0.5),
      firstEventP95: percentile(counters.firstEventMs, 0.95),
    });
  }
  return [...hours.values()].sort((a, b) => a.atMs - b.atMs);
}
