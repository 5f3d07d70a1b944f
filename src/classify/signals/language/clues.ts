/**
 * The tables of words, letters and endings, compiled once into maps from a number to the languages that it speaks for.
 * A clue is worth the less the more languages share it.
 */
import { once } from '../../../core/once.ts';
import { mixHash } from '../../text/tokens.ts';
import { wordLists } from '../../words/words.ts';
import { type ClueTable, makeClueTable } from './clue-table.ts';
import { wordLanguages } from './scripts.ts';

export const hashSeed = 0x811c9dc5 | 0;

/** Of text in lower case. */
export function hashOf(text: string): number {
  let hash = hashSeed;
  for (let at = 0; at < text.length; at++) hash = mixHash(hash, text.charCodeAt(at));
  return hash;
}

const share = [0, 1, 0.7, 0.5, 0.4, 0.3, 0.25, 0.2];

function compile(
  entries: Iterable<readonly [language: string, written: string]>,
  keysOf: (written: string) => readonly number[],
  worth: (key: string) => number,
): ClueTable {
  const found = new Map<number, { languages: Set<number>; worth: number }>();
  for (const [language, written] of entries)
    for (const key of keysOf(written)) {
      const clue = found.get(key) ?? { languages: new Set<number>(), worth: worth(written) };
      clue.languages.add(wordLanguages.indexOf(language));
      found.set(key, clue);
    }
  return makeClueTable(
    [...found].map(([key, clue]) => ({
      key,
      languages: [...clue.languages],
      worth: clue.worth * (share[clue.languages.size] ?? 0.15),
    })),
  );
}

function* pairs(table: Readonly<Record<string, string>>): Generator<readonly [string, string]> {
  for (const [language, written] of Object.entries(table))
    for (const word of new Set(written.split(/\s+/))) yield [language, word];
}

/** Made at their first use. One letter says less than a word. */
export const wordClues = once(() => {
  const { westernWords, easternWords, requestWords } = wordLists();
  return compile(
    [...pairs(westernWords), ...pairs(easternWords), ...pairs(requestWords)],
    (word) => [hashOf(word)],
    (word) => (word.length === 1 ? 0.8 : 2),
  );
});

export const letterClues = once(() =>
  compile(
    Object.entries(wordLists().tellingLetters).flatMap(([language, letters]) =>
      [...letters].map((letter) => [language, letter] as const),
    ),
    (letter) => [letter.charCodeAt(0)],
    () => 0.7,
  ),
);

export const endingClues = once(() =>
  compile(
    pairs(wordLists().tellingEndings),
    (ending) => [hashOf(ending)],
    () => 0.9,
  ),
);
