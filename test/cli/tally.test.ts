import { describe, expect, test } from 'vitest';
import type { Served } from '../../src/cli/outcome.ts';
import { printChange, printFigure } from '../../src/cli/print-tally.ts';
import { pairCosts, tally, tallyBy } from '../../src/cli/tally.ts';

type Known = { readonly cost?: number; readonly quality?: number; readonly first?: number };

function served(line: number, target: string, { cost, quality, first }: Known = {}): Served {
  return {
    line,
    task: 'chat',
    route: 'auto',
    target,
    floor: 'none',
    arm: null,
    prediction: {
      quality: quality ?? null,
      tokens: { input: 1, cachedInput: 0, output: { expected: 1, high: 2 } },
      cost: cost === undefined ? null : { expectedNanoUsd: cost, highNanoUsd: 2 * cost },
      latency: { firstEventMs: first ?? null, totalMs: null },
    },
  };
}

describe('a tally', () => {
  test('adds what is known and counts it', () => {
    const all = [
      served(1, 'a', { cost: 10, quality: 0.5, first: 400 }),
      served(2, 'a', { cost: 30, quality: 1, first: 100 }),
      served(3, 'a', { cost: 0 }),
      { ...served(4, 'a'), prediction: null },
    ];
    expect(tally(all)).toEqual({
      requests: 4,
      costNanoUsd: { value: 40, known: 3 },
      quality: { value: 0.75, known: 2 },
      firstEventMs: { value: 100, known: 2 },
      totalMs: { value: null, known: 0 },
    });
  });

  test('of nothing knows nothing', () => {
    expect(tally([]).costNanoUsd).toEqual({ value: null, known: 0 });
  });

  test('by group, the largest first', () => {
    const all = [served(1, 'b'), served(2, 'a'), served(3, 'c'), served(4, 'c')];
    expect(tallyBy(all, ({ target }) => target).map(({ name }) => name)).toEqual(['c', 'a', 'b']);
  });
});

test('costs are compared only where both are known', () => {
  const before = [served(1, 'a', { cost: 10 }), served(2, 'a'), served(3, 'a', { cost: 30 })];
  const after = [
    served(3, 'b', { cost: 3 }),
    served(1, 'b', { cost: 1 }),
    served(2, 'b', { cost: 2 }),
    served(4, 'b', { cost: 4 }),
  ];
  expect(pairCosts(before, after)).toEqual({ requests: 2, beforeNanoUsd: 40, afterNanoUsd: 4 });
});

test.each([
  [100, 13, '-87 %'],
  [100, 141, '+41 %'],
  [100, 104.1, '+4.1 %'],
  [100, 99.9, '-0.1 %'],
  [1, 108.4, '110 times'],
  [100, 100, '0 %'],
  [0, 5, null],
])('from %d to %d is %s', (before, after, text) => {
  expect(printChange(before, after)).toBe(text);
});

test('a figure that is known in part says so', () => {
  expect(printFigure({ value: 5, known: 10 }, 10, String)).toBe('5');
  expect(printFigure({ value: 5, known: 8 }, 10, String)).toBe('5 (8 of 10)');
  expect(printFigure({ value: null, known: 0 }, 10, String)).toBeNull();
});
