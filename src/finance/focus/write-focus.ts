/** A day's counters as rows of a FOCUS file: by team, route, model and meter. Pure. */
import type { FocusVersion } from '../../core/export.ts';
import type { Model } from '../../core/target.ts';
import type { UsageGroup } from '../../ledger/query-usage.ts';
import { ratesBetween } from '../../routing/price.ts';
import type { CsvCell } from '../print-csv.ts';
import { unlistedProvider } from '../reconcile-models.ts';
import { chargePeriodOf } from './charge-period.ts';
import { chargesOf } from './charges.ts';
import { columnsOf } from './columns.ts';
import { focusCells } from './focus-row.ts';
import { areWritesBilled, findUnitPrice, type Offers } from './unit-price.ts';

export type KnownModel = {
  readonly model: Model;
  /** Thousandths of the list price that its provider's contract leaves. */
  readonly factor: number;
};

export type FocusPorts = {
  readonly timeZone: string;
  /** Null: no such model any more. */
  readonly findModel: (id: string) => KnownModel | null;
};

/** Works something out once for each name. */
function remembered<T>(make: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    const found = known.get(name);
    if (found !== undefined || known.has(name)) return found as T;
    const made = make(name);
    known.set(name, made);
    return made;
  };
}

/**
 * Of one file. What it gives turns a group by day, team, route and model into rows of cells, in the order of
 * `columnsOf`; none: nothing of it was billed, or no price is known of any. Periods and prices are worked out once a day.
 */
export function createFocusWriter(
  version: FocusVersion,
  { timeZone, findModel }: FocusPorts,
): (group: UsageGroup) => CsvCell[][] {
  const ids = columnsOf(version).map(({ id }) => id);
  const periodOf = remembered((day) => chargePeriodOf(day, timeZone));
  const knownModel = remembered(findModel);
  const offersOf = remembered((day) => {
    const { fromMs, toMs } = periodOf(day);
    return remembered((id): Offers | null => {
      const known = knownModel(id);
      return known && { rates: ratesBetween(known.model, fromMs, toMs), factor: known.factor };
    });
  });
  return ({ names, counters }) => {
    const [day = '', team = '', route = '', model = ''] = names;
    const offers = offersOf(day)(model);
    const provider = knownModel(model)?.model.provider ?? unlistedProvider(model);
    const group = { day, team, route, model, provider, period: periodOf(day), timeZone, counters };
    const isWritten = offers === null ? counters.costCacheWrite > 0 : areWritesBilled(offers);
    return chargesOf(counters, isWritten).map((charge, at) => {
      const cells = focusCells(charge, group, offers && findUnitPrice(charge, offers), at === 0);
      return ids.map((id) => cells[id]);
    });
  };
}
