/** What counts as a wrong field, and the words it is told in. */
import { describe, expect, test } from 'vitest';
import { FieldCheck, describe as inWords } from '../../src/core/field-check.ts';

/** The value read and the problem noted. */
function read<T>(get: (check: FieldCheck) => T) {
  const check = new FieldCheck();
  return { value: get(check), problem: check.problem?.message ?? null };
}

describe('absent and null are the same', () => {
  test.each([undefined, null])('%s', (value) => {
    const check = new FieldCheck();
    const all = [
      check.string(value, 'a'),
      check.boolean(value, 'a'),
      check.number(value, 'a', { min: 1 }),
      check.oneOf(value, ['x'], 'a'),
      check.object(value, 'a'),
      check.array(value, 'a'),
    ];
    expect(all).toEqual(Array(6).fill(undefined));
    expect(check.problem).toBeNull();
  });
});

describe('wrong values', () => {
  const cases: [string, (check: FieldCheck) => unknown, string][] = [
    ['string', (check) => check.string(5, 'a'), 'must be a string; got 5'],
    ['name', (check) => check.name('', 'a'), 'must be a string that is not empty; got ""'],
    [
      'name missing',
      (check) => check.name(undefined, 'a'),
      'must be a string that is not empty; got nothing',
    ],
    ['long name', (check) => check.name('abc', 'a', 2), 'must have 2 characters or less'],
    ['boolean', (check) => check.boolean('yes', 'a'), 'must be true or false; got "yes"'],
    ['number', (check) => check.number([], 'a'), 'must be a number; got an array'],
    ['not finite', (check) => check.number(Number.NaN, 'a'), 'must be a number; got NaN'],
    ['range', (check) => check.number(3, 'a', { min: 0, max: 2 }), 'must be a number from 0 to 2; got 3'],
    [
      'least',
      (check) => check.number(0, 'a', { min: 1, whole: true }),
      'must be a whole number, 1 or more; got 0',
    ],
    ['most', (check) => check.number(9, 'a', { max: 8 }), 'must be a number, 8 or less; got 9'],
    ['whole', (check) => check.number(1.5, 'a', { whole: true }), 'must be a whole number; got 1.5'],
    ['word', (check) => check.oneOf('z', ['x', 'y'], 'a'), 'must be one of "x", "y"; got "z"'],
    ['object', (check) => check.object([], 'a'), 'must be an object; got an array'],
    ['required object', (check) => check.requiredObject(undefined, 'a'), 'must be an object; got nothing'],
    ['array', (check) => check.array({}, 'a'), 'must be an array; got an object'],
    ['filled array', (check) => check.filledArray([], 'a'), 'must hold at least one element'],
    ['filled array of nothing', (check) => check.filledArray(null, 'a'), 'must be an array; got null'],
  ];

  test.each(cases)('%s', (_, get, message) => {
    expect(read(get).problem).toBe(message);
  });
});

test('right values are read as they are', () => {
  const check = new FieldCheck();
  expect([
    check.string('', 'a'),
    check.name('x', 'a'),
    check.boolean(false, 'a'),
    check.number(0, 'a', { min: 0, whole: true }),
    check.oneOf('y', ['x', 'y'], 'a'),
    check.filledArray([1], 'a'),
  ]).toEqual(['', 'x', false, 0, 'y', [1]]);
  expect(check.problem).toBeNull();
});

test('the first problem is kept', () => {
  const check = new FieldCheck();
  check.string(1, 'first');
  check.string(2, 'second');
  expect(check.problem?.field).toBe('first');
});

test('long texts are cut', () => {
  expect(inWords('x'.repeat(1000))).toBe(`"${'x'.repeat(40)}…"`);
});
