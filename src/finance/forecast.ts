/**
 * What a period will have cost at its end: what is spent, and for each day that is left the median of the same weekday
 * times the trend, with a band from drawn paths. Pure and repeatable.
 */
import { type DayCost, dayOfNumber, numberOfDay, weekdayOf } from './day-costs.ts';
import { drawDeviations, drawPaths } from './forecast-paths.ts';
import { medianOf, quantileOfSorted } from './statistics.ts';

/** Days looked back upon: each weekday four times. */
const historyDays = 28;
const trendDays = 7;
/** The trend moves a day by at most so much either way. */
const mostTrend = 0.2;
/** Fewer whole days than this know no weekdays. */
const weekdayDays = 14;
const leastDays = 3;
/** A forecast that knows no weekdays is off by at least so much either way. */
const simpleMargin = 0.3;
const pathsDrawn = 1000;

export type Today = {
  readonly day: string;
  /** Whole nano-USD so far. */
  readonly nanoUsd: number;
  /** 0-1: how much of the day is over; its hours count alike. */
  readonly shareOver: number;
};

export type ForecastInput = {
  /** Whole days before today, oldest first, without gaps: at least those of the period, better 60. */
  readonly days: readonly DayCost[];
  readonly today: Today;
  /** First and last day of the period, `YYYY-MM-DD`; today is one of them. */
  readonly from: string;
  readonly to: string;
  /** Paths drawn for the band; 1,000 unless told. */
  readonly paths?: number;
};

type Spent = {
  /** Whole nano-USD of the period up to now. */
  readonly toDateNanoUsd: number;
  /** Days that the forecast looked back upon. */
  readonly historyDays: number;
  /** Days of the period of which no price is known; nothing stands for them. */
  readonly unknownDays: number;
};

export type ExpectedDay = { readonly day: string; readonly nanoUsd: number };

/** All whole nano-USD. */
export type Forecast = Spent &
  (
    | { readonly method: 'none'; readonly reason: string; readonly expectedNanoUsd: null }
    | {
        /** `simple`: too few days to tell weekdays apart. */
        readonly method: 'weekdays' | 'simple';
        readonly expectedNanoUsd: number;
        /** In eight of ten drawn paths the end lies between them; of `simple`, between the days seen. */
        readonly lowNanoUsd: number;
        readonly highNanoUsd: number;
        /** 0.8-1.2. */
        readonly trend: number;
        /** What is still to come, today's rest first; adds up to expected less to date. */
        readonly days: readonly ExpectedDay[];
      }
  );

type KnownDay = { readonly number: number; readonly nanoUsd: number };

/** Days of known cost, from the first that cost anything. */
function knownDays(days: readonly DayCost[], before: number): KnownDay[] {
  const known = days.flatMap(({ day, nanoUsd }) => {
    const number = numberOfDay(day);
    return nanoUsd === null || number >= before ? [] : [{ number, nanoUsd }];
  });
  const first = known.findIndex(({ nanoUsd }) => nanoUsd > 0);
  return first === -1 ? [] : known.slice(first);
}

/** By weekday, Monday first; a weekday that was not seen gets the median of all days. */
function weekdayMedians(known: readonly KnownDay[]): number[] {
  const all = medianOf(known.map(({ nanoUsd }) => nanoUsd)) ?? 0;
  return Array.from({ length: 7 }, (_, weekday) => {
    const same = known.filter(({ number }) => weekdayOf(number) === weekday);
    return medianOf(same.map(({ nanoUsd }) => nanoUsd)) ?? all;
  });
}

/** The last week against its weekdays' medians: the middle one of seven, so that one odd day moves nothing. */
function trendOf(known: readonly KnownDay[], medians: readonly number[]): number {
  const ratios = known.slice(-trendDays).flatMap(({ number, nanoUsd }) => {
    const median = medians[weekdayOf(number)] ?? 0;
    return median > 0 ? [nanoUsd / median] : [];
  });
  return Math.min(1 + mostTrend, Math.max(1 - mostTrend, medianOf(ratios) ?? 1));
}

