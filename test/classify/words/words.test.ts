/** The word lists that the Worker brings along as a text are those that are written. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { wordLanguages } from '../../../src/classify/signals/language/scripts.ts';
import { easternWords } from '../../../src/classify/signals/language/words-east.ts';
import { requestWords } from '../../../src/classify/signals/language/words-of-requests.ts';
import { westernWords } from '../../../src/classify/signals/language/words-west.ts';
import { englishVerbs } from '../../../src/classify/tools/words/english-verbs.ts';
import printed from '../../../src/classify/words/lists.ts';

const text = readFileSync(new URL('../../../src/classify/words/words.txt', import.meta.url).pathname, 'utf8');

test('words.txt is up to date (`npm run words`)', () => {
  expect(text).toBe(printed);
});

test('no word is lost on the way', () => {
  const read = JSON.parse(text) as Record<string, unknown>;
  const inOrder = (words: string) => words.split(/\s+/);
  for (const [name, lists] of Object.entries({ westernWords, easternWords, requestWords }))
    for (const [language, words] of Object.entries(lists))
      expect(inOrder((read[name] as Record<string, string>)[language] ?? '')).toEqual(inOrder(words));
  expect(read.englishVerbs).toEqual(
    englishVerbs.map((line) => ({ ...line, words: inOrder(line.words).join(' ') })),
  );
});

test('languages have the numbers of their order in the lists', () => {
  expect(wordLanguages).toEqual([...Object.keys(westernWords), ...Object.keys(easternWords)]);
  expect(wordLanguages).toEqual(expect.arrayContaining(Object.keys(requestWords)));
});
