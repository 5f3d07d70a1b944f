/** What an attempt cost: one line a kind of bill, the arithmetic written out in USD; then what holds of every bill. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalogue, findModel, listModels } from '../../src/catalogue/catalogue.ts';
import { toolFees } from '../../src/catalogue/tool-fees.ts';
import { totalOf } from '../../src/core/row.ts';
import type { Model } from '../../src/core/target.ts';
import type { Usage } from '../../src/core/usage.ts';
import { priceUsage } from '../../src/ledger/price-usage.ts';

function modelNamed(id: string): Model {
  const model = findModel(id);
  if (model === undefined) throw new Error(`no model ${id}`);
  return model;
}

const thursday = Date.parse('2026-11-19T12:00:00Z');
const million = 1_000_000;

type Case = {
  model: string;
  usage: Usage;
  tier?: string | null;
  atMs?: number;
  priceFactor?: number;
  provider?: string;
};

function price({ model, usage, tier = null, atMs = thursday, priceFactor, provider }: Case) {
  const found = modelNamed(model);
  const id = provider ?? found.provider;
  return priceUsage({
    usage,
    model: found,
    provider: { id, ...(priceFactor !== undefined && { priceFactor }) },
    tier,
    atMs,
  });
}

/** From USD, for the eye: 0.0125 -> 12_500_000 nano-USD. */
const usd = (amount: number) => Math.round(amount * 1e9);

