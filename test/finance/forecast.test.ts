/** Forecasts of a period's end: sums done by hand, what too little history gives, and laws of the band. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DayCost, dayOfNumber, numberOfDay, weekdayOf } from '../../src/finance/day-costs.ts';
import { figuresOf } from '../../src/finance/figures.ts';
import { type ForecastInput, forecast } from '../../src/finance/forecast.ts';
import { forecastMonth } from '../../src/finance/forecast-month.ts';
import { costing, makeRow, someId } from '../support/ledger/make-row.ts';
import { slicesOf } from '../support/usage/slices-of.ts';

const usd = 1_000_000_000;

/** Days that end the day before `today`. */
function daysBefore(
  today: string,
  count: number,
  costOn: (dayNumber: number, at: number) => number,
): DayCost[] {
  const first = numberOfDay(today) - count;
  return Array.from({ length: count }, (_, at) => ({
    day: dayOfNumber(first + at),
    nanoUsd: costOn(first + at, at),
  }));
}

const isWeekend = (dayNumber: number) => weekdayOf(dayNumber) >= 5;
const weekly = (dayNumber: number) => (isWeekend(dayNumber) ? 20 : 100) * usd;

/** Saturday, 21 November 2026; Saturdays cost 20 USD, weekdays 100. */
const saturday: ForecastInput = {
  days: daysBefore('2026-11-21', 56, weekly),
  today: { day: '2026-11-21', nanoUsd: 5 * usd, shareOver: 0.25 },
  from: '2026-11-01',
  to: '2026-11-30',
};

describe('by weekdays', () => {
  test('1-30 November, a quarter of Saturday the 21st over', () => {
    // To date: Nov 1 is a Sunday. 1-20: Sundays 1, 8, 15 and Saturdays 7, 14 = 5 x 20; 15 weekdays x 100; today 5.
    const toDate = 5 * 20 + 15 * 100 + 5;
    // To come: three quarters of a Saturday, Sunday 22, Mon-Fri, Sat 28, Sun 29, Mon 30.
    const toCome = 0.75 * 20 + 20 + 5 * 100 + 20 + 20 + 100;
    const made = forecast(saturday);
    expect(made).toMatchObject({
      method: 'weekdays',
      historyDays: 28,
      toDateNanoUsd: toDate * usd,
      expectedNanoUsd: (toDate + toCome) * usd,
      trend: 1,
    });
    expect(toDate + toCome).toBe(2280);
    // All weeks were alike: nothing to draw from but itself.
    expect(made).toMatchObject({ lowNanoUsd: 2280 * usd, highNanoUsd: 2280 * usd });
  });

  test('a last week a tenth dearer makes all that is left a tenth dearer, twice as dear a fifth', () => {
    const dearer = (times: number) =>
      forecast({
        ...saturday,
        days: daysBefore('2026-11-21', 56, (day, at) => Math.round(weekly(day) * (at >= 49 ? times : 1))),
      });
    // Medians are of three old values and a new one: the old one.
    const toCome = 675;
    const tenth = dearer(1.1);
    const double = dearer(2);
    const left = (made: typeof tenth) => (made.expectedNanoUsd ?? 0) - made.toDateNanoUsd;
    expect(left(tenth)).toBe(Math.round(toCome * 1.1 * usd));
    expect(left(double)).toBe(toCome * 1.2 * usd);
    expect(double).toMatchObject({ trend: 1.2 });
  });

  test('one odd day among the last seven moves neither the median nor the trend', () => {
    const days = saturday.days.map((each) =>
      each.day === '2026-11-17' ? { ...each, nanoUsd: 5000 * usd } : each,
    );
    const odd = forecast({ ...saturday, days });
    expect(odd).toMatchObject({ trend: 1 });
    expect((odd.expectedNanoUsd ?? 0) - odd.toDateNanoUsd).toBe(675 * usd);
  });

  test('a day of unknown cost is no day that cost nothing', () => {
    const days = saturday.days.map((each) => (each.day === '2026-11-17' ? { ...each, nanoUsd: null } : each));
    const made = forecast({ ...saturday, days });
    expect(made).toMatchObject({ unknownDays: 1, toDateNanoUsd: (1605 - 100) * usd });
    expect((made.expectedNanoUsd ?? 0) - made.toDateNanoUsd).toBe(675 * usd);
  });

  test('the last day, over: nothing is to come and the band is what was spent', () => {
    const today = { day: '2026-11-30', nanoUsd: 93 * usd, shareOver: 1 };
    const made = forecast({ ...saturday, days: daysBefore('2026-11-30', 56, weekly), today });
    expect(made.expectedNanoUsd).toBe(made.toDateNanoUsd);
    expect(made).toMatchObject({ lowNanoUsd: made.toDateNanoUsd, highNanoUsd: made.toDateNanoUsd });
  });
});

