import { expect, test } from 'vitest';
import {
  alignPoints,
  printDuration,
  printRate,
  printShare,
  printTokens,
  printUsd,
} from '../../src/cli/print-numbers.ts';

test('unknown is never a number', () => {
  for (const print of [printRate, printDuration, printShare, printTokens, printUsd]) {
    expect(print(null)).toBeNull();
    expect(print(undefined)).toBeNull();
  }
});

test('rates keep the digits of the price list, points in line', () => {
  expect([5_000_000, 37_500, 0].map(printRate)).toEqual(['5', '0.0375', '0']);
  expect(alignPoints(['5', '0.0375', null, '1.25'])).toEqual(['5     ', '0.0375', null, '1.25  ']);
  expect(alignPoints(['5', '10'])).toEqual(['5', '10']);
});

test.each([
  [0, '$0'],
  [1, '$0.000000001'],
  [123_456, '$0.000123'],
  [12_340_000, '$0.0123'],
  [999_000_000, '$0.999'],
  [1_000_000_000, '$1.00'],
  [-12_500_000_000, '-$12.50'],
  [1_234_567_890_000_000, '$1,234,567.89'],
])('%i nano-USD', (nano, text) => {
  expect(printUsd(nano)).toBe(text);
});

test.each([
  [950, '950'],
  [12_544, '12.5k'],
  [999_400, '999k'],
  [999_600, '1M'],
  [1_050_000, '1.05M'],
])('%i tokens', (tokens, text) => {
  expect(printTokens(tokens)).toBe(text);
});

test.each([
  [450, '0.45 s'],
  [9_200, '9.2 s'],
  [18_500, '18.5 s'],
  [240_000, '4 min'],
])('%i ms', (ms, text) => {
  expect(printDuration(ms)).toBe(text);
});

test.each([
  [0, '0 %'],
  [0.012, '1.2 %'],
  [0.5, '50 %'],
  [1, '100 %'],
])('%d of 1', (share, text) => {
  expect(printShare(share)).toBe(text);
});
