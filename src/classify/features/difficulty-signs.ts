/**
 * One walk over a text that counts what tells how much it asks: words and their lengths, numbers, formulas, names,
 * clauses, parts of lists, and the words of the difficulty lexicon. Counts only; what they mean is trained.
 */

import {
  lookClasses,
  slotOf,
  startUnits,
  type WordTable,
  wholeWord,
  wordSeed,
} from '../lexicon/difficulty/word-table.ts';
import { difficultyClasses } from '../lexicon/difficulty/words.ts';
import { charKind, charTable, foldMask, kindOf, kindShift } from '../text/char-table.ts';
import { leastUnit } from '../text/normalise.ts';
import { mixHash } from '../text/tokens.ts';

/** What is counted, by place; after them come the classes of the lexicon. */
export const sign = {
  letters: 0,
  words: 1,
  /** Of at least nine letters, and of at least twelve. */
  longWords: 2,
  veryLongWords: 3,
  numbers: 4,
  /** Of at least four digits. */
  longNumbers: 5,
  /** `\frac`, `\alpha`. */
  commands: 6,
  /** `= + * / ^ _ < > |` and mathematical signs. */
  operators: 7,
  brackets: 8,
  /** Capitals that start a word inside a sentence. */
  names: 9,
  /** Commas, semicolons, colons. */
  clauses: 10,
  sentences: 11,
  questions: 12,
  /** `1) `, `2. `. */
  parts: 13,
  lines: 14,
  /** Pairs of Han or kana characters: about a word each. */
  characters: 15,
} as const;

export const firstClass = 16;
export const signCount = firstClass + Object.keys(difficultyClasses).length;

const none = 0xff;
const signsByCode = new Uint8Array(0x10000).fill(none);
for (const [kind, signs] of [
  [sign.operators, '=+*/^_<>|±×÷√∑∫≤≥≠∞∈→%'],
  [sign.brackets, '(){}[]（）'],
  [sign.clauses, ',;:，；：、،؛'],
  [sign.sentences, '.!。！।'],
  [sign.questions, '?？؟'],
] as const)
  for (const each of signs) signsByCode[each.charCodeAt(0)] = kind;

/** Whole numbers: how much a text weighs is applied when it has been walked. */
type Counts = Int32Array;

function countClasses(counts: Counts, found: number): void {
  for (let bits = found; bits !== 0; bits &= bits - 1)
    add(counts, firstClass + 31 - Math.clz32(bits & -bits));
}

function add(counts: Counts, place: number): void {
  counts[place] = (counts[place] as number) + 1;
}

const apostrophe = 0x27;

function isApostrophe(code: number): boolean {
  return code === apostrophe || code === 0x2019;
}

/** Letters of scripts with spaces. */
function isWordUnit(unit: number): boolean {
  return unit >= leastUnit.letter && unit < leastUnit.ideograph;
}

/** A word from `start`: where it ends. Counts it, its length and its classes. */
function readWord(counts: Counts, table: WordTable, text: string, start: number, kind: number): number {
  const chars = charTable();
  const from = start + startUnits(kind) - 1;
  let isOpen = false; // some word of the lexicon goes on from here
  let hash = wordSeed;
  let found = 0;
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const unit = (chars[code] as number) + code;
    if (isWordUnit(unit)) {
      hash = mixHash(hash, unit & foldMask);
      if (at === from) isOpen = table.starts[slotOf(hash)] === 1;
      if (isOpen) {
        found = lookClasses(table, hash);
        isOpen = found === 0;
      }
    } else if (unit >= leastUnit.space) {
      if (!isApostrophe(code) || kindOf(text.charCodeAt(at + 1)) !== charKind.letter) break;
      hash = mixHash(hash, apostrophe);
    }
  }
  found |= lookClasses(table, mixHash(hash, wholeWord));
  if (found !== 0) countClasses(counts, found);
  const length = at - start;
  add(counts, sign.words);
  counts[sign.letters] = (counts[sign.letters] as number) + length;
  if (length >= 9) {
    add(counts, sign.longWords);
    if (length >= 12) add(counts, sign.veryLongWords);
  }
  return at;
}

/** Digits from `start`: where they end. */
function readNumber(counts: Counts, text: string, start: number): number {
  let at = start + 1;
  while (kindOf(text.charCodeAt(at)) === charKind.digit) at++;
  add(counts, sign.numbers);
  if (at - start >= 4) add(counts, sign.longNumbers);
  const after = text.charCodeAt(at);
  const isMark = after === 0x29 || after === 0x2e;
  if (isMark && at - start <= 2 && text.charCodeAt(at + 1) === 0x20) add(counts, sign.parts);
  return at;
}

function isCapital(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x410 && code <= 0x42f);
}

/** A sign at `at`; true: it ends a sentence. */
function readSign(counts: Counts, text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code === 0x5c && kindOf(text.charCodeAt(at + 1)) === charKind.letter) add(counts, sign.commands);
  const kind = signsByCode[code] as number;
  if (kind === none) return false;
  add(counts, kind);
  return kind === sign.sentences || kind === sign.questions;
}

function walk(counts: Counts, table: WordTable, text: string): void {
  const chars = charTable();
  let isInside = false; // of a sentence: a capital here is a name
  let last = 0; // folded code of the Han or kana character just before
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    const unit = (chars[code] as number) + code;
    if (unit >= leastUnit.ideograph) {
      const folded = unit & foldMask;
      const found = last === 0 ? 0 : lookClasses(table, mixHash(mixHash(wordSeed, last), folded));
      if (found !== 0) countClasses(counts, found);
      last = folded;
      add(counts, sign.characters);
      at++;
      continue;
    }
    last = 0;
    if (unit >= leastUnit.letter) {
      if (isInside && isCapital(code)) add(counts, sign.names);
      at = readWord(counts, table, text, at, unit >> kindShift);
      isInside = true;
    } else if (unit >= leastUnit.digit) {
      at = readNumber(counts, text, at);
      isInside = true;
    } else {
      if (unit >= leastUnit.symbol) {
        if (readSign(counts, text, at)) isInside = false;
      } else if (unit >= leastUnit.newline) {
        add(counts, sign.lines);
        isInside = false;
      }
      at++;
    }
  }
}

const scratch = new Int32Array(signCount);

/** Adds a text's counts to `sums` (`signCount` places), each times `weight`. */
export function countSigns(sums: Float64Array, table: WordTable, text: string, weight: number): void {
  scratch.fill(0);
  walk(scratch, table, text);
  // two characters stand for a word
  const words = (scratch[sign.characters] as number) / 2;
  sums[sign.words] = (sums[sign.words] as number) + words * weight;
  sums[sign.letters] = (sums[sign.letters] as number) + 5 * words * weight;
  for (let at = 0; at < signCount; at++) sums[at] = (sums[at] as number) + (scratch[at] as number) * weight;
}
