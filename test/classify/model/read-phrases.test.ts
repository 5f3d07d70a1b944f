/** The automaton of phrases in the file of the weights: what is read is what was printed. */
import { expect, test } from 'vitest';
import { compilePhrases } from '../../../src/classify/lexicon/compile-phrases.ts';
import { printPhrases, readPhrases } from '../../../src/classify/model/read-phrases.ts';

test('an automaton with gaps, shared ends and several languages comes back whole', () => {
  const phrases = compilePhrases(
    ['ask', 'tell'],
    [
      { ask: 'please {tell,show} me|how * work*|could you', tell: 'listen|let me {tell,show} you' },
      { ask: '请告诉我|怎么', tell: '听我说' },
    ],
  );
  expect(readPhrases(new Map(printPhrases(phrases)))).toEqual(phrases);
});
