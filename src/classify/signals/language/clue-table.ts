/**
 * Clues by number in flat arrays: a word's hash, a letter's code or an ending's hash -> the languages that it speaks for
 * and how loudly. Made once; a look costs one or two loads.
 */
import { spreadHash } from '../../text/tokens.ts';

export type Clue = { key: number; languages: readonly number[]; worth: number };

export type ClueTable = {
  /** By slot: number of the clue and one, 0 where empty. */
  readonly slots: Uint16Array;
  readonly keys: Int32Array;
  /** By number of the clue: where its languages start; the next clue's start is their end. */
  readonly starts: Uint16Array;
  readonly languages: Uint8Array;
  readonly worths: Float64Array;
};

export function makeClueTable(clues: readonly Clue[]): ClueTable {
  const size = 2 ** Math.ceil(Math.log2(clues.length * 3));
  const slots = new Uint16Array(size);
  const starts = new Uint16Array(clues.length + 1);
  clues.forEach(({ key, languages }, number) => {
    let slot = spreadHash(key) & (size - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (size - 1);
    slots[slot] = number + 1;
    starts[number + 1] = (starts[number] ?? 0) + languages.length;
  });
  return {
    slots,
    keys: Int32Array.from(clues, ({ key }) => key),
    starts,
    languages: Uint8Array.from(clues.flatMap(({ languages }) => languages)),
    worths: Float64Array.from(clues, ({ worth }) => worth),
  };
}

/** Adds what a key says to the scores of the languages; false where it says nothing. */
export function addClue(scores: Float64Array, table: ClueTable, key: number): boolean {
  const { slots, keys, starts, languages, worths } = table;
  const mask = slots.length - 1;
  for (let slot = spreadHash(key) & mask; ; slot = (slot + 1) & mask) {
    const number = (slots[slot] ?? 0) - 1;
    if (number === -1) return false;
    if (keys[number] !== key) continue;
    const worth = worths[number] ?? 0;
    const end = starts[number + 1] ?? 0;
    for (let at = starts[number] ?? 0; at < end; at++) {
      const language = languages[at] ?? 0;
      scores[language] = (scores[language] ?? 0) + worth;
    }
    return true;
  }
}
