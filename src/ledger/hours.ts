/**
 * Names of hours and days. Hours begin where the hours of the reporting zone begin, so that the days of a zone half
 * an hour off are whole; days are the zone's. Pure but for one declared cache.
 */
import { localMs, windowAt } from '../core/budget-window.ts';

const hourMs = 3_600_000;

export type Hour = {
  /** `YYYYMMDDHHmm` of its beginning, in UTC: sorts as time does and never comes twice. */
  readonly name: string;
  readonly startMs: number;
  /** `YYYYMMDD` in the reporting zone. */
  readonly day: string;
};

function digits(ms: number, length: number): string {
  return new Date(ms).toISOString().replace(/\D/g, '').slice(0, length);
}

export function dayAt(atMs: number, timeZone: string): string {
  return digits(localMs(atMs, timeZone), 8);
}

/** The hour asked for last, by zone: most rows are of the same. */
const latest = new Map<string, Hour>();

export function hourAt(atMs: number, timeZone: string): Hour {
  const known = latest.get(timeZone);
  if (known !== undefined && atMs >= known.startMs && atMs < known.startMs + hourMs) return known;
  const { startMs } = windowAt('hour', timeZone, atMs);
  const hour = { name: digits(startMs, 12), startMs, day: dayAt(startMs, timeZone) };
  // Where the clock is put by half an hour, an hour has another's end.
  const isWhole = windowAt('hour', timeZone, startMs + hourMs - 1).startMs === startMs;
  if (isWhole) latest.set(timeZone, hour);
  return hour;
}

/** Hours that `from` (inclusive) to `to` (exclusive) touches, oldest first. */
export function hoursBetween(fromMs: number, toMs: number, timeZone: string): Hour[] {
  const hours: Hour[] = [];
  for (let atMs = fromMs; atMs < toMs; ) {
    const hour = hourAt(atMs, timeZone);
    if (hour.name !== hours.at(-1)?.name) hours.push(hour);
    atMs = hour.startMs + hourMs > atMs ? hour.startMs + hourMs : atMs + hourMs;
  }
  return hours;
}

/** Start of the hour that a name tells; null: it is none. */
export function hourStartMs(name: string): number | null {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(name)?.slice(1).map(Number);
  if (parts === undefined) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = parts;
  return Date.UTC(year, month - 1, day, hour, minute);
}
