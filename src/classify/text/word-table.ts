/**
 * Words of many languages in one hashed table, and the walk that finds them in a text without making strings. Words
 * are compared folded (no case, no accents, see `char-table.ts`). What a word means is its owner's business.
 */
import { charKind, charTable, foldMask, foldOf, kindOf, kindShift } from './char-table.ts';
import { mixHash, spreadHash } from './tokens.ts';

export type WordTable = {
  readonly keys: Int32Array;
  /** Row of each key; rows count from 1. */
  readonly rows: Uint16Array;
  /** By a hash of their first units: whether a stem begins so. */
  readonly stemStarts: Uint8Array;
  count: number;
};

/** What stands before a word. */
export const gapKind = { start: 0, space: 1, comma: 2, segment: 3, sentence: 4 } as const;

export type FoundWord = {
  /** Row of the word in its table; 0 for a word that is not there. */
  row: number;
  hash: number;
  gap: number;
  start: number;
  end: number;
};

/** Least packed unit that is no invisible one. */
const leastShown = charKind.space << kindShift;
const seed = 0x811c9dc5 | 0;
/** Units of the shortest stem: of Latin letters, and of scripts that say more in one. */
const shortestStem = { latin: 3, other: 2 } as const;
const stemMask = 0x3fff;
const longestPhrase = 8;
const firstOther = 0x370;

/** Room for `words` words: half of it stays empty. */
export function createWordTable(words: number): WordTable {
  let size = 64;
  while (size < words * 2) size *= 2;
  const stemStarts = new Uint8Array(stemMask + 1);
  return { keys: new Int32Array(size), rows: new Uint16Array(size), stemStarts, count: 0 };
}

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

function look(table: WordTable, key: number): number {
  return table.rows[slotOf(table, key)] ?? 0;
}

function addKey(table: WordTable, key: number, row: number): number {
  const slot = slotOf(table, key);
  if (table.keys[slot] !== 0) return table.rows[slot] ?? 0;
  table.keys[slot] = key;
  table.rows[slot] = row === 0 ? ++table.count : row;
  return table.rows[slot] ?? 0;
}

function hashUnits(text: string, start: number, end: number): number {
  const chars = charTable();
  let hash = seed;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    const unit = (chars[code] as number) + code;
    if (unit >= leastShown) hash = mixHash(hash, unit & foldMask);
  }
  return hash;
}

function pairKey(first: number, second: number): number {
  return keyOf(Math.imul(first, 31) ^ second ^ 0x55555555);
}

function addStem(table: WordTable, stem: string): number {
  const first = stem.charCodeAt(0);
  const start = hashUnits(stem, 0, first < firstOther ? shortestStem.latin : shortestStem.other);
  table.stemStarts[spreadHash(start) & stemMask] = 1;
  return addKey(table, keyOf(~hashUnits(stem, 0, stem.length)), 0);
}

const umlauts: ReadonlyMap<number, string> = new Map([
  [0xe4, 'ae'],
  [0xf6, 'oe'],
  [0xfc, 'ue'],
]);

/** Umlauts are also written with an e, in names of tools above all; null: there are none. */
function spellOut(word: string): string | null {
  for (let at = 0; at < word.length; at++) {
    const spelled = umlauts.get(word.charCodeAt(at));
    if (spelled === undefined) continue;
    const rest = word.slice(at + 1);
    return word.slice(0, at) + spelled + (spellOut(rest) ?? rest);
  }
  return null;
}

/** Row of the word, new or known. A `*` at the end makes a stem, a `_` inside joins two words that stand together. */
export function addWord(table: WordTable, word: string): number {
  if (word.endsWith('*')) return addStem(table, word.slice(0, -1));
  const joint = word.indexOf('_');
  if (joint > 0) {
    const key = pairKey(hashUnits(word, 0, joint), hashUnits(word, joint + 1, word.length));
    return addKey(table, key, 0);
  }
  const row = addKey(table, keyOf(hashUnits(word, 0, word.length)), 0);
  const spelled = spellOut(word);
  if (spelled !== null) addKey(table, keyOf(hashUnits(spelled, 0, spelled.length)), row);
  return row;
}

/** Row of two words that belong together, or 0. */
export function findPair(table: WordTable, first: FoundWord, second: FoundWord): number {
  return look(table, pairKey(first.hash, second.hash));
}

/** Row of the longest stem that the word begins with, or 0. */
function findStem(table: WordTable, text: string, start: number, end: number): number {
  const chars = charTable();
  const shortest = text.charCodeAt(start) < firstOther ? shortestStem.latin : shortestStem.other;
  let hash = seed;
  let found = 0;
  let units = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    const unit = (chars[code] as number) + code;
    if (unit < leastShown) continue;
    hash = mixHash(hash, unit & foldMask);
    if (++units >= shortest) found = look(table, keyOf(~hash)) || found;
  }
  return found;
}

