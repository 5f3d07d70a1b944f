/**
 * Fills in what a written model leaves out, so that the catalogue and `routes.config.ts` can be short. What is not
 * written is unknown (null), never zero; nothing is guessed here. Dollars become integers here and nowhere else.
 */
import type { Model, Price } from './target.ts';

/** USD per million tokens, as price lists print them; left out: unknown. */
export type WrittenRates = {
  readonly input: number;
  readonly cachedInput?: number;
  readonly cacheWrite5m?: number;
  readonly cacheWrite1h?: number;
  readonly output: number;
};

export type WrittenPrice = Pick<Price, 'from'> &
  Partial<Pick<Price, 'tiers' | 'offPeak' | 'source' | 'observed'>> & {
    readonly usd: WrittenRates;
    readonly longContext?: { readonly fromInputTokens: number; readonly usd: WrittenRates };
  };

/** A model as people write it. */
export type WrittenModel = Pick<Model, 'id' | 'provider' | 'protocols'> &
  Partial<Omit<Model, 'prices'>> & { readonly prices?: readonly WrittenPrice[] };

/** `writtenIn` is the source of a price that names none. */
export function completeModel(written: WrittenModel, writtenIn: string): Model {
  return {
    aliases: [],
    snapshots: [],
    released: null,
    shutdown: null,
    successor: null,
    contextTokens: null,
    maxInputTokens: null,
    maxOutputTokens: null,
    input: ['text'],
    output: ['text'],
    tools: null,
    structuredOutputs: null,
    reasoning: null,
    rules: [],
    safeguards: 'none',
    ...written,
    prices: (written.prices ?? []).map((price) => completePrice(price, writtenIn)),
  };
}

function completePrice(written: WrittenPrice, writtenIn: string): Price {
  const { usd, longContext, ...rest } = written;
  return {
    source: writtenIn,
    observed: written.from,
    ...rest,
    ...toMicroUsd(usd),
    ...(longContext && {
      longContext: { fromInputTokens: longContext.fromInputTokens, ...toMicroUsd(longContext.usd) },
    }),
  };
}

function toMicroUsd(usd: WrittenRates) {
  const micro = (rate: number) => Math.round(rate * 1_000_000);
  const microOrNull = (rate: number | undefined) => (rate === undefined ? null : micro(rate));
  return {
    input: micro(usd.input),
    cachedInput: microOrNull(usd.cachedInput),
    cacheWrite5m: microOrNull(usd.cacheWrite5m),
    cacheWrite1h: microOrNull(usd.cacheWrite1h),
    output: micro(usd.output),
  };
}
