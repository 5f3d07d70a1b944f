/**
 * How far a forecast by weekdays may be off: paths through the days that are left, drawn from what was seen. Pure. The
 * seed is fixed, so that a page that is read again shows the same band, and a small change moves it a little.
 */
import { weekdayOf } from './day-costs.ts';
import { drawFrom, medianOf, randomFrom } from './statistics.ts';

type KnownDay = { readonly number: number; readonly nanoUsd: number };

export type Deviations = {
  /** Days as multiples of the median of the same weekdays beside them. */
  readonly days: readonly number[];
  /** Weeks as multiples of the week before, and the other way round. */
  readonly weeks: readonly number[];
};

const weeksSeen = 8;
/** As the trend: a week moves the level by at most so much. */
const mostChange = 0.2;
const seed = 1871;

function dayDeviations(recent: readonly KnownDay[], medians: readonly number[]): number[] {
  return recent.flatMap(({ number, nanoUsd }) => {
    const weekday = weekdayOf(number);
    // Without itself: a day is nearer to a median that it is part of than the next one will be.
    const others = recent.filter((other) => other.number !== number && weekdayOf(other.number) === weekday);
    const usual = medianOf(others.map((other) => other.nanoUsd)) ?? medians[weekday] ?? 0;
    return usual > 0 ? [nanoUsd / usual] : [];
  });
}

function weekChanges(known: readonly KnownDay[]): number[] {
  const weeks: number[] = [];
  for (let end = known.length; end >= 7 && weeks.length < weeksSeen; end -= 7)
    weeks.unshift(known.slice(end - 7, end).reduce((sum, { nanoUsd }) => sum + nanoUsd, 0));
  return weeks.slice(1).flatMap((week, at) => {
    const before = weeks[at] ?? 0;
    if (before <= 0 || week <= 0) return [];
    const change = Math.min(1 + mostChange, Math.max(1 / (1 + mostChange), week / before));
    return [change, 1 / change];
  });
}

/** `known`: all days of known cost, oldest first; the last `recentDays` of them are what `medians` was made of. */
export function drawDeviations(
  known: readonly KnownDay[],
  medians: readonly number[],
  recentDays: number,
): Deviations {
  return { days: dayDeviations(known.slice(-recentDays), medians), weeks: weekChanges(known) };
}

/** What the days in `expected` come to together in each path, lowest first. */
export function drawPaths(
  expected: readonly number[],
  { days, weeks }: Deviations,
  paths: number,
): Float64Array {
  const random = randomFrom(seed);
  const sums = new Float64Array(paths);
  for (let path = 0; path < paths; path++) {
    let level = 1;
    let sum = 0;
    for (const [at, nanoUsd] of expected.entries()) {
      if (at % 7 === 0 && weeks.length > 0) level *= drawFrom(weeks, random);
      sum += nanoUsd * level * (days.length > 0 ? drawFrom(days, random) : 1);
    }
    sums[path] = sum;
  }
  return sums.sort();
}