function isUnspaced(kind: number): boolean {
  return kind >= charKind.ideograph;
}

function isWordUnit(kind: number): boolean {
  return kind === charKind.letter || kind === charKind.joined || kind === charKind.digit;
}

const sign = {
  apostrophe: 0x27,
  rightQuote: 0x2019,
  underscore: 0x5f,
  dash: 0x2d,
  dot: 0x2e,
  colon: 0x3a,
  slash: 0x2f,
};
const sentenceEnds: ReadonlySet<number> = new Set([0x21, 0x3f, 0x3002, 0xff01, 0x964]);

/** Gap after a sign, judged with what follows it: `.` ends a sentence before white space only. */
function gapOf(text: string, at: number): number {
  const code = text.charCodeAt(at);
  const next = text.charCodeAt(at + 1);
  if (code === sign.underscore) {
    const isDouble = next === sign.underscore || (at > 0 && text.charCodeAt(at - 1) === sign.underscore);
    return isDouble ? gapKind.segment : gapKind.space;
  }
  if (code === sign.dash) return gapKind.space;
  if (sentenceEnds.has(code)) return gapKind.sentence;
  const isBeforeSpace = Number.isNaN(next) || kindOf(next) <= charKind.newline;
  if (code === sign.dot || code === sign.colon) return isBeforeSpace ? gapKind.sentence : gapKind.segment;
  return code === sign.slash ? gapKind.segment : gapKind.comma;
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

/** The longest word of the table that starts here in a script without spaces; row 0 and one unit if there is none. */
function findUnspaced(
  table: WordTable,
  text: string,
  start: number,
  last: number,
): { row: number; end: number } {
  const found = { row: 0, end: start + 1 };
  let hash = seed;
  for (let at = start; at < Math.min(last, start + longestPhrase); at++) {
    const code = text.charCodeAt(at);
    if (!isUnspaced(kindOf(code))) break;
    hash = mixHash(hash, foldOf(code));
    const row = look(table, keyOf(hash));
    if (row === 0) continue;
    found.row = row;
    found.end = at + 1;
  }
  return found;
}

/** Reads the word that starts at `found.start`: its end, hash and row. */
function readSpaced(
  table: WordTable,
  text: string,
  found: FoundWord,
  last: number,
  splitsHumps: boolean,
): void {
  const chars = charTable();
  const { start } = found;
  const shortest = text.charCodeAt(start) < firstOther ? shortestStem.latin : shortestStem.other;
  let hash = seed;
  let units = 0;
  let mayBeStem = false;
  let at = start;
  for (; at < last; at++) {
    const code = text.charCodeAt(at);
    const unit = (chars[code] as number) + code;
    const kind = unit >> kindShift;
    if (kind < charKind.digit || kind > charKind.joined) {
      if (kind === charKind.dropped) continue;
      if (code !== sign.apostrophe && code !== sign.rightQuote) break;
    }
    if (splitsHumps && at > start && isHump(text, at, last)) break;
    hash = mixHash(hash, unit & foldMask);
    if (++units === shortest) mayBeStem = table.stemStarts[spreadHash(hash) & stemMask] !== 0;
  }
  found.end = at;
  found.hash = hash;
  found.row = look(table, keyOf(hash)) || (mayBeStem ? findStem(table, text, start, at) : 0);
}

export type WalkLimits = {
  /** Units of text looked at. */
  end: number;
  /** Words found at most. */
  most: number;
  /** Words written together with capitals are split, as in names. */
  splitsHumps: boolean;
};

/** The words of a text in their order. In scripts without spaces only known words are found. */
export function findWords(
  table: WordTable,
  text: string,
  { end, most, splitsHumps }: WalkLimits,
): FoundWord[] {
  const found: FoundWord[] = [];
  const last = Math.min(end, text.length);
  let gap: number = gapKind.start;
  for (let at = 0; at < last && found.length < most; ) {
    const start = at;
    const kind = kindOf(text.charCodeAt(at));
    if (isUnspaced(kind)) {
      const word = findUnspaced(table, text, at, last);
      at = word.end;
      if (word.row === 0) continue;
      found.push({ row: word.row, hash: 0, gap, start, end: at });
      gap = gapKind.space;
    } else if (isWordUnit(kind)) {
      const word: FoundWord = { row: 0, hash: 0, gap, start, end: at };
      readSpaced(table, text, word, last, splitsHumps);
      found.push(word);
      at = word.end;
      gap = gapKind.space;
    } else {
      const isParagraph = kind === charKind.newline && text.charCodeAt(at + 1) === 0x0a;
      if (isParagraph) gap = Math.max(gap, gapKind.sentence);
      else if (kind === charKind.symbol && found.length > 0) gap = Math.max(gap, gapOf(text, at));
      else gap = Math.max(gap, found.length > 0 ? gapKind.space : gapKind.start);
      at++;
    }
  }
  return found;
}
