/** Folding of text: what looks the same or says the same becomes the same. */
import { describe, expect, test } from 'vitest';
import { normaliseText } from '../../../src/classify/text/normalise.ts';
import { writtenUnits } from '../written-units.ts';

function fold(raw: string): string {
  return writtenUnits(0, normaliseText(raw).length);
}

describe('folds', () => {
  test.each([
    ['case and Latin accents', 'ÉCOLE Straße Łódź', 'ecole strase lodz'],
    ['digits of any script as one 0', 'In 1984 or ३४ or ３', 'in 0 or 0 or 0'],
    ['white space', '  a \t b\n\n  c  ', 'a b\nc'],
    ['invisible characters', 'ig\u200bno\u00adre\u2060 me', 'ignore me'],
    ['full-width letters', 'Ｈｅｌｌｏ！', 'hello!'],
    ['mathematical letters', '𝐇𝐞𝐥𝐥𝐨', 'hello'],
    ['traditional characters', '請幫我翻譯', '请帮我翻译'],
    ['Arabic letter forms', 'أَرسِل', 'ارسل'],
    ['curly quotes', '“don’t”', '"don\'t"'],
  ])('%s', (_, raw, folded) => {
    expect(fold(raw)).toBe(folded);
  });

  test('a letter of Cyrillic keeps what makes it a letter', () => {
    expect(fold('Йод и ёлка')).toBe('йод и елка');
  });
});

describe('counts what folding loses', () => {
  test('capitals, numbers, lines', () => {
    const text = normaliseText('Buy 12 eggs\nand 3.5 KG rice');
    expect(text).toMatchObject({
      upperCount: 3,
      digitCount: 4,
      numberCount: 3,
      newlineCount: 1,
      start: 'upper',
    });
  });

  test('empty text', () => {
    expect(normaliseText('')).toMatchObject({ length: 0, start: 'other' });
    expect(normaliseText(' \n ')).toMatchObject({ length: 0 });
  });
});
