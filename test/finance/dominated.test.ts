/** Models that another one beats in everything, and those that end soon: one difference at a time. */
import { describe, expect, test } from 'vitest';
import { catalogue, listModels } from '../../src/catalogue/catalogue.ts';
import { completeModel, type WrittenModel } from '../../src/core/complete-model.ts';
import { dominates, findDominated } from '../../src/finance/dominated.ts';
import { findRetiring } from '../../src/finance/retiring.ts';
import { priceSameTokens } from '../../src/finance/same-tokens.ts';
import { countersOf, usageOf } from './usage-of.ts';

const nowMs = Date.UTC(2026, 10, 21);
const price = (usd: { input: number; output: number; cachedInput?: number; cacheWrite5m?: number }) => [
  { from: '2026-01-01', usd },
];

const model = (id: string, given: Partial<WrittenModel>) =>
  completeModel(
    {
      id,
      provider: 'openai',
      protocols: ['openai-chat'],
      contextTokens: 400_000,
      safeguards: 'strong',
      tools: true,
      quality: { default: 40 },
      ...given,
    },
    'test',
  );

const old = model('old', { prices: price({ input: 5, output: 30, cachedInput: 0.5 }) });
const betterPrices = price({ input: 4, output: 30, cachedInput: 0.5 });

describe('one model dominates another', () => {
  const doesIt = (given: Partial<WrittenModel>, used = ['code']) =>
    dominates(model('young', { prices: betterPrices, ...given }), old, used, nowMs);

  test('cheaper on one meter, dearer on none, all else alike', () => {
    expect(doesIt({})).toBe(true);
  });

  test.each<[string, Partial<WrittenModel>]>([
    ['costs the same', { prices: price({ input: 5, output: 30, cachedInput: 0.5 }) }],
    ['is dearer on one meter', { prices: price({ input: 1, output: 31, cachedInput: 0.1 }) }],
    ['reads caches at a price nobody knows', { prices: price({ input: 1, output: 1 }) }],
    [
      'charges for writing to caches',
      { prices: price({ input: 4, output: 30, cachedInput: 0.5, cacheWrite5m: 6 }) },
    ],
    ['has no known price', { prices: [] }],
    [
      'is dearer for long requests',
      {
        prices: betterPrices.map((each) => ({
          ...each,
          longContext: { fromInputTokens: 200_000, usd: { input: 8, cachedInput: 0.5, output: 30 } },
        })),
      },
    ],
    ['has no known quality', { quality: {} }],
    ['is less good', { quality: { default: 39 } }],
    ['is less good at code', { quality: { default: 40 }, scores: { coding: { default: 10 } } }],
    ['is watched less', { safeguards: 'basic' }],
    ['takes no tools', { tools: false }],
    ['takes less', { contextTokens: 128_000 }],
    ['takes nobody knows how much', { contextTokens: null }],
    ['refuses sampling', { rules: ['no-sampling'] }],
    ['is slow', { isSlow: true }],
  ])('not where it %s', (_, given) => {
    expect(doesIt(given)).toBe(false);
  });

  test('a benchmark of code is nothing to whom it only translates for', () => {
    const given = { scores: { coding: { default: 10 } } };
    expect(doesIt(given, ['translate'])).toBe(true);
    expect(doesIt(given, ['translate', 'code'])).toBe(false);
  });

  test('a tier that the other has must be there and no dearer', () => {
    const tiered = (batch: number) => betterPrices.map((each) => ({ ...each, tiers: { batch } }));
    const both = (batch: number, theirs: number) =>
      dominates(
        model('young', { prices: tiered(batch) }),
        model('old', {
          prices: price({ input: 5, output: 30, cachedInput: 0.5 }).map((each) => ({
            ...each,
            tiers: { batch: theirs },
          })),
        }),
        [],
        nowMs,
      );
    expect([both(500, 500), both(1000, 500)]).toEqual([true, false]);
  });
});

