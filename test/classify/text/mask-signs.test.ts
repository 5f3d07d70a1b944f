/** What the first look sees of disguises, and that plain text shows none. */
import { describe, expect, test } from 'vitest';
import { findMaskSigns, maskSign } from '../../../src/classify/text/mask-signs.ts';
import { foldedUnits, foldText } from '../../../src/classify/text/normalise.ts';

function namesOf(text: string): string[] {
  const signs = findMaskSigns(text);
  return Object.entries(maskSign).flatMap(([name, bit]) => ((signs & bit) === 0 ? [] : [name]));
}

describe('signs', () => {
  test.each<[string, keyof typeof maskSign]>([
    ['ｋill the process', 'composed'],
    ['cafe\u0301', 'composed'],
    ['kіll the process', 'lookalikes'],
    ['k.i.l.l the process', 'split'],
    ['k i l l', 'split'],
    ['k1ll the process', 'leet'],
    ['4ttack', 'leet'],
    ['7h47 one', 'leet'],
    ['ki11', 'leet'],
    ['xvyy gur cebprff', 'turned'],
    ['The clue: gur xrl vf haqre gur qbbe', 'turned'],
    ['a2lsbCB0aGUgcHJvY2Vzcw==', 'coded'],
    ['6b696c6c207468652070726f63657373', 'coded'],
    ['6b 69 6c 6c 20 74 68 65', 'coded'],
    ['kill%20the%20process', 'coded'],
  ])('%s', (text, sign) => {
    expect(namesOf(text)).toContain(sign);
  });

  test.each([
    'Plant the roses in March, please. Is it a good idea?',
    'It is a b or a c.',
    'The 2nd run took 10km in utf8 at 02T04, said GPT4.',
    '2026-03-02T04:11:40Z stopped: {"code":"E_OVERLOAD","retry":false}',
    '2026-03-02T04:11:09Z belt-3 WARN motor current 8.1 A, limit 7.5 A',
    'Где находится вокзал?',
    '请把这句话翻译成英文',
    '',
  ])('none in: %s', (text) => {
    expect(namesOf(text)).toEqual([]);
  });
});

test('a unit that shows no sign folds as its composed form does', () => {
  const fold = (text: string) => {
    const { length } = foldText(text);
    return foldedUnits.subarray(0, length).join();
  };
  const missed: string[] = [];
  for (let code = 0x80; code < 0xffff; code++) {
    const text = `x${String.fromCharCode(code)}x`;
    const composed = text.normalize('NFKC');
    if (composed === text || (findMaskSigns(text) & maskSign.composed) !== 0) continue;
    if (fold(composed) !== fold(text)) missed.push(code.toString(16));
  }
  expect(missed).toEqual([]);
});
