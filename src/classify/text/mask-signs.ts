/**
 * A first look at a text, one walk: which disguises it could wear at all. Plain text shows none of the signs, and is
 * spared the work of taking them off. May see a sign where there is no disguise, must not miss one.
 */

import { once } from '../../core/once.ts';
import { isTurned, turnedGains } from './rot13.ts';

export const maskSign = {
  /** Units that NFKC may change. */
  composed: 1,
  /** Latin beside Cyrillic, Greek or phonetic letters. */
  lookalikes: 2,
  /** Three single letters with the same sign between them. */
  split: 4,
  /** A digit or sign between letters. */
  leet: 8,
  /** A piece whose letters are likelier ones in rot13. */
  turned: 16,
  /** A run that may be base64, hex or URL-encoded. */
  coded: 32,
} as const;

/** Marks of an ASCII unit. */
const mark = {
  letter: 1,
  capital: 2,
  digit: 4,
  hex: 8,
  pieceEnd: 16,
  leet: 32,
  splitter: 64,
  base64: 128,
  /** Ends a word that may be URL-encoded. */
  white: 256,
} as const;

const marks = new Uint16Array(128);

function setMarks(units: string, bit: number): void {
  for (let at = 0; at < units.length; at++)
    marks[units.charCodeAt(at)] = (marks[units.charCodeAt(at)] ?? 0) | bit;
}

const lowerCase = 'abcdefghijklmnopqrstuvwxyz';
setMarks(lowerCase + lowerCase.toUpperCase(), mark.letter);
setMarks(lowerCase.toUpperCase(), mark.capital);
setMarks('0123456789', mark.digit);
setMarks('0123456789abcdefABCDEF \\x', mark.hex);
setMarks('\n.!?:"', mark.pieceEnd);
setMarks('013457890@$!|+', mark.leet);
setMarks(' -._*', mark.splitter);
setMarks(`${lowerCase}${lowerCase.toUpperCase()}0123456789+/=-_`, mark.base64);
for (let code = 0; code <= 0x20; code++) marks[code] = (marks[code] ?? 0) | mark.white;

/** Units outside ASCII that NFKC may change: by themselves, or by what stands before them. */
const composedRanges: readonly (readonly [number, number])[] = [
  [0xa8, 0xa8],
  [0xaa, 0xaa],
  [0xaf, 0xaf],
  [0xb2, 0xb5],
  [0xb8, 0xba],
  [0xbc, 0xbe],
  [0x132, 0x133],
  [0x13f, 0x140],
  [0x149, 0x149],
  [0x17f, 0x17f],
  [0x1c4, 0x1cc],
  [0x1f1, 0x1f3],
  [0x2b0, 0x37f],
  [0x384, 0x387],
  [0x3d0, 0x3d6],
  [0x3f0, 0x3f9],
  [0x587, 0x587],
  [0x653, 0x655],
  [0x675, 0x678],
  [0x93c, 0x93c],
  [0x958, 0x95f],
  [0x9be, 0x9be],
  [0x9d7, 0x9df],
  [0xa33, 0xa36],
  [0xa59, 0xa5e],
  [0xb3e, 0xb5d],
  [0xbbe, 0xbd7],
  [0xc56, 0xcd6],
  [0xd3e, 0xddf],
  [0xe33, 0xe33],
  [0xeb3, 0xeb3],
  [0xedc, 0xedd],
  [0xf0c, 0x109f],
  [0x10fc, 0x11ff],
  [0x1b00, 0x1bff],
  [0x1d00, 0x1dff],
  [0x1e9a, 0x1e9b],
  [0x1f00, 0x1fff],
  [0x2011, 0x2011],
  [0x2017, 0x2017],
  [0x2024, 0x2026],
  [0x2033, 0x203e],
  [0x2047, 0x2057],
  [0x2070, 0x24ff],
  [0x2a00, 0x2aff],
  [0x2c7c, 0x2c7d],
  [0x2d6f, 0x2d6f],
  [0x2e80, 0x2fdf],
  [0x3036, 0x303a],
  [0x3099, 0x309f],
  [0x30ff, 0x30ff],
  [0x3131, 0x318f],
  [0x3192, 0x319f],
  [0x3200, 0x33ff],
  [0xa69c, 0xa7ff],
  [0xab5c, 0xab6f],
  [0xd800, 0xdfff],
  // full-width signs fold as they are (`char-table.ts`): every Chinese text has them
  [0xf900, 0xff00],
  [0xff10, 0xff19],
  [0xff21, 0xff3a],
  [0xff41, 0xff5a],
  [0xff5f, 0xffff],
];

/** By unit its sign, made at the first text with units outside ASCII. */
const composed = once(() => {
  const table = new Uint8Array(0x10000);
  for (const [from, to] of composedRanges) table.fill(maskSign.composed, from, to + 1);
  return table;
});

/** Shortest run of codes that is worth a look, and digits in one of hex: text has one in every byte. */
const shortestCode = 12;
const fewestHexDigits = 6;
const percent = 0x25;
const middleDot = 0xb7;

function marksAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 128 ? (marks[code] as number) : 0;
}

function isLetterAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 128) return ((marks[code] as number) & mark.letter) !== 0;
  return code >= 0xc0 && code < 0x530;
}