describe('a bill', () => {
  test.each<[name: string, Case, dollars: number]>([
    [
      'input and output: 1000 x 5 + 100 x 30 per million',
      { model: 'gpt-5.5', usage: { inputTokens: 1000, outputTokens: 100 } },
      0.005 + 0.003,
    ],
    [
      'reasoning is inside output',
      { model: 'gpt-5.5', usage: { inputTokens: 1000, outputTokens: 900, reasoningOutputTokens: 800 } },
      0.005 + 0.027,
    ],
    [
      'cached input at its own rate: 200 x 5 + 800 x 0.5 + 100 x 30',
      { model: 'gpt-5.5', usage: { inputTokens: 1000, cacheReadInputTokens: 800, outputTokens: 100 } },
      0.001 + 0.0004 + 0.003,
    ],
    [
      'cache writes of five minutes and of an hour: 100 x 5 + 600 x 6.25 + 300 x 10 + 50 x 25',
      {
        model: 'claude-opus-4-7',
        usage: {
          inputTokens: 1000,
          cacheCreationInputTokens: 900,
          cacheCreation1hInputTokens: 300,
          outputTokens: 50,
        },
      },
      0.0005 + 0.00375 + 0.003 + 0.00125,
    ],
    [
      'writes that have no price cost what input costs',
      {
        model: 'gpt-5.5',
        usage: { inputTokens: 1000, cacheCreationInputTokens: 900, outputTokens: 0 },
      },
      0.005,
    ],
    [
      'long context counts for the whole request: 272,000 x 10 + 1000 x 45',
      { model: 'gpt-5.5', usage: { inputTokens: 272_000, outputTokens: 1000 } },
      2.72 + 0.045,
    ],
    [
      'one token less is the ordinary price',
      { model: 'gpt-5.5', usage: { inputTokens: 271_999, outputTokens: 1000 } },
      1.359_995 + 0.03,
    ],
    [
      'cached input counts towards long context, at five times: 100,000 x 0.05 + 10,000 x 0.5 + 1000 x 2.5',
      {
        model: 'claude-haiku-5-5',
        usage: { inputTokens: 110_000, cacheReadInputTokens: 100_000, outputTokens: 1000 },
      },
      0.005 + 0.005 + 0.0025,
    ],
    [
      'batch is half',
      { model: 'gpt-5.5', tier: 'batch', usage: { inputTokens: 1000, outputTokens: 100 } },
      0.004,
    ],
    [
      'flex is half',
      { model: 'gpt-5.5', tier: 'flex', usage: { inputTokens: 1000, outputTokens: 100 } },
      0.004,
    ],
    [
      'priority of GPT-5.5 is two and a half times',
      { model: 'gpt-5.5', tier: 'priority', usage: { inputTokens: 1000, outputTokens: 100 } },
      0.02,
    ],
    [
      'the tier that served counts, not the one asked for: default is standard',
      { model: 'gpt-5.5', tier: 'default', usage: { inputTokens: 1000, outputTokens: 100 } },
      0.008,
    ],
    [
      'GPT-5.5 Pro: 2000 x 30 + 5000 x 180',
      { model: 'gpt-5.5-pro', usage: { inputTokens: 2000, outputTokens: 5000 } },
      0.06 + 0.9,
    ],
    [
      'peak hours of DeepSeek: Thursday 07:00 UTC, 1000 x 1.32 + 1000 x 3.96',
      {
        model: 'deepseek-v4-pro',
        atMs: Date.parse('2026-11-19T07:00:00Z'),
        usage: { inputTokens: 1000, outputTokens: 1000 },
      },
      0.00132 + 0.00396,
    ],
    [
      'off peak they are half',
      { model: 'deepseek-v4-pro', usage: { inputTokens: 1000, outputTokens: 1000 } },
      0.00066 + 0.00198,
    ],
    [
      'searches of the provider: 0.008 + 2 x 0.01',
      { model: 'gpt-5.5', usage: { inputTokens: 1000, outputTokens: 100, webSearchCalls: 2 } },
      0.008 + 0.02,
    ],
    [
      'searches in files: 0.008 + 4 x 0.0025',
      { model: 'gpt-5.5', usage: { inputTokens: 1000, outputTokens: 100, fileSearchCalls: 4 } },
      0.008 + 0.01,
    ],
    [
      'a contract that takes an eighth off',
      { model: 'gpt-5.5', priceFactor: 875, usage: { inputTokens: 1000, outputTokens: 100 } },
      0.007,
    ],
    ['nothing used', { model: 'gpt-5.5', usage: { inputTokens: 0, outputTokens: 0 } }, 0],
  ])('%s', (_, given, dollars) => {
    const priced = price(given);
    expect(priced && totalOf(priced.cost)).toBe(usd(dollars));
  });

  test('is split by what the provider meters', () => {
    const usage = {
      inputTokens: 1000,
      cacheReadInputTokens: 500,
      cacheCreationInputTokens: 200,
      outputTokens: 10,
      webSearchCalls: 1,
    };
    expect(price({ model: 'claude-opus-4-7', usage })?.cost).toEqual({
      input: usd(0.0015),
      cacheRead: usd(0.000_25),
      cacheWrite: usd(0.001_25),
      output: usd(0.000_25),
      tools: usd(0.01),
    });
  });

  test('keeps the list price beside what is paid', () => {
    const usage = { inputTokens: 1000, outputTokens: 100 };
    expect(price({ model: 'gpt-5.5', priceFactor: 500, usage })).toMatchObject({ listNanoUsd: usd(0.008) });
  });

  test('names its price by the first day and the tier', () => {
    const usage = { inputTokens: 1, outputTokens: 1 };
    expect(price({ model: 'gpt-5.5', usage })?.priceVersion).toBe('2026-04-23');
    expect(price({ model: 'gpt-5.5', usage, tier: 'auto' })?.priceVersion).toBe('2026-04-23');
    expect(price({ model: 'gpt-5.5', usage, tier: 'fast' })?.priceVersion).toBe('2026-04-23/priority');
  });
});

