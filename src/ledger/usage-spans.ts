/**
 * Which hours and days a usage query has to read. Pure. A day that is over for good is one read, and so is what is
 * closed of one that is not, as far as it was read together with the mark of what is closed; every other part of the
 * period is read by the hour, so that what the sweep does meanwhile can neither double nor hide anything.
 */
import { windowAt } from '../core/budget-window.ts';
import { dayAt, type Hour, hourAt, hourStartMs, hoursBetween } from './hours.ts';
import { keys } from './keys.ts';
import type { Marks } from './read-usage.ts';

export type UsageSpan = {
  /** Of the hash in the store. */
  readonly key: string;
  /** `YYYYMMDD` in the reporting zone. */
  readonly day: string;
  /** Null: the whole day, or what is closed of it. */
  readonly hour: Hour | null;
  /** Nothing is added to it but what comes late. */
  readonly isClosed: boolean;
};

export type SpanQuery = {
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  readonly byHour: boolean;
};

/** A day that is not over, and the last hour that was in it when it was read. */
export type OpenDay = { readonly day: string; readonly closed: string };

export type CountedUntil = Marks & { readonly nowMs: number; readonly timeZone: string };

function hourSpan(hour: Hour, closed: string | null): UsageSpan {
  const isClosed = closed !== null && hour.name <= closed;
  return { key: keys.hour(hour.name), day: hour.day, hour, isClosed };
}

const hourMs = 3_600_000;

/** Whether all hours of the day that `atMs` is in are closed. */
export function isDayOver(atMs: number, closed: string | null, timeZone: string): boolean {
  const { endMs } = windowAt('day', timeZone, atMs);
  return closed !== null && endMs !== null && hourAt(endMs - 1, timeZone).name <= closed;
}

/** The day that the last closed hour is in, where the query asks for all of it that is closed, and more is to come. */
export function findOpenDay(
  { fromMs, toMs, byHour }: SpanQuery,
  { closed, first }: Marks,
  timeZone: string,
): OpenDay | null {
  const closedMs = hourStartMs(closed ?? '');
  if (byHour || closed === null || closedMs === null || first === null) return null;
  const { startMs } = windowAt('day', timeZone, closedMs);
  if (startMs < fromMs || closedMs + hourMs > toMs) return null;
  return isDayOver(closedMs, closed, timeZone) ? null : { day: dayAt(closedMs, timeZone), closed };
}

/**
 * Oldest first. Hours of the future, and those before the first that was counted, are left out. `openDay`: was read up
 * to its mark, whatever the mark is now.
 */
export function planSpans(
  { fromMs, toMs, byHour }: SpanQuery,
  until: CountedUntil,
  openDay: OpenDay | null,
): UsageSpan[] {
  const { closed, first, nowMs, timeZone } = until;
  const firstMs = hourStartMs(first ?? '');
  if (first === null || firstMs === null) return [];
  const spans: UsageSpan[] = [];
  const endMs = Math.min(toMs, nowMs + 1);
  for (let atMs = fromMs; atMs < endMs; ) {
    const window = windowAt('day', timeZone, atMs);
    const dayEndMs = window.endMs ?? endMs;
    const isWhole = window.startMs >= fromMs && dayEndMs <= toMs;
    const day = dayAt(atMs, timeZone);
    if (!byHour && isWhole && isDayOver(atMs, closed, timeZone)) {
      if (dayEndMs > firstMs) spans.push({ key: keys.day(day), day, hour: null, isClosed: true });
    } else {
      const read = openDay?.day === day ? openDay.closed : '';
      if (read !== '') spans.push({ key: keys.day(day), day, hour: null, isClosed: false });
      const hours = hoursBetween(atMs, Math.min(dayEndMs, endMs), timeZone);
      const left = hours.filter(({ name }) => name >= first && name > read);
      spans.push(...left.map((hour) => hourSpan(hour, closed)));
    }
    atMs = dayEndMs;
  }
  return spans;
}
