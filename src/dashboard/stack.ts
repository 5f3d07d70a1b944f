/** Costs by day and one more name, as stacked bars: the greatest first, the small ones together. Pure. */

import { knownCostOf } from '../finance/day-costs.ts';
import type { UsageGroup } from '../ledger/query-usage.ts';

/** A picture tells no more colours apart. */
const most = 8;

export type Stack = {
  readonly series: readonly string[];
  readonly days: readonly { readonly day: string; readonly values: readonly (number | null)[] }[];
};

/** `groups`: by day and that name, in their order. */
export function costBars(groups: readonly UsageGroup[], what: string): Stack {
  const sums = new Map<string, number>();
  const days = new Map<string, Map<string, number>>();
  for (const {
    names: [day = '', name = ''],
    counters,
  } of groups) {
    const cost = knownCostOf(counters);
    const inDay = days.get(day) ?? new Map<string, number>();
    days.set(day, inDay);
    if (cost === null) continue;
    sums.set(name, (sums.get(name) ?? 0) + cost);
    inDay.set(name, cost);
  }
  const names = [...sums].sort(([, a], [, b]) => b - a).map(([name]) => name);
  const own = names.length > most ? names.slice(0, most - 1) : names;
  const others = names.slice(own.length);
  const series = others.length === 0 ? own : [...own, `${others.length} other ${what}s`];
  return {
    series,
    days: [...days].map(([day, inDay]) => ({
      day,
      values: [
        ...own.map((name) => inDay.get(name) ?? null),
        ...(others.length === 0 ? [] : [others.reduce((sum, name) => sum + (inDay.get(name) ?? 0), 0)]),
      ],
    })),
  };
}
