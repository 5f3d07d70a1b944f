/**
 * Hashed n-grams of words: what is left when no cue is known. They are the part that learns its sources by heart, so
 * they are grouped, each group with a fixed weight, and training leaves them out at times.
 */
import { mixHash, spreadHash, type Tokens } from '../text/tokens.ts';
import type { FeatureBag } from './bag.ts';
import { bucketBits } from './space.ts';

/** Each group hashes apart from the others. */
const salts = { words: 1, stems: 2, head: 3, tail: 4, system: 5, pairs: 6 } as const;

export type NgramGroup = keyof typeof salts;

/** What a group weighs together, beside cues of 1 each. */
export const groupNorms: Readonly<Record<NgramGroup, number>> = {
  words: 1.5,
  stems: 1,
  head: 1.5,
  tail: 1,
  system: 1,
  pairs: 1.5,
};

const edgeTokens = 14;

function bucketOf(hash: number, salt: number): number {
  return spreadHash(hash ^ Math.imul(salt, 0x9e3779b1)) >>> (32 - bucketBits);
}

/** Tokens and pairs of neighbours from `from` up to `to`. */
function countPairs(
  bag: FeatureBag,
  hashes: Int32Array,
  from: number,
  to: number,
  salt: number,
  weight: number,
): void {
  let before = 0;
  for (let at = from; at < to; at++) {
    const hash = hashes[at] ?? 0;
    bag.count(bucketOf(hash, salt), weight);
    if (at > from) bag.count(bucketOf(mixHash(before, hash), salt), weight);
    before = hash;
  }
}

/** Counts pairs of cues that stand in the same zone: `asks to write` with `speaks of code` is not `asks to write` alone. */
export function countCuePairs(bag: FeatureBag, cues: readonly number[], zone: number, weight: number): void {
  for (const [at, first] of cues.entries()) {
    for (const second of cues.slice(at + 1))
      bag.count(bucketOf(mixHash(mixHash(zone + 1, first), second), salts.pairs), weight);
  }
}

/** Counts one group of one part; the caller closes the group when all parts are in. */
export function countGroup(bag: FeatureBag, group: NgramGroup, tokens: Tokens, weight: number): void {
  const { count } = tokens;
  const salt = salts[group];
  if (group === 'stems') {
    for (let at = 0; at < count; at++) bag.count(bucketOf(tokens.stems[at] ?? 0, salt), weight);
  } else if (group === 'head') {
    countPairs(bag, tokens.hashes, 0, Math.min(edgeTokens, count), salt, weight);
  } else if (group === 'tail') {
    countPairs(bag, tokens.hashes, Math.max(0, count - edgeTokens), count, salt, weight);
  } else {
    countPairs(bag, tokens.hashes, 0, count, salt, weight);
  }
}
