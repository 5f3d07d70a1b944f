/**
 * Names of hours and days. Hours begin where the hours of the reporting zone begin, so that the days of a zone half
 * an hour off are whole; days are the zone's. Pure but for two declared caches.
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

/** The third of a month that a day (`YYYYMMDD`) is in, as `YYYYMM` and 1 to 3: up to its 10th, its 20th, its end. */
export function thirdOf(day: string): string {
  return `${day.slice(0, 6)}${Math.min(3, Math.ceil(Number(day.slice(6)) / 10))}`;
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

export type Day = {
  /** `YYYYMMDD`. */
  readonly name: string;
  readonly startMs: number;
  /** Exclusive. */
  readonly endMs: number;
  /** Name of its last hour. */
  readonly lastHour: string;
};

/** Days by zone and a moment in them: queries walk along the same midnights. Emptied when it is full. */
const days = new Map<string, Day>();
const mostDays = 2000;

/** The day of the reporting zone that `atMs` is in. */
export function dayWindowAt(atMs: number, timeZone: string): Day {
  const key = `${atMs} ${timeZone}`;
  const known = days.get(key);
  if (known !== undefined) return known;
  const { startMs, endMs } = windowAt('day', timeZone, atMs);
  if (endMs === null) throw new Error('a day has no end');
  const day = { name: dayAt(atMs, timeZone), startMs, endMs, lastHour: hourAt(endMs - 1, timeZone).name };
  if (days.size >= mostDays) days.clear();
  days.set(key, day);
  return day;
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
