/** Which parts of long requests are looked at for risk, and that what is left out is told. */
import { expect, test } from 'vitest';
import { gatherRiskTexts, riskBudget } from '../../src/classify/risk-texts.ts';
import { requestOfText } from './load-classifier.ts';

const filler = 'The roses bloom in June. ';

function conversation(...texts: readonly string[]) {
  const messages = texts.map((text) => ({
    role: 'user' as const,
    content: [{ type: 'text' as const, text }],
  }));
  return { ...requestOfText(''), messages };
}

test('texts that fit are looked at whole, the newest first', () => {
  const { texts, isWhole } = gatherRiskTexts(conversation('one', 'two', 'three'));
  expect(texts.map(({ text }) => text)).toEqual(['three', 'two', 'one']);
  expect(isWhole).toBe(true);
});

test('past the budget no text is cut to a few letters', () => {
  const long = filler.repeat(4000);
  const { texts, isWhole } = gatherRiskTexts(conversation(...Array.from({ length: 20 }, () => long)));
  expect(isWhole).toBe(false);
  expect(Math.min(...texts.map(({ text }) => text.length))).toBeGreaterThan(100);
  expect(texts.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(riskBudget.total);
});

test('what little is left still takes a short text', () => {
  const long = filler.repeat(Math.floor(riskBudget.total / filler.length) - 1);
  const { texts } = gatherRiskTexts(conversation('short one', long));
  expect(texts.at(-1)?.text).toBe('short one');
});
