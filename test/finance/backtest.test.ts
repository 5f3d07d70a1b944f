/** Back-tests on believable days: what they measure, and that they do measure it. */
import { describe, expect, test } from 'vitest';
import { backtest, type HorizonTest } from '../../src/finance/backtest.ts';
import { allEvents, believableDays, type Events } from './believable-days.ts';

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const companies = 20;

function measure(events: Events, horizon: 'nextWeek' | 'nextMonth'): string {
  const tests = Array.from(
    { length: companies },
    (_, at) => backtest(believableDays(at + 1, events))[horizon],
  );
  const percent = (read: (test: HorizonTest) => number) => {
    const mean = meanOf(tests.flatMap((each) => (each === null ? [] : [read(each)])));
    return `${(100 * mean).toFixed(1)} %`;
  };
  const [error, bias] = [percent((each) => each.meanError), percent((each) => each.bias)];
  return `off by ${error}, by ${bias} with its sign, ${percent((each) => each.coverage)} within the band`;
}

/** The numbers of docs/finance.md. */
describe('sixty days of twenty companies', () => {
  test('that grow by 2 % a week', () => {
    expect(measure({}, 'nextWeek')).toMatchInlineSnapshot(
      `"off by 5.1 %, by -3.1 % with its sign, 85.3 % within the band"`,
    );
    expect(measure({}, 'nextMonth')).toMatchInlineSnapshot(
      `"off by 6.8 %, by -6.4 % with its sign, 62.4 % within the band"`,
    );
  });

  test('with a launch on day 24, an outage and a runaway agent', () => {
    expect(measure(allEvents, 'nextWeek')).toMatchInlineSnapshot(
      `"off by 10.1 %, by -9.1 % with its sign, 74.0 % within the band"`,
    );
    expect(measure(allEvents, 'nextMonth')).toMatchInlineSnapshot(
      `"off by 24.4 %, by -24.4 % with its sign, 20.6 % within the band"`,
    );
  });

  test('with the outage and the agent alone', () => {
    expect(measure({ ...allEvents, launch: 60 }, 'nextMonth')).toMatchInlineSnapshot(
      `"off by 8.4 %, by -8.2 % with its sign, 51.8 % within the band"`,
    );
  });
});

test('weeks that are all alike are forecast without error', () => {
  const days = believableDays(1).map((each, at) => ({
    ...each,
    nanoUsd: [9, 9, 9, 9, 9, 2, 1][at % 7] ?? 0,
  }));
  expect(backtest(days)).toEqual({
    nextWeek: { origins: 40, meanError: 0, bias: 0, coverage: 1 },
    nextMonth: { origins: 17, meanError: 0, bias: 0, coverage: 1 },
  });
});

test('costs that halve show as forecasts too high, and outside of the band', () => {
  const days = believableDays(1).map((each, at) => ({ ...each, nanoUsd: at < 20 ? 1000 : 500 }));
  // Origins 14 to 18 for the next 7 days: what came is less than what was seen.
  const { nextWeek } = backtest(days.slice(0, 25));
  // day 14: 6 x 1000 + 1 x 500 = 6500 against 7000; ... day 18: 2 x 1000 + 5 x 500 = 4500.
  const errors = [6500, 6000, 5500, 5000, 4500].map((actual) => (7000 - actual) / actual);
  expect(nextWeek?.origins).toBe(5);
  expect(nextWeek?.bias).toBeCloseTo(meanOf(errors), 12);
  expect(nextWeek?.meanError).toBeCloseTo(meanOf(errors), 12);
  expect(nextWeek?.coverage).toBe(0);
});

test('too few days: null', () => {
  expect(backtest([])).toEqual({ nextWeek: null, nextMonth: null });
  expect(backtest(believableDays(1).slice(0, 24))).toEqual({ nextWeek: null, nextMonth: null });
  expect(backtest(believableDays(1).slice(0, 25))).toMatchObject({
    nextWeek: { origins: 5 },
    nextMonth: null,
  });
});
