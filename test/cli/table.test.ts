import { describe, expect, test } from 'vitest';
import { choosePaint, colourPaint, plainPaint, widthOfStream } from '../../src/cli/paint.ts';
import { type Column, printTable } from '../../src/cli/table.ts';
import { pad, shorten, textWidth } from '../../src/cli/text-width.ts';

type Row = { readonly name: string; readonly cost: string | null; readonly note: string };

const columns: readonly Column<Row>[] = [
  { title: 'name', cell: ({ name }) => name },
  { title: 'cost', align: 'right', cell: ({ cost }) => cost, dropRank: 1 },
  { title: 'note', cell: ({ note }) => ({ text: note, style: 'warn' }), dropRank: 2 },
];
const rows: readonly Row[] = [
  { name: 'a', cost: '1.5', note: 'soon' },
  { name: '日本語', cost: null, note: '' },
  { name: 'naïve 👩‍🚀', cost: '120', note: 'x' },
];

describe('the width of a text', () => {
  test.each([
    ['abc', 3],
    ['–', 1],
    ['日本語', 6],
    ['한국', 4],
    ['ａ', 2],
    ['é', 1],
    ['e\u0301', 1],
    ['👩‍🚀', 2],
    ['✂️', 2],
    ['a\u200bb', 2],
    ['', 0],
  ])('%j takes %i columns', (text, width) => {
    expect(textWidth(text)).toBe(width);
  });

  test('cut in whole signs, with a mark', () => {
    expect(shorten('日本語', 5)).toBe('日本…');
    expect(shorten('日本語', 4)).toBe('日…');
    expect(shorten('abc', 3)).toBe('abc');
  });

  test('padded on either side', () => {
    expect(pad('日', 4, 'left')).toBe('日  ');
    expect(pad('日', 4, 'right')).toBe('  日');
    expect(pad('abcde', 4, 'right')).toBe('abcde');
  });
});

describe('a table', () => {
  test('is aligned by what is seen, unknown is a dash, and no line ends in spaces', () => {
    expect(printTable(columns, rows)).toEqual([
      'name      cost  note',
      'a          1.5  soon',
      '日本語       –',
      'naïve 👩‍🚀   120  x',
    ]);
  });

  test('leaves out what matters least where it is too wide', () => {
    expect(printTable(columns, rows, { maxWidth: 15 })[1]).toBe('a          1.5');
    expect(printTable(columns, rows, { maxWidth: 5 })[1]).toBe('a');
  });

  test('has the same words in colour', () => {
    const coloured = printTable(columns, rows, { paint: colourPaint });
    expect(coloured[1]).toContain('\u001b[33msoon\u001b[39m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
    expect(coloured.map((line) => line.replace(/\u001b\[\d+m/g, '').trimEnd())).toEqual(
      printTable(columns, rows),
    );
  });
});

describe('colours', () => {
  test.each([
    ['a terminal', { isTTY: true }, {}, colourPaint],
    ['a terminal with NO_COLOR empty', { isTTY: true }, { NO_COLOR: '' }, colourPaint],
    ['a pipe', {}, {}, plainPaint],
    ['NO_COLOR', { isTTY: true }, { NO_COLOR: '1' }, plainPaint],
    ['a terminal without any', { isTTY: true }, { TERM: 'dumb' }, plainPaint],
  ])('%s', (_, stream, env, paint) => {
    expect(choosePaint(stream, env)).toBe(paint);
  });

  test('only a terminal has a width', () => {
    expect(widthOfStream({ isTTY: true, columns: 80 })).toBe(80);
    expect(widthOfStream({ columns: 80 })).toBe(Number.POSITIVE_INFINITY);
  });
});
