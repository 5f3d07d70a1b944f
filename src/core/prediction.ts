/**
 * What is expected of a target for one request, before it is asked: the planner's numbers, shown by `/v1/route` and
 * compared with what came. Shapes only. `null` is unknown, and unknown is never zero.
 */

/** Tokens of one request at one target. `high` is the value that one request in ten passes. */
export type TokenForecast = {
  /** All input, the cached part included, in tokens of the target's family. */
  readonly input: number;
  /** Of these, read from the provider's prompt cache. */
  readonly cachedInput: number;
  /** Reasoning included. */
  readonly output: { readonly expected: number; readonly high: number };
};

/** Integer nano-USD (1 USD = 1_000_000_000). */
export type CostForecast = { readonly expectedNanoUsd: number; readonly highNanoUsd: number };

/** Milliseconds. */
export type LatencyForecast = {
  readonly firstEventMs: number | null;
  /** Until the last event of the expected output. */
  readonly totalMs: number | null;
};

export type Prediction = {
  /** Probability that the target does this task at this difficulty, 0-1. */
  readonly quality: number | null;
  readonly tokens: TokenForecast;
  readonly cost: CostForecast | null;
  readonly latency: LatencyForecast;
};
