import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { styleFor, wrap } from '../../../src/dev/start/style.ts';

test('text is broken at spaces and indented', () => {
  expect(wrap('one two three four', 11, '  ')).toEqual(['  one two', '  three', '  four']);
  expect(wrap('one\ntwo', 80, '')).toEqual(['one', 'two']);
  expect(wrap('', 80, '  ')).toEqual(['  ']);
});

test('a word that is longer than a line is left whole', () => {
  expect(wrap('a https://example.com/very/long b', 10, '')).toEqual([
    'a',
    'https://example.com/very/long',
    'b',
  ]);
});

test('what is no terminal gets no colour, and 80 columns', () => {
  const style = styleFor(new Writable());
  expect(style.columns).toBe(80);
  expect(style.bad('text')).toBe('text');
});

test.each([
  [40, 60],
  [120, 100],
  [90, 90],
])('a terminal of %i columns is written %i wide', (columns, width) => {
  expect(styleFor(Object.assign(new Writable(), { columns })).columns).toBe(width);
});
