/** Costs by day and one more name, as stacked bars: the greatest first, the small ones together. Pure. */
import { dayOfNumber, knownCostOf, numberOfDay } from '../finance/day-costs.ts';
import type { UsageGroup } from '../ledger/query-usage.ts';

/** A picture tells no more colours apart. */
const most = 8;

/** Whole nano-USD; null: there were calls and no price is known of any. */
type Cost = number | null;

export type Stack = {
  readonly series: readonly string[];
  /** Without gaps: on a day that nobody called, everything cost 0. */
  readonly days: readonly { readonly day: string; readonly values: readonly Cost[] }[];
};

function addUp(costs: readonly Cost[]): Cost {
  const known = costs.filter((cost) => cost !== null);
  return known.length === 0 && costs.length > 0 ? null : known.reduce((sum, cost) => sum + cost, 0);
}

/** From the first to the last of them. */
function daysBetween(days: readonly string[]): string[] {
  const numbers = days.map(numberOfDay);
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
  return days.length === 0
    ? []
    : Array.from({ length: last - first + 1 }, (_, at) => dayOfNumber(first + at));
}

/** `groups`: by day and that name. */
export function costBars(groups: readonly UsageGroup[], what: string): Stack {
  const costs = new Map<string, Map<string, Cost>>();
  const sums = new Map<string, number>();
  for (const group of groups) {
    const [day = '', name = ''] = group.names;
    const cost = knownCostOf(group.counters);
    costs.set(day, (costs.get(day) ?? new Map<string, Cost>()).set(name, cost));
    sums.set(name, (sums.get(name) ?? 0) + (cost ?? 0));
  }
  const names = [...sums].sort(([, a], [, b]) => b - a).map(([name]) => name);
  const own = names.length > most ? names.slice(0, most - 1) : names;
  const others = names.slice(own.length);
  const costOf = (day: string, name: string): Cost => {
    const inDay = costs.get(day);
    return inDay?.has(name) ? (inDay.get(name) ?? null) : 0;
  };
  return {
    series: others.length === 0 ? own : [...own, `${others.length} other ${what}s`],
    days: daysBetween([...costs.keys()]).map((day) => ({
      day,
      values: [
        ...own.map((name) => costOf(day, name)),
        ...(others.length === 0 ? [] : [addUp(others.map((name) => costOf(day, name)))]),
      ],
    })),
  };
}
