/** Counts the signs, lines and scripts of normalised text in one walk; what they mean is decided in `structure.ts`. */
import { charKind } from '../text/char-table.ts';
import type { NormalText } from '../text/normalise.ts';

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

/** What stands at the start of a line. */
function readLineStart(signs: Signs, { codes, kinds, length }: NormalText, start: number): void {
  let at = kinds[start] === charKind.space ? start + 1 : start;
  if (at > start) signs.indents++;
  const first = codes[at] ?? 0;
  const next = codes[at + 1] ?? 0;
  if (first === sign.dash || first === sign.star || first === sign.bullet) {
    if (kinds[at + 1] === charKind.space) signs.listItems++;
    return;
  }
  if (first === sign.open) at++;
  const isSingle = (codes[at] ?? 0) >= 0x61 && (codes[at] ?? 0) <= 0x66;
  const after = codes[at + 1] ?? 0;
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
  for (let end = at; end < Math.min(length, at + 22); end++) {
    const code = codes[end] ?? 0;
    if (code === sign.colon) {
      if (end > at + 1 && (kinds[end + 1] ?? 0) <= charKind.newline) signs.speakers++;
      return;
    }
    const kind = kinds[end] ?? 0;
    if (kind === charKind.newline || kind === charKind.symbol) return;
  }
}

/** `(a)` inside a line. */
function isInlineOption({ codes }: NormalText, at: number): boolean {
  const letter = codes[at + 1] ?? 0;
  return codes[at] === sign.open && letter >= 0x61 && letter <= 0x66 && codes[at + 2] === sign.close;
}

function countSymbol(signs: Signs, text: NormalText, at: number, quoteAt: number): number {
  const code = text.codes[at] ?? 0;
  const kind = signKinds[code];
  if (kind === signKind.code) signs.codeSigns++;
  if (code === 0x7c) signs.pipes++;
  if (code === 0x5f && text.codes[at + 1] === 0x5f) signs.blanks++;
  if (code === 0x3c && (text.kinds[at + 1] === charKind.letter || text.codes[at + 1] === 0x2f)) signs.tags++;
  if ((code === 0x7b || code === 0x5b) && text.kinds[at + 1] === charKind.letter) signs.placeholders++;
  if (kind !== signKind.quote) return quoteAt;
  signs.quotes++;
  if (quoteAt < 0) return at;
  signs.longestQuote = Math.max(signs.longestQuote, at - quoteAt);
  return -1;
}

export function scanSigns(text: NormalText): Signs {
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
  const { codes, kinds, length } = text;
  let isLineStart = true;
  let quoteAt = -1;
  let latin = 0;
  for (let at = 0; at < length; at++) {
    if (isLineStart) readLineStart(signs, text, at);
    const kind = kinds[at] as number;
    isLineStart = kind === charKind.newline;
    if (kind >= charKind.letter) {
      const code = codes[at] as number;
      if (code < 0x370) latin++;
      else {
        signs.letters++;
        signs.scripts[scriptOf(code)]++;
      }
    } else if (kind === charKind.symbol) {
      if (at > 0 && !isLineStart && isInlineOption(text, at) && text.kinds[at - 1] !== charKind.newline) {
        signs.options++;
        signs.lastOptionAt = at;
      }
      quoteAt = countSymbol(signs, text, at, quoteAt);
    }
  }
  signs.letters += latin;
  signs.scripts.latin += latin;
  return signs;
}
