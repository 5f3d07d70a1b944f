/**
 * The unit price that a charge was billed at, where there is one: the model's rate that gives the charge's cost to the
 * nano-dollar. A charge that mixes tiers, sizes or prices of two days has none. Pure.
 */
import type { OfferedRates, Rates } from '../../routing/price.ts';
import type { Charge, Meter } from './charges.ts';

export type UnitPrice = {
  /** Integer micro-USD per million tokens. */
  readonly listRate: number;
  /** Integer thousandths of a micro-USD per million tokens: the same less the provider's discount. */
  readonly contractedRate: number;
  /**
   * What has this rate: `standard`, `batch+flex`, `standard-long-context`. Of a plain one and a special one, such as a
   * batch of long contexts at half of twice the rate, the plain one.
   */
  readonly offer: string;
  /** First day of the price; null: it is that of several, which agree. */
  readonly from: string | null;
};

/** What a unit price is looked for among. */
export type Offers = {
  /** All that the model was offered at in the period. */
  readonly rates: readonly OfferedRates[];
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

/** What is special about it beside its tier; empty: nothing. */
function specialOf({ isOffPeak, isLong }: OfferedRates, rate: keyof Rates): string {
  const words = [isOffPeak && 'off-peak', rate === 'cacheWrite1h' && '1h', isLong && 'long-context'];
  return words.map((word) => (word === false ? '' : `-${word}`)).join('');
}

const only = <T>(values: Iterable<T>): T | null => {
  const [first, ...others] = new Set(values);
  return first === undefined || others.length > 0 ? null : first;
};

/** Whether a price of the period has a rate for cache writes of its own. */
export function areWritesBilled({ rates }: Offers): boolean {
  return rates.some(
    ({ rates: { cacheWrite5m, cacheWrite1h } }) => cacheWrite5m !== null || cacheWrite1h !== null,
  );
}

/** Null: no rate gives the charge's cost exactly, or two do. */
export function findUnitPrice(charge: Charge, { rates, factor }: Offers): UnitPrice | null {
  const { meter, tokens, costNanoUsd, listNanoUsd } = charge;
  // A discount of broken per mille has no price of nine decimals.
  if (meter === null || tokens === null || tokens === 0 || !Number.isInteger(factor)) return null;
  const fits = (rate: number) => {
    // Micro-USD per million tokens are thousandths of a nano-USD per token.
    const thousandths = BigInt(tokens) * BigInt(rate);
    return (
      thousandths === BigInt(listNanoUsd) * 1000n &&
      thousandths * BigInt(factor) === BigInt(costNanoUsd) * 1_000_000n
    );
  };
  const found = rates.flatMap((offer) =>
    rateNames[meter].flatMap((name) => {
      const rate = offer.rates[name];
      if (rate === null || !fits(rate)) return [];
      return [{ rate, special: specialOf(offer, name), ...offer }];
    }),
  );
  const listRate = only(found.map(({ rate }) => rate));
  if (listRate === null) return null;
  const plainest = found.reduce((one, other) => (other.special.length < one.special.length ? other : one));
  const alike = found.filter(({ special }) => special === plainest.special);
  return {
    listRate,
    contractedRate: listRate * factor,
    offer: [...new Set(alike.map(({ tier, special }) => tier + special))].join('+'),
    from: only(alike.map(({ from }) => from)),
  };
}