describe('too little history', () => {
  const forecastAfter = (count: number) =>
    forecast({ ...saturday, days: daysBefore('2026-11-21', count, (_, at) => (80 + 10 * at) * usd) });

  test('two days: none, and why', () => {
    expect(forecastAfter(2)).toEqual({
      method: 'none',
      reason: '2 whole days so far, 3 are needed',
      expectedNanoUsd: null,
      toDateNanoUsd: (80 + 90 + 5) * usd,
      historyDays: 2,
      unknownDays: 0,
    });
    expect(forecastAfter(1)).toMatchObject({ reason: '1 whole day so far, 3 are needed' });
  });

  test('three days: their median for each day left, between the cheapest and the dearest, and 30 % at least', () => {
    // 80, 90, 100: median 90. Left: 0.75 of today and nine days. 30 % below 90 is 63, above it 117.
    expect(forecastAfter(3)).toMatchObject({
      method: 'simple',
      expectedNanoUsd: (80 + 90 + 100 + 5) * usd + 9.75 * 90 * usd,
      lowNanoUsd: 275 * usd + 9.75 * 63 * usd,
      highNanoUsd: 275 * usd + 9.75 * 117 * usd,
    });
  });

  test('days before the first that cost anything do not count', () => {
    const days = daysBefore('2026-11-21', 40, (_, at) => (at < 38 ? 0 : 50 * usd));
    expect(forecast({ ...saturday, days })).toMatchObject({ method: 'none', historyDays: 2 });
  });

  test('13 days know no weekdays, 14 do', () => {
    expect(forecastAfter(13).method).toBe('simple');
    expect(forecastAfter(14).method).toBe('weekdays');
  });
});

test('the rest of a day counts by its own length, which is 25 hours where the clock is put back', () => {
  const timeZone = 'Europe/Berlin';
  const midnightMs = Date.UTC(2026, 9, 24, 22);
  const rows = Array.from({ length: 20 }, (_, at) => {
    const startedAtMs = midnightMs - (at + 0.5) * 86_400_000;
    return makeRow({ requestId: someId(at, startedAtMs), startedAtMs, cost: costing(8 * usd) });
  });
  const period = {
    slices: slicesOf(rows, timeZone),
    completeUntilMs: null,
    firstMs: null,
    staleSinceMs: null,
  };
  const made = forecastMonth(figuresOf(period, 'all'), { timeZone, nowMs: midnightMs + 12.5 * 3_600_000 });
  expect(made).toMatchObject({
    days: [{ day: '2026-10-25', nanoUsd: 4 * usd }, { nanoUsd: 8 * usd }, {}, {}, {}, {}, {}],
  });
});

describe('laws', () => {
  const dayCosts = fc.array(fc.option(fc.integer({ min: 0, max: 10 ** 13 }), { freq: 10 }), {
    maxLength: 80,
  });
  const inputs = fc
    .record({
      costs: dayCosts,
      spent: fc.integer({ min: 0, max: 10 ** 13 }),
      shareOver: fc.double({ min: 0, max: 1, noNaN: true }),
      left: fc.integer({ min: 0, max: 30 }),
    })
    .map(({ costs, spent, shareOver: share, left }): ForecastInput => {
      const today = numberOfDay('2026-11-21');
      return {
        days: costs.map((nanoUsd, at) => ({ day: dayOfNumber(today - costs.length + at), nanoUsd })),
        today: { day: '2026-11-21', nanoUsd: spent, shareOver: share },
        from: '2026-11-01',
        to: dayOfNumber(today + left),
        paths: 50,
      };
    });

  test('whole numbers, within the band, never below what is spent; the days add up; the same twice', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const made = forecast(input);
        expect(forecast(input)).toEqual(made);
        if (made.method === 'none') return;
        const { toDateNanoUsd, expectedNanoUsd, lowNanoUsd, highNanoUsd, days } = made;
        const numbers = [toDateNanoUsd, lowNanoUsd, expectedNanoUsd, highNanoUsd];
        expect(numbers.every(Number.isSafeInteger)).toBe(true);
        expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
        expect(toDateNanoUsd + days.reduce((sum, { nanoUsd }) => sum + nanoUsd, 0)).toBe(expectedNanoUsd);
      }),
    );
  });

  test('twice the costs, twice the forecast', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const double = (nanoUsd: number | null) => nanoUsd && 2 * nanoUsd;
        const made = forecast(input);
        const doubled = forecast({
          ...input,
          days: input.days.map(({ day, nanoUsd }) => ({ day, nanoUsd: double(nanoUsd) })),
          today: { ...input.today, nanoUsd: 2 * input.today.nanoUsd },
        });
        if (made.method === 'none' || doubled.method === 'none') return;
        // Each day is rounded once.
        expect(Math.abs(doubled.expectedNanoUsd - 2 * made.expectedNanoUsd)).toBeLessThanOrEqual(31);
      }),
    );
  });
});
