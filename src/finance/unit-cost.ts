/**
 * What a request of one route at one model costs, taken apart: tokens a request, how much of the input comes from the
 * cache, what a token costs. Pure. Of first attempts: what else was paid stands apart in the bridge.
 */
import { type Counters, costOf } from '../ledger/counters.ts';
import { meterTokensOf, pricedShareOf } from './meters.ts';

/** All by request; nano-USD a token. Null: it did not occur, so nothing is known of it. */
export type UnitCost = {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** 0-1, of the input tokens. */
  readonly readShare: number | null;
  readonly writeShare: number | null;
  readonly inputRate: number | null;
  readonly readRate: number | null;
  readonly writeRate: number | null;
  readonly outputRate: number | null;
  /** Fees of the providers' own tools. */
  readonly tools: number;
};

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/**
 * `requests`: of known price; `nanoUsd`: what they cost. Tokens are counted of all attempts together and are taken to be
 * theirs in proportion to cost; a correction, which has no tokens, is taken off every meter alike.
 */
function unitCostOf(counters: Counters, requests: number, nanoUsd: number): UnitCost {
  const tokens = meterTokensOf(counters);
  const priced = pricedShareOf(counters);
  const [total, ofAttempts] = [costOf(counters), costOf(counters) - counters.costCorrections];
  const uncorrected = total > 0 ? ofAttempts / total : 1;
  const share = ofAttempts > 0 ? nanoUsd / ofAttempts : 1;
  const rate = (cost: number, count: number) => ratio(cost * uncorrected, count * priced);
  const input = tokens.input + tokens.cacheRead + tokens.cacheWrite;
  return {
    inputTokens: (input * priced * share) / requests,
    outputTokens: (tokens.output * priced * share) / requests,
    readShare: ratio(tokens.cacheRead, input),
    writeShare: ratio(tokens.cacheWrite, input),
    inputRate: rate(counters.costInput, tokens.input),
    readRate: rate(counters.costCacheRead, tokens.cacheRead),
    writeRate: rate(counters.costCacheWrite, tokens.cacheWrite),
    outputRate: rate(counters.costOutput, tokens.output),
    tools: (counters.costTools * uncorrected * share) / requests,
  };
}

/** What stands still where one side does not know it: the other side's, so that no change comes of it. */
function fill(own: UnitCost, other: UnitCost): { readonly [name in keyof UnitCost]: number } {
  const filled = Object.entries(own).map(([name, value]) => [
    name,
    value ?? other[name as keyof UnitCost] ?? 0,
  ]);
  return Object.fromEntries(filled) as { readonly [name in keyof UnitCost]: number };
}

/** One route at one model in one period. */
export type CellCost = {
  /** First attempts whose price is known. */
  readonly requests: number;
  /** Whole nano-USD of first attempts. */
  readonly nanoUsd: number;
  readonly unit: UnitCost;
};

/** Null: no request of known price began here. */
export function cellCostOf(counters: Counters): CellCost | null {
  const requests = counters.requests * pricedShareOf(counters);
  if (requests === 0) return null;
  const nanoUsd = costOf(counters) - counters.costBesides - counters.costCorrections;
  return { requests, nanoUsd, unit: unitCostOf(counters, requests, nanoUsd) };
}

/** Nano-USD a request. */
export type UnitSteps = {
  /** As it was. */
  readonly before: number;
  /** With the tokens of now; then read from and written to caches as now; then with the fees of now. */
  readonly tokens: number;
  readonly cache: number;
  readonly tools: number;
};

/** Cost of a request after each step from `before` to `after`; from the last one to `after` it is the price. */
export function stepUnitCost(before: UnitCost, after: UnitCost): UnitSteps {
  const [old, now] = [fill(before, after), fill(after, before)];
  const tokenCost = (tokens: typeof old, caching: typeof old) =>
    tokens.inputTokens *
      ((1 - caching.readShare - caching.writeShare) * old.inputRate +
        caching.readShare * old.readRate +
        caching.writeShare * old.writeRate) +
    tokens.outputTokens * old.outputRate;
  return {
    before: tokenCost(old, old) + old.tools,
    tokens: tokenCost(now, old) + old.tools,
    cache: tokenCost(now, now) + old.tools,
    tools: tokenCost(now, now) + now.tools,
  };
}
