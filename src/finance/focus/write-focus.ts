/** A day's counters as rows of a FOCUS file: by team, route, model and meter. Pure. */
import type { FocusVersion } from '../../core/export.ts';
import type { Model } from '../../core/target.ts';
import type { UsageGroup } from '../../ledger/query-usage.ts';
import type { CsvCell } from '../print-csv.ts';
import { unlistedProvider } from '../reconcile-models.ts';
import { chargePeriodOf } from './charge-period.ts';
import { chargesOf } from './charges.ts';
import { columnsOf } from './columns.ts';
import { type ChargeGroup, focusCells } from './focus-row.ts';
import { areWritesBilled, findUnitPrice, type PricedPeriod } from './unit-price.ts';

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

/** `cells` in the order of `columnsOf`. */
export type FocusRow = { readonly cells: readonly CsvCell[]; readonly costNanoUsd: number };

/** `group`: by day, team, route and model. Empty: nothing of it was billed, or no price is known of any. */
export function focusRows(group: UsageGroup, version: FocusVersion, ports: FocusPorts): FocusRow[] {
  const [day = '', team = '', route = '', model = ''] = group.names;
  const { counters } = group;
  const known = ports.findModel(model);
  const period = chargePeriodOf(day, ports.timeZone);
  const priced: PricedPeriod | null = known && { ...known, fromMs: period.fromMs, toMs: period.toMs };
  const provider = known?.model.provider ?? unlistedProvider(model);
  const of: ChargeGroup = { day, team, route, model, provider, period, timeZone: ports.timeZone, counters };
  const isWritten = priced === null ? counters.costCacheWrite > 0 : areWritesBilled(priced);
  const columns = columnsOf(version);
  return chargesOf(counters, isWritten).map((charge, at) => {
    const cells = focusCells(charge, of, priced && findUnitPrice(charge, priced), at === 0);
    return { cells: columns.map(({ id }) => cells[id]), costNanoUsd: charge.costNanoUsd };
  });
}
