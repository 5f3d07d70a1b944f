/**
 * The unit price that a charge was billed at, where there is one: the model's rate that gives the charge's cost to the
 * nano-dollar. A charge that mixes tiers, sizes or prices of two days has none. Pure.
 */
import type { Model } from '../../core/target.ts';
import { type OfferedRates, type Rates, ratesBetween } from '../../routing/price.ts';
import type { Charge, Meter } from './charges.ts';

export type UnitPrice = {
  /** Integer micro-USD per million tokens. */
  readonly listRate: number;
  /** Integer thousandths of a micro-USD per million tokens: the same less the provider's discount. */
  readonly contractedRate: number;
  /** Tiers, hours and sizes that have this rate: `standard`, `batch+flex`, `standard-long-context`. */
  readonly offer: string;
  /** First day of the price; null: it is that of several, which agree. */
  readonly from: string | null;
};

/** What a unit price is looked for among. */
export type PricedPeriod = {
  readonly model: Model;
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  /** Thousandths of the list price that are paid. */
  readonly factor: number;
};

const rateNames: Readonly<Record<Meter, readonly (keyof Rates)[]>> = {
  input: ['input'],
  cacheRead: ['cachedInput'],
  cacheWrite: ['cacheWrite5m', 'cacheWrite1h'],
  output: ['output'],
  tools: [],
};

function nameOffer({ tier, isOffPeak, isLong }: OfferedRates, rate: keyof Rates): string {
  const words = [tier, isOffPeak && 'off-peak', rate === 'cacheWrite1h' && '1h', isLong && 'long-context'];
  return words.filter((word) => word !== false).join('-');
}

const only = <T>(values: Iterable<T>): T | null => {
  const [first, ...others] = new Set(values);
  return first === undefined || others.length > 0 ? null : first;
};

/** Whether the price of the period has a rate for cache writes of its own. */
export function areWritesBilled({ model, fromMs, toMs }: PricedPeriod): boolean {
  return ratesBetween(model, fromMs, toMs).some(
    ({ rates }) => rates.cacheWrite5m !== null || rates.cacheWrite1h !== null,
  );
}

/** Null: no rate gives the charge's cost exactly, or two do. */
export function findUnitPrice(
  charge: Charge,
  { model, fromMs, toMs, factor }: PricedPeriod,
): UnitPrice | null {
  const { meter, tokens, costNanoUsd, listNanoUsd } = charge;
  if (meter === null || tokens === null || tokens === 0) return null;
  const fits = (rate: number) => {
    // Micro-USD per million tokens are thousandths of a nano-USD per token.
    const thousandths = BigInt(tokens) * BigInt(rate);
    return (
      thousandths === BigInt(listNanoUsd) * 1000n &&
      thousandths * BigInt(factor) === BigInt(costNanoUsd) * 1_000_000n
    );
  };
  const found = ratesBetween(model, fromMs, toMs).flatMap((offer) =>
    rateNames[meter].flatMap((name) => {
      const rate = offer.rates[name];
      return rate !== null && fits(rate) ? [{ rate, name: nameOffer(offer, name), from: offer.from }] : [];
    }),
  );
  const listRate = only(found.map(({ rate }) => rate));
  if (listRate === null) return null;
  return {
    listRate,
    contractedRate: listRate * factor,
    offer: [...new Set(found.map(({ name }) => name))].join('+'),
    from: only(found.map(({ from }) => from)),
  };
}
