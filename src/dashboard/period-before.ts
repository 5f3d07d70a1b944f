/** The period that another is compared with: as many days, right before it, up to the same time of day. Pure. */
import { windowAt } from '../core/budget-window.ts';
import type { Span } from './usage.ts';

const dayMs = 86_400_000;

/** The same wall clock so many days earlier, but for an hour on a day on which the clock is changed. */
function daysEarlier(atMs: number, days: number, timeZone: string): number {
  const { startMs } = windowAt('day', timeZone, atMs);
  const { startMs: earlierMs } = windowAt('day', timeZone, startMs + dayMs / 2 - days * dayMs);
  return earlierMs + (atMs - startMs);
}

export function spanBefore({ fromMs, toMs }: Span, timeZone: string): Span {
  const startOf = (atMs: number) => windowAt('day', timeZone, atMs).startMs;
  const days = Math.round((startOf(toMs - 1) - startOf(fromMs)) / dayMs) + 1;
  return { fromMs: daysEarlier(fromMs, days, timeZone), toMs: daysEarlier(toMs, days, timeZone) };
}
