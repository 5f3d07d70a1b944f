/** What the greatest part of a sum of money was spent on: one combination of route, model and team. Pure. */
import type { SpendDriver } from '../core/alert.ts';
import type { Figures } from '../finance/figures.ts';
import { type Counters, costOf } from '../ledger/counters.ts';
import type { UsageFilter } from '../ledger/query-usage.ts';

/** Null: nothing was spent. `read`: which sum; what it cost unless told. */
export function findSpendDriver(
  figures: Pick<Figures, 'by'>,
  filter?: UsageFilter,
  read: (counters: Counters) => number = costOf,
): SpendDriver | null {
  let driver: SpendDriver | null = null;
  for (const { names, counters } of figures.by(['route', 'model', 'team'], filter).groups) {
    const [route = '', model = '', team = ''] = names;
    const nanoUsd = read(counters);
    if (nanoUsd > (driver?.nanoUsd ?? 0)) driver = { route, model, team, nanoUsd };
  }
  return driver;
}
