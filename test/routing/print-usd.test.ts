/** Amounts in the words of a plan. */
import { expect, test } from 'vitest';
import { printUsd } from '../../src/routing/print-usd.ts';

test.each([
  [0, '$0'],
  [1, '$0.000000001'],
  [1000, '$0.000001'],
  [99_990, '$0.00009999'],
  [100_000, '$0.0001'],
  [123_456, '$0.00012'],
  [9_000_000, '$0.009'],
  [12_345_678_900, '$12.34568'],
])('%d nano-USD are %s', (nanoUsd, words) => {
  expect(printUsd(nanoUsd)).toBe(words);
});