describe('unknown, and never zero', () => {
  const usage = { inputTokens: 10, outputTokens: 10 };

  test.each<[name: string, Case]>([
    ['a tier without a price', { model: 'gpt-5.5-pro', usage, tier: 'ultrafast' }],
    ['a day before any price', { model: 'gpt-5.5', usage, atMs: Date.parse('2026-04-22') }],
    ['output that was not reported', { model: 'gpt-5.5', usage: { inputTokens: 10 } }],
    ['input that was not reported', { model: 'gpt-5.5', usage: { outputTokens: 10 } }],
    [
      'more than an integer holds',
      { model: 'gpt-5.5', usage: { inputTokens: 10, outputTokens: Number.MAX_SAFE_INTEGER } },
    ],
    ['a search whose fee nobody knows', { model: 'glm-5.3', usage: { ...usage, webSearchCalls: 1 } }],
    [
      'a tool whose fee does not follow from the call',
      { model: 'gpt-5.5', usage: { ...usage, otherToolCalls: 1 } },
    ],
    [
      'a search before any fee was known',
      { model: 'gpt-4o', usage: { ...usage, webSearchCalls: 1 }, atMs: Date.parse('2025-01-01') },
    ],
  ])('%s', (_, given) => expect(price(given)).toBeNull());
});

describe('every bill', () => {
  const priced = listModels().filter(({ prices }) => prices.length > 0);
  const models = fc.constantFrom(...priced);
  const usages = fc
    .record({
      inputTokens: fc.nat(2 * million),
      outputTokens: fc.nat(million),
      read: fc.double({ min: 0, max: 1, noNaN: true }),
      written: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map(({ inputTokens, outputTokens, read, written }) => {
      const cacheReadInputTokens = Math.floor(inputTokens * read);
      const cacheCreationInputTokens = Math.floor((inputTokens - cacheReadInputTokens) * written);
      return { inputTokens, outputTokens, cacheReadInputTokens, cacheCreationInputTokens };
    });
  const bill = (model: Model, usage: Usage, atMs = thursday) =>
    priceUsage({ usage, model, provider: { id: model.provider }, tier: null, atMs });

  test('is whole nano-USD, none of them negative, that add up', () => {
    fc.assert(
      fc.property(models, usages, (model, usage) => {
        const parts = Object.values(bill(model, usage)?.cost ?? {});
        expect(parts.every((part) => Number.isSafeInteger(part) && part >= 0)).toBe(true);
      }),
    );
  });

  test('is never dearer for input read from the cache', () => {
    fc.assert(
      fc.property(models, usages, (model, usage) => {
        const { inputTokens, outputTokens } = usage;
        const hot = bill(model, { inputTokens, outputTokens, cacheReadInputTokens: inputTokens });
        const cold = bill(model, { inputTokens, outputTokens });
        if (hot !== null && cold !== null) expect(hot.listNanoUsd).toBeLessThanOrEqual(cold.listNanoUsd);
      }),
    );
  });

  test('does not change by saying how much of the output was reasoning', () => {
    fc.assert(
      fc.property(models, usages, fc.nat(), (model, usage, part) => {
        const reasoningOutputTokens = part % (usage.outputTokens + 1);
        expect(bill(model, { ...usage, reasoningOutputTokens })).toEqual(bill(model, usage));
      }),
    );
  });

  test('never falls with more tokens', () => {
    fc.assert(
      fc.property(models, usages, fc.nat(1000), fc.nat(1000), (model, usage, input, output) => {
        const more = {
          ...usage,
          inputTokens: usage.inputTokens + input,
          outputTokens: usage.outputTokens + output,
        };
        const [less, larger] = [bill(model, usage), bill(model, more)];
        if (less !== null && larger !== null)
          expect(larger.listNanoUsd).toBeGreaterThanOrEqual(less.listNanoUsd);
      }),
    );
  });
});

test('a project of a provider pays the fees of that provider', () => {
  const project = { id: 'openai-cyber', project: { of: 'openai', programme: 'cyber' as const } };
  expect(catalogue.toolFeesOf(project)).toBe(toolFees.openai);
  expect(catalogue.toolFeesOf({ id: 'nobody' })).toBeUndefined();
});

test('every fee has a day and a source', () => {
  for (const tools of Object.values(toolFees))
    for (const fees of Object.values(tools))
      for (const fee of fees ?? []) {
        expect(fee).toMatchObject({ from: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), source: /./ });
        expect(Number.isInteger(fee.nanoUsd)).toBe(true);
      }
});