/** Days of the period that are left, with the share of each that is still to come. */
function remainingDays({ today, to }: ForecastInput): { number: number; share: number }[] {
  const first = numberOfDay(today.day);
  const count = Math.max(0, numberOfDay(to) - first + 1);
  return Array.from({ length: count }, (_, at) => ({
    number: first + at,
    share: at === 0 ? 1 - today.shareOver : 1,
  }));
}

function spentOf({ days, today, from }: ForecastInput, known: readonly KnownDay[]): Spent {
  const inPeriod = days.filter(({ day }) => day >= from && day < today.day);
  return {
    toDateNanoUsd: inPeriod.reduce((sum, { nanoUsd }) => sum + (nanoUsd ?? 0), today.nanoUsd),
    historyDays: known.length,
    unknownDays: inPeriod.filter(({ nanoUsd }) => nanoUsd === null).length,
  };
}

const sumOf = (days: readonly ExpectedDay[]): number => days.reduce((sum, { nanoUsd }) => sum + nanoUsd, 0);

function simpleForecast(input: ForecastInput, spent: Spent, known: readonly KnownDay[]): Forecast {
  const costs = known.map(({ nanoUsd }) => nanoUsd);
  const usual = medianOf(costs) ?? 0;
  const left = remainingDays(input);
  const days = left.map(({ number, share }) => ({
    day: dayOfNumber(number),
    nanoUsd: Math.round(usual * share),
  }));
  const daysLeft = left.reduce((sum, { share }) => sum + share, 0);
  const low = Math.min(...costs, usual * (1 - simpleMargin));
  const high = Math.max(...costs, usual * (1 + simpleMargin));
  const expected = sumOf(days);
  return {
    ...spent,
    method: 'simple',
    expectedNanoUsd: spent.toDateNanoUsd + expected,
    lowNanoUsd: spent.toDateNanoUsd + Math.min(expected, Math.round(low * daysLeft)),
    highNanoUsd: spent.toDateNanoUsd + Math.max(expected, Math.round(high * daysLeft)),
    trend: 1,
    days,
  };
}

function weekdayForecast(input: ForecastInput, spent: Spent, known: readonly KnownDay[]): Forecast {
  const recent = known.slice(-historyDays);
  const medians = weekdayMedians(recent);
  const trend = trendOf(recent, medians);
  const days = remainingDays(input).map(({ number, share }) => ({
    day: dayOfNumber(number),
    nanoUsd: Math.round((medians[weekdayOf(number)] ?? 0) * trend * share),
  }));
  const expected = sumOf(days);
  const deviations = drawDeviations(known, medians, recent.length);
  const ends = drawPaths(
    days.map(({ nanoUsd }) => nanoUsd),
    deviations,
    input.paths ?? pathsDrawn,
  );
  const low = quantileOfSorted(ends, 0.1) ?? expected;
  const high = quantileOfSorted(ends, 0.9) ?? expected;
  return {
    ...spent,
    historyDays: recent.length,
    method: 'weekdays',
    expectedNanoUsd: spent.toDateNanoUsd + expected,
    lowNanoUsd: spent.toDateNanoUsd + Math.min(expected, Math.round(low)),
    highNanoUsd: spent.toDateNanoUsd + Math.max(expected, Math.round(high)),
    trend,
    days,
  };
}

export function forecast(input: ForecastInput): Forecast {
  const known = knownDays(input.days, numberOfDay(input.today.day));
  const spent = spentOf(input, known);
  if (known.length < leastDays) {
    const reason = `${known.length} whole ${known.length === 1 ? 'day' : 'days'} so far, ${leastDays} are needed`;
    return { ...spent, method: 'none', reason, expectedNanoUsd: null };
  }
  return known.length < weekdayDays
    ? simpleForecast(input, spent, known)
    : weekdayForecast(input, spent, known);
}
