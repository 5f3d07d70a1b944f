/** Prices by date, hour, size and tier; costs as integers; a price rise never lowers a cost. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listModels } from '../../src/catalogue/catalogue.ts';
import { completeModel, type WrittenPrice } from '../../src/core/complete-model.ts';
import type { Model, Price } from '../../src/core/target.ts';
import { type BilledTokens, costOf, priceOf } from '../../src/routing/price.ts';

function modelWith(...prices: readonly WrittenPrice[]): Model {
  return completeModel({ id: 'm', provider: 'p', protocols: ['openai-responses'], prices }, 'made up');
}

const at = (time: string) => Date.parse(`${time}Z`);
const plain: WrittenPrice = { from: '2026-01-01', usd: { input: 5, output: 30 } };
const noon = at('2026-11-21T12:00');

function tokens(changes: Partial<BilledTokens>): BilledTokens {
  return { input: 0, cachedInput: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, ...changes };
}

function cost(model: Model, billed: Partial<BilledTokens>, nowMs = noon, tier: string | null = null) {
  const price = priceOf(model, nowMs, tier);
  return price === null ? 'no price' : costOf(price, tokens(billed));
}

describe('the price of a model', () => {
  test('is that of the last date that has come, in UTC', () => {
    const model = modelWith(plain, { from: '2026-11-21', usd: { input: 4, output: 20 } });
    expect(cost(model, { input: 1 }, at('2026-11-20T23:59'))).toBe(5000);
    expect(cost(model, { input: 1 }, at('2026-11-21T00:00'))).toBe(4000);
    expect(cost(model, { input: 1 }, at('2025-12-31T23:59'))).toBe('no price');
    expect(cost(modelWith(), { input: 1 })).toBe('no price');
  });

  test.each([
    // 2026-11-20 is a Friday, the 22nd a Sunday
    ['2026-11-20T01:00', 1000],
    ['2026-11-20T03:59', 1000],
    ['2026-11-20T04:00', 500],
    ['2026-11-20T09:30', 1000],
    ['2026-11-21T02:00', 500],
    ['2026-11-22T02:00', 500],
    ['2026-11-23T02:00', 1000],
  ])('outside the peak hours is the reduced one: %s', (time, expected) => {
    const offPeak = {
      multiplier: 500,
      peakWeekdays: [1, 2, 3, 4, 5],
      peakHours: [
        [1, 4],
        [6, 10],
      ],
    } as const;
    const model = modelWith({ from: '2026-01-01', usd: { input: 1, output: 1 }, offPeak });
    expect(cost(model, { input: 1 }, at(time))).toBe(expected);
  });

  test('for a long context holds for the whole request', () => {
    const long = { fromInputTokens: 1000, usd: { input: 10, cachedInput: 1, output: 45 } };
    const model = modelWith({ ...plain, usd: { input: 5, cachedInput: 0.5, output: 30 }, longContext: long });
    expect(cost(model, { input: 999, output: 1 })).toBe(999 * 5000 + 30_000);
    expect(cost(model, { input: 1000, cachedInput: 400, output: 1 })).toBe(
      600 * 10_000 + 400 * 1000 + 45_000,
    );
  });

  test('is multiplied on another tier, and unknown on one that no list has', () => {
    const model = modelWith({ ...plain, tiers: { flex: 500, priority: 2500 } });
    expect(cost(model, { input: 1 }, noon, 'flex')).toBe(2500);
    expect(cost(model, { input: 1 }, noon, 'priority')).toBe(12_500);
    expect(cost(model, { input: 1 }, noon, 'fast')).toBe(12_500);
    expect(cost(model, { input: 1 }, noon, 'auto')).toBe(5000);
    expect(cost(model, { input: 1 }, noon, 'scale')).toBe('no price');
  });
});

describe('a cost', () => {
  test('bills each token once', () => {
    const usd = { input: 5, cachedInput: 0.5, cacheWrite5m: 6.25, cacheWrite1h: 10, output: 25 };
    const billed = { input: 10, cachedInput: 4, cacheWrite5m: 3, cacheWrite1h: 2, output: 7 };
    expect(cost(modelWith({ ...plain, usd }), billed)).toBe(
      5000 + 4 * 500 + 3 * 6250 + 2 * 10_000 + 7 * 25_000,
    );
  });

  test('is unknown where a rate that is needed is, and only then', () => {
    expect(cost(modelWith(plain), { input: 10, output: 1 })).toBe(80_000);
    expect(cost(modelWith(plain), { input: 10, cachedInput: 1 })).toBeNull();
    expect(cost(modelWith(plain), { input: 10, cacheWrite5m: 1 })).toBeNull();
    expect(cost(modelWith(plain), { input: 10, cacheWrite1h: 1 })).toBeNull();
  });

  test('is rounded up to whole nano-dollars', () => {
    expect(cost(modelWith({ ...plain, usd: { input: 0.0005, output: 0 } }), { input: 3 })).toBe(2);
  });

  test('of the largest request at the dearest price is exact', () => {
    const dearest = modelWith({ ...plain, usd: { input: 500, output: 500 }, tiers: { fast: 6000 } });
    expect(cost(dearest, { input: 1_000_001, output: 999_999 }, noon, 'fast')).toBe(6_000_000_000_000);
  });
});

const billedTokens = fc
  .tuple(fc.nat(900_000), fc.nat(300_000), fc.nat(300_000), fc.nat(300_000), fc.nat(200_000))
  .map(([rest, cachedInput, cacheWrite5m, cacheWrite1h, output]) => ({
    input: rest + cachedInput + cacheWrite5m + cacheWrite1h,
    cachedInput,
    cacheWrite5m,
    cacheWrite1h,
    output,
  }));

const priced = listModels().filter((model) => model.prices.length > 0);
const meters = ['input', 'cachedInput', 'cacheWrite5m', 'cacheWrite1h', 'output'] as const;
const rise = fc.record({
  model: fc.constantFrom(...priced),
  meter: fc.constantFrom(...meters),
  by: fc.nat(50_000_000),
  nowMs: fc.integer({ min: at('2026-11-01T00:00'), max: at('2026-12-01T00:00') }),
  tier: fc.constantFrom(null, 'flex', 'priority'),
});

function raise(price: Price, meter: (typeof meters)[number], by: number): Price {
  const up = (rate: number | null | undefined) => (rate == null ? null : rate + by);
  const long = price.longContext && {
    longContext: { ...price.longContext, [meter]: up(price.longContext[meter]) },
  };
  return { ...price, [meter]: up(price[meter]), ...long };
}

test('a price rise never lowers a cost, in the whole catalogue', () => {
  fc.assert(
    fc.property(rise, billedTokens, ({ model, meter, by, nowMs, tier }, billed) => {
      const dearer = { ...model, prices: model.prices.map((price) => raise(price, meter, by)) };
      const before = priceOf(model, nowMs, tier);
      const after = priceOf(dearer, nowMs, tier);
      if (before === null || after === null) return before === null && after === null;
      const [low, high] = [costOf(before, billed), costOf(after, billed)];
      if (low === null || high === null) return low === null && high === null;
      return Number.isSafeInteger(high) && low <= high;
    }),
  );
});
