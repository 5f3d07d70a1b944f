/** What the page of one route reads: its figures, what they are held against, the route as configured, and since when. */
import { RouterError } from '../../core/errors.ts';
import type { UsageRequest } from '../../endpoints/read-usage-query.ts';
import { knownCostOf } from '../../finance/day-costs.ts';
import type { UsageFilter } from '../../ledger/query-usage.ts';
import type { PageCall } from '../call.ts';
import { dateAt } from '../parts/clock.ts';
import type { Freshness } from '../parts/freshness.tsx';
import { readPeriod } from '../period.ts';
import { type ComparedFigures, readCompared } from '../read-compared.ts';
import { daysOf, type Figures, readFigures, readFreshness } from '../usage.ts';
import { type History, readHistory } from './route-config.tsx';
import type { Named } from './route-figures.ts';

export type RoutePage = {
  readonly name: string;
  /** Its filter is of all but the route. */
  readonly request: UsageRequest;
  readonly figures: Figures;
  readonly compared: ComparedFigures | null;
  /** By cost, the greatest first. */
  readonly models: readonly Named[];
  readonly freshness: Freshness;
  readonly history: History;
};

function modelsOf(figures: Figures): Named[] {
  const models = figures.by(['model']).groups.map(({ names: [name = ''], counters }) => ({ name, counters }));
  return models.sort((a, b) => (knownCostOf(b.counters) ?? -1) - (knownCostOf(a.counters) ?? -1));
}

/**
 * Errors: `not_found` where neither the configuration nor any figure that the person may see has such a route;
 * `invalid_request`, `store_unavailable`.
 */
export async function loadRoute(call: PageCall): Promise<RoutePage> {
  const { url, person, deps, nowMs, params } = call;
  const { timeZone } = deps.config.ledger;
  const name = params.route ?? '';
  const asked = readPeriod(url, { timeZone, nowMs });
  const { route: _, ...others } = asked.filter;
  const filter: UsageFilter = { ...others, route: [name] };
  const figures = await readFigures(asked, person, deps, filter);
  const isSeen = figures.by([], { route: [name] }).total.attempts > 0;
  if (!deps.config.routes.has(name) && !isSeen)
    throw new RouterError('not_found', `There is no route ${name} in the configuration or in this period.`);
  const [from, to] = daysOf(asked, deps);
  // One after the other: a Worker has six connections, and each read uses them all.
  const compared = await readCompared({ from, to }, dateAt(nowMs, timeZone), figures, call, filter);
  const [freshness, history] = await Promise.all([readFreshness(figures, call), readHistory(deps)]);
  return {
    name,
    request: { ...asked, filter: others },
    figures,
    compared,
    models: modelsOf(figures),
    freshness,
    history,
  };
}
