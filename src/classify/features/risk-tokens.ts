/**
 * One walk over a normalised text for the risk head: sentences, tokens with their n-gram buckets, the words of the
 * lexicon among them, and what each sentence consists of. N-grams never reach over the start of a sentence.
 */
import {
  exactKey,
  joinWord,
  longestRun,
  lookSpaced,
  lookWord,
  type RiskWords,
  startPlace,
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

/** What is counted of every sentence; the first five by sort of token. */
export const sentenceCount = {
  signs: 0,
  numbers: 1,
  latin: 2,
  other: 3,
  unspaced: 4,
  questions: 5,
  quotes: 6,
  /** 1: the last token is a question mark. */
  endsAsking: 7,
} as const;
export const countsPerSentence = 8;

/** Filled anew for every text; nothing of it may be kept. */
export type RiskTokens = {
  /** Features of token t stand at `t * gramsPerToken`. */
  readonly grams: Int32Array;
  readonly count: number;
  /** First token of each sentence, and the count at the end. */
  readonly sentences: readonly number[];
  /** First word of the lexicon of each sentence, and the count at the end. */
  readonly sentenceHits: readonly number[];
  /** `sentenceCount` of sentence s stands at `s * countsPerSentence`. */
  readonly sentenceCounts: readonly number[];
  /** Words of the lexicon in their order: token and class. */
  readonly hitTokens: readonly number[];
  readonly hitClasses: readonly number[];
};

const apostrophe = 0x27;
/** `self-harm` is the same phrase as `self harm`. */
const dash = mixHash(wordSeed, 0x2d);
const question = 0x3f;
const quote = 0x22;

function isWordUnit(kind: number): boolean {
  return kind === charKind.letter || kind === charKind.joined || kind === charKind.digit;
}

function bucketOf(hash: number): number {
  return riskNamedCount + (spreadHash(hash) & (riskBucketCount - 1));
}

/** Tokens of the text while they are found; its arrays serve one text after another. */
class Walk implements RiskTokens {
  grams = new Int32Array(4096 * gramsPerToken);
  count = 0;
  readonly sentences: number[] = [];
  readonly sentenceHits: number[] = [];
  readonly sentenceCounts: number[] = [];
  readonly hitTokens: number[] = [];
  readonly hitClasses: number[] = [];
  /** Hashes of the phrases begun. */
  readonly #phrases: number[] = [];
  readonly #words: RiskWords;
  readonly #counts = new Int32Array(countsPerSentence);

  constructor(words: RiskWords) {
    this.#words = words;
  }

  open(size: number): void {
    if (size * gramsPerToken > this.grams.length) this.grams = new Int32Array(size * gramsPerToken);
    this.count = 0;
    this.sentences.length = this.sentenceHits.length = this.sentenceCounts.length = 0;
    this.hitTokens.length = this.hitClasses.length = 0;
  }

  close(): void {
    this.sentences.push(this.count);
    this.sentenceHits.push(this.hitTokens.length);
  }

  #hit(entry: number, token: number): void {
    const set = this.#words.sets[entry & wordMark.set];
    if (set === undefined) return;
    for (const each of set) {
      this.hitTokens.push(token);
      this.hitClasses.push(each);
    }
  }

  #add(hash: number, stem: number, before: number): void {
    const at = this.count * gramsPerToken;
    this.grams[at] = bucketOf(hash);
    this.grams[at + 1] = bucketOf(mixHash(Math.imul(before, 0x9e3779b1), hash));
    this.grams[at + 2] = bucketOf(stem ^ 0x3c6ef372);
    this.count++;
  }

  /** Phrases that go on with this word, the last token; those that cannot are given up. */
  #hitPhrases(word: number): void {
    const phrases = this.#phrases;
    let kept = 0;
    for (const begun of phrases) {
      const phrase = joinWord(begun, word);
      if (this.#words.phraseStarts[startPlace(phrase)] === 0) continue;
      phrases[kept++] = phrase;
      this.#hit(lookWord(this.#words, exactKey(phrase)), this.count - 1);
    }
    phrases.length = kept;
  }

  /** The longest listed run of characters that starts here; its end, or `at` where there is none. */
  #hitRun({ codes, kinds }: NormalText, at: number, end: number): number {
    let hash = wordSeed;
    let found = 0;
    let runEnd = at;
    const limit = Math.min(end, at + longestRun);
    for (let to = at; to < limit && (kinds[to] as number) >= charKind.ideograph; to++) {
      hash = mixHash(hash, codes[to] as number);
      if (this.#words.stemStarts[startPlace(hash)] === 0) break;
      const entry = lookWord(this.#words, exactKey(hash));
      if (entry === 0) continue;
      found = entry;
      runEnd = to + 1;
    }
    if (found !== 0) this.#hit(found, this.count);
    return runEnd;
  }

  #closeSentence(first: number, firstHit: number, lastCode: number): void {
    if (this.count === first) return;
    this.sentences.push(first);
    this.sentenceHits.push(firstHit);
    const counts = this.#counts;
    counts[sentenceCount.endsAsking] = lastCode === question ? 1 : 0;
    for (let each = 0; each < countsPerSentence; each++) this.sentenceCounts.push(counts[each] as number);
  }

  #countSign(code: number): void {
    const counts = this.#counts;
    if (code === question) counts[sentenceCount.questions] = (counts[sentenceCount.questions] as number) + 1;
    else if (code === quote) counts[sentenceCount.quotes] = (counts[sentenceCount.quotes] as number) + 1;
  }

  walkSentence(text: NormalText, start: number, end: number): void {
    const { codes, kinds } = text;
    const [first, firstHit, counts] = [this.count, this.hitTokens.length, this.#counts];
    counts.fill(0);
    this.#phrases.length = 0;
    let [before, runEnd, code] = [0, 0, 0];
    for (let at = start; at < end; ) {
      const kind = kinds[at] as number;
      if (kind <= charKind.newline) {
        at++;
        continue;
      }
      const from = at++;
      code = codes[from] as number;
      let hash = mixHash(wordSeed, code);
      let stem = hash;
      let sort: number = sentenceCount.signs;
      let startsPhrase = false;
      if (kind >= charKind.ideograph) {
        sort = sentenceCount.unspaced;
        if (from >= runEnd) runEnd = this.#hitRun(text, from, end);
        if (at < end && (kinds[at] as number) >= charKind.ideograph)
          stem = mixHash(hash, codes[at] as number);
      } else if (isWordUnit(kind)) {
        for (; at < end && (isWordUnit(kinds[at] as number) || codes[at] === apostrophe); at++) {
          hash = mixHash(hash, codes[at] as number);
          if (at - from < 4) stem = hash;
        }
        sort =
          kind === charKind.digit
            ? sentenceCount.numbers
            : code < 0x370
              ? sentenceCount.latin
              : sentenceCount.other;
        const entry = lookSpaced(this.#words, text, from, at);
        if (entry !== 0) {
          this.#hit(entry, this.count);
          startsPhrase = (entry & wordMark.startsPhrase) !== 0;
        }
      } else this.#countSign(code);
      counts[sort] = (counts[sort] as number) + 1;
      this.#add(hash, stem, before);
      before = hash;
      if (this.#phrases.length > 0 && hash !== dash) this.#hitPhrases(hash);
      if (startsPhrase) this.#phrases.push(hash);
    }
    this.#closeSentence(first, firstHit, code);
  }
}

export type RiskReader = (text: NormalText) => RiskTokens;

/** The reader's result is the same object at every call. */
export function createRiskReader(words: RiskWords): RiskReader {
  const walk = new Walk(words);
  return (text) => {
    walk.open(text.length);
    const cuts = cutSentences(text);
    for (let at = 0; at < cuts.length; at += 2)
      walk.walkSentence(text, cuts[at] as number, cuts[at + 1] as number);
    walk.close();
    return walk;
  };
}
