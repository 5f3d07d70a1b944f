/**
 * One walk over a text that counts what tells how much it asks: words and their lengths, numbers, formulas, names,
 * clauses, parts of lists, and the words of the difficulty lexicon. Counts only; what they mean is trained.
 */
import {
  findSlot,
  longestBeginning,
  tableBits,
  type WordTable,
  wholeWord,
  wordSeed,
} from '../lexicon/difficulty/compile.ts';
import { difficultyClasses } from '../lexicon/difficulty/words.ts';
import { charFolds, charKind, charKinds } from '../text/char-table.ts';
import { mixHash } from '../text/tokens.ts';

export const classCount = Object.keys(difficultyClasses).length;

/** Counts, in fractions where an earlier turn counts for less. */
export type DifficultySigns = {
  letters: number;
  words: number;
  /** Of at least nine letters, and of at least twelve. */
  longWords: number;
  veryLongWords: number;
  numbers: number;
  /** Of at least four digits. */
  longNumbers: number;
  /** `\frac`, `\alpha`. */
  commands: number;
  /** `= + * / ^ _ < > |` and mathematical signs. */
  operators: number;
  brackets: number;
  /** Capitals that start a word inside a sentence. */
  names: number;
  /** Commas, semicolons, colons, brackets of a remark. */
  clauses: number;
  sentences: number;
  questions: number;
  /** `1)`, `2.`, `(a)`, `- ` at the start of a line or after a space. */
  parts: number;
  lines: number;
  /** By class of the lexicon. */
  classes: Float64Array;
};

export function emptySigns(): DifficultySigns {
  return {
    letters: 0,
    words: 0,
    longWords: 0,
    veryLongWords: 0,
    numbers: 0,
    longNumbers: 0,
    commands: 0,
    operators: 0,
    brackets: 0,
    names: 0,
    clauses: 0,
    sentences: 0,
    questions: 0,
    parts: 0,
    lines: 0,
    classes: new Float64Array(classCount),
  };
}

const mask = (1 << tableBits) - 1;

function countClasses(
  signs: DifficultySigns,
  { keys, classes }: WordTable,
  key: number,
  weight: number,
): boolean {
  const first = (key ^ (key >>> 15)) & mask;
  if (classes[first] === 0) return false;
  let found = classes[findSlot(keys, classes, key)] ?? 0;
  if (found === 0) return false;
  for (let bit = 0; found !== 0; bit++, found >>>= 1) {
    if ((found & 1) === 1) signs.classes[bit] = (signs.classes[bit] ?? 0) + weight;
  }
  return true;
}

const apostrophes = new Set([0x27, 0x2019]);
const backslash = 0x5c;

/** What a sign counts as; signs that are not here count for nothing. */
type SignKind = 'operators' | 'brackets' | 'clauses' | 'sentences' | 'questions';

const signKinds: ReadonlyMap<number, SignKind> = new Map(
  (
    [
      ['operators', '=+*/^_<>|±×÷√∑∫≤≥≠∞∈→%'],
      ['brackets', '(){}[]（）'],
      ['clauses', ',;:，；：、،؛'],
      ['sentences', '.!。！।'],
      ['questions', '?？؟'],
    ] as const
  ).flatMap(([kind, signs]) => [...signs].map((sign) => [sign.charCodeAt(0), kind] as const)),
);
const signTable: readonly (SignKind | undefined)[] = Array.from({ length: 0x100 }, (_, code) =>
  signKinds.get(code),
);

function kindOfSign(code: number): SignKind | undefined {
  return code < 0x100 ? signTable[code] : signKinds.get(code);
}

/** A word from `start`: where it ends. Counts it, its length and its classes. */
function readWord(
  signs: DifficultySigns,
  table: WordTable,
  text: string,
  start: number,
  weight: number,
): number {
  let hash = wordSeed;
  let at = start;
  let isFound = false;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const kind = charKinds[code] ?? charKind.symbol;
    if (kind === charKind.dropped) continue;
    const isLetter = kind === charKind.letter || kind === charKind.joined;
    if (!isLetter && !(apostrophes.has(code) && charKinds[text.charCodeAt(at + 1)] === charKind.letter))
      break;
    hash = mixHash(hash, charFolds[code] ?? code);
    if (!isFound && at - start < longestBeginning) isFound = countClasses(signs, table, hash, weight);
  }
  if (!isFound) countClasses(signs, table, mixHash(hash, wholeWord), weight);
  const length = at - start;
  signs.words += weight;
  signs.letters += length * weight;
  if (length >= 9) signs.longWords += weight;
  if (length >= 12) signs.veryLongWords += weight;
  return at;
}

/** Digits from `start`: where they end. */
function readNumber(signs: DifficultySigns, text: string, start: number, weight: number): number {
  let at = start + 1;
  while (at < text.length && charKinds[text.charCodeAt(at)] === charKind.digit) at++;
  signs.numbers += weight;
  if (at - start >= 4) signs.longNumbers += weight;
  const after = text.charCodeAt(at);
  const isPart = at - start <= 2 && (after === 0x29 || after === 0x2e) && text.charCodeAt(at + 1) === 0x20;
  if (isPart) signs.parts += weight;
  return at;
}

function isCapital(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x410 && code <= 0x42f);
}

/** Adds a text's counts, each times `weight`. */
export function countSigns(signs: DifficultySigns, table: WordTable, text: string, weight: number): void {
  let isInside = false; // of a sentence: a capital here is a name
  let last = 0; // folded code of the Han or kana character just before
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    const kind = charKinds[code] ?? charKind.symbol;
    if (kind === charKind.letter || kind === charKind.joined) {
      if (isInside && isCapital(code)) signs.names += weight;
      at = readWord(signs, table, text, at, weight);
      isInside = true;
    } else if (kind === charKind.digit) {
      at = readNumber(signs, text, at, weight);
      isInside = true;
    } else if (kind >= charKind.ideograph) {
      const folded = charFolds[code] ?? code;
      if (last !== 0) countClasses(signs, table, mixHash(mixHash(wordSeed, last), folded), weight);
      last = folded;
      // two characters stand for a word
      signs.words += weight / 2;
      signs.letters += 2.5 * weight;
      at++;
      continue;
    } else {
      if (kind === charKind.newline) {
        signs.lines += weight;
        isInside = false;
      } else if (kind === charKind.symbol) {
        const sign = kindOfSign(code);
        if (sign !== undefined) signs[sign] += weight;
        if (sign === 'sentences' || sign === 'questions') isInside = false;
        if (code === backslash && charKinds[text.charCodeAt(at + 1)] === charKind.letter)
          signs.commands += weight;
      }
      at++;
    }
    last = 0;
  }
}
