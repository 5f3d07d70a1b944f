/** Counts the signs, lines and scripts of normalised text in one walk; what they mean is decided in `structure.ts`. */
import { foldMask } from '../text/char-table.ts';
import { foldedUnits, leastUnit, type NormalText } from '../text/normalise.ts';

export type Signs = {
  codeSigns: number;
  quotes: number;
  longestQuote: number;
  listItems: number;
  /** Lines that start like `A)` or `(b)`, and where the last one starts. */
  options: number;
  lastOptionAt: number;
  /** Lines that start like `Name: `. */
  speakers: number;
  indents: number;
  blanks: number;
  pipes: number;
  tags: number;
  placeholders: number;
  letters: number;
  /** By script: kana, Han, Hangul, Cyrillic or Greek, Arabic or Hebrew, Indic, Thai, Latin. */
  scripts: Record<Script, number>;
};

export const scripts = ['kana', 'han', 'hangul', 'cyrillic', 'arabic', 'indic', 'thai', 'latin'] as const;
export type Script = (typeof scripts)[number];

const signKind = { code: 1, quote: 2 } as const;

/** What a symbol counts as, by folded unit; beyond its end: nothing. */
const signKinds = new Uint8Array(0x3010);
for (const each of '{}();=<>[]') signKinds[each.charCodeAt(0)] = signKind.code;
for (const each of '"«»「」『』') signKinds[each.charCodeAt(0)] = signKind.quote;

function scriptOf(code: number): Script {
  if (code < 0x590) return 'cyrillic';
  if (code < 0x900) return 'arabic';
  if (code < 0xe00) return 'indic';
  if (code < 0x1100) return 'thai';
  if (code < 0x1200 || code >= 0xac00) return 'hangul';
  if (code >= 0x1780 && code < 0x1800) return 'thai';
  if (code < 0x3040) return 'latin';
  if (code < 0x3100) return 'kana';
  return code >= 0x3130 && code < 0x3190 ? 'hangul' : 'han';
}

const sign = {
  dash: 0x2d,
  star: 0x2a,
  bullet: 0x2022,
  open: 0x28,
  close: 0x29,
  dot: 0x2e,
  colon: 0x3a,
  zero: 0x30,
} as const;

function codeAt(at: number): number {
  return (foldedUnits[at] as number) & foldMask;
}

function isSpace(at: number): boolean {
  const unit = foldedUnits[at] as number;
  return unit >= leastUnit.space && unit < leastUnit.newline;
}

function isNewline(at: number): boolean {
  const unit = foldedUnits[at] as number;
  return unit >= leastUnit.newline && unit < leastUnit.symbol;
}

/** Latin, Cyrillic and their like. */
function isLetter(at: number): boolean {
  const unit = foldedUnits[at] as number;
  return unit >= leastUnit.letter && unit < leastUnit.joined;
}

/** What stands at the start of a line. */
function readLineStart(signs: Signs, start: number, length: number): void {
  let at = isSpace(start) ? start + 1 : start;
  if (at > start) signs.indents++;
  const first = codeAt(at);
  const next = codeAt(at + 1);
  if (first === sign.dash || first === sign.star || first === sign.bullet) {
    if (isSpace(at + 1)) signs.listItems++;
    return;
  }
  if (first === sign.open) at++;
  const single = codeAt(at);
  const isSingle = single >= 0x61 && single <= 0x66;
  const after = codeAt(at + 1);
  if (
    isSingle &&
    (after === sign.close || after === sign.dot || (after === sign.colon && first !== sign.open))
  ) {
    signs.options++;
    signs.lastOptionAt = start;
    return;
  }
  if (first === sign.zero && (next === sign.dot || next === sign.close)) {
    signs.listItems++;
    return;
  }
  const limit = Math.min(length, at + 22);
  for (let end = at; end < limit; end++) {
    const unit = foldedUnits[end] as number;
    if (unit >= leastUnit.digit || unit < leastUnit.newline) continue;
    const isSpeaker = (unit & foldMask) === sign.colon && end > at + 1;
    if (isSpeaker && (foldedUnits[end + 1] as number) < leastUnit.symbol) signs.speakers++;
    return;
  }
}

/** `(a)` inside a line. */
function isInlineOption(at: number): boolean {
  const letter = codeAt(at + 1);
  return codeAt(at) === sign.open && letter >= 0x61 && letter <= 0x66 && codeAt(at + 2) === sign.close;
}

function countSymbol(signs: Signs, at: number, quoteAt: number): number {
  const code = codeAt(at);
  const kind = signKinds[code];
  if (kind === signKind.code) signs.codeSigns++;
  if (code === 0x7c) signs.pipes++;
  if (code === 0x5f && codeAt(at + 1) === 0x5f) signs.blanks++;
  if (code === 0x3c && (isLetter(at + 1) || codeAt(at + 1) === 0x2f)) signs.tags++;
  if ((code === 0x7b || code === 0x5b) && isLetter(at + 1)) signs.placeholders++;
  if (kind !== signKind.quote) return quoteAt;
  signs.quotes++;
  if (quoteAt < 0) return at;
  signs.longestQuote = Math.max(signs.longestQuote, at - quoteAt);
  return -1;
}

/** Of the folded text. */
export function scanSigns({ length }: NormalText): Signs {
  const signs: Signs = {
    codeSigns: 0,
    quotes: 0,
    longestQuote: 0,
    listItems: 0,
    options: 0,
    lastOptionAt: -1,
    speakers: 0,
    indents: 0,
    blanks: 0,
    pipes: 0,
    tags: 0,
    placeholders: 0,
    letters: 0,
    scripts: { kana: 0, han: 0, hangul: 0, cyrillic: 0, arabic: 0, indic: 0, thai: 0, latin: 0 },
  };
  let isLineStart = true;
  let quoteAt = -1;
  let latin = 0;
  for (let at = 0; at < length; at++) {
    if (isLineStart) readLineStart(signs, at, length);
    const unit = foldedUnits[at] as number;
    isLineStart = false;
    if (unit >= leastUnit.letter) {
      const code = unit & foldMask;
      if (code < 0x370) latin++;
      else {
        signs.letters++;
        signs.scripts[scriptOf(code)]++;
      }
    } else if (unit < leastUnit.symbol) {
      isLineStart = unit >= leastUnit.newline;
    } else if (unit < leastUnit.digit) {
      if (at > 0 && isInlineOption(at) && !isNewline(at - 1)) {
        signs.options++;
        signs.lastOptionAt = at;
      }
      quoteAt = countSymbol(signs, at, quoteAt);
    }
  }
  signs.letters += latin;
  signs.scripts.latin += latin;
  return signs;
}
