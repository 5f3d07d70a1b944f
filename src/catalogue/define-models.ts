/**
 * The form in which the files in `models/` are written: what a provider's models share is said once, dollars are
 * USD per million tokens as on price lists. No data here.
 */
import {
  completeModel,
  type WrittenModel,
  type WrittenPrice,
  type WrittenRates,
} from '../core/complete-model.ts';
import type { ModelId } from '../core/model-ids.ts';
import type { Model } from '../core/target.ts';

type Written = Partial<Omit<WrittenModel, 'id' | 'provider'>> & {
  readonly id: ModelId;
  readonly name: string;
};

/** `shared` holds for every model of the provider that does not say otherwise. */
export function defineModels(
  provider: string,
  shared: Pick<WrittenModel, 'protocols'> & Partial<WrittenModel>,
  models: readonly Written[],
): readonly Model[] {
  return models.map((model) => completeModel({ ...shared, provider, ...model }, provider));
}

/** The price with other rates for the whole request from `fromInputTokens` on, cached tokens counted in. */
export function withLongContext(
  fromInputTokens: number,
  times: { readonly input: number; readonly output: number },
  price: WrittenPrice,
): WrittenPrice {
  const usd: WrittenRates = {
    input: price.usd.input * times.input,
    ...(price.usd.cachedInput !== undefined && { cachedInput: price.usd.cachedInput * times.input }),
    ...(price.usd.cacheWrite5m !== undefined && { cacheWrite5m: price.usd.cacheWrite5m * times.input }),
    ...(price.usd.cacheWrite1h !== undefined && { cacheWrite1h: price.usd.cacheWrite1h * times.input }),
    output: price.usd.output * times.output,
  };
  return { ...price, longContext: { fromInputTokens, usd } };
}
