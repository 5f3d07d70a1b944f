/**
 * How good forecasts would have been: each past day is taken as today, and what was forecast then is held against what
 * came. Pure.
 */
import { type DayCost, dayOfNumber, numberOfDay } from './day-costs.ts';
import { forecast } from './forecast.ts';

const horizons = { nextWeek: 7, nextMonth: 30 } as const;

/** Enough for a band, and a third of the work. */
const pathsDrawn = 300;
/** Fewer past days than this, one after the other and so much alike, say nothing. */
const leastOrigins = 5;

export type HorizonTest = {
  /** Days that were taken as today. */
  readonly origins: number;
  /** 0-1: mean of |forecast - actual| / actual over them (MAPE). */
  readonly meanError: number;
  /** The same with its sign: above 0, forecasts were too high. */
  readonly bias: number;
  /** 0-1: share of them whose actual cost was within the band, which 0.8 is meant to be. */
  readonly coverage: number;
};

/** Null: too few days for that horizon. */
export type Backtest = Readonly<Record<keyof typeof horizons, HorizonTest | null>>;

type Trial = { readonly error: number; readonly isCovered: boolean };

/** Null: no forecast by weekdays could be made, or nothing was spent. */
function tryOrigin(days: readonly DayCost[], at: number, length: number): Trial | null {
  const origin = days[at];
  if (origin === undefined) return null;
  const to = dayOfNumber(numberOfDay(origin.day) + length - 1);
  const made = forecast({
    days: days.slice(0, at),
    today: { day: origin.day, nanoUsd: 0, shareOver: 0 },
    from: origin.day,
    to,
    paths: pathsDrawn,
  });
  const came = days.slice(at, at + length);
  const actual = came.reduce((sum, { nanoUsd }) => sum + (nanoUsd ?? Number.NaN), 0);
  if (made.method !== 'weekdays' || !(actual > 0)) return null;
  return {
    error: (made.expectedNanoUsd - actual) / actual,
    isCovered: made.lowNanoUsd <= actual && actual <= made.highNanoUsd,
  };
}

function testHorizon(days: readonly DayCost[], length: number): HorizonTest | null {
  const trials: Trial[] = [];
  for (let at = 0; at + length <= days.length; at++) {
    const trial = tryOrigin(days, at, length);
    if (trial !== null) trials.push(trial);
  }
  if (trials.length < leastOrigins) return null;
  const mean = (read: (trial: Trial) => number) =>
    trials.reduce((sum, trial) => sum + read(trial), 0) / trials.length;
  return {
    origins: trials.length,
    meanError: mean(({ error }) => Math.abs(error)),
    bias: mean(({ error }) => error),
    coverage: mean(({ isCovered }) => (isCovered ? 1 : 0)),
  };
}

/** `days`: whole days, oldest first, without gaps. Days of unknown cost are neither forecast from nor tested. */
export function backtest(days: readonly DayCost[]): Backtest {
  return {
    nextWeek: testHorizon(days, horizons.nextWeek),
    nextMonth: testHorizon(days, horizons.nextMonth),
  };
}
