/**
 * One walk over a normalised text for the risk head: sentences, tokens with their n-gram buckets, the words of the
 * lexicon among them, and what each sentence consists of. N-grams never reach over the start of a sentence.
 */
import {
  beginnings,
  exactKey,
  joinWord,
  longestRun,
  longestWord,
  lookSpaced,
  lookWord,
  type RiskWords,
  startPlace,
  wordMark,
  wordSeed,
} from '../lexicon/risk-words.ts';
import { foldMask, kindShift } from '../text/char-table.ts';
import { foldedUnits, leastUnit, longestText, type NormalText } from '../text/normalise.ts';
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
  /** 1: begins like a part of a document: a sign, or a word and a colon. */
  mark: 8,
} as const;
export const countsPerSentence = 9;

/** Views of arrays that every text fills anew; nothing of it may be kept. */
export type RiskTokens = {
  /** Features of token t stand at `t * gramsPerToken`. */
  readonly grams: Int32Array;
  readonly count: number;
  /** First token of each sentence, and the count at the end. */
  readonly sentences: Int32Array;
  /** First word of the lexicon of each sentence, and the count at the end. */
  readonly sentenceHits: Int32Array;
  /** `sentenceCount` of sentence s stands at `s * countsPerSentence`. */
  readonly sentenceCounts: Int32Array;
  /** Words of the lexicon in their order: token and class. */
  readonly hitTokens: Int32Array;
  readonly hitClasses: Int32Array;
};

const apostrophe = leastUnit.symbol | 0x27;
/** `self-harm` is the same phrase as `self harm`. */
const dash = mixHash(wordSeed, 0x2d);
const question = leastUnit.symbol | 0x3f;
const quote = leastUnit.symbol | 0x22;
const colon = leastUnit.symbol | 0x3a;
/** Units from the start of a sentence within which a colon makes a heading of what stands before it. */
const longestHeading = 24;
/** Signs that lines of documents, tables and tool results begin with. */
const documentSigns: ReadonlySet<number> = new Set(
  Array.from('<[|>=#{`', (sign) => leastUnit.symbol | sign.charCodeAt(0)),
);

/** A sentence has at least one unit, and most have dozens. */
const mostSentences = longestText;
/** Classes found in a text: past these (four to a unit would be many) none are added. */
const mostHits = 4 * longestText;
/** Phrases that are begun at a time: their words are in the lexicon, and none has more than a few. */
const mostPhrases = 64;

const grams = new Int32Array(longestText * gramsPerToken);
const sentences = new Int32Array(mostSentences + 1);
const sentenceHits = new Int32Array(mostSentences + 1);
const sentenceCounts = new Int32Array(mostSentences * countsPerSentence);
const hitTokens = new Int32Array(mostHits);
const hitClasses = new Int32Array(mostHits);
/** Hashes of the phrases begun. */
const phrases = new Int32Array(mostPhrases);
const counts = new Int32Array(countsPerSentence);

/** What a text has filled of the arrays above. */
const filled = { tokens: 0, sentences: 0, hits: 0, phrases: 0 };

function bucketOf(spread: number): number {
  return riskNamedCount + (spread & (riskBucketCount - 1));
}

/** `spread`: the spread hash of the token. */
function addToken(spread: number, hash: number, stem: number, before: number): void {
  const at = filled.tokens++ * gramsPerToken;
  grams[at] = bucketOf(spread);
  grams[at + 1] = bucketOf(spreadHash(mixHash(Math.imul(before, 0x9e3779b1), hash)));
  grams[at + 2] = bucketOf(spreadHash(stem ^ 0x3c6ef372));
}

/** `offset`: units before it in its sentence. */
function countSign(unit: number, offset: number, isFirst: boolean): void {
  const isHeading = unit === colon && offset < longestHeading;
  if (isHeading || (isFirst && documentSigns.has(unit))) counts[sentenceCount.mark] = 1;
  if (unit === question) counts[sentenceCount.questions] = (counts[sentenceCount.questions] as number) + 1;
  else if (unit === quote) counts[sentenceCount.quotes] = (counts[sentenceCount.quotes] as number) + 1;
}

/** `lastUnit`: of its last token the first. */
function closeSentence(first: number, firstHit: number, lastUnit: number): void {
  if (filled.tokens === first) return;
  const number = filled.sentences++;
  sentences[number] = first;
  sentenceHits[number] = firstHit;
  counts[sentenceCount.endsAsking] = lastUnit === question ? 1 : 0;
  sentenceCounts.set(counts, number * countsPerSentence);
}

function takeTokens(): RiskTokens {
  const { tokens: count, sentences: ends, hits } = filled;
  sentences[ends] = count;
  sentenceHits[ends] = hits;
  return {
    grams,
    count,
    sentences: sentences.subarray(0, ends + 1),
    sentenceHits: sentenceHits.subarray(0, ends + 1),
    sentenceCounts: sentenceCounts.subarray(0, ends * countsPerSentence),
    hitTokens: hitTokens.subarray(0, hits),
    hitClasses: hitClasses.subarray(0, hits),
  };
}

function hit(words: RiskWords, entry: number, token: number): void {
  const set = words.sets[entry & wordMark.set];
  if (set === undefined) return;
  for (const each of set) {
    if (filled.hits === mostHits) return;
    hitTokens[filled.hits] = token;
    hitClasses[filled.hits++] = each;
  }
}

