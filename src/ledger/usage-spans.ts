/**
 * Which hours, days and thirds of months a usage query has to read. Pure. A day that is over for good is one read, and
 * so is a third where nobody asks for days, and what is closed of today, as far as it was read together with the mark
 * of what is closed; every other part of the period is read by the hour, so that what the sweep does meanwhile can
 * neither double nor hide anything.
 */
import { type Day, dayAt, dayWindowAt, type Hour, hourStartMs, hoursBetween, thirdOf } from './hours.ts';
import { keys } from './keys.ts';
import type { Marks } from './read-usage.ts';

export type UsageSpan = {
  /** Of the hash in the store. */
  readonly key: string;
  /** `YYYYMMDD` in the reporting zone; null: a third of a month. */
  readonly day: string | null;
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
  /** False: nobody asks for days, and thirds of months that are over are read as one. Absent: days are asked for. */
  readonly byDay?: boolean;
  /** While the store is away: what was closed when it was read last, where all of that is kept. */
  readonly orStale?: boolean;
};

/** A day that is not over, and the last hour that was in it when it was read. */
export type OpenDay = { readonly day: string; readonly closed: string };

export type CountedUntil = Marks & { readonly nowMs: number; readonly timeZone: string };

function hourSpan(hour: Hour, closed: string | null): UsageSpan {
  const isClosed = closed !== null && hour.name <= closed;
  return { key: keys.hour(hour.name), day: hour.day, hour, isClosed };
}

const hourMs = 3_600_000;

/** Whether all hours of it are closed. */
export function isDayOver({ lastHour }: Day, closed: string | null): boolean {
  return closed !== null && lastHour <= closed;
}

/** The day that the last closed hour is in, where the query asks for all of it that is closed, and more is to come. */
export function findOpenDay(
  { fromMs, toMs, byHour }: SpanQuery,
  { closed, first }: Marks,
  timeZone: string,
): OpenDay | null {
  const closedMs = hourStartMs(closed ?? '');
  if (byHour || closed === null || closedMs === null || first === null) return null;
  const day = dayWindowAt(closedMs, timeZone);
  if (day.startMs < fromMs || closedMs + hourMs > toMs) return null;
  return isDayOver(day, closed) ? null : { day: day.name, closed };
}

/** Rows of a release that keeps no thirds may come that long after an hour was closed by one that does. */
const settlingInMs = 24 * hourMs;

/** Whether every row of the third that begins at `startMs` is in it. */
function isThirdWhole(startMs: number, { thirdsFrom, first }: Marks): boolean {
  const fromMs = hourStartMs(thirdsFrom ?? '');
  if (thirdsFrom === null || fromMs === null || first === null) return false;
  return thirdsFrom <= first || startMs >= fromMs + settlingInMs;
}

type Stretch = { readonly span: UsageSpan; readonly endMs: number };

/** The third of a month that begins at `atMs`; null: none does, or it is not over, not asked for, or not whole. */
function thirdFrom(atMs: number, { toMs }: SpanQuery, until: CountedUntil): Stretch | null {
  const { closed, timeZone } = until;
  let day = dayWindowAt(atMs, timeZone);
  const third = thirdOf(day.name);
  const begins = day.startMs === atMs && /(01|11|21)$/.test(day.name);
  if (!begins || !isThirdWhole(atMs, until)) return null;
  for (let next = day; thirdOf(next.name) === third; next = dayWindowAt(day.endMs, timeZone)) day = next;
  if (day.endMs > toMs || !isDayOver(day, closed)) return null;
  const span = { key: keys.third(third), day: null, hour: null, isClosed: true };
  return { span, endMs: day.endMs };
}

/** What is left of a day that cannot be read whole: what is closed of it, where that was read, and the rest by the hour. */
function openSpans(fromMs: number, toMs: number, until: CountedUntil, openDay: OpenDay | null): UsageSpan[] {
  const { closed, first, timeZone } = until;
  const day = dayAt(fromMs, timeZone);
  const read = openDay?.day === day ? openDay.closed : '';
  const hours = hoursBetween(fromMs, toMs, timeZone).filter(
    ({ name }) => name >= (first ?? '') && name > read,
  );
  const spans = hours.map((hour) => hourSpan(hour, closed));
  return read === '' ? spans : [{ key: keys.day(day), day, hour: null, isClosed: false }, ...spans];
}

/**
 * Oldest first. Hours of the future, and those before the first that was counted, are left out. `openDay`: was read up
 * to its mark, whatever the mark is now.
 */
export function planSpans(query: SpanQuery, until: CountedUntil, openDay: OpenDay | null): UsageSpan[] {
  const { fromMs, toMs, byHour, byDay = true } = query;
  const { closed, first, nowMs, timeZone } = until;
  const firstMs = hourStartMs(first ?? '');
  if (firstMs === null) return [];
  const spans: UsageSpan[] = [];
  const endMs = Math.min(toMs, nowMs + 1);
  for (let atMs = fromMs; atMs < endMs; ) {
    const third = byHour || byDay ? null : thirdFrom(atMs, query, until);
    const day = dayWindowAt(atMs, timeZone);
    const untilMs = third?.endMs ?? day.endMs;
    const isWhole = day.startMs >= fromMs && day.endMs <= toMs;
    if (untilMs > firstMs) {
      if (third !== null) spans.push(third.span);
      else if (!byHour && isWhole && isDayOver(day, closed)) {
        spans.push({ key: keys.day(day.name), day: day.name, hour: null, isClosed: true });
      } else spans.push(...openSpans(atMs, Math.min(untilMs, endMs), until, openDay));
    }
    atMs = untilMs;
  }
  return spans;
}
