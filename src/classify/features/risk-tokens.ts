/**
 * One walk over a normalised text for the risk head: sentences, tokens with their n-gram buckets, and the words of the
 * lexicon among them. N-grams never reach over the start of a sentence.
 */
import {
  exactKey,
  joinWord,
  longestPhrase,
  longestRun,
  lookSpaced,
  lookWord,
  type RiskWords,
  wordMark,
  wordSeed,
} from '../lexicon/risk-words.ts';
import { charKind } from '../text/char-table.ts';
import type { NormalText } from '../text/normalise.ts';
import { mixHash, spreadHash } from '../text/tokens.ts';
import { cutSentences } from '../text/windows.ts';
import { riskBucketCount, riskNamedCount } from './risk-space.ts';

/** N-gram features of each token. */
export const gramsPerToken = 3;

export type RiskTokens = {
  /** Features of token t stand at `t * gramsPerToken`. */
  readonly grams: Int32Array;
  /** 0 sign, 1 number, 2 Latin word, 3 other word, 4 script without spaces. */
  readonly sorts: Uint8Array;
  readonly codes: Uint16Array;
  readonly count: number;
  /** First token of each sentence, and the count at the end. */
  readonly sentences: readonly number[];
  /** Words of the lexicon in their order: token and class. */
  readonly hitTokens: readonly number[];
  readonly hitClasses: readonly number[];
};

const apostrophe = 0x27;

function isWordUnit(kind: number): boolean {
  return kind === charKind.letter || kind === charKind.joined || kind === charKind.digit;
}

function bucketOf(hash: number): number {
  return riskNamedCount + (spreadHash(hash) & (riskBucketCount - 1));
}

/** Tokens of the text while they are found; one walk fills it. */
class Walk {
  readonly grams: Int32Array;
  readonly sorts: Uint8Array;
  readonly codes: Uint16Array;
  readonly hashes: Int32Array;
  count = 0;
  readonly hitTokens: number[] = [];
  readonly hitClasses: number[] = [];
  readonly words: RiskWords;

  constructor(size: number, words: RiskWords) {
    this.grams = new Int32Array(size * gramsPerToken);
    this.sorts = new Uint8Array(size);
    this.codes = new Uint16Array(size);
    this.hashes = new Int32Array(size);
    this.words = words;
  }

  hit(entry: number): void {
    const set = this.words.sets[entry & wordMark.set];
    if (set === undefined) return;
    for (const each of set) {
      this.hitTokens.push(this.count);
      this.hitClasses.push(each);
    }
  }

  add(hash: number, stem: number, sort: number, code: number, isFirst: boolean): void {
    const at = this.count * gramsPerToken;
    const before = isFirst ? 0 : (this.hashes[this.count - 1] as number);
    this.grams[at] = bucketOf(hash);
    this.grams[at + 1] = bucketOf(mixHash(Math.imul(before, 0x9e3779b1), hash));
    this.grams[at + 2] = bucketOf(stem ^ 0x3c6ef372);
    this.hashes[this.count] = hash;
    this.sorts[this.count] = sort;
    this.codes[this.count++] = code;
  }
}

/** The entry of the longest listed run of characters that starts here, and its length. */
function lookRun(words: RiskWords, { codes, kinds }: NormalText, at: number, end: number): [number, number] {
  let hash = wordSeed;
  let found: [number, number] = [0, 0];
  for (let to = at; to < Math.min(end, at + longestRun); to++) {
    if ((kinds[to] as number) < charKind.ideograph) break;
    hash = mixHash(hash, codes[to] as number);
    const entry = lookWord(words, exactKey(hash));
    if (entry !== 0) found = [entry, to + 1];
  }
  return found;
}

/** Phrases that end with the token just added. */
function hitPhrases(walk: Walk, starts: readonly number[], first: number): void {
  const last = walk.count - 1;
  for (const start of starts) {
    if (start < first || start >= last || last - start >= longestPhrase) continue;
    let hash = walk.hashes[start] as number;
    for (let at = start + 1; at <= last; at++) hash = joinWord(hash, walk.hashes[at] as number);
    const entry = lookWord(walk.words, exactKey(hash));
    const set = walk.words.sets[entry & wordMark.set] ?? [];
    for (const each of set) {
      walk.hitTokens.push(last);
      walk.hitClasses.push(each);
    }
  }
}

function walkSentence(walk: Walk, text: NormalText, start: number, end: number): void {
  const { codes, kinds } = text;
  const first = walk.count;
  const starts: number[] = [];
  let runEnd = 0;
  for (let at = start; at < end; ) {
    const kind = kinds[at] as number;
    const from = at;
    if (kind <= charKind.newline) {
      at++;
      continue;
    }
    let hash = mixHash(wordSeed, codes[at++] as number);
    let stem = hash;
    let sort = 0;
    if (kind >= charKind.ideograph) {
      sort = 4;
      if (from >= runEnd) {
        const [entry, to] = lookRun(walk.words, text, from, end);
        if (entry !== 0) {
          walk.hit(entry);
          runEnd = to;
        }
      }
      if (at < end && (kinds[at] as number) >= charKind.ideograph) stem = mixHash(hash, codes[at] as number);
    } else if (isWordUnit(kind)) {
      while (at < end && (isWordUnit(kinds[at] as number) || codes[at] === apostrophe)) {
        hash = mixHash(hash, codes[at] as number);
        if (at - from < 4) stem = hash;
        at++;
      }
      sort = kind === charKind.digit ? 1 : (codes[from] as number) < 0x370 ? 2 : 3;
      const entry = lookSpaced(walk.words, text, from, at);
      if (entry !== 0) {
        walk.hit(entry);
        if ((entry & wordMark.startsPhrase) !== 0) starts.push(walk.count);
      }
    }
    walk.add(hash, stem, sort, codes[from] as number, walk.count === first);
    if (starts.length > 0) hitPhrases(walk, starts, first);
  }
}

export function readRiskTokens(text: NormalText, words: RiskWords): RiskTokens {
  const walk = new Walk(text.length, words);
  const cuts = cutSentences(text);
  const sentences: number[] = [];
  for (let at = 0; at < cuts.length; at += 2) {
    const before = walk.count;
    walkSentence(walk, text, cuts[at] as number, cuts[at + 1] as number);
    if (walk.count > before) sentences.push(before);
  }
  sentences.push(walk.count);
  const { grams, sorts, codes, count, hitTokens, hitClasses } = walk;
  return { grams, sorts, codes, count, sentences, hitTokens, hitClasses };
}
