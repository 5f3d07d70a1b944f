/**
 * Words of many languages in one hashed table, and the walk that finds them in a text without making strings. Words
 * are compared folded (no case, no accents, see `char-table.ts`). What a word means is its owner's business.
 */
import { charFolds, charKind, charKinds } from './char-table.ts';
import { mixHash, spreadHash } from './tokens.ts';

export type WordTable = {
  readonly keys: Int32Array;
  /** Number of the word, as given to `compileWords`; negative: a stem, which a word may begin with. */
  readonly values: Int16Array;
};

/** What stands before a word. */
export const gapKind = { start: 0, space: 1, comma: 2, segment: 3, sentence: 4 } as const;

export type FoundWord = {
  /** Number of the word in its table; 0 for a word that is not there. */
  word: number;
  gap: number;
  start: number;
  end: number;
};

const seed = 0x811c9dc5 | 0;
const shortestStem = 3;
const longestPhrase = 8;

function keyOf(hash: number): number {
  const key = spreadHash(hash) | 0;
  return key === 0 ? 1 : key;
}

function slotOf({ keys }: WordTable, key: number): number {
  const mask = keys.length - 1;
  let slot = key & mask;
  while (keys[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & mask;
  return slot;
}

/** Umlauts are also written with an e, in names of tools above all. */
function spellings(word: string): string[] {
  const wide = word.replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue');
  return wide === word ? [word] : [word, wide];
}

function hashWord(word: string): number {
  let hash = seed;
  for (let at = 0; at < word.length; at++) {
    const code = word.charCodeAt(at);
    if (charKinds[code] !== charKind.dropped) hash = mixHash(hash, charFolds[code] ?? code);
  }
  return hash;
}

/**
 * Words are numbered by their place, from 1. A `*` at the end makes a stem. The first of two equal words stays.
 */
export function compileWords(words: readonly string[]): WordTable {
  let size = 64;
  while (size < words.length * 3) size *= 2;
  const table: WordTable = { keys: new Int32Array(size), values: new Int16Array(size) };
  words.forEach((word, index) => {
    const isStem = word.endsWith('*');
    for (const spelling of spellings(isStem ? word.slice(0, -1) : word)) {
      const key = keyOf(isStem ? ~hashWord(spelling) : hashWord(spelling));
      const slot = slotOf(table, key);
      if (table.keys[slot] !== 0) continue;
      table.keys[slot] = key;
      table.values[slot] = index + 1;
    }
  });
  return table;
}

function look(table: WordTable, key: number): number {
  return table.values[slotOf(table, key)] ?? 0;
}

/** The word between two places of the text, or the longest stem that it begins with. */
function findSpaced(table: WordTable, text: string, start: number, end: number): number {
  let hash = seed;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (charKinds[code] !== charKind.dropped) hash = mixHash(hash, charFolds[code] ?? code);
  }
  const exact = look(table, keyOf(hash));
  if (exact !== 0) return exact;
  let found = 0;
  hash = seed;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (charKinds[code] === charKind.dropped) continue;
    hash = mixHash(hash, charFolds[code] ?? code);
    if (at - start + 1 < (code < 0x370 ? shortestStem : 2)) continue;
    const stem = look(table, keyOf(~hash));
    if (stem !== 0) found = stem;
  }
  return found;
}

function isUnspaced(kind: number): boolean {
  return kind >= charKind.ideograph;
}

function isWordUnit(kind: number): boolean {
  return kind === charKind.letter || kind === charKind.joined || kind === charKind.digit;
}

const sign = { apostrophe: 0x27, rightQuote: 0x2019, underscore: 0x5f, dash: 0x2d } as const;

/** Gap after a sign, judged with what follows it: `.` ends a sentence before white space only. */
function gapOf(code: number, next: number, text: string, at: number): number {
  if (code === sign.underscore) {
    const isDouble = next === sign.underscore || (at > 0 && text.charCodeAt(at - 1) === sign.underscore);
    return isDouble ? gapKind.segment : gapKind.space;
  }
  if (code === sign.dash) return gapKind.space;
  const nextKind = charKinds[next] ?? charKind.space;
  const isBeforeSpace = Number.isNaN(next) || nextKind <= charKind.newline;
  if (code === 0x21 || code === 0x3f || code === 0x3002 || code === 0xff01 || code === 0x964)
    return gapKind.sentence;
  if (code === 0x2e || code === 0x3a) return isBeforeSpace ? gapKind.sentence : gapKind.segment;
  if (code === 0x2f) return gapKind.segment;
  return gapKind.comma;
}

/** `getUserById`, `HTTPServer`: a word begins at this unit. */
function isHump(text: string, at: number, end: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 0x41 || code > 0x5a) return false;
  const before = text.charCodeAt(at - 1);
  if (before < 0x41 || before > 0x5a) return true;
  const after = at + 1 < end ? text.charCodeAt(at + 1) : 0;
  return after >= 0x61 && after <= 0x7a;
}

/**
 * The words of `text` up to unit `end`, at most `most` of them. With `splitsHumps`, words written together with
 * capitals are split, as in names. In scripts without spaces only known words are found.
 */
export function findWords(
  table: WordTable,
  text: string,
  { end, most, splitsHumps }: { end: number; most: number; splitsHumps: boolean },
): FoundWord[] {
  const found: FoundWord[] = [];
  const last = Math.min(end, text.length);
  let gap: number = gapKind.start;
  for (let at = 0; at < last && found.length < most; ) {
    const kind = charKinds[text.charCodeAt(at)] ?? charKind.symbol;
    const start = at;
    if (isUnspaced(kind)) {
      let hash = seed;
      let word = 0;
      let wordEnd = at + 1;
      for (let to = at; to < Math.min(last, at + longestPhrase); to++) {
        const code = text.charCodeAt(to);
        if (!isUnspaced(charKinds[code] ?? 0)) break;
        hash = mixHash(hash, charFolds[code] ?? code);
        const here = look(table, keyOf(hash));
        if (here !== 0) [word, wordEnd] = [here, to + 1];
      }
      if (word !== 0) {
        found.push({ word, gap, start, end: wordEnd });
        gap = gapKind.space;
      }
      at = wordEnd;
    } else if (isWordUnit(kind)) {
      for (at++; at < last; at++) {
        const code = text.charCodeAt(at);
        const isInner = isWordUnit(charKinds[code] ?? 0) || charKinds[code] === charKind.dropped;
        if (!isInner && !(code === sign.apostrophe || code === sign.rightQuote)) break;
        if (splitsHumps && isHump(text, at, last)) break;
      }
      found.push({ word: findSpaced(table, text, start, at), gap, start, end: at });
      gap = gapKind.space;
    } else {
      if (kind === charKind.newline)
        gap = Math.max(gap, text.charCodeAt(at + 1) === 0x0a ? gapKind.sentence : gapKind.space);
      else if (kind === charKind.symbol && found.length > 0)
        gap = Math.max(gap, gapOf(text.charCodeAt(at), text.charCodeAt(at + 1), text, at));
      at++;
    }
  }
  return found;
}
