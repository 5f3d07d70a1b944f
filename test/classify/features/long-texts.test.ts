/** Which words of a long turn become features: those of its start and its end, whatever lies between. */
import { expect, test } from 'vitest';
import { createFeatureExtractor } from '../../../src/classify/features/extract-features.ts';
import { namedCount } from '../../../src/classify/features/space.ts';
import type { PhraseFinder } from '../../../src/classify/lexicon/phrases.ts';
import { requestOfText } from '../load-classifier.ts';

const findNothing: PhraseFinder = () => {};
const extract = createFeatureExtractor(findNothing);

/** Features without a name, in order: the hashed words. */
function wordsOf(text: string): number[] {
  return [...extract(requestOfText(text)).features].filter((feature) => feature >= namedCount).sort();
}

function numbered(word: string, count: number): string {
  return Array.from({ length: count }, (_, at) => `${word}${'abcdefghij'[at % 10]}${'klmno'[at % 5]}`).join(
    ' ',
  );
}

const start = numbered('start', 101);
const end = numbered('end', 110);

test('what lies between the start and the end of a long turn changes no word feature', () => {
  const [first, second] = ['river', 'ledger'].map((word) =>
    wordsOf(`${start} ${numbered(word, 400)} ${end}`),
  );
  expect(first).toEqual(second);
  expect(first?.length).toBeGreaterThan(50);
});

test('the start and the end do', () => {
  const middle = numbered('river', 400);
  const known = wordsOf(`${start} ${middle} ${end}`);
  expect(wordsOf(`translate ${start} ${middle} ${end}`)).not.toEqual(known);
  expect(wordsOf(`${start} ${middle} ${end} translate`)).not.toEqual(known);
});

test('a turn of 200 KB has no more features than one of 20 KB', () => {
  const [short, long] = [2_500, 25_000].map((count) =>
    wordsOf(`${start} ${numbered('river', count)} ${end}`),
  );
  expect(long?.length).toBe(short?.length);
});
