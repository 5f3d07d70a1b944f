/** Where the choices begin that a text ends with: what is asked stands before them. */
import { describe, expect, test } from 'vitest';
import { normaliseText } from '../../../src/classify/text/normalise.ts';
import { layOut } from '../../../src/classify/text/segments.ts';
import { writtenUnits } from '../written-units.ts';

/** The last zone of the text, folded: what is looked at as the question. */
function questionOf(raw: string): string {
  const text = normaliseText(raw);
  const { choicesAt, lastStart } = layOut(text);
  return choicesAt === 0 ? '' : writtenUnits(lastStart, choicesAt).trim();
}

describe('what is asked stands before the choices', () => {
  test.each([
    ['letters with brackets', 'Ships wait. Why do they wait?\n(A)tide\n(B)fog', 'why do they wait?'],
    ['letters with full stops', 'Where is it?\nA. Rome\nB. Milan', 'where is it?'],
    ['in one line', 'What is it? (a) cat (b) dog', 'what is it?'],
    ['numbers', 'What cuts paper?\n1. scissors\n2. pillow', 'what cuts paper?'],
    ['dashes', 'Pick the warmest:\n- ice\n- fire', 'pick the warmest:'],
    ['Chinese', '以下哪项正确？\nA. 甲\nB. 乙', '以下哪项正确?'],
    ['Russian', 'Кто это?\nа) Толстой\nб) Чехов', 'кто это?'],
    ['a last line that asks for the letter', 'Which one?\nA) x\nB) y\nAnswer:', 'which one?'],
  ])('%s', (_, raw, question) => {
    expect(questionOf(raw)).toBe(question);
  });
});

describe('no choices', () => {
  test.each([
    ['a letter at the end of a sentence', 'He got an A. It was fine.'],
    ['a list before the question', 'Facts:\n1. a thing\n2. another\n\nWho did it?'],
    ['clauses before the question', 'A) the tenant pays\nB) the landlord repairs\n\nMust the tenant pay?'],
    ['one dash alone', 'Remember:\n- milk'],
  ])('%s', (_, raw) => {
    expect(questionOf(raw)).toBe('');
  });
});
