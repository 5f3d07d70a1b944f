/**
 * What the tokens that a model used would cost at another one's list price, meter by meter. Pure, and an estimate: the
 * other model would have used other tokens, and counters do not tell the sizes and tiers of requests apart.
 */
import type { Model } from '../core/target.ts';
import type { Counters } from '../ledger/counters.ts';
import { priceOf, ratesFor } from '../routing/price.ts';

export type SameTokens = {
  /** Whole nano-USD at list price of the standard tier; null: a rate that is needed is not known. */
  readonly estimatedNanoUsd: number | null;
  /** Requests with so many input tokens cost more than is said here; null: none does. */
  readonly dearerFromInputTokens: number | null;
};

/** Micro-USD per million tokens are thousandths of a nano-USD per token. NaN: unknown and needed. */
function charge(tokens: number, rate: number | null): number {
  if (tokens === 0) return 0;
  return rate === null ? Number.NaN : (tokens * rate) / 1000;
}

/** At the short-context price of `nowMs`. Tools have fees of their own and are left out. */
export function priceSameTokens(counters: Counters, model: Model, nowMs: number): SameTokens {
  const price = priceOf(model, nowMs);
  if (price === null) return { estimatedNanoUsd: null, dearerFromInputTokens: null };
  const rates = ratesFor(price, 0);
  const read = Math.min(counters.cacheReadInputTokens, counters.inputTokens);
  // What writing to a cache costs is no question where it has no rate: then it costs what input costs.
  const written =
    rates.cacheWrite5m === null
      ? 0
      : Math.min(counters.cacheCreationInputTokens, counters.inputTokens - read);
  const nanoUsd =
    charge(counters.inputTokens - read - written, rates.input) +
    charge(read, rates.cachedInput) +
    charge(written, rates.cacheWrite5m) +
    charge(counters.outputTokens, rates.output);
  return {
    estimatedNanoUsd: Number.isNaN(nanoUsd) ? null : Math.round(nanoUsd),
    dearerFromInputTokens: price.long?.fromInputTokens ?? null,
  };
}
