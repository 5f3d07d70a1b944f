/** Numbers as Redis reads and prints them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDecimals, formatDecimal, parseDecimal } from '../../../../src/dev/upstash/embedded/decimal.ts';
import {
  formatDouble,
  formatG,
  parseDouble,
  parseInt64,
} from '../../../../src/dev/upstash/embedded/numbers.ts';

describe('parseInt64', () => {
  it.each([
    ['0', 0n],
    ['-1', -1n],
    ['9223372036854775807', 9223372036854775807n],
    ['-9223372036854775808', -9223372036854775808n],
  ])('takes %s', (text, value) => expect(parseInt64(text)).toBe(value));

  it.each([
    '',
    '-',
    '-0',
    '+1',
    '01',
    ' 1',
    '1 ',
    '1.0',
    '0x1',
    '9223372036854775808',
    '99999999999999999999',
  ])('refuses %j', (text) => expect(parseInt64(text)).toBe(null));
});

describe('doubles', () => {
  it.each([
    ['1e3', 1000],
    ['.5', 0.5],
    ['5.', 5],
    ['+2', 2],
    ['-0x10', -16],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['-inf', Number.NEGATIVE_INFINITY],
  ])('reads %s', (text, value) => expect(parseDouble(text)).toBe(value));

  it.each(['', 'nan', '1e400', '1e', '.', ' 1', '1_0', 'e5'])('refuses %j', (text) =>
    expect(parseDouble(text)).toBe(null),
  );

  it.each([
    [0.1, '0.1'],
    [-0, '0'],
    [1e16, '10000000000000000'],
    [1e17, '1e+17'],
    [1.5e300, '1.5e+300'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [Number.POSITIVE_INFINITY, 'inf'],
  ])('prints %d as %s', (value, text) => expect(formatDouble(value)).toBe(text));

  it('reads back every double it prints', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        expect(parseDouble(formatDouble(value))).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it.each([
    [100000000000000, '1e+14'],
    [12345678901234, '12345678901234'],
    [123456789012345, '1.2345678901234e+14'],
    [0.1, '0.1'],
    [1 / 3, '0.33333333333333'],
    [1e-5, '1e-05'],
    [-2.5, '-2.5'],
    [100, '100'],
  ])('prints %d with 14 digits as %s', (value, text) => expect(formatG(value, 14)).toBe(text));
});

describe('decimals', () => {
  const add = (a: string, b: string): string | null => {
    const [left, right] = [parseDecimal(a), parseDecimal(b)];
    return left && right && formatDecimal(addDecimals(left, right));
  };

  it.each([
    ['0.1', '0.2', '0.3'],
    ['5.0e3', '2.0e2', '5200'],
    ['-0.5', '0.5', '0'],
    ['.5', '-1', '-0.5'],
    ['1', '0.00000000000000001', '1.00000000000000001'],
    ['0', '0.000000000000000004', '0'],
    ['1e-3', '0', '0.001'],
  ])('%s + %s = %s', (a, b, sum) => expect(add(a, b)).toBe(sum));

  it.each(['', '.', '-', 'inf', 'nan', '1e', '1e99999', ' 1', '0x1'])('refuses %j', (text) =>
    expect(parseDecimal(text)).toBe(null),
  );

  it('adds cents without losing any', () => {
    const cents = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
    const print = (value: number) =>
      `${value < 0 ? '-' : ''}${Math.floor(Math.abs(value) / 100)}.${String(Math.abs(value) % 100).padStart(2, '0')}`;
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        const sum = parseDecimal(add(print(a), print(b)) ?? '');
        expect(sum && sum.units * 10n ** BigInt(2 - sum.scale)).toBe(BigInt(a + b));
      }),
    );
  });
});
