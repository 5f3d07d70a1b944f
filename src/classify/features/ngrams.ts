/**
 * Hashed n-grams of words: what is left when no cue is known. They are the part that learns its sources by heart, so
 * they are grouped, each group with a fixed weight, and training leaves them out at times.
 */
import { mixHash, spreadHash, type Tokens } from '../text/tokens.ts';
import type { FeatureBag } from './bag.ts';
import { bucketBits } from './space.ts';

/** Each group hashes apart from the others. */
const salts = {
  words: 1,
  stems: 2,
  head: 3,
  tail: 4,
  system: 5,
  pairs: 6,
  shapes: 7,
  edges: 8,
  frame: 9,
} as const;

export type NgramGroup = keyof typeof salts;

/** What a group weighs together, beside cues of 1 each. */
export const groupNorms: Readonly<Record<NgramGroup, number>> = {
  words: 3,
  stems: 2,
  head: 3,
  tail: 2,
  system: 2,
  pairs: 3,
  shapes: 2,
  edges: 2,
  frame: 2,
};

const edgeTokens = 14;
/** Of a long text the words of its start and end are counted: those between tell its topic, not what is asked. */
const startTokens = 100;
const endTokens = 50;

function bucketOf(hash: number, salt: number): number {
  return spreadHash(hash ^ Math.imul(salt, 0x9e3779b1)) >>> (32 - bucketBits);
}

/** Tokens from `from` up to `to`, and with `pairs` each with its neighbour too. */
function countTokens(
  bag: FeatureBag,
  hashes: Int32Array,
  [from, to]: readonly [from: number, to: number],
  salt: number,
  weight: number,
  pairs: boolean,
): void {
  let before = 0;
  for (let at = from; at < to; at++) {
    const hash = hashes[at] as number;
    bag.count(bucketOf(hash, salt), weight);
    if (pairs && at > from) bag.count(bucketOf(mixHash(before, hash), salt), weight);
    before = hash;
  }
}

/** Counts pairs of cues that stand in the same zone: `asks to write` with `speaks of code` is not `asks to write` alone. */
export function countCuePairs(bag: FeatureBag, cues: readonly number[], zone: number, weight: number): void {
  for (let at = 0; at < cues.length; at++) {
    const first = mixHash(zone + 1, cues[at] as number);
    for (let next = at + 1; next < cues.length; next++)
      bag.count(bucketOf(mixHash(first, cues[next] as number), salts.pairs), weight);
  }
}

/** Counts cues with the shape of the text: what is asked of a long text is not what is asked in one line. */
export function countShapedCues(
  bag: FeatureBag,
  group: 'shapes' | 'frame',
  cues: readonly number[],
  shape: number,
  weight: number,
): void {
  for (const cue of cues) bag.count(bucketOf(mixHash(shape, cue), salts[group]), weight);
}

const shapedTokens = 4;

/** Counts the first words, and the last before any choices, with the shape of the text. */
export function countShapedEdges(
  bag: FeatureBag,
  { hashes, asked }: Tokens,
  shape: number,
  weight: number,
): void {
  const first = mixHash(1, shape);
  const last = mixHash(2, shape);
  for (let at = 0; at < Math.min(shapedTokens, asked); at++)
    bag.count(bucketOf(mixHash(first, hashes[at] as number), salts.edges), weight);
  for (let at = Math.max(0, asked - shapedTokens); at < asked; at++)
    bag.count(bucketOf(mixHash(last, hashes[at] as number), salts.edges), weight);
}

/** Which tokens a group counts. */
function rangesOf(group: NgramGroup, { count, asked }: Tokens): (readonly [from: number, to: number])[] {
  if (group === 'head') return [[0, Math.min(edgeTokens, count)]];
  if (group === 'tail') return [[Math.max(0, asked - edgeTokens), asked]];
  if (count <= startTokens + endTokens) return [[0, count]];
  return [
    [0, startTokens],
    [count - endTokens, count],
  ];
}

/** Counts one group of one part; the caller closes the group when all parts are in. */
export function countGroup(bag: FeatureBag, group: NgramGroup, tokens: Tokens, weight: number): void {
  const isStems = group === 'stems';
  const hashes = isStems ? tokens.stems : tokens.hashes;
  for (const range of rangesOf(group, tokens))
    countTokens(bag, hashes, range, salts[group], weight, !isStems);
}
