/**
 * What a model costs at one moment and what tokens come to at that price. Dates and multipliers are worked out once a
 * model; a request reads. Integers only; an unknown rate that is needed makes the cost unknown. Pure.
 */
import type { CostForecast } from '../core/prediction.ts';
import type { Model, Price } from '../core/target.ts';

/** Integer micro-USD per million tokens; null: unknown or not offered. */
export type Rates = Pick<Price, 'input' | 'cachedInput' | 'cacheWrite5m' | 'cacheWrite1h' | 'output'>;

export type CurrentPrice = {
  readonly rates: Rates;
  /** Other rates for the whole request once its input has this many tokens, cached ones counted in. */
  readonly long: { readonly fromInputTokens: number; readonly rates: Rates } | null;
};

/** Tokens of one request by what they are billed as; `input` holds the three after it. */
export type BilledTokens = {
  readonly input: number;
  readonly cachedInput: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly output: number;
};

type Variants = { readonly peak: CurrentPrice; readonly offPeak: CurrentPrice };

type DatedPrice = {
  readonly fromMs: number;
  /** Null: the price is the same at all hours. */
  readonly isPeak: ((nowMs: number) => boolean) | null;
  readonly standard: Variants;
  readonly tiers: ReadonlyMap<string, Variants>;
};

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const thousand = 1000;

/** What clients call the standard tier; `fast` is OpenAI's newer word for priority. */
const standardNames: ReadonlySet<string> = new Set(['auto', 'default', 'standard', 'standard_only']);
const tierAliases: Readonly<Record<string, string>> = { fast: 'priority' };

function scaleRates(rates: Rates, multiplier: number): Rates {
  const scale = (rate: number | null) =>
    rate === null ? null : Math.ceil((rate * multiplier) / thousand ** 2);
  return {
    input: scale(rates.input),
    cachedInput: scale(rates.cachedInput),
    cacheWrite5m: scale(rates.cacheWrite5m),
    cacheWrite1h: scale(rates.cacheWrite1h),
    output: scale(rates.output),
  };
}

/** `multiplier`: in millionths, of the hour and the tier together. */
function scalePrice(price: Price, multiplier: number): CurrentPrice {
  const { longContext: long } = price;
  const longRates = long && { ...long, cacheWrite1h: long.cacheWrite1h ?? null };
  return {
    rates: scaleRates(price, multiplier),
    long: longRates
      ? { fromInputTokens: longRates.fromInputTokens, rates: scaleRates(longRates, multiplier) }
      : null,
  };
}

function variantsOf(price: Price, tier: number): Variants {
  return {
    peak: scalePrice(price, tier * thousand),
    offPeak: scalePrice(price, tier * (price.offPeak?.multiplier ?? thousand)),
  };
}

function peakOf({ offPeak }: Price): DatedPrice['isPeak'] {
  if (offPeak === undefined) return null;
  const { peakWeekdays, peakHours } = offPeak;
  return (nowMs) => {
    // 1970-01-01 was a Thursday, the fourth day
    const weekday = ((Math.floor(nowMs / dayMs) + 3) % 7) + 1;
    const hour = Math.floor((nowMs % dayMs) / hourMs);
    return peakWeekdays.includes(weekday) && peakHours.some(([from, to]) => from <= hour && hour < to);
  };
}

function datePrice(price: Price): DatedPrice {
  const tiers = Object.entries(price.tiers ?? {});
  return {
    fromMs: Date.parse(price.from),
    isPeak: peakOf(price),
    standard: variantsOf(price, thousand),
    tiers: new Map(tiers.map(([name, tier]) => [name, variantsOf(price, tier)])),
  };
}

/** Declared cache: prices of a model never change while the program runs. */
const datedPrices = new WeakMap<Model, readonly DatedPrice[]>();

function datedPricesOf(model: Model): readonly DatedPrice[] {
  const known = datedPrices.get(model);
  if (known !== undefined) return known;
  const dated = model.prices.map(datePrice);
  datedPrices.set(model, dated);
  return dated;
}

/**
 * The price that holds at `nowMs` on the tier the client asked for (null: none asked). Null: no price is known for
 * that day, or none for that tier.
 */
