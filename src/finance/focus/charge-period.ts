/**
 * The periods of a charge: the day of the reporting zone that it belongs to and the month around it, as instants, so
 * that a day when clocks change has 23 or 25 hours. Pure.
 */
import { localMs, windowAt } from '../../core/budget-window.ts';

export type ChargePeriod = {
  readonly fromMs: number;
  /** Exclusive, as all ends. */
  readonly toMs: number;
  /** The same and those of the month around it, as they are written. */
  readonly from: string;
  readonly to: string;
  readonly monthFrom: string;
  readonly monthTo: string;
};

/** UTC to the second, as all times in files. */
export const isoOf = (atMs: number): string => new Date(atMs).toISOString().replace('.000Z', 'Z');

/** `day`: `YYYY-MM-DD`. */
export function chargePeriodOf(day: string, timeZone: string): ChargePeriod {
  const noon = Date.parse(`${day}T12:00:00Z`);
  const atMs = noon - (localMs(noon, timeZone) - noon);
  const date = windowAt('day', timeZone, atMs);
  const month = windowAt('month', timeZone, atMs);
  // Only windows without an end have none.
  const toMs = date.endMs ?? 0;
  return {
    fromMs: date.startMs,
    toMs,
    from: isoOf(date.startMs),
    to: isoOf(toMs),
    monthFrom: isoOf(month.startMs),
    monthTo: isoOf(month.endMs ?? 0),
  };
}
