/**
 * Sixty days of cost as a company may have them: weekdays and weekends, slow growth, a launch that stays, an outage, a
 * runaway agent. From a seed.
 */
import { type DayCost, dayOfNumber, numberOfDay, weekdayOf } from '../../src/finance/day-costs.ts';
import { type Random, randomFrom } from '../../src/finance/statistics.ts';

const usd = 1_000_000_000;

/** About normal: twelve draws. */
function normal(random: Random): number {
  let sum = -6;
  for (let at = 0; at < 12; at++) sum += random();
  return sum;
}

const weekdays = [1, 1.08, 1.1, 1.06, 0.92, 0.34, 0.28];

export type Events = {
  /** Days from the beginning; left out: it does not happen. */
  readonly launch?: number;
  readonly outage?: number;
  readonly runaway?: number;
};

export const allEvents: Events = { launch: 24, outage: 33, runaway: 45 };

export function believableDays(seed: number, events: Events = allEvents, count = 60): DayCost[] {
  const random = randomFrom(seed);
  const first = numberOfDay('2026-09-22');
  return Array.from({ length: count }, (_, at) => {
    const isAfterLaunch = events.launch !== undefined && at >= events.launch;
    const level = 220 * 1.003 ** at * (isAfterLaunch ? 1.3 : 1);
    const outage = at === events.outage ? 0.35 : 1;
    const runaway = at === events.runaway ? 190 : 0;
    const cost =
      level * (weekdays[weekdayOf(first + at)] ?? 1) * Math.exp(0.1 * normal(random)) * outage + runaway;
    return { day: dayOfNumber(first + at), nanoUsd: Math.round(cost * usd) };
  });
}
