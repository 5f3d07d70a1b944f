/**
 * One walk that cuts normalised text into hashed tokens: words of spaced scripts, single characters of Han and kana,
 * pairs of characters of Thai and its like. Hashes only: nothing that could be read back.
 */
import { charKind } from './char-table.ts';
import type { NormalText } from './normalise.ts';

export type Tokens = {
  /** Hash of each token. */
  readonly hashes: Int32Array;
  /** Hash of its first four units, which stands for the stem. */
  readonly stems: Int32Array;
  readonly count: number;
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

function isWordUnit(kind: number): boolean {
  return kind === charKind.letter || kind === charKind.joined || kind === charKind.digit;
}

const apostrophe = 0x27;

/** Where tokens are laid while they are counted: most texts have far fewer than they have units. */
let room = { hashes: new Int32Array(2048), stems: new Int32Array(2048) };

/** Punctuation is a token too: it tells questions, lists and code. */
export function cutTokens({ codes, kinds, length }: NormalText): Tokens {
  if (room.hashes.length < length) room = { hashes: new Int32Array(length), stems: new Int32Array(length) };
  const { hashes, stems } = room;
  let count = 0;
  for (let at = 0; at < length; ) {
    const kind = kinds[at] ?? 0;
    if (kind === charKind.space) {
      at++;
      continue;
    }
    let hash = mixHash(seed, codes[at] ?? 0);
    let stem = hash;
    const start = at++;
    if (kind === charKind.unspaced) {
      if (at < length && kinds[at] === kind) hash = stem = mixHash(hash, codes[at] ?? 0);
    } else if (isWordUnit(kind)) {
      while (at < length && (isWordUnit(kinds[at] ?? 0) || codes[at] === apostrophe)) {
        hash = mixHash(hash, codes[at] ?? 0);
        if (at - start < stemUnits) stem = hash;
        at++;
      }
    }
    hashes[count] = hash;
    stems[count++] = stem;
  }
  return { hashes: hashes.slice(0, count), stems: stems.slice(0, count), count };
}
