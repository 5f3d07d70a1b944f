/** The row of an answer in the background once its provider has said what became of it. Pure. */
import type { UpstreamFault } from '../core/errors.ts';
import { faultTable, mayHaveCost } from '../core/fault-table.ts';
import { type Row, totalOf } from '../core/row.ts';
import type { Provider } from '../core/target.ts';
import { believedUsage, type Usage } from '../core/usage.ts';
import type { LateCharge } from './late-charges.ts';
import { type Priced, priceUsage } from './price-usage.ts';
import { type FindModel, findOtherModel } from './served-model.ts';

/** An answer that is over. */
export type LateEnd = {
  readonly usage: Usage;
  /** Null: it went well. */
  readonly fault: UpstreamFault | null;
  readonly model: string | null;
  readonly tier: string | null;
  /** Somebody has called it off. */
  readonly isCancelled: boolean;
};

export type LatePrices = {
  /** Undefined: it is gone. */
  readonly findModel: FindModel;
  readonly provider: Provider;
};

function fallen({ fault, isCancelled }: LateEnd): Partial<Row> {
  return fault === null || isCancelled ? {} : { outcome: 'failed', errorCode: faultTable[fault.kind].code };
}

function priceAs(
  id: string,
  { row }: LateCharge,
  { usage, tier }: LateEnd,
  prices: LatePrices,
): Priced | null {
  const model = prices.findModel(id);
  return model ? priceUsage({ usage, model, provider: prices.provider, tier, atMs: row.startedAtMs }) : null;
}

/** Null: nobody can say more than the estimate does. */
export function lateRow(late: LateCharge, end: LateEnd, prices: LatePrices): Row | null {
  const { row, baseline } = late;
  const { fault, isCancelled } = end;
  const model = prices.findModel(row.model);
  const usage = model ? believedUsage(end.usage, model) : end.usage;
  if (usage.inputTokens === undefined || usage.outputTokens === undefined) {
    if (fault === null || isCancelled || mayHaveCost(fault)) return null;
    const cost = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0, tools: 0 };
    const free = { usage: {}, usageSource: 'void', cost, listNanoUsd: 0, priceVersion: null } as const;
    return { ...row, ...fallen(end), ...free };
  }
  const modelServed = end.model ?? row.modelServed;
  const asked = model && { model, wireModel: model.id };
  const isOfOther = asked !== undefined && findOtherModel(asked, modelServed, prices.findModel) !== null;
  const priced = isOfOther ? null : priceAs(row.model, late, end, prices);
  const standard = baseline === null ? null : priceAs(baseline, late, { ...end, tier: null }, prices);
  return {
    ...row,
    ...fallen(end),
    usage,
    usageSource: 'measured',
    modelServed,
    ...(priced ?? { cost: null, listNanoUsd: null, priceVersion: null }),
    baselineNanoUsd:
      row.baselineNanoUsd === null || standard === null ? row.baselineNanoUsd : totalOf(standard.cost),
  };
}
