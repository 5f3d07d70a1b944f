/**
 * When requests of the demo come, and from which app: by hour, weekday, growth and what has happened. Oldest first;
 * the same seed and period give the same ones.
 */
import { type DayShape, type DemoApp, demoApps } from './apps.ts';
import type { Chance } from './chance.ts';
import { isWithin, launch, momentOf, runaway } from './incidents.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export type Arrival = {
  readonly atMs: number;
  readonly app: DemoApp;
  /** The agent is out of hand. */
  readonly isRunaway: boolean;
};

/** By hour of the day, UTC; made to add up to 1 below. */
const shapes: Readonly<Record<DayShape, readonly number[]>> = {
  office: [0, 0, 0, 0, 0, 1, 3, 7, 10, 11, 10, 7, 8, 10, 10, 9, 6, 3, 2, 1, 1, 1, 0, 0],
  shop: [2, 1, 1, 1, 1, 1, 2, 4, 5, 6, 6, 7, 7, 6, 6, 6, 7, 8, 9, 10, 9, 7, 5, 3],
  night: [10, 12, 12, 10, 6, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 7],
  always: [4, 4, 4, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 5, 5, 4, 4, 4, 4, 4, 4, 4, 4],
};

/** How much more comes from one day to the next. */
const dailyGrowth = 1.006;

function shareOfDay(shape: DayShape, hour: number): number {
  const weights = shapes[shape];
  return (weights[hour] ?? 0) / weights.reduce((sum, weight) => sum + weight, 0);
}

/** How many are expected in the hour that begins at `hourStartMs`. */
function expectedOf(app: DemoApp, hourStartMs: number, endMs: number): number {
  if (app.isLaunched === true && hourStartMs < momentOf(launch, endMs)) return 0;
  const date = new Date(hourStartMs);
  const isWeekend = date.getUTCDay() % 6 === 0;
  const growth = dailyGrowth ** ((hourStartMs - endMs) / dayMs);
  const usual = app.requestsADay * (isWeekend ? app.weekend : 1) * growth;
  return usual * shareOfDay(app.shape, date.getUTCHours());
}

function isOutOfHand({ team, app }: DemoApp, atMs: number, endMs: number): boolean {
  return team === runaway.team && app === runaway.app && isWithin(runaway, atMs, endMs);
}

export type Period = {
  readonly startMs: number;
  /** Exclusive. */
  readonly endMs: number;
};

/** `scale`: of the usual number of requests. */
export function* arrivals({ startMs, endMs }: Period, scale: number, chance: Chance): Generator<Arrival> {
  for (let atMs = startMs; atMs < endMs; ) {
    const hourStartMs = Math.floor(atMs / hourMs) * hourMs;
    const untilMs = Math.min(hourStartMs + hourMs, endMs);
    const portion = (untilMs - atMs) / hourMs;
    const hour: Arrival[] = [];
    for (const app of demoApps) {
      const isRunaway = isOutOfHand(app, hourStartMs, endMs);
      const expected = isRunaway ? runaway.requestsAnHour : expectedOf(app, hourStartMs, endMs);
      const count = chance.count(expected * portion * scale);
      for (let at = 0; at < count; at++)
        hour.push({ atMs: atMs + chance.below(untilMs - atMs), app, isRunaway });
    }
    yield* hour.sort((a, b) => a.atMs - b.atMs);
    atMs = untilMs;
  }
}