/** Phrases that go on with this word, the last token; those that cannot are given up. */
function hitPhrases(words: RiskWords, word: number): void {
  let kept = 0;
  for (let each = 0; each < filled.phrases; each++) {
    const phrase = joinWord(phrases[each] as number, word);
    if (words.phraseStarts[startPlace(phrase)] === 0) continue;
    phrases[kept++] = phrase;
    hit(words, lookWord(words, exactKey(phrase)), filled.tokens - 1);
  }
  filled.phrases = kept;
}

/** The longest listed run of characters that starts here; its end, or `at` where there is none. */
function hitRun(words: RiskWords, at: number, end: number): number {
  let hash = wordSeed;
  let found = 0;
  let runEnd = at;
  const limit = Math.min(end, at + longestRun);
  for (let to = at; to < limit; to++) {
    const unit = foldedUnits[to] as number;
    if (unit < leastUnit.ideograph) break;
    hash = mixHash(hash, unit & foldMask);
    if (words.stemStarts[startPlace(hash)] === 0) break;
    const entry = lookWord(words, exactKey(hash));
    if (entry === 0) continue;
    found = entry;
    runEnd = to + 1;
  }
  if (found !== 0) hit(words, found, filled.tokens);
  return runEnd;
}

/** The token that was read last. */
const token = { end: 0, hash: 0, stem: 0, spread: 0, startsPhrase: false };

/** A word or number of a spaced script: `hash` is that of its first unit. */
function readWord(words: RiskWords, from: number, end: number, first: number): void {
  let hash = first;
  let stem = first;
  beginnings[0] = first;
  let at = from + 1;
  for (; at < end; at++) {
    const unit = foldedUnits[at] as number;
    if ((unit < leastUnit.digit || unit >= leastUnit.ideograph) && unit !== apostrophe) break;
    hash = mixHash(hash, unit & foldMask);
    const length = at - from;
    if (length < 4) stem = hash;
    if (length < longestWord) beginnings[length] = hash;
  }
  const spread = spreadHash(hash);
  const length = Math.min(at - from, longestWord);
  const key = at - from > longestWord ? exactKey(beginnings[length - 1] as number) : spread || 1;
  const entry = lookSpaced(words, key, length, at, (foldedUnits[from] as number) >> kindShift);
  if (entry !== 0) hit(words, entry, filled.tokens);
  token.end = at;
  token.hash = hash;
  token.stem = stem;
  token.spread = spread;
  token.startsPhrase = (entry & wordMark.startsPhrase) !== 0;
}

/** A sign, or a character of a script without spaces. */
function readSingle(from: number, end: number, hash: number): void {
  const unit = foldedUnits[from] as number;
  const next = foldedUnits[from + 1] as number;
  const isPair = unit >= leastUnit.ideograph && from + 1 < end && next >= leastUnit.ideograph;
  token.end = from + 1;
  token.hash = hash;
  token.stem = isPair ? mixHash(hash, next & foldMask) : hash;
  token.spread = spreadHash(hash);
  token.startsPhrase = false;
}

function sortOf(unit: number): number {
  if (unit >= leastUnit.ideograph) return sentenceCount.unspaced;
  if (unit < leastUnit.digit) return sentenceCount.signs;
  if (unit < leastUnit.letter) return sentenceCount.numbers;
  return (unit & foldMask) < 0x370 ? sentenceCount.latin : sentenceCount.other;
}

function walkSentence(words: RiskWords, start: number, end: number): void {
  const first = filled.tokens;
  const firstHit = filled.hits;
  counts.fill(0);
  filled.phrases = 0;
  let before = 0;
  let runEnd = 0;
  let unit = 0;
  for (let at = start; at < end; ) {
    const next = foldedUnits[at] as number;
    if (next < leastUnit.symbol) {
      at++;
      continue;
    }
    unit = next;
    const hash = mixHash(wordSeed, unit & foldMask);
    if (unit >= leastUnit.digit && unit < leastUnit.ideograph) readWord(words, at, end, hash);
    else {
      if (unit < leastUnit.digit) countSign(unit, at - start, filled.tokens === first);
      else if (at >= runEnd) runEnd = hitRun(words, at, end);
      readSingle(at, end, hash);
    }
    at = token.end;
    const sort = sortOf(unit);
    counts[sort] = (counts[sort] as number) + 1;
    addToken(token.spread, token.hash, token.stem, before);
    before = token.hash;
    if (filled.phrases > 0 && before !== dash) hitPhrases(words, before);
    if (token.startsPhrase && filled.phrases < mostPhrases) phrases[filled.phrases++] = before;
  }
  closeSentence(first, firstHit, unit);
}

export type RiskReader = (text: NormalText) => RiskTokens;

/** The reader reads the folded text; what it finds lies in arrays that all readers share. */
export function createRiskReader(words: RiskWords): RiskReader {
  return (text) => {
    filled.tokens = filled.sentences = filled.hits = 0;
    const cuts = cutSentences(text);
    for (let at = 0; at < cuts.length; at += 2)
      walkSentence(words, cuts[at] as number, cuts[at + 1] as number);
    return takeTokens();
  };
}
