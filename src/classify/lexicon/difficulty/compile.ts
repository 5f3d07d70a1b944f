/**
 * The word classes as one hash table, made once at start (a few hundred words): whole words, and beginnings of words.
 * Hashes are of folded units, as the walk over a text sees them.
 */
import { charFolds, charKind, charKinds } from '../../text/char-table.ts';
import { mixHash } from '../../text/tokens.ts';
import { type DifficultyClass, difficultyClasses, difficultyWords } from './words.ts';

export const tableBits = 12;
export const wordSeed = 0x811c9dc5 | 0;
/** Mixed into the hash of a whole word, so that it is no beginning of another. */
export const wholeWord = 0x20;
/** Beginnings are looked for up to this many units. */
export const longestBeginning = 9;

export type WordTable = {
  readonly keys: Int32Array;
  /** Bits of the classes; 0: the slot is free. */
  readonly classes: Uint32Array;
};

/** Slot of a key, or the free one where it would stand. */
export function findSlot(keys: Int32Array, classes: Uint32Array, key: number): number {
  let slot = (key ^ (key >>> 15)) & ((1 << tableBits) - 1);
  while (classes[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & ((1 << tableBits) - 1);
  return slot;
}

/** Null: a beginning too long or of no letters, which would never be found. */
function keyOf(written: string): number | null {
  const isBeginning = written.endsWith('*');
  const word = isBeginning ? written.slice(0, -1) : written;
  let hash = wordSeed;
  let isCharacters = word.length > 0;
  for (let at = 0; at < word.length; at++) {
    const code = word.charCodeAt(at);
    const kind = charKinds[code] ?? charKind.symbol;
    if (kind < charKind.ideograph) isCharacters = false;
    hash = mixHash(hash, charFolds[code] ?? code);
  }
  if (isCharacters) return word.length === 2 ? hash : null;
  if (isBeginning) return word.length <= longestBeginning ? hash : null;
  return mixHash(hash, wholeWord);
}

export function compileDifficultyWords(): WordTable {
  const keys = new Int32Array(1 << tableBits);
  const classes = new Uint32Array(1 << tableBits);
  (Object.keys(difficultyClasses) as DifficultyClass[]).forEach((name, bit) => {
    for (const written of difficultyWords[name].split(' ')) {
      const key = keyOf(written);
      if (key === null) continue;
      const slot = findSlot(keys, classes, key);
      keys[slot] = key;
      classes[slot] = (classes[slot] ?? 0) | (1 << bit);
    }
  });
  return { keys, classes };
}
