/**
 * Costs by day of the reporting zone, without gaps, made of `queryUsage` by day. Pure. A day without calls cost 0; a
 * day of which no call has a price is unknown.
 */
import { type Counters, costOf, isCostKnown } from '../ledger/counters.ts';
import type { Usage } from '../ledger/query-usage.ts';

export type DayCost = {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** Whole nano-USD; null: there were calls and no price is known of any. */
  readonly nanoUsd: number | null;
};

const dayMs = 86_400_000;

/** Days as numbers, so that no clock of any zone can skip one. */
export function numberOfDay(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / dayMs;
}

export function dayOfNumber(number: number): string {
  return new Date(number * dayMs).toISOString().slice(0, 10);
}

/** 0 is Monday, 6 is Sunday. */
export function weekdayOf(dayNumber: number): number {
  // 1970-01-01 was a Thursday.
  return (((dayNumber + 3) % 7) + 7) % 7;
}

/** Whole nano-USD of what has a price; null: there were calls and none has. */
export function knownCostOf(counters: Counters): number | null {
  return isCostKnown(counters) ? costOf(counters) : null;
}

/** `usage` grouped by day first. Both days belong to it. */
export function costsByDay({ groups }: Usage, from: string, to: string): DayCost[] {
  const known = new Map<string, number>();
  const unknown = new Set<string>();
  for (const { names, counters } of groups) {
    const [day = ''] = names;
    const cost = knownCostOf(counters);
    if (cost === null) unknown.add(day);
    else known.set(day, (known.get(day) ?? 0) + cost);
  }
  const days: DayCost[] = [];
  for (let number = numberOfDay(from); number <= numberOfDay(to); number++) {
    const day = dayOfNumber(number);
    days.push({ day, nanoUsd: known.get(day) ?? (unknown.has(day) ? null : 0) });
  }
  return days;
}
