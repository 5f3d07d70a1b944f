import { describe, expect, it } from 'vitest';
import { exampleForPattern } from '../../../src/dev/simulator/regex-example.ts';

describe('a matching text', () => {
  it.each([
    '^[A-Z]{3}-\\d{4}$',
    'SELECT .+',
    '^(red|green)$',
    '^[^,]+,[^,]+$',
    '(?:ab)+c?',
    '^\\w+@\\w+\\.com$',
    '^a{2,}b*$',
    '^[\\d-]+$',
    '^\\p{L}+$',
    'plain text',
    '^(?<year>\\d{4})-(0[1-9]|1[0-2])$',
    '',
  ])('for %s', (pattern) => {
    expect(exampleForPattern(pattern)).toMatch(new RegExp(pattern, 'u'));
  });
});

it.each(['[', '(', '^(?=x)y$', '(a)\\1'])('is not promised for %s', (pattern) => {
  expect(exampleForPattern(pattern)).toBeUndefined();
});
