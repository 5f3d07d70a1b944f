/** Fields are read one by one; the first wrong one is what the caller hears of. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FieldCheck, describe as inWords } from '../../src/core/field-check.ts';

type Reading = (check: FieldCheck, value: unknown) => unknown;

const readings: readonly (readonly [string, Reading, unknown[], [unknown, string][]])[] = [
  ['string', (check, value) => check.string(value, 'f'), ['', 'a'], [[1, 'must be a string; got 1']]],
  [
    'boolean',
    (check, value) => check.boolean(value, 'f'),
    [true, false],
    [['true', 'must be true or false; got "true"']],
  ],
  [
    'number',
    (check, value) => check.number(value, 'f', { min: 1, max: 3, whole: true }),
    [1, 3],
    [
      [0, 'must be a whole number from 1 to 3; got 0'],
      [1.5, 'must be a whole number from 1 to 3; got 1.5'],
      ['2', 'must be a whole number from 1 to 3; got "2"'],
      [Number.POSITIVE_INFINITY, 'must be a whole number from 1 to 3; got Infinity'],
    ],
  ],
  [
    'oneOf',
    (check, value) => check.oneOf(value, ['a', 'b'], 'f'),
    ['a', 'b'],
    [['c', 'must be one of "a", "b"; got "c"']],
  ],
  [
    'object',
    (check, value) => check.object(value, 'f'),
    [{}, { a: 1 }],
    [[[], 'must be an object; got an array']],
  ],
  ['array', (check, value) => check.array(value, 'f'), [[], [1]], [[{}, 'must be an array; got an object']]],
];

describe.each(readings)('%s', (_, read, fit, unfit) => {
  test.each(fit.map((value) => ({ value })))('$value is read', ({ value }) => {
    const check = new FieldCheck();
    expect(read(check, value)).toBe(value);
    expect(check.problem).toBeNull();
  });

  test.each(unfit)('%j is not', (value, message) => {
    const check = new FieldCheck();
    expect(read(check, value)).toBeUndefined();
    expect(check.problem).toEqual({ field: 'f', message });
  });

  test.each([undefined, null])('%s is absent', (value) => {
    const check = new FieldCheck();
    expect(read(check, value)).toBeUndefined();
    expect(check.problem).toBeNull();
  });
});

describe('what must be there', () => {
  test.each<[string, Reading, unknown]>([
    ['a name', (check, value) => check.name(value, 'f'), ''],
    ['an object', (check, value) => check.requiredObject(value, 'f'), {}],
    ['a filled list', (check, value) => check.filledArray(value, 'f'), []],
  ])('%s reads as empty where it is wrong', (_, read, empty) => {
    for (const value of [undefined, null, 7, '', []]) {
      const check = new FieldCheck();
      expect(read(check, value)).toEqual(empty);
      expect(check.problem?.field).toBe('f');
    }
  });

  test('a name has its bound', () => {
    const check = new FieldCheck();
    check.name('abcd', 'f', 3);
    expect(check.problem).toEqual({ field: 'f', message: 'must have 3 characters or less' });
  });
});

test('the first problem stays', () => {
  const check = new FieldCheck();
  check.string(1, 'first');
  check.string(2, 'second');
  expect(check.problem?.field).toBe('first');
});

test('a value in words is short, whatever it is', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(inWords(value).length).toBeLessThanOrEqual(300);
    }),
  );
  expect(inWords('x'.repeat(1_000_000)).length).toBeLessThan(60);
});
