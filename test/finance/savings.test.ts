/** Savings, unit costs, shares and how sure the numbers are: each by hand, and what is unknown. */
import { describe, expect, test } from 'vitest';
import {
  baselineSavingsOf,
  costPer1000Of,
  dataQualityOf,
  estimateCacheSavings,
  modelSharesOf,
} from '../../src/finance/savings.ts';
import { countersOf, type GivenCounters, usageOf } from './usage-of.ts';

describe('against the baseline', () => {
  test('what was compared, what the baseline costs, and what was not compared', () => {
    // 900 were paid; 600 of them for what would have cost 1000.
    const counters = countersOf({ attempts: 3, costOutput: 900, costCompared: 600, costBaseline: 1000 });
    expect(baselineSavingsOf(counters)).toEqual({
      comparedNanoUsd: 600,
      baselineNanoUsd: 1000,
      estimatedSavedNanoUsd: 400,
      estimatedSavedShare: 0.4,
      notComparedNanoUsd: 300,
    });
  });

  test('a cheaper baseline is a negative saving; none at all is null', () => {
    const dearer = countersOf({ attempts: 1, costOutput: 150, costCompared: 150, costBaseline: 100 });
    expect(baselineSavingsOf(dearer)).toMatchObject({
      estimatedSavedNanoUsd: -50,
      estimatedSavedShare: -0.5,
    });
    expect(baselineSavingsOf(countersOf({ attempts: 1, costOutput: 150 }))).toBeNull();
  });
});

describe('caches', () => {
  const cells = (...all: GivenCounters[]) =>
    estimateCacheSavings(usageOf(all.map((counters, at) => ({ names: [`model-${at}`], counters }))));

  /** 1000 tokens at 5; 600 read at 0.5; 400 written at 6.25. */
  const cached: GivenCounters = {
    attempts: 4,
    inputTokens: 2000,
    cacheReadInputTokens: 600,
    cacheCreationInputTokens: 400,
    costInput: 5000,
    costCacheRead: 300,
    costCacheWrite: 2500,
  };

  test('read tokens at the price of uncached ones, less what reading and writing them cost', () => {
    // 600 x 5 - 300 = 2700 saved by reading; 400 x 5 - 2500 = 500 lost by writing.
    expect(cells(cached)).toEqual({ estimatedSavedNanoUsd: 2200, estimatedTokens: 1000, unknownTokens: 0 });
  });

  test('where writing has no price of its own, what was written was input', () => {
    const free = { ...cached, costCacheWrite: 0, costInput: 7000 };
    // 1400 tokens cost 7000: 5 each. 600 x 5 - 300.
    expect(cells(free)).toMatchObject({ estimatedSavedNanoUsd: 2700 });
  });

  test('no uncached input, no price to hold it against: unknown, not 0', () => {
    const all = { attempts: 1, inputTokens: 50, cacheReadInputTokens: 50, costCacheRead: 25 };
    expect(cells(all)).toEqual({ estimatedSavedNanoUsd: null, estimatedTokens: 0, unknownTokens: 50 });
    expect(cells(all, cached)).toEqual({
      estimatedSavedNanoUsd: 2200,
      estimatedTokens: 1000,
      unknownTokens: 50,
    });
    expect(cells({ ...cached, unpriced: 1 })).toMatchObject({
      estimatedSavedNanoUsd: null,
      unknownTokens: 1000,
    });
  });

  test('no caches: nothing saved', () => {
    expect(cells({ attempts: 1, inputTokens: 10, costInput: 50 }).estimatedSavedNanoUsd).toBe(0);
  });
});

test('cost per 1,000 requests that succeeded holds what failed ones cost', () => {
  // 1234 nano-USD for 8 answers: 154.25 each.
  const counters = { attempts: 10, requests: 9, succeeded: 8, costOutput: 1234 };
  expect(costPer1000Of(countersOf(counters))).toBe(154_250);
  expect(costPer1000Of(countersOf({ ...counters, succeeded: 0 }))).toBeNull();
  expect(costPer1000Of(countersOf({ attempts: 2, unpriced: 2, succeeded: 2 }))).toBeNull();
});

test('the share of GPT-5.5 and GPT-5.5 Pro', () => {
  const usage = usageOf([
    { names: ['gpt-5.5'], counters: { attempts: 30, costOutput: 300 } },
    { names: ['other'], counters: { attempts: 70, costOutput: 100 } },
  ]);
  expect(modelSharesOf(usage)).toEqual([
    { model: 'gpt-5.5', attemptShare: 0.3, costShare: 0.75 },
    { model: 'gpt-5.5-pro', attemptShare: 0, costShare: 0 },
  ]);
  expect(modelSharesOf(usageOf([]), ['gpt-5.5'])).toEqual([
    { model: 'gpt-5.5', attemptShare: null, costShare: null },
  ]);
});

test('data quality: shares of the cost, and what no sum holds', () => {
  const counters = countersOf({ attempts: 100, unpriced: 3, costOutput: 1000, costEstimated: 25 });
  expect(dataQualityOf(counters, -0.004)).toEqual({
    measuredShare: 0.975,
    estimatedShare: 0.025,
    estimatedNanoUsd: 25,
    unpricedAttempts: 3,
    attempts: 100,
    driftShare: -0.004,
  });
  expect(dataQualityOf(countersOf({ attempts: 3, unpriced: 3 }), null)).toMatchObject({
    measuredShare: null,
    estimatedShare: null,
    driftShare: null,
  });
});
