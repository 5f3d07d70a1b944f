/**
 * Everything that is expected of a model for one request: tokens, cost, quality, latency. What does not depend on the
 * model is worked out once (`measureRequest`), so that thirty candidates cost little more than one. Pure.
 */
import type { Task } from '../core/classification.ts';
import type { Judged } from '../core/judged.ts';
import { type LearnedTargets, learnedName } from '../core/learned.ts';
import type { CostForecast, Prediction, TokenForecast } from '../core/prediction.ts';
import type { RequestTraits } from '../core/request-traits.ts';
import type { Effort, Model, Provider } from '../core/target.ts';
import { feeAt, type ToolMeter } from '../core/usage.ts';
import {
  type AnswerSize,
  expectAnswer,
  forecastTokens,
  forecastVisible,
  inputOf,
} from './forecast-tokens.ts';
import { predictLatency } from './predict-latency.ts';
import { predictQuality } from './predict-quality.ts';
import { type BilledTokens, type CurrentPrice, costRangeOf, priceOf, ratesFor } from './price.ts';
import { type RequestSize, sizeRequest } from './request-size.ts';
import { learnQuality } from './use-learned.ts';

/** One request, measured for all its candidates. */
export type Measured = {
  readonly size: RequestSize;
  readonly answer: AnswerSize;
  /** Null: not classified, or not for sure. */
  readonly task: Task | null;
  /** Null: not classified. */
  readonly difficulty: number | null;
  /** The service tier that the client asked for. */
  readonly tier: string | null;
  /** Tools that the provider may call, and bills by the call. */
  readonly billedTools: readonly ToolMeter[];
  readonly nowMs: number;
  /** What was seen of targets on such requests. */
  readonly learned: LearnedTargets;
};

const nobodySeen: LearnedTargets = new Map();

/** `tokens`: input tokens by family. `routeCap`: the route's own bound on output tokens, or null. */
export function measureRequest(
  traits: Pick<RequestTraits, 'extent' | 'maxOutputTokens' | 'choices' | 'serviceTier' | 'billedTools'>,
  judged: Pick<Judged, 'task' | 'difficulty'> | null,
  nowMs: number,
  tokens: RequestSize['tokens'],
  routeCap: number | null = null,
  learned: LearnedTargets = nobodySeen,
): Measured {
  const size = sizeRequest(traits, tokens, routeCap);
  return {
    size,
    answer: expectAnswer(size, judged),
    task: judged?.task.isSure ? judged.task.task : null,
    difficulty: judged?.difficulty.score ?? null,
    tier: traits.serviceTier,
    billedTools: traits.billedTools ?? [],
    nowMs,
    learned,
  };
}

/** Service tiers are OpenAI's; on the way to others they are left out, but for Anthropic's own fast one. */
function tierFor({ protocols, prices }: Model, tier: string | null): string | null {
  if (protocols.includes('openai-responses')) return tier;
  const hasFast = tier === 'fast' && prices.some(({ tiers }) => tiers?.fast !== undefined);
  return hasFast && protocols.includes('anthropic-messages') ? tier : null;
}

/** Shorter prompts are not cached, by any provider that bills for it. */
const leastCached = 1024;

/**
 * Tokens that are written to the provider's cache: with OpenAI's models that bill for it, whatever is not read from it
 * (caching is automatic there); with Anthropic's what the caller's hints ask for. Elsewhere writing costs nothing.
 */
function writtenTokens({ size }: Measured, model: Model, { input, cachedInput }: TokenForecast): number {
  if (input < leastCached) return 0;
  const isAutomatic = model.protocols.includes('openai-responses');
  const upTo = isAutomatic ? input : Math.floor(input * size.hinted);
  return Math.max(0, upTo - cachedInput);
}

function billedTokens(
  measured: Measured,
  model: Model,
  price: CurrentPrice,
  tokens: TokenForecast,
): BilledTokens {
  const rates = ratesFor(price, tokens.input);
  const written = writtenTokens(measured, model, tokens);
  const forHour = measured.size.hintTtl === '1h' && rates.cacheWrite1h !== null;
  return {
    input: tokens.input,
    cachedInput: tokens.cachedInput,
    cacheWrite5m: forHour || rates.cacheWrite5m === null ? 0 : written,
    cacheWrite1h: forHour ? written : 0,
    output: tokens.output.expected,
  };
}

/** What is paid of the list price, in thousandths, without a contract. */
const listPrice = 1000;

/** Calls of each tool that a provider runs, where it may: a guess, as no public figure tells. */
const callsExpected = 1;
const callsHigh = 5;

/** Of one call of each; a tool without a known fee adds nothing. */
function feesOf({ billedTools, nowMs }: Measured, { toolFees }: PricedProvider): number {
  return billedTools.reduce((sum, tool) => sum + (feeAt(toolFees, tool, nowMs) ?? 0), 0);
}

/** What its provider bills beside the model's own price. */
export type PricedProvider = Pick<Provider, 'priceFactor' | 'toolFees'>;

function predictCost(
  measured: Measured,
  model: Model,
  price: CurrentPrice | null,
  tokens: TokenForecast,
  provider: PricedProvider,
): CostForecast | null {
  if (price === null) return null;
  const range = costRangeOf(price, billedTokens(measured, model, price, tokens), tokens.output.high);
  if (range === null) return null;
  const { priceFactor = listPrice } = provider;
  const fees = feesOf(measured, provider);
  const pay = (nanoUsd: number) => Math.ceil((nanoUsd * priceFactor) / listPrice);
  return {
    expectedNanoUsd: pay(range.expectedNanoUsd + callsExpected * fees),
    highNanoUsd: pay(range.highNanoUsd + callsHigh * fees),
  };
}

/**
 * `effort`: what the model will run at, after the route, the client and the model's own list have spoken; null: its
 * default. `cachedInput`: input tokens that the session is expected to find cached at this model; a model whose rate
 * for them nobody knows is not credited with any. `provider`: who serves it; absent: somebody without contract or fees.
 */
export function predict(
  measured: Measured,
  model: Model,
  effort: Effort | null,
  cachedInput: number,
  provider: PricedProvider = {},
): Prediction {
  const price = priceOf(model, measured.nowMs, tierFor(model, measured.tier));
  const canCache = price !== null && price.rates.cachedInput !== null;
  const { size, answer, learned } = measured;
  const seen = learned.get(learnedName(model, effort));
  const input = inputOf(size, model);
  const tokens = forecastTokens(size, answer, model, effort, canCache ? cachedInput : 0, seen, input);
  return {
    quality: learnQuality(predictQuality(model, effort, measured.task, measured.difficulty), seen?.quality),
    tokens,
    cost: predictCost(measured, model, price, tokens, provider),
    latency: predictLatency(model, effort, forecastVisible(size, answer, model, seen, input), seen),
  };
}
