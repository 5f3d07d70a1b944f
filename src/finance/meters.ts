/**
 * Tokens of a cell as they were billed, so that cost over tokens is the price that was paid on average. Pure. Meters do
 * not overlap.
 */
import type { Counters } from '../ledger/counters.ts';

export type MeterTokens = {
  /** Neither read from a cache nor written to one at a rate of its own. */
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  /** Reasoning included. */
  readonly output: number;
};

/** Where writing to the cache cost nothing of its own, what was written was billed as input. */
export function meterTokensOf(counters: Counters): MeterTokens {
  const { inputTokens } = counters;
  const cacheRead = Math.min(counters.cacheReadInputTokens, inputTokens);
  const isWriteBilled = counters.costCacheWrite !== 0;
  const cacheWrite = isWriteBilled ? Math.min(counters.cacheCreationInputTokens, inputTokens - cacheRead) : 0;
  return {
    input: inputTokens - cacheRead - cacheWrite,
    cacheRead,
    cacheWrite,
    output: counters.outputTokens,
  };
}

/** 0-1: of the attempts, those whose price is known. */
export function pricedShareOf({ attempts, unpriced }: Counters): number {
  return attempts === 0 ? 1 : (attempts - unpriced) / attempts;
}
