// What providers charge for one answer, reckoned for themselves: the prices are those that they have published, the
// arithmetic is not the router's. Must not import what the router prices with: a shared mistake would hide.

import { findModel } from '../../catalogue/catalogue.ts';
import { embeddingModels } from '../../catalogue/models/embeddings.ts';

const meters = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output'] as const;

export type Meter = (typeof meters)[number];

/** Tokens by what they are billed as; none is in two of them. */
export type MeterTokens = Readonly<Record<Meter, number>>;

/** Femto-USD (a millionth of a nano-dollar): exact for every price and tier. */
export type MeterCharges = Readonly<Record<Meter, bigint>>;

type Rates = Readonly<Record<Meter, number>>;

/** Micro-USD per million tokens of a model that nobody has published a price of. */
const housePrice = { input: 1_000_000, output: 4_000_000 };

const plainTiers = ['default', 'standard'];

function published(model: string, atMs: number) {
  const day = new Date(atMs).toISOString().slice(0, 10);
  const known = findModel(model) ?? embeddingModels.find(({ id }) => id === model);
  return known?.prices.findLast(({ from }) => from <= day);
}

/** What has no price of its own costs what input costs. */
function ratesOf(model: string, atMs: number, promptTokens: number): Rates {
  const price = published(model, atMs);
  const long = price?.longContext;
  const rates = long !== undefined && promptTokens >= long.fromInputTokens ? long : price;
  const input = rates?.input ?? housePrice.input;
  return {
    input,
    cacheRead: rates?.cachedInput ?? input,
    cacheWrite5m: rates?.cacheWrite5m ?? input,
    cacheWrite1h: rates?.cacheWrite1h ?? rates?.cacheWrite5m ?? input,
    output: rates?.output ?? housePrice.output,
  };
}

/** `tier` as the answer reported it. */
export function chargesFor(model: string, tier: string, atMs: number, tokens: MeterTokens): MeterCharges {
  const prompt = tokens.input + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h;
  const rates = ratesOf(model, atMs, prompt);
  const thousandths = plainTiers.includes(tier) ? 1000 : (published(model, atMs)?.tiers?.[tier] ?? 1000);
  // Micro-USD per million tokens are pico-USD per token.
  const charge = (meter: Meter) => BigInt(tokens[meter]) * BigInt(rates[meter]) * BigInt(thousandths);
  return Object.fromEntries(meters.map((meter) => [meter, charge(meter)])) as Record<Meter, bigint>;
}

/** A decimal number without needless zeros: femto-USD with the point `decimals` places from their right. */
export function printCharge(femto: bigint, decimals: number): string {
  const digits = femto.toString().padStart(decimals + 1, '0');
  const fraction = digits.slice(-decimals).replace(/0+$/, '');
  return digits.slice(0, -decimals) + (fraction === '' ? '' : `.${fraction}`);
}
