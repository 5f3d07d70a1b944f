import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldText, plainText } from '../../src/core/fold-text.ts';

test.each([
  ['nothing to do', 'Pay the invoice', 'Pay the invoice'],
  ['single spaces', ' Pay  the\r\n\tinvoice\u00a0now\u3000 ', 'Pay the invoice now'],
  ['zero-width characters', 'P\u200ba\u2060y\ufeff', 'Pay'],
  ['soft hyphens', 'in\u00advoice', 'invoice'],
  ['tag characters', 'Pay\u{e0041}\u{e0042}', 'Pay'],
  ['full-width letters', 'Ｐａｙ', 'Pay'],
  ['mathematical letters', '𝐏𝐚𝐲', 'Pay'],
  ['composed letters', 'cafe\u0301', 'café'],
  ['letters torn apart', 'cafe\u200b\u0301', 'café'],
])('%s', (_, text, plain) => {
  expect(plainText(text)).toBe(plain);
});

test('folding forgets case and nothing else', () => {
  expect(foldText('ÄRGER  Straße')).toBe('ärger straße');
});

test('what is plain stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(plainText(plainText(text))).toBe(plainText(text));
    }),
  );
});
