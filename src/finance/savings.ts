/**
 * What routing and caches saved, what answers cost, whose share is GPT-5.5's, and how sure the numbers are. Pure, from
 * `queryUsage`. What is an estimate says so in its name; unknown is null, never 0.
 */
import { type Counters, costOf } from '../ledger/counters.ts';
import type { Usage } from '../ledger/query-usage.ts';
import { knownCostOf } from './day-costs.ts';
import { meterTokensOf } from './meters.ts';

export type BaselineSavings = {
  /** Whole nano-USD of the attempts that have a baseline, and what the same tokens cost at it. */
  readonly comparedNanoUsd: number;
  readonly baselineNanoUsd: number;
  /** Negative: the baseline had been cheaper. The models of the baseline may have needed other tokens. */
  readonly estimatedSavedNanoUsd: number;
  /** Of the baseline. */
  readonly estimatedSavedShare: number;
  /** Whole nano-USD that no baseline was declared for, or none was known for. */
  readonly notComparedNanoUsd: number;
};

/** Null: nothing has a baseline. */
export function baselineSavingsOf(counters: Counters): BaselineSavings | null {
  const { costCompared, costBaseline } = counters;
  if (costBaseline === 0) return null;
  const saved = costBaseline - costCompared;
  return {
    comparedNanoUsd: costCompared,
    baselineNanoUsd: costBaseline,
    estimatedSavedNanoUsd: saved,
    estimatedSavedShare: saved / costBaseline,
    notComparedNanoUsd: costOf(counters) - costCompared,
  };
}

export type CacheSavings = {
  /**
   * Whole nano-USD: what cached tokens would have cost as uncached ones less what they did, and less what writing them
   * cost beyond that. Null: cached tokens were used and of none of them an uncached price is known.
   */
  readonly estimatedSavedNanoUsd: number | null;
  /** Tokens read from and written to caches that the estimate holds, and that it leaves out. */
  readonly estimatedTokens: number;
  readonly unknownTokens: number;
};

/** Nano-USD, not rounded; null: no price of uncached input was paid here, or some attempts have none. */
function cacheSavingsOf(counters: Counters): number | null {
  const { input, cacheRead, cacheWrite } = meterTokensOf(counters);
  if (input === 0 || counters.costInput <= 0 || counters.unpriced > 0 || counters.corrections > 0)
    return null;
  const rate = counters.costInput / input;
  return (cacheRead + cacheWrite) * rate - counters.costCacheRead - counters.costCacheWrite;
}

/** `usage` by model at least: each group's own average price of uncached input is what caches are held against. */
export function estimateCacheSavings({ groups }: Usage): CacheSavings {
  let saved = 0;
  let estimatedTokens = 0;
  let unknownTokens = 0;
  for (const { counters } of groups) {
    const { cacheRead, cacheWrite } = meterTokensOf(counters);
    const tokens = cacheRead + cacheWrite;
    if (tokens === 0) continue;
    const own = cacheSavingsOf(counters);
    if (own === null) unknownTokens += tokens;
    else {
      saved += own;
      estimatedTokens += tokens;
    }
  }
  const isUnknown = unknownTokens > 0 && estimatedTokens === 0;
  return { estimatedSavedNanoUsd: isUnknown ? null : Math.round(saved), estimatedTokens, unknownTokens };
}

/** Whole nano-USD, of all that was paid; null: no request succeeded, or no price is known. */
export function costPer1000Of(counters: Counters): number | null {
  const cost = knownCostOf(counters);
  return cost === null || counters.succeeded === 0 ? null : Math.round((cost * 1000) / counters.succeeded);
}

export type ModelShare = {
  readonly model: string;
  /** 0-1, of attempts that answer or might have; null: there were none. */
  readonly attemptShare: number | null;
  /** 0-1, of what has a price; null: nothing has cost anything. */
  readonly costShare: number | null;
};

const shareOf = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

/** `usage` by model alone. The models that finance asks about first, unless told others. */
export function modelSharesOf(
  { total, groups }: Usage,
  models: readonly string[] = ['gpt-5.5', 'gpt-5.5-pro'],
): ModelShare[] {
  return models.map((model) => {
    const counters = groups.find(({ names }) => names[0] === model)?.counters;
    return {
      model,
      attemptShare: shareOf(counters?.attempts ?? 0, total.attempts),
      costShare: shareOf(counters === undefined ? 0 : costOf(counters), costOf(total)),
    };
  });
}

export type DataQuality = {
  /** 0-1, of the cost: by the provider's own count, and by ours until its count comes; null: nothing has cost anything. */
  readonly measuredShare: number | null;
  readonly estimatedShare: number | null;
  readonly estimatedNanoUsd: number;
  /** Attempts whose cost is not known, which no sum holds. */
  readonly unpricedAttempts: number;
  readonly attempts: number;
  /** Invoice against ledger, as a share of the invoice; null: nobody has reconciled. */
  readonly driftShare: number | null;
};

/** `driftShare`: of the last reconciliation. */
export function dataQualityOf(counters: Counters, driftShare: number | null): DataQuality {
  const cost = costOf(counters);
  const estimatedShare = shareOf(counters.costEstimated, cost);
  return {
    measuredShare: estimatedShare === null ? null : 1 - estimatedShare,
    estimatedShare,
    estimatedNanoUsd: counters.costEstimated,
    unpricedAttempts: counters.unpriced,
    attempts: counters.attempts,
    driftShare,
  };
}
