/**
 * Hours that cost far more than the same hour of the week did in the four weeks before: by route and by team, with what
 * drives it. Pure. The limits of docs/finance.md, unless told others: more than 4 robust deviations and 10 USD above.
 */
import { localMs } from '../core/budget-window.ts';
import type { Usage } from '../ledger/query-usage.ts';
import { knownCostOf } from './day-costs.ts';
import { medianOf, robustDeviation } from './statistics.ts';

const hourMs = 3_600_000;
const weekMs = 7 * 24 * hourMs;
const weeksBack = 4;
/** Of the four hours before; of fewer no usual cost is known. */
const leastHours = 3;
const usualLimits = { deviations: 4, aboveNanoUsd: 10_000_000_000 };
/** Where all hours were alike the deviation is 0, and any cost more would be infinitely odd. */
const leastDeviationShare = 0.05;

const names = ['route', 'model', 'team'] as const;

type Name = (typeof names)[number];

/** What one combination cost in one hour. */
export type HourCost = Readonly<Record<Name, string>> & {
  readonly startMs: number;
  /** Whole nano-USD of what has a price. */
  readonly nanoUsd: number;
};

/** `usage` by hour, route, model and team, in that order. */
export function hourCostsOf({ groups }: Usage): HourCost[] {
  return groups.flatMap(({ names: [hour = '', route = '', model = '', team = ''], counters }) => {
    const nanoUsd = knownCostOf(counters);
    return nanoUsd === null ? [] : [{ startMs: Date.parse(hour), route, model, team, nanoUsd }];
  });
}

export type Driver = Readonly<Record<Name, string>> & { readonly aboveNanoUsd: number };

export type Anomaly = {
  readonly dimension: 'route' | 'team';
  readonly name: string;
  readonly startMs: number;
  /** Whole nano-USD of the hour, and what the hour usually costs. */
  readonly nanoUsd: number;
  readonly usualNanoUsd: number;
  /** Robust deviations above the usual; null: it usually costs nothing. */
  readonly deviations: number | null;
  /** Of what rose in it, what rose most. */
  readonly driver: Driver;
};

export type AnomalyQuery = {
  readonly costs: readonly HourCost[];
  /** Begin of the hour in question, which is over. */
  readonly startMs: number;
  /** Nothing was counted before; hours before it are not known to have cost 0. */
  readonly firstMs: number;
  /** IANA zone whose hours of the week are compared. */
  readonly timeZone: string;
  /** Both have to be passed. */
  readonly limits?: { readonly deviations: number; readonly aboveNanoUsd: number };
};

/** The same hours of the wall clock in the weeks before; where the clock is put back there are two of one. */
export function usualHours({
  startMs,
  firstMs,
  timeZone,
}: Pick<AnomalyQuery, 'startMs' | 'firstMs' | 'timeZone'>): Set<number> {
  const wall = localMs(startMs, timeZone);
  const hours = new Set<number>();
  for (let week = 1; week <= weeksBack; week++) {
    const wanted = wall - week * weekMs;
    for (const shift of [-1, 0, 1]) {
      const atMs = startMs - week * weekMs + shift * hourMs;
      if (atMs >= firstMs && localMs(atMs, timeZone) === wanted) hours.add(atMs);
    }
  }
  return hours;
}

type Judged = { readonly nanoUsd: number; readonly usual: number; readonly others: readonly number[] };

/** Of the costs that `isAsked`: this hour's, and each of the hours it is held against. */
function judge(
  query: AnomalyQuery,
  hours: ReadonlySet<number>,
  isAsked: (cost: HourCost) => boolean,
): Judged {
  const sums = new Map<number, number>([...hours].map((hour) => [hour, 0]));
  let nanoUsd = 0;
  for (const cost of query.costs) {
    if (!isAsked(cost)) continue;
    const sum = sums.get(cost.startMs);
    if (cost.startMs === query.startMs) nanoUsd += cost.nanoUsd;
    else if (sum !== undefined) sums.set(cost.startMs, sum + cost.nanoUsd);
  }
  const others = [...sums.values()];
  return { nanoUsd, usual: medianOf(others) ?? 0, others };
}

function findDriver(query: AnomalyQuery, hours: ReadonlySet<number>, own: readonly HourCost[]): Driver {
  const drivers = own.map((cost) => {
    const { nanoUsd, usual } = judge(query, hours, (other) =>
      names.every((name) => other[name] === cost[name]),
    );
    const { route, model, team } = cost;
    return { route, model, team, aboveNanoUsd: Math.round(nanoUsd - usual) };
  });
  return drivers.reduce((most, each) => (each.aboveNanoUsd > most.aboveNanoUsd ? each : most));
}

function findIn(dimension: Anomaly['dimension'], query: AnomalyQuery, hours: ReadonlySet<number>): Anomaly[] {
  const now = query.costs.filter((cost) => cost.startMs === query.startMs);
  return [...new Set(now.map((cost) => cost[dimension]))].flatMap((name) => {
    const { nanoUsd, usual, others } = judge(query, hours, (cost) => cost[dimension] === name);
    const above = nanoUsd - usual;
    const deviation = Math.max(robustDeviation(others, usual), usual * leastDeviationShare);
    const limits = query.limits ?? usualLimits;
    if (above <= limits.aboveNanoUsd || above <= limits.deviations * deviation) return [];
    const own = now.filter((cost) => cost[dimension] === name);
    return [
      {
        dimension,
        name,
        startMs: query.startMs,
        nanoUsd,
        usualNanoUsd: Math.round(usual),
        deviations: deviation > 0 ? above / deviation : null,
        driver: findDriver(query, hours, own),
      },
    ];
  });
}

/** Costliest above the usual first. Nothing is found where fewer than three of the four hours before are known. */
export function findAnomalies(query: AnomalyQuery): Anomaly[] {
  const hours = usualHours(query);
  if (hours.size < leastHours) return [];
  const costs = query.costs.filter((cost) => cost.startMs === query.startMs || hours.has(cost.startMs));
  const asked = { ...query, costs };
  const found = [...findIn('route', asked, hours), ...findIn('team', asked, hours)];
  return found.sort((a, b) => b.nanoUsd - b.usualNanoUsd - (a.nanoUsd - a.usualNanoUsd));
}
