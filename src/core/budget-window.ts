/**
 * Where a calendar window begins and ends in a time zone, daylight saving time included. Pure but for one declared
 * cache of the platform's formatters, which are dear to make.
 */
import type { BudgetWindow } from './budget.ts';

export type WindowSpan = {
  /** Milliseconds since 1970; 0 for `total`. */
  readonly startMs: number;
  /** Exclusive; null: it does not end. */
  readonly endMs: number | null;
};

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

/** Whether the platform knows the zone. */
export function isTimeZone(timeZone: string): boolean {
  try {
    formatterOf(timeZone);
    return true;
  } catch {
    return false;
  }
}

/** The zone's wall clock, written as if it were UTC. Throws RangeError for an unknown zone. */
export function localMs(atMs: number, timeZone: string): number {
  if (timeZone === 'UTC') return atMs;
  const parts: Record<string, number> = {};
  for (const { type, value } of formatterOf(timeZone).formatToParts(atMs)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((atMs % 1000) + 1000) % 1000);
}

/** The first moment at which the zone's wall clock shows `local` or, where that is skipped, later. */
function firstMomentAt(local: number, timeZone: string): number {
  const guesses = [local - dayMs, local + dayMs].map((near) => local - (localMs(near, timeZone) - near));
  const shown = guesses.filter((guess) => localMs(guess, timeZone) === local);
  if (shown.length > 0) return Math.min(...shown);
  return firstMomentAfter(local, Math.min(...guesses), Math.max(...guesses), timeZone);
}

/** In a gap: the moment in between at which the clock jumps over `local`. */
function firstMomentAfter(local: number, fromMs: number, toMs: number, timeZone: string): number {
  let [low, high] = [fromMs, toMs];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (localMs(middle, timeZone) >= local) high = middle;
    else low = middle;
  }
  return high;
}

type CalendarWindow = Exclude<BudgetWindow, 'minute' | 'hour' | 'total'>;

/** First and next local midnight, as if UTC. */
function localSpan(window: CalendarWindow, local: number): readonly [number, number] {
  const date = new Date(local);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  switch (window) {
    case 'day':
      return [Date.UTC(year, month, day), Date.UTC(year, month, day + 1)];
    case 'week': {
      const monday = day - ((date.getUTCDay() + 6) % 7);
      return [Date.UTC(year, month, monday), Date.UTC(year, month, monday + 7)];
    }
    case 'month':
      return [Date.UTC(year, month, 1), Date.UTC(year, month + 1, 1)];
    default:
      return window satisfies never;
  }
}

/** The window that `atMs` is in. Throws RangeError for an unknown zone. */
export function windowAt(window: BudgetWindow, timeZone: string, atMs: number): WindowSpan {
  if (window === 'total') return { startMs: 0, endMs: null };
  if (window === 'minute') return evenSpan(atMs, minuteMs, 0);
  if (window === 'hour') return evenSpan(atMs, hourMs, localMs(atMs, timeZone) - atMs);
  const [from, to] = localSpan(window, localMs(atMs, timeZone));
  return { startMs: firstMomentAt(from, timeZone), endMs: firstMomentAt(to, timeZone) };
}

function evenSpan(atMs: number, lengthMs: number, offsetMs: number): WindowSpan {
  const startMs = Math.floor((atMs + offsetMs) / lengthMs) * lengthMs - offsetMs;
  return { startMs, endMs: startMs + lengthMs };
}

export type WindowReader = (window: BudgetWindow, timeZone: string, atMs: number) => WindowSpan;

/** `windowAt` that reckons a window once and remembers it while the time is in it. One for an isolate. */
export function createWindowReader(): WindowReader {
  const known = new Map<string, WindowSpan>();
  return (window, timeZone, atMs) => {
    const name = `${window}@${timeZone}`;
    const last = known.get(name);
    if (last !== undefined && atMs >= last.startMs && (last.endMs === null || atMs < last.endMs)) return last;
    const span = windowAt(window, timeZone, atMs);
    known.set(name, span);
    return span;
  };
}
