/**
 * One walk that cuts normalised text into hashed tokens: words of spaced scripts, single characters of Han and kana,
 * pairs of characters of Thai and its like. Hashes only: nothing that could be read back.
 */
import { foldMask } from './char-table.ts';
import { foldedUnits, leastUnit, longestText, type NormalText } from './normalise.ts';

export type Tokens = {
  /** Hash of each token. */
  readonly hashes: Int32Array;
  /** Hash of its first four units, which stands for the stem. */
  readonly stems: Int32Array;
  readonly count: number;
  /** How many begin before the choices that the text ends with; all where there are none. */
  readonly asked: number;
};

const seed = 0x811c9dc5 | 0;
const stemUnits = 4;

export function mixHash(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193);
}

/** Spreads a hash over all its bits, so that any of them may choose a bucket. */
export function spreadHash(hash: number): number {
  let spread = hash ^ (hash >>> 16);
  spread = Math.imul(spread, 0x85ebca6b);
  spread ^= spread >>> 13;
  spread = Math.imul(spread, 0xc2b2ae35);
  return (spread ^ (spread >>> 16)) >>> 0;
}

const apostrophe = leastUnit.symbol | 0x27;

/** Where tokens are laid while they are counted: most texts have far fewer than they have units. */
const hashRoom = new Int32Array(longestText);
const stemRoom = new Int32Array(longestText);

/** Of the folded text. Punctuation is a token too: it tells questions, lists and code. */
export function cutTokens({ length }: NormalText, choicesAt = 0): Tokens {
  let count = 0;
  let asked = 0;
  for (let at = 0; at < length; ) {
    const unit = foldedUnits[at] as number;
    if (unit < leastUnit.newline) {
      at++;
      continue;
    }
    let hash = mixHash(seed, unit & foldMask);
    let stem = hash;
    const start = at++;
    if (unit >= leastUnit.unspaced) {
      const next = foldedUnits[at] as number;
      if (at < length && next >= leastUnit.unspaced) hash = stem = mixHash(hash, next & foldMask);
    } else if (unit >= leastUnit.digit && unit < leastUnit.ideograph) {
      for (; at < length; at++) {
        const next = foldedUnits[at] as number;
        if ((next < leastUnit.digit || next >= leastUnit.ideograph) && next !== apostrophe) break;
        hash = mixHash(hash, next & foldMask);
        if (at - start < stemUnits) stem = hash;
      }
    }
    if (start < choicesAt) asked++;
    hashRoom[count] = hash;
    stemRoom[count++] = stem;
  }
  return {
    hashes: hashRoom.slice(0, count),
    stems: stemRoom.slice(0, count),
    count,
    asked: asked === 0 ? count : asked,
  };
}