/** `a.b.c` around the second of its signs: three single letters. */
function isSplitAround(text: string, at: number): boolean {
  return (
    text.charCodeAt(at - 2) === text.charCodeAt(at) &&
    isLetterAt(text, at - 1) &&
    isLetterAt(text, at - 3) &&
    !isLetterAt(text, at - 4) &&
    isLetterAt(text, at + 1) &&
    !isLetterAt(text, at + 2)
  );
}

/** Ends of the run of units with one of these marks that holds this place. */
const run = { start: 0, end: 0 };

function findRun(text: string, at: number, bits: number): void {
  run.start = at;
  run.end = at + 1;
  while (run.start > 0 && (marksAt(text, run.start - 1) & bits) !== 0) run.start--;
  while (run.end < text.length && (marksAt(text, run.end) & bits) !== 0) run.end++;
}

const leetUnit = mark.letter | mark.digit | mark.leet;

/**
 * The word of letters and of digits or signs that may stand for them: `2nd`, `10km`, `utf8` and `02T04` are no disguise;
 * `k1ll`, `4ttack`, `7h47` and `ki11` may be.
 */
function isLeet(text: string, start: number, end: number): boolean {
  let signs = 0;
  let changes = 0;
  let wasLetter = false;
  for (let at = start; at < end; at++) {
    const isLetter = (marksAt(text, at) & mark.letter) !== 0;
    if (!isLetter) signs++;
    if (at > start && isLetter !== wasLetter) changes++;
    wasLetter = isLetter;
  }
  if (changes === 0) return false;
  const letters = end - start - signs;
  const startsWithSign = (marksAt(text, start) & mark.letter) === 0;
  const isPlain = startsWithSign ? letters <= 2 : signs === 1;
  const isTime = letters === 1 && signs > 3;
  return !isTime && (changes > 1 || !isPlain);
}

/** Words of a language have no capitals inside, times no small letters; base64 always has both. */
function isBase64(text: string, start: number, end: number): boolean {
  if (end - start < shortestCode) return false;
  let lowers = 0;
  let innerCapitals = 0;
  let before = 0;
  for (let at = start; at < end; at++) {
    const bits = marksAt(text, at);
    if ((bits & mark.capital) === 0) lowers += bits & mark.letter;
    else if ((before & (mark.letter | mark.digit)) !== 0) innerCapitals++;
    before = bits;
  }
  return innerCapitals > 0 && lowers > 0;
}

function isHex(text: string, start: number, end: number): boolean {
  if (end - start < shortestCode) return false;
  let digits = 0;
  for (let at = start; at < end; at++) if ((marksAt(text, at) & mark.digit) !== 0) digits++;
  return digits >= fewestHexDigits;
}

/** Whether the digit at this place stands in a run that may be hex; `run` is that run. */
function isInHex(text: string, at: number): boolean {
  findRun(text, at, mark.hex);
  return isHex(text, run.start, run.end);
}

/** Bits of `maskSign`. */
export function findMaskSigns(text: string): number {
  const { length } = text;
  let signs = 0;
  let isLatin = false;
  let isForeign = false;
  let letters = 0;
  let gain = 0;
  let percents = 0;
  let leetEnd = 0;
  let hexEnd = 0;
  let lastSplit = -8;
  let wordStart = 0; // of what may be base64
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    let bits: number = 0;
    if (code < 128) {
      bits = marks[code] as number;
      if ((bits & mark.letter) !== 0) {
        letters++;
        gain += turnedGains[code & 31] as number;
        continue;
      }
    } else {
      signs |= composed()[code] as number;
      if (code >= 0x250 && code < 0x530) isForeign = true;
      if (code === middleDot) bits = mark.splitter;
    }
    if ((bits & mark.base64) === 0) {
      if (at - wordStart >= shortestCode && isBase64(text, wordStart, at)) signs |= maskSign.coded;
      wordStart = at + 1;
    }
    if ((bits & mark.digit) !== 0 && at >= hexEnd) {
      if (isInHex(text, at)) signs |= maskSign.coded;
      hexEnd = run.end;
    }
    if ((bits & (mark.digit | mark.leet)) !== 0 && at >= leetEnd) {
      findRun(text, at, leetUnit);
      leetEnd = run.end;
      if (isLeet(text, run.start, run.end)) signs |= maskSign.leet;
    }
    if ((bits & mark.pieceEnd) !== 0) {
      if (letters > 0) isLatin = true;
      if (isTurned(letters, gain)) signs |= maskSign.turned;
      letters = gain = 0;
    }
    if ((bits & mark.splitter) !== 0) {
      if (at - lastSplit === 2 && isSplitAround(text, at)) signs |= maskSign.split;
      lastSplit = at;
    }
    if (code === percent) {
      if (++percents > 1) signs |= maskSign.coded;
    } else if ((bits & mark.white) !== 0) percents = 0;
  }
  if (length - wordStart >= shortestCode && isBase64(text, wordStart, length)) signs |= maskSign.coded;
  if (letters > 0) isLatin = true;
  if (isTurned(letters, gain)) signs |= maskSign.turned;
  return isForeign && isLatin ? signs | maskSign.lookalikes : signs;
}
