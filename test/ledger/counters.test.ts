/** What a row adds to its cell, and that cells add up. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Row } from '../../src/core/row.ts';
import {
  cellOf,
  contributionOf,
  costOf,
  mergeCounters,
  packCounters,
  parseCell,
  unpackCounters,
} from '../../src/ledger/counters.ts';
import { costing, makeRow } from '../support/ledger/make-row.ts';

const countersOf = (row: Row) => unpackCounters(contributionOf(row));

describe('a row', () => {
  test('counts as what it is, with its cost by meter and its tokens', () => {
    const row = makeRow({
      usage: { inputTokens: 100, cacheReadInputTokens: 40, outputTokens: 50, reasoningOutputTokens: 20 },
      cost: { input: 1, cacheRead: 2, cacheWrite: 3, output: 4, tools: 5 },
      listNanoUsd: 20,
      baselineNanoUsd: 60,
    });
    expect(countersOf(row)).toMatchObject({
      attempts: 1,
      requests: 1,
      completed: 1,
      measured: 1,
      inputTokens: 100,
      cacheReadInputTokens: 40,
      outputTokens: 50,
      reasoningOutputTokens: 20,
      costInput: 1,
      costCacheRead: 2,
      costCacheWrite: 3,
      costOutput: 4,
      costTools: 5,
      costCompared: 15,
      costBaseline: 60,
      costAtList: 20,
      outputTokensTimed: 50,
      durationMsTimed: 1200,
      unpriced: 0,
      fallbacks: 0,
    });
    expect(costOf(countersOf(row))).toBe(15);
  });

  test('an unknown cost is counted and adds nothing, also not to the histogram', () => {
    expect(countersOf(makeRow({ cost: null }))).toMatchObject({
      unpriced: 1,
      costOutput: 0,
      costNanoUsd: new Map(),
    });
  });

  test('a lost fallback is an estimate beside the answer', () => {
    const row = makeRow({ role: 'fallback', outcome: 'lost', usageSource: 'estimated', cost: costing(7) });
    expect(countersOf(row)).toMatchObject({
      requests: 0,
      fallbacks: 1,
      lost: 1,
      estimated: 1,
      costEstimated: 7,
      costBesides: 7,
      outputTokensTimed: 0,
    });
  });
});

describe('cells', () => {
  const names = fc.record({ route: fc.string(), model: fc.string(), team: fc.string({ unit: 'binary' }) });

  test('names of any kind come back', () => {
    fc.assert(
      fc.property(names, (given) => {
        const field = cellOf(makeRow({ ...given, task: null }));
        expect(parseCell(field)).toEqual({ ...given, team: given.team.toWellFormed(), task: '' });
        expect(field).not.toMatch(/[\t\n ]/);
      }),
    );
  });

  test('what is no cell is none', () => {
    expect(parseCell('#')).toBeNull();
  });

  test('merging is adding, and nothing is the sum of nothing', () => {
    const row = makeRow({ cost: costing(4_503_599_627_370_497) });
    const twice = mergeCounters([countersOf(row), countersOf(row)]);
    expect(costOf(twice)).toBe(9_007_199_254_740_994);
    expect(twice.durationMs).toEqual(new Map([[82, 2]]));
    expect(packCounters(mergeCounters([]))).toBe(packCounters(unpackCounters('')));
    expect(unpackCounters(packCounters(twice))).toEqual(twice);
  });
});
