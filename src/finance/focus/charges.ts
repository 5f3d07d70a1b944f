/**
 * What the counters of one group amount to by meter: the tokens billed and what they cost, apart from corrections.
 * Pure. Their costs add up to the group's, whatever the split; what no price is known of has no charge.
 */
import type { CostByMeter } from '../../core/row.ts';
import { type Counters, costOf } from '../../ledger/counters.ts';
import { shareOut } from '../share-out.ts';

export const meters = [
  'input',
  'cacheRead',
  'cacheWrite',
  'output',
  'tools',
] as const satisfies readonly (keyof CostByMeter)[];

export type Meter = (typeof meters)[number];

export type Charge = {
  /** Null: a correction, of all meters together. */
  readonly meter: Meter | null;
  /** Tokens; null: not counted, as calls of tools are not. */
  readonly tokens: number | null;
  /** Whole nano-USD, as paid and at list price. */
  readonly costNanoUsd: number;
  readonly listNanoUsd: number;
};

/** Where writing to a cache has no price of its own it is billed as input. */
function tokensOf(counters: Counters, areWritesBilled: boolean): Record<Meter, number | null> {
  const { inputTokens, cacheReadInputTokens, cacheCreationInputTokens, outputTokens } = counters;
  const written = areWritesBilled ? cacheCreationInputTokens : 0;
  return {
    input: Math.max(0, inputTokens - cacheReadInputTokens - written),
    cacheRead: cacheReadInputTokens,
    cacheWrite: written,
    output: outputTokens,
    tools: null,
  };
}

/**
 * Counters know the sum of corrections and of list prices, not their meters: both are shared out in proportion to what
 * the meters cost. `areWritesBilled`: whether the model's price has a rate for cache writes.
 */
export function chargesOf(counters: Counters, areWritesBilled: boolean): Charge[] {
  const { costInput, costCacheRead, costCacheWrite, costOutput, costTools } = counters;
  const { costCorrections, costAtList, unpriced, corrections } = counters;
  const billed = [costInput, costCacheRead, costCacheWrite, costOutput, costTools];
  const positive = (costs: readonly number[]) => costs.map((cost) => Math.max(0, cost));
  const corrected = shareOut(costCorrections, positive(billed));
  const usedCost = costOf(counters) - costCorrections;
  // Where nothing was paid but corrections all of it is one, whatever meters it was booked on.
  const used = billed.map((cost, at) => (usedCost === 0 ? 0 : cost - (corrected[at] ?? 0)));
  const discount = shareOut(Math.max(0, costAtList - usedCost), positive(used));
  const tokens = tokensOf(counters, areWritesBilled);
  const usage = meters.map((meter, at): Charge => {
    const costNanoUsd = used[at] ?? 0;
    return { meter, tokens: tokens[meter], costNanoUsd, listNanoUsd: costNanoUsd + (discount[at] ?? 0) };
  });
  const charged = usage.filter(({ tokens: count, costNanoUsd, listNanoUsd }) => {
    if (costNanoUsd !== 0) return true;
    // Tokens without a cost are free only where every price is known.
    return unpriced === 0 && (count !== null && count > 0 ? true : listNanoUsd !== 0);
  });
  if (corrections === 0 && costCorrections === 0) return charged;
  const correction = { costNanoUsd: costCorrections, listNanoUsd: costCorrections };
  return [...charged, { meter: null, tokens: null, ...correction }];
}
