/**
 * The hashed table of the risk lexicon, as it stands in the file of the weights, and the look-ups over folded text. The
 * table is made at training (`compile-risk.ts`), never at start.
 */
import { charKind, foldMask } from '../text/char-table.ts';
import { foldedUnits } from '../text/normalise.ts';
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

/** Units of a word that are looked at. */
export const longestWord = 64;

/** Hashes of the beginnings of the word that is looked up, by their length less one: written by who walks the text. */
export const beginnings = new Int32Array(longestWord);

/** Entry of the longest listed stem that the word begins with, or 0. */
function lookStem(words: RiskWords, first: number, length: number): number {
  if (first > length || words.stemStarts[startPlace(beginnings[first - 1] as number)] !== 1) return 0;
  let stem = 0;
  for (let at = first - 1; at < length; at++)
    stem = lookWord(words, stemKey(beginnings[at] as number)) || stem;
  return stem;
}

/** Entry of the word with so many units off its end, and this unit (0: none) put on, or 0. */
function lookCut(words: RiskWords, length: number, off: number, put: number): number {
  if (length - off < 3) return 0;
  const base = beginnings[length - off - 1] as number;
  const found = lookWord(words, exactKey(put === 0 ? base : mixHash(base, put)));
  return (found & wordMark.set) === 0 ? 0 : found;
}

const letter = { d: 0x64, e: 0x65, g: 0x67, i: 0x69, n: 0x6e, s: 0x73, apostrophe: 0x27 } as const;

/** The folded unit so far before the end. */
function unitBefore(end: number, off: number): number {
  return (foldedUnits[end - off] as number) & foldMask;
}

/** Entry of the word's English base form (without -s, -es, -'s, -ed, -d, -ing, or with e for -ing), or 0. */
function lookBase(words: RiskWords, length: number, end: number): number {
  const last = unitBefore(end, 1);
  // most words end in none of these
  if (length < 4 || (last !== letter.s && last !== letter.d && last !== letter.g)) return 0;
  const before = unitBefore(end, 2);
  if (last === letter.s) {
    const isLonger = before === letter.e || before === letter.apostrophe;
    return lookCut(words, length, 1, 0) || (isLonger ? lookCut(words, length, 2, 0) : 0);
  }
  if (last === letter.d)
    return before === letter.e ? lookCut(words, length, 2, 0) || lookCut(words, length, 1, 0) : 0;
  if (before !== letter.n || unitBefore(end, 3) !== letter.i) return 0;
  return lookCut(words, length, 3, 0) || lookCut(words, length, 3, letter.e);
}

/**
 * What the word of the folded text before `end` is, whose first `length` units (at most `longestWord`) are hashed in
 * `beginnings`: entry of the exact word, of its longest stem, of its English base form. `key`: `exactKey` of all of them;
 * `kind`: that of its first unit.
 */
export function lookSpaced(words: RiskWords, key: number, length: number, end: number, kind: number): number {
  const exact = lookWord(words, key);
  if ((exact & wordMark.set) !== 0) return exact;
  const found = lookStem(words, stemUnits(kind), length) || lookBase(words, length, end);
  return found === 0 ? exact : found | (exact & wordMark.startsPhrase);
}
