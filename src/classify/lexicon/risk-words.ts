/**
 * The hashed table of the risk lexicon, as it stands in the file of the weights, and the look-ups over folded text. The
 * table is made at training (`compile-risk.ts`), never at start.
 */
import { charKind } from '../text/char-table.ts';
import type { NormalText } from '../text/normalise.ts';
import { mixHash, spreadHash } from '../text/tokens.ts';

/** Marks of an entry above its set of classes. */
export const wordMark = { set: 0x0fff, startsPhrase: 0x1000 } as const;

export type RiskWords = {
  /** Spread hashes, open addressing; 0 is free. A power of two long. */
  readonly keys: Uint32Array;
  /** Number of the set of classes (0: none) and marks. */
  readonly values: Uint16Array;
  /** Classes of each set. */
  readonly sets: readonly (readonly number[])[];
  /** By hash of first units: 1 where some stem (`stemUnits` of it) or some word without spaces (any) begins so. */
  readonly stemStarts: Uint8Array;
  /** By hash of two words and more: 1 where some phrase begins so. */
  readonly phraseStarts: Uint8Array;
};

export const startCount = 1 << 15;

/** Units after which a stem may end: scripts that join their words say more in one. */
export function stemUnits(kind: number): number {
  return kind === charKind.joined ? 1 : 3;
}

/** Place of a hash in `stemStarts` and `phraseStarts`. */
export function startPlace(hash: number): number {
  return (hash ^ (hash >>> 15)) & (startCount - 1);
}

export const wordSeed = 0x811c9dc5 | 0;
const stemSeed = 0x5bd1e995;
export const longestRun = 8;

export function exactKey(hash: number): number {
  return spreadHash(hash) || 1;
}

export function stemKey(hash: number): number {
  return spreadHash(hash ^ stemSeed) || 1;
}

/** Hash of a phrase from the hash so far and the hash of its next word. */
export function joinWord(phrase: number, word: number): number {
  return mixHash(Math.imul(phrase, 31) ^ 0x2545f491, word);
}

export function lookWord({ keys, values }: RiskWords, key: number): number {
  const mask = keys.length - 1;
  let slot = key & mask;
  for (;;) {
    const held = keys[slot] as number;
    if (held === key) return values[slot] as number;
    if (held === 0) return 0;
    slot = (slot + 1) & mask;
  }
}

/** Endings of English that a listed word may take: how many units come off, and what is put on. */
const endings = [
  ['s', 1, 0],
  ['es', 2, 0],
  ['ed', 2, 0],
  ['ed', 1, 0],
  ['ing', 3, 0],
  ['ing', 3, 0x65],
  ["'s", 2, 0],
] as const;

function endsWith(codes: Uint16Array, end: number, ending: string): boolean {
  for (let at = 1; at <= ending.length; at++)
    if (codes[end - at] !== ending.charCodeAt(ending.length - at)) return false;
  return true;
}

/** Scratch of one look-up; nothing is read from it by the next. */
const prefixes = new Int32Array(64);

/** What the word between two places of the text is: entry of the exact word, its stems, its English base form. */
export function lookSpaced(
  words: RiskWords,
  { codes, kinds }: NormalText,
  start: number,
  end: number,
): number {
  const length = Math.min(end - start, prefixes.length);
  let hash = wordSeed;
  let stem = 0;
  const first = stemUnits(kinds[start] as number);
  let mayBeStem = false;
  for (let at = 0; at < length; at++) {
    hash = mixHash(hash, codes[start + at] as number);
    prefixes[at] = hash;
    if (at + 1 === first) mayBeStem = words.stemStarts[startPlace(hash)] === 1;
    if (mayBeStem) stem = lookWord(words, stemKey(hash)) || stem;
  }
  const exact = lookWord(words, exactKey(hash));
  if ((exact & wordMark.set) !== 0) return exact;
  if (stem !== 0) return stem | (exact & wordMark.startsPhrase);
  const last = codes[end - 1];
  // most words end in none of these
  if (length < 4 || (last !== 0x73 && last !== 0x64 && last !== 0x67)) return exact;
  for (const [ending, off, put] of endings) {
    if (length - off < 3 || !endsWith(codes, end, ending)) continue;
    const base = prefixes[length - off - 1] as number;
    const found = lookWord(words, exactKey(put === 0 ? base : mixHash(base, put)));
    if ((found & wordMark.set) !== 0) return found | (exact & wordMark.startsPhrase);
  }
  return exact;
}