export function priceOf(model: Model, nowMs: number, tier: string | null = null): CurrentPrice | null {
  const dated = datedPricesOf(model);
  let at = dated.length - 1;
  while (at >= 0 && (dated[at] as DatedPrice).fromMs > nowMs) at--;
  const current = dated[at];
  if (current === undefined) return null;
  const variants =
    tier === null || standardNames.has(tier)
      ? current.standard
      : (current.tiers.get(tier) ?? current.tiers.get(tierAliases[tier] ?? tier));
  if (variants === undefined) return null;
  return current.isPeak === null || current.isPeak(nowMs) ? variants.peak : variants.offPeak;
}

/** Names the price that `priceOf` finds: its first day, and the tier where it is no standard one. */
export function nameOfPrice(model: Model, nowMs: number, tier: string | null = null): string | null {
  const from = model.prices.findLast((price) => Date.parse(price.from) <= nowMs)?.from;
  if (from === undefined) return null;
  return tier === null || standardNames.has(tier) ? from : `${from}/${tierAliases[tier] ?? tier}`;
}

/** One set of rates that a model had, and what it is called. */
export type OfferedRates = {
  /** First day of the price. */
  readonly from: string;
  /** `standard`, or a tier as the provider calls it. */
  readonly tier: string;
  readonly isOffPeak: boolean;
  readonly isLong: boolean;
  readonly rates: Rates;
};

/** All rates that a request between two moments (the second exclusive) may have been billed at, oldest first. */
export function ratesBetween(model: Model, fromMs: number, toMs: number): OfferedRates[] {
  const dated = datedPricesOf(model);
  return dated.flatMap((price, at) => {
    const untilMs = dated[at + 1]?.fromMs ?? Number.POSITIVE_INFINITY;
    if (price.fromMs >= toMs || untilMs <= fromMs) return [];
    const tiers = [['standard', price.standard] as const, ...price.tiers];
    return tiers.flatMap(([tier, { peak, offPeak }]) => {
      const named = { from: model.prices[at]?.from ?? '', tier };
      const hours = price.isPeak === null ? [peak] : [peak, offPeak];
      return hours.flatMap(({ rates, long }, isOffPeak) => {
        const offered = { ...named, isOffPeak: isOffPeak === 1 };
        const short = { ...offered, isLong: false, rates };
        return long === null ? [short] : [short, { ...offered, isLong: true, rates: long.rates }];
      });
    });
  });
}

/** The rates for a request of this size: long context counts for the whole request. */
export function ratesFor({ rates, long }: CurrentPrice, inputTokens: number): Rates {
  return long !== null && inputTokens >= long.fromInputTokens ? long.rates : rates;
}

function charge(tokens: number, rate: number | null): number {
  if (tokens === 0) return 0;
  return rate === null ? Number.NaN : tokens * rate;
}

/** Micro-USD per million tokens are thousandths of nano-USD per token. NaN: unknown. */
function thousandthsOf(rates: Rates, tokens: BilledTokens): number {
  const { input, cachedInput, cacheWrite5m, cacheWrite1h, output } = tokens;
  return (
    charge(input - cachedInput - cacheWrite5m - cacheWrite1h, rates.input) +
    charge(cachedInput, rates.cachedInput) +
    charge(cacheWrite5m, rates.cacheWrite5m) +
    charge(cacheWrite1h, rates.cacheWrite1h) +
    charge(output, rates.output)
  );
}

/** Whole nano-USD, rounded up; null where a rate that is needed is unknown. */
export function costOf(price: CurrentPrice, tokens: BilledTokens): number | null {
  const thousandths = thousandthsOf(ratesFor(price, tokens.input), tokens);
  return Number.isNaN(thousandths) ? null : Math.ceil(thousandths / thousand);
}

/** The same for what is expected, and with `highOutput` tokens of output in its place. */
export function costRangeOf(
  price: CurrentPrice,
  tokens: BilledTokens,
  highOutput: number,
): CostForecast | null {
  const rates = ratesFor(price, tokens.input);
  const expected = thousandthsOf(rates, tokens);
  const high = expected + charge(highOutput - tokens.output, rates.output);
  if (Number.isNaN(high)) return null;
  return {
    expectedNanoUsd: Math.ceil(expected / thousand),
    highNanoUsd: Math.ceil(high / thousand),
  };
}
