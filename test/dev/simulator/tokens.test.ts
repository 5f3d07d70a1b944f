import fc from 'fast-check';
import { expect, it } from 'vitest';
import { billedTokens, countTokens, splitTokens } from '../../../src/dev/simulator/tokens.ts';

// Letters, marks, ideographs, halves of surrogate pairs, white space, digits, punctuation, controls.
const awkward = [
  'a',
  'Z',
  'é',
  'e\u0301',
  '漢',
  'か',
  '한',
  '\ud83d',
  '\ude00',
  '😀',
  ' ',
  '\n',
  '\t',
  '\u00a0',
  '7',
  '٣',
  '.',
  '"',
  '{',
  '\u0000',
  '\ufeff',
];

it('cuts any text into pieces that give it back', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...awkward)).map((units) => units.join('')),
      (text) => {
        expect(splitTokens(text).join('')).toBe(text);
        expect(countTokens(text)).toBe(splitTokens(text).length);
      },
    ),
  );
});

it('counts a joined text as its parts where the second begins a word', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z .]*[a-z.]$/),
      fc.stringMatching(/^[a-z][a-z .]*$/),
      (left, right) => {
        expect(countTokens(`${left} ${right}`)).toBe(countTokens(left) + countTokens(` ${right}`));
      },
    ),
  );
});

it.each([
  ['', 0],
  ['The points are set.', 5],
  ['interlocking', 2],
  ['{"city":"Paris"}', 5],
  ['信号機', 3],
  ['1234', 2],
])('%j has %i tokens', (text, tokens) => {
  expect(countTokens(text)).toBe(tokens);
});

it('bills more tokens for models that make more of the same text', () => {
  expect([billedTokens(0, 1.3), billedTokens(10, 1), billedTokens(10, 1.3), billedTokens(11, 1.3)]).toEqual([
    0, 10, 13, 15,
  ]);
});
