/** What a row adds to its cell, and that cells add up. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countedErrors, countedRisks } from '../../src/core/counted-names.ts';
import type { Row } from '../../src/core/row.ts';
import { cellOf, parseCell } from '../../src/ledger/cell.ts';
import {
  contributionOf,
  costOf,
  countsByName,
  isCostKnown,
  mergeCounters,
  packCounters,
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
    const counters = countersOf(makeRow({ cost: null }));
    expect(counters).toMatchObject({ unpriced: 1, costOutput: 0 });
    expect([...counters.costNanoUsd]).toEqual([]);
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

describe('what failed and what it cost', () => {
  const of = (given: Partial<Row>) => countersOf(makeRow({ cost: costing(7), ...given }));

  test.each([
    ['first', 'completed', 0, 0],
    ['first', 'client-left', 0, 0],
    ['first', 'failed', 0, 7],
    ['first', 'rejected', 0, 7],
    ['first', 'lost', 0, 7],
    ['retry', 'truncated', 7, 7],
    ['fallback', 'completed', 7, 0],
    ['hedge', 'completed', 7, 0],
    ['hedge', 'outrun', 7, 7],
    ['shadow', 'failed', 0, 0],
    ['second-look', 'failed', 0, 0],
  ] as const)('%s, %s: %i beyond first attempts, %i for no whole answer', (role, outcome, beyond, wasted) => {
    expect(of({ role, outcome })).toMatchObject({ costFallbacks: beyond, costFailed: wasted, costOutput: 7 });
  });

  test('errors are counted by name, unknown ones as other, and none where it went well', () => {
    const all = ['rate_limited', 'rate_limited', 'lost', 'made_up', null].map((errorCode) =>
      of({ errorCode }),
    );
    expect(countsByName(mergeCounters(all).errors, countedErrors)).toEqual([
      { name: 'other', count: 1 },
      { name: 'lost', count: 1 },
      { name: 'rate_limited', count: 2 },
    ]);
  });

  test('risks are those of requests: first attempts, judged or not', () => {
    const all = [of({ risk: 'high' }), of({ risk: null }), of({ risk: 'high', role: 'fallback' })];
    expect(countsByName(mergeCounters(all).risks, countedRisks)).toEqual([
      { name: 'high', count: 1 },
      { name: 'unknown', count: 1 },
    ]);
  });
});

describe('a correction', () => {
  const cost = { input: -5, cacheRead: 0, cacheWrite: 2, output: -1, tools: 0 };
  const correction = countersOf(
    makeRow({
      role: 'correction',
      cost,
      risk: 'high',
      errorCode: 'lost',
      baselineNanoUsd: 9,
      listNanoUsd: 9,
    }),
  );

  test('adds its cost by meter and itself, and nothing else', () => {
    const told = {
      costInput: -5,
      costCacheWrite: 2,
      costOutput: -1,
      corrections: 1,
      costCorrections: -4,
    };
    expect(correction).toEqual({ ...unpackCounters(''), ...told });
    expect(costOf(correction)).toBe(-4);
  });

  test('makes a cost known where no attempt has a price', () => {
    const unpriced = countersOf(makeRow({ cost: null }));
    expect([unpackCounters(''), unpriced, mergeCounters([unpriced, correction])].map(isCostKnown)).toEqual([
      true,
      false,
      true,
    ]);
  });
});

describe('cells', () => {
  test('what was stored before a counter or a histogram was, has none of it, and can be added to', () => {
    const old = '0:2,1:2,26:9|12:1||3:1';
    const read = unpackCounters(old);
    expect(read).toMatchObject({ attempts: 2, costOutput: 9, costFailed: 0, corrections: 0 });
    expect([...read.firstEventMs, ...read.errors, ...read.risks]).toEqual([[12, 1]]);
    const sum = mergeCounters([unpackCounters(old), countersOf(makeRow({ cost: costing(1) }))]);
    expect(unpackCounters(packCounters(sum))).toMatchObject({ attempts: 3, costOutput: 10 });
  });

  const names = fc.record({
    route: fc.string(),
    model: fc.string(),
    team: fc.string({ unit: 'binary' }),
    provider: fc.string(),
  });

  test('names of any kind come back', () => {
    fc.assert(
      fc.property(names, (given) => {
        const field = cellOf(makeRow({ ...given, task: null, app: null, caller: 'k|1' }));
        const named = { ...given, team: given.team.toWellFormed() };
        expect(parseCell(field)).toEqual({ ...named, task: '', app: '', key: 'k|1' });
        expect(field).not.toMatch(/[\t\n ]/);
      }),
    );
  });

  test('cells of a release that knew four names have no others', () => {
    const none = { provider: '', app: '', key: '' };
    expect(parseCell('auto|glm%7C1|blue|')).toEqual({
      route: 'auto',
      model: 'glm|1',
      team: 'blue',
      task: '',
      ...none,
    });
  });

  test('what is no cell is none', () => {
    for (const field of ['#', 'a|b|c', 'a|b|c|d|e', 'a|b|c|d|e|f|g|h']) expect(parseCell(field)).toBeNull();
  });

  test('merging is adding, and nothing is the sum of nothing', () => {
    const row = makeRow({ cost: costing(4_503_599_627_370_497) });
    const twice = mergeCounters([countersOf(row), countersOf(row)]);
    expect(costOf(twice)).toBe(9_007_199_254_740_994);
    expect([...twice.durationMs]).toEqual([[82, 2]]);
    expect(packCounters(mergeCounters([]))).toBe(packCounters(unpackCounters('')));
    expect(unpackCounters(packCounters(twice))).toEqual(twice);
  });
});
