/**
 * What an attempt cost, by meter: its usage at the price that held when it began, on the tier that served it. Integers;
 * each meter is rounded once. Unknown rates make the cost unknown, never zero. Pure.
 */
import { toolFeesOf } from '../catalogue/tool-fees.ts';
import { type CostByMeter, totalOf } from '../core/row.ts';
import type { Model, Provider } from '../core/target.ts';
import { feeAt, toolMeters, type Usage } from '../core/usage.ts';
import { type CurrentPrice, nameOfPrice, priceOf, ratesFor } from '../routing/price.ts';

export type Priced = {
  readonly cost: CostByMeter;
  /** The same at list price, without what the provider's contract takes off; integer nano-USD. */
  readonly listNanoUsd: number;
  /** First day of the price, and the tier where it is no standard one: `2026-04-23`, `2026-04-23/priority`. */
  readonly priceVersion: string;
};

export type Billed = {
  readonly usage: Usage;
  readonly model: Model;
  readonly provider: Pick<Provider, 'id' | 'priceFactor' | 'project'>;
  /** As the answer reports it; null: it does not. */
  readonly tier: string | null;
  /** When the attempt began. */
  readonly atMs: number;
};

const thousand = 1000;

/** Micro-USD per million tokens are thousandths of a nano-USD per token. NaN: the rate is unknown, or no integer holds it. */
function charge(tokens: number, rate: number | null): number {
  if (tokens === 0) return 0;
  const thousandths = tokens * (rate ?? Number.NaN);
  return thousandths <= Number.MAX_SAFE_INTEGER ? Math.round(thousandths / thousand) : Number.NaN;
}

/** Null where a count that the price needs was not reported. */
function chargeTokens(usage: Usage, price: CurrentPrice): Omit<CostByMeter, 'tools'> | null {
  const { inputTokens, outputTokens } = usage;
  if (inputTokens === undefined || outputTokens === undefined) return null;
  const rates = ratesFor(price, inputTokens);
  const cacheRead = Math.min(usage.cacheReadInputTokens ?? 0, inputTokens);
  // Where writing to the cache has no price of its own it costs what input costs.
  const isWriteBilled = rates.cacheWrite5m !== null || rates.cacheWrite1h !== null;
  const written = isWriteBilled ? Math.min(usage.cacheCreationInputTokens ?? 0, inputTokens - cacheRead) : 0;
  const written1h = Math.min(usage.cacheCreation1hInputTokens ?? 0, written);
  return {
    input: charge(inputTokens - cacheRead - written, rates.input),
    cacheRead: charge(cacheRead, rates.cachedInput),
    cacheWrite: charge(written - written1h, rates.cacheWrite5m) + charge(written1h, rates.cacheWrite1h),
    output: charge(outputTokens, rates.output),
  };
}

/** NaN where a tool was called whose fee nobody knows. */
function chargeTools(usage: Usage, provider: Billed['provider'], atMs: number): number {
  const fees = toolFeesOf(provider);
  let total = 0;
  for (const tool of toolMeters) {
    const calls = usage[tool] ?? 0;
    if (calls === 0) continue;
    total += calls * (feeAt(fees, tool, atMs) ?? Number.NaN);
  }
  return total;
}

/** `factor`: in thousandths of the list price. */
function scale(cost: CostByMeter, factor: number): CostByMeter {
  if (factor === thousand) return cost;
  const scaled = (nanoUsd: number) => Math.round((nanoUsd * factor) / thousand);
  return {
    input: scaled(cost.input),
    cacheRead: scaled(cost.cacheRead),
    cacheWrite: scaled(cost.cacheWrite),
    output: scaled(cost.output),
    tools: scaled(cost.tools),
  };
}

/** Null: the price is not known, or not for that tier, or not for one of the meters used. */
export function priceUsage({ usage, model, provider, tier, atMs }: Billed): Priced | null {
  const price = priceOf(model, atMs, tier);
  const priceVersion = nameOfPrice(model, atMs, tier);
  if (price === null || priceVersion === null) return null;
  const tokens = chargeTokens(usage, price);
  if (tokens === null) return null;
  const list: CostByMeter = { ...tokens, tools: chargeTools(usage, provider, atMs) };
  const listNanoUsd = totalOf(list);
  if (Number.isNaN(listNanoUsd)) return null;
  return {
    cost: scale(list, provider.priceFactor ?? thousand),
    listNanoUsd,
    priceVersion,
  };
}