test('of the catalogue: no model dominates one that dominates it, or itself', () => {
  const models = listModels();
  for (const one of models) {
    expect(dominates(one, one, ['code'], nowMs)).toBe(false);
    for (const other of models) {
      if (dominates(one, other, ['code'], nowMs)) expect(dominates(other, one, ['code'], nowMs)).toBe(false);
    }
  }
});

test('models in use, costliest first, with what their tokens cost at the better one', () => {
  const young = model('young', { prices: betterPrices });
  const known = [old, young];
  const usage = usageOf([
    {
      names: ['old', 'code'],
      counters: { attempts: 1, inputTokens: 1000, cacheReadInputTokens: 400, costAtList: 3_200_000 },
    },
    { names: ['old', 'qa'], counters: { attempts: 1, outputTokens: 100, costAtList: 3_000_000 } },
    { names: ['young', 'qa'], counters: { attempts: 5, costAtList: 7 } },
    { names: ['nobody-knows', ''], counters: { attempts: 5 } },
  ]);
  const findModel = (name: string) => known.find(({ id }) => id === name);
  const look = { catalogue: { ...catalogue, findModel }, models: known, nowMs };
  expect(findDominated(usage, look)).toEqual([
    {
      model: 'old',
      // 600 x 4000 + 400 x 500 + 100 x 30,000 nano-USD.
      by: [{ model: 'young', estimatedNanoUsd: 5_600_000, dearerFromInputTokens: null }],
      tasks: ['code', 'qa'],
      atListNanoUsd: 6_200_000,
    },
  ]);
});

describe('the same tokens elsewhere', () => {
  const counters = countersOf({
    inputTokens: 1000,
    cacheReadInputTokens: 300,
    cacheCreationInputTokens: 200,
    outputTokens: 50,
  });

  test('meter by meter', () => {
    const priced = model('a', {
      prices: price({ input: 2, output: 10, cachedInput: 0.2, cacheWrite5m: 2.5 }),
    });
    // 500 x 2000 + 300 x 200 + 200 x 2500 + 50 x 10,000.
    expect(priceSameTokens(counters, priced, nowMs).estimatedNanoUsd).toBe(2_060_000);
  });

  test('writing without a price of its own is input', () => {
    const priced = model('a', { prices: price({ input: 2, output: 10, cachedInput: 0.2 }) });
    // 700 x 2000 + 300 x 200 + 50 x 10,000.
    expect(priceSameTokens(counters, priced, nowMs).estimatedNanoUsd).toBe(1_960_000);
  });

  test('a rate that is needed and not known: null', () => {
    const priced = model('a', { prices: price({ input: 2, output: 10 }) });
    expect(priceSameTokens(counters, priced, nowMs).estimatedNanoUsd).toBeNull();
    expect(priceSameTokens(countersOf({ inputTokens: 10 }), priced, nowMs).estimatedNanoUsd).toBe(20_000);
  });
});

test('models that end soon, nearest first, with what their successor would cost', () => {
  const usage = usageOf([
    {
      names: ['gpt-4o'],
      counters: { attempts: 2, inputTokens: 1000, outputTokens: 100, costAtList: 3_500_000 },
    },
    { names: ['gpt-5'], counters: { attempts: 1 } },
    { names: ['gpt-5.5'], counters: { attempts: 9 } },
  ]);
  const found = findRetiring(usage, { catalogue, nowMs });
  expect(
    found.map(({ model: name, shutdown, days, successor }) => [name, shutdown, days, successor]),
  ).toEqual([
    ['gpt-5', '2026-12-11', 20, 'gpt-5.6-sol'],
    ['gpt-4o', '2027-01-14', 54, 'gpt-6-luna'],
  ]);
  const rates = catalogue.findModel('gpt-6-luna')?.prices.at(-1);
  // Micro-USD per million tokens are thousandths of a nano-USD.
  const expected = (1000 * (rates?.input ?? Number.NaN) + 100 * (rates?.output ?? Number.NaN)) / 1000;
  expect(found[1]).toMatchObject({ atListNanoUsd: 3_500_000, atSuccessor: { estimatedNanoUsd: expected } });
});
