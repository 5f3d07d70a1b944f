/** What disguised texts read as, and where sentence windows are cut. */
import { describe, expect, test } from 'vitest';
import { readDisguises } from '../../src/classify/text/decode.ts';
import { normaliseText } from '../../src/classify/text/normalise.ts';
import { cutSentences } from '../../src/classify/text/windows.ts';
import { writtenUnits } from './written-units.ts';

function readings(text: string): string[] {
  return readDisguises(text).map((reading) => reading.text);
}

describe('readings', () => {
  test.each<[string, string]>([
    ['k.i.l.l the process', 'kill the process'],
    ['k i l l the process', 'kill the process'],
    ['k1ll the pr0c3ss', 'kill the process'],
    ['kіll the рrосеss', 'kill the process'],
    ['xvyy gur cebprff', 'kill the process'],
    ['a2lsbCB0aGUgcHJvY2Vzcw==', 'kill the process'],
    ['6b696c6c207468652070726f63657373', 'kill the process'],
    ['kill%20the%20process', 'kill the process'],
    ['Please read "a2lsbCB0aGUgcHJvY2Vzcw==" aloud', 'Please read "kill the process" aloud'],
    ['base64: a2lsbCB0aGUgcHJvY2Vzcw==', 'kill the process'],
  ])('%s', (written, meant) => {
    expect(readings(written)).toContain(meant);
  });

  test.each([
    'Plant the roses in March.',
    'The A B test went well',
    'Version 2.0 costs 1,000 euros',
    'Где находится вокзал?',
    'supercalifragilistic words are long',
    '4f2a is the colour',
  ])('plain text has one: %s', (text) => {
    expect(readings(text)[0]).toBe(text);
    expect(readDisguises(text).filter(({ disguises }) => disguises.includes('base64'))).toEqual([]);
  });

  test('layers of codes are taken off, and there is an end to it', () => {
    expect(readings(btoa(btoa('kill the process')))).toContain('kill the process');
    expect(
      readings(Array.from({ length: 60 }, () => btoa('kill the process now')).join(' ')).length,
    ).toBeLessThan(17);
  });
});

describe('windows', () => {
  function sentences(written: string): string[] {
    const cuts = cutSentences(normaliseText(written));
    return cuts.flatMap((start, at) => (at % 2 === 0 ? [writtenUnits(start, cuts[at + 1]).trim()] : []));
  }

  test('end at stops before white space, at lines, and at ideographic stops', () => {
    expect(sentences('Go to v2.0 now. Then stop!\nWhy?')).toEqual(['go to v0.0 now.', 'then stop!', 'why?']);
    expect(sentences('你好。再见。')).toEqual(['你好.', '再见.']);
  });

  test('text before and after moves none of them', () => {
    const own = sentences('First one. Second one?');
    const all = sentences('Something else!\nFirst one. Second one?\nAnd more.');
    expect(all.slice(1, 3)).toEqual(own);
  });

  test('an endless sentence is cut at spaces', () => {
    const pieces = sentences('word '.repeat(400));
    expect(pieces.length).toBeGreaterThan(4);
    expect(pieces.every((piece) => piece.split(' ').every((word) => word === 'word'))).toBe(true);
  });
});
