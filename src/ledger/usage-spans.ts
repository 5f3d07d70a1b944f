/**
 * Which hours and days a usage query has to read. Pure. A day that is over for good is one read; every other part of
 * the period is read by the hour, so that what the sweep does meanwhile can neither double nor hide anything.
 */
import { windowAt } from '../core/budget-window.ts';
import { dayAt, type Hour, hourAt, hourStartMs, hoursBetween } from './hours.ts';
import { keys } from './keys.ts';

export type UsageSpan = {
  /** Of the hash in the store. */
  readonly key: string;
  /** `YYYYMMDD` in the reporting zone. */
  readonly day: string;
  /** Null: the whole day. */
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

export type CountedUntil = {
  /** Name of the last hour that is in its day; null: none is. */
  readonly closed: string | null;
  /** Name of the first hour that anything was counted in; null: nothing was. */
  readonly first: string | null;
  readonly nowMs: number;
  readonly timeZone: string;
};

function hourSpan(hour: Hour, closed: string | null): UsageSpan {
  const isClosed = closed !== null && hour.name <= closed;
  return { key: keys.hour(hour.name), day: hour.day, hour, isClosed };
}

/** Oldest first. Hours of the future, and those before the first that was counted, are left out. */
export function planSpans({ fromMs, toMs, byHour }: SpanQuery, until: CountedUntil): UsageSpan[] {
  const { closed, first, nowMs, timeZone } = until;
  const firstMs = hourStartMs(first ?? '');
  if (first === null || firstMs === null) return [];
  const spans: UsageSpan[] = [];
  const endMs = Math.min(toMs, nowMs + 1);
  for (let atMs = fromMs; atMs < endMs; ) {
    const day = windowAt('day', timeZone, atMs);
    const dayEndMs = day.endMs ?? endMs;
    const isWhole = day.startMs >= fromMs && dayEndMs <= toMs;
    if (!byHour && isWhole && closed !== null && hourAt(dayEndMs - 1, timeZone).name <= closed) {
      const name = dayAt(atMs, timeZone);
      if (dayEndMs > firstMs) spans.push({ key: keys.day(name), day: name, hour: null, isClosed: true });
    } else {
      const hours = hoursBetween(atMs, Math.min(dayEndMs, endMs), timeZone);
      spans.push(...hours.filter(({ name }) => name >= first).map((hour) => hourSpan(hour, closed)));
    }
    atMs = dayEndMs;
  }
  return spans;
}
