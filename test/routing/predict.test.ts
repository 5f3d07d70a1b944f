/** Tokens, cost, quality and latency together. */
import { describe, expect, test } from 'vitest';
import { listModels } from '../../src/catalogue/catalogue.ts';
import { completeModel, type WrittenModel } from '../../src/core/complete-model.ts';
import type { LlmRequest } from '../../src/core/request.ts';
import { measureRequest, predict } from '../../src/routing/predict.ts';
import { makeTraits } from '../support/world/requests.ts';

const nowMs = Date.UTC(2026, 10, 21, 12);
const tokens = { openai: 2000, anthropic: 2000, 'anthropic-4': 2000, google: 2000, other: 2000 };
const usd = { input: 1, cachedInput: 0.1, cacheWrite5m: 1.25, cacheWrite1h: 2, output: 10 };

function makeModel(changes: Partial<WrittenModel> = {}) {
  const written = { id: 'gpt-x', provider: 'p', protocols: ['anthropic-messages'] } as const;
  return completeModel({ ...written, prices: [{ from: '2026-01-01', usd }], ...changes }, 'made up');
}

const measure = (request: Partial<LlmRequest> = {}, inputTokens = tokens) =>
  measureRequest(makeTraits({ maxOutputTokens: 100, ...request }), null, nowMs, inputTokens);

const expectedCost = (...args: Parameters<typeof predict>) => predict(...args).cost?.expectedNanoUsd ?? null;

/** 100 tokens of output at 10 USD per million. */
const written = 1_000_000;
const hinted = (ttl: '5m' | '1h') => ({
  system: [{ type: 'text' as const, text: 'a'.repeat(15), cache: { ttl } }],
});

describe('cost', () => {
  test('is input and output at their rates', () => {
    expect(expectedCost(measure(), makeModel(), null, 0)).toBe(2000 * 1000 + written);
  });

  test('is what the contract with the provider leaves of it, rounded up', () => {
    const list = predict(measure(), makeModel(), null, 0).cost;
    expect(predict(measure(), makeModel(), null, 0, { priceFactor: 875 }).cost).toEqual({
      expectedNanoUsd: Math.ceil(((list?.expectedNanoUsd ?? 0) * 875) / 1000),
      highNanoUsd: Math.ceil(((list?.highNanoUsd ?? 0) * 875) / 1000),
    });
  });

  test('adds the fees of tools that its provider runs, of which the contract takes its part', () => {
    const fees = [
      { from: '2026-01-01', nanoUsd: 1000 },
      { from: '2026-06-01', nanoUsd: 7000 },
      { from: '2027-01-01', nanoUsd: 9000 },
    ];
    const provider = { priceFactor: 500, toolFees: { webSearchCalls: fees } };
    const searching = (name: string) =>
      predict(measure({ tools: [{ kind: 'provider', name, value: {} }] }), makeModel(), null, 0, provider)
        .cost;
    const without = searching('code_interpreter');
    expect(without).toEqual(predict(measure(), makeModel(), null, 0, provider).cost);
    expect(searching('web_search_20260209')).toEqual({
      expectedNanoUsd: (without?.expectedNanoUsd ?? 0) + 3500,
      highNanoUsd: (without?.highNanoUsd ?? 0) + 5 * 3500,
    });
    expect(searching('file_search')).toEqual(without);
  });

  test('is that of the fast tier of Anthropic, where the model has one', () => {
    const fast = makeModel({ prices: [{ from: '2026-01-01', usd, tiers: { fast: 6000 } }] });
    const standard = 2000 * 1000 + written;
    expect(expectedCost(measure({ serviceTier: 'fast' }), fast, null, 0)).toBe(6 * standard);
    expect(expectedCost(measure({ serviceTier: 'flex' }), fast, null, 0)).toBe(standard);
    expect(expectedCost(measure({ serviceTier: 'fast' }), makeModel(), null, 0)).toBe(standard);
  });

  test('credits what the session has cached, where its rate is known', () => {
    expect(expectedCost(measure(), makeModel(), null, 1500)).toBe(500 * 1000 + 1500 * 100 + written);
    const uncached = makeModel({ prices: [{ from: '2026-01-01', usd: { input: 1, output: 10 } }] });
    expect(expectedCost(measure(), uncached, null, 1500)).toBe(2000 * 1000 + written);
    expect(predict(measure(), uncached, null, 1500).tokens.cachedInput).toBe(0);
  });

  test('adds what the hints of the caller write to the cache', () => {
    // the hint stands after 15 of 20 characters
    expect(expectedCost(measure(hinted('5m')), makeModel(), null, 0)).toBe(
      500 * 1000 + 1500 * 1250 + written,
    );
    expect(expectedCost(measure(hinted('1h')), makeModel(), null, 0)).toBe(
      500 * 1000 + 1500 * 2000 + written,
    );
    expect(expectedCost(measure(hinted('5m')), makeModel(), null, 1000)).toBe(
      500 * 1000 + 500 * 1250 + 1000 * 100 + written,
    );
  });

  test('of a short prompt has no cache writes', () => {
    const short = { ...tokens, openai: 1000 };
    expect(expectedCost(measure(hinted('5m'), short), makeModel(), null, 0)).toBe(1000 * 1000 + written);
  });

  test('has all input written where the provider caches of itself and bills for it', () => {
    const automatic = makeModel({ protocols: ['openai-responses', 'openai-chat'] });
    expect(expectedCost(measure(), automatic, null, 0)).toBe(2000 * 1250 + written);
    expect(expectedCost(measure(), automatic, null, 1800)).toBe(200 * 1250 + 1800 * 100 + written);
  });

  test('is of the tier that the client asked for, where there are tiers', () => {
    const prices = [{ from: '2026-01-01', usd: { input: 1, output: 10 }, tiers: { flex: 500 } }];
    const asked = measure({ serviceTier: 'flex' });
    const full = 2000 * 1000 + written;
    expect(expectedCost(asked, makeModel({ protocols: ['openai-responses'], prices }), null, 0)).toBe(
      full / 2,
    );
    expect(expectedCost(asked, makeModel({ prices }), null, 0)).toBe(full);
    const unsold = measure({ serviceTier: 'priority' });
    expect(expectedCost(unsold, makeModel({ protocols: ['openai-responses'], prices }), null, 0)).toBeNull();
  });

  test('without a price is unknown', () => {
    expect(expectedCost(measure(), makeModel({ prices: [] }), null, 0)).toBeNull();
  });
});

test('every model of the catalogue has a prediction: what is known is in range, what is not is null', () => {
  const measured = measureRequest(makeTraits(), null, nowMs, tokens);
  for (const model of listModels()) {
    const { quality, tokens: forecast, cost, latency } = predict(measured, model, null, 0);
    if (quality !== null) expect(quality > 0 && quality < 1, model.id).toBe(true);
    expect(forecast.output.high, model.id).toBeGreaterThanOrEqual(forecast.output.expected);
    if (cost !== null) expect(cost.highNanoUsd, model.id).toBeGreaterThanOrEqual(cost.expectedNanoUsd);
    expect(cost === null, model.id).toBe(model.prices.every(({ input }) => input === null));
    if (latency.totalMs !== null) expect(latency.totalMs).toBeGreaterThan(latency.firstEventMs ?? Number.NaN);
  }
});
