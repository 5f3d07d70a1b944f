/**
 * What in a text makes tokens, counted in one walk: words by length, numbers, runs of signs, white space, letters by
 * script. Knows no model: what each count is worth is in `estimate-tokens.ts`. Must stay linear and keep no text.
 */

/** `near` words follow a space and share its token; `glued` ones follow a sign, a line break or another word. */
export const shapeCounts = [
  'near3',
  'near6',
  'near9',
  'near13',
  'near14',
  'glued3',
  'glued6',
  'glued9',
  'glued13',
  'glued14',
  /** Words in capitals, and their letters after the second. */
  'capitals',
  'capitalLetters',
  'accents',
  'rareAccents',
  /** Latin letters of texts that look other than English: by accents, by words that end in vowels, in n. */
  'accentedText',
  'vowelText',
  'nasalText',
  /** Digits in threes. */
  'numbers',
  'numbersAfterSpace',
  'signRuns',
  'signs',
  'lineBreaks',
  'spaceRuns',
  'longSpaces',
  'greek',
  'greekRuns',
  'cyrillic',
  'cyrillicRuns',
  'hebrew',
  'hebrewRuns',
  'arabic',
  'arabicRuns',
  'indic',
  'indicRuns',
  'thai',
  'thaiRuns',
  'hangul',
  'hangulRuns',
  'kana',
  'han',
  'hanRuns',
  'wideSigns',
  'surrogates',
  'symbols',
  'symbolRuns',
] as const;

export type ShapeCount = (typeof shapeCounts)[number];

/** By place in `shapeCounts`. */
export type TokenShape = Float64Array;

const place = Object.fromEntries(shapeCounts.map((name, at) => [name, at])) as Record<ShapeCount, number>;

type Script = readonly [below: number, letters: ShapeCount, runs: ShapeCount | null];

/** Scripts from U+0370 on: the first whose end is above the unit. */
const scripts: readonly Script[] = [
  [0x400, 'greek', 'greekRuns'],
  [0x530, 'cyrillic', 'cyrillicRuns'],
  [0x600, 'hebrew', 'hebrewRuns'],
  [0x900, 'arabic', 'arabicRuns'],
  [0xe00, 'indic', 'indicRuns'],
  [0xf00, 'thai', 'thaiRuns'],
  [0x1100, 'indic', 'indicRuns'],
  [0x1200, 'hangul', 'hangulRuns'],
  [0x2e80, 'symbols', 'symbolRuns'],
  [0x3040, 'wideSigns', null],
  [0x3100, 'kana', null],
  [0x3400, 'wideSigns', null],
  [0xa000, 'han', 'hanRuns'],
  [0xac00, 'symbols', 'symbolRuns'],
  [0xd800, 'hangul', 'hangulRuns'],
  [0xe000, 'surrogates', null],
  [0x10000, 'wideSigns', null],
];

function scriptOf(code: number): Script {
  let at = 0;
  while (code >= (scripts[at]?.[0] ?? Number.POSITIVE_INFINITY)) at++;
  return scripts[at] ?? [0x10000, 'wideSigns', null];
}

const kind = { space: 0, line: 1, sign: 2, digit: 3, small: 4, capital: 5, accented: 6, other: 7 } as const;

/** Of units below U+0370. */
const kinds = new Uint8Array(0x370).fill(kind.accented);
kinds.fill(kind.sign, 0, 0xc0);
for (const code of [0x09, 0x20, 0xa0]) kinds[code] = kind.space;
for (const code of [0x0a, 0x0d]) kinds[code] = kind.line;
kinds.fill(kind.digit, 0x30, 0x3a);
kinds.fill(kind.capital, 0x41, 0x5b);
kinds.fill(kind.small, 0x61, 0x7b);

function kindOf(code: number): number {
  if (code < 0x370) return kinds[code] ?? kind.sign;
  return code >= 0x1e00 && code < 0x1f00 ? kind.accented : kind.other;
}

/** Counts of one text, from which the last three about the whole text are made. */
type Latin = { words: number; letters: number; accents: number; vowelEnds: number; nasalEnds: number };

const vowelEnds = new Set([...'aiouAIOU'].map((letter) => letter.charCodeAt(0)));

function lengthClass(length: number): number {
  if (length <= 3) return 0;
  if (length <= 6) return 1;
  if (length <= 9) return 2;
  return length <= 13 ? 3 : 4;
}

/** Reads a word up to its end or next hump (`camelCase` is two); returns the end. */
function readWord(text: string, start: number, end: number, shape: TokenShape, latin: Latin): number {
  let at = start;
  let hasSmall = false;
  let accents = 0;
  for (; at < end; at++) {
    const code = text.charCodeAt(at);
    const unit = kindOf(code);
    if (unit < kind.small || unit > kind.accented) break;
    if (unit === kind.capital && hasSmall) break;
    if (unit !== kind.capital) hasSmall = true;
    if (unit !== kind.accented) continue;
    accents++;
    const isRare = code >= 0x100;
    shape[isRare ? place.rareAccents : place.accents] =
      (shape[isRare ? place.rareAccents : place.accents] ?? 0) + 1;
  }
  const length = at - start;
  const last = text.charCodeAt(at - 1);
  latin.words++;
  latin.letters += length;
  latin.accents += accents;
  if (length > 1 && vowelEnds.has(last)) latin.vowelEnds++;
  if (length > 1 && (last === 0x6e || last === 0x4e)) latin.nasalEnds++;
  if (!hasSmall && length > 1) {
    shape[place.capitals] = (shape[place.capitals] ?? 0) + 1;
    shape[place.capitalLetters] = (shape[place.capitalLetters] ?? 0) + length - 2;
    return at;
  }
  const isNear = start > 0 && text.charCodeAt(start - 1) === 0x20;
  const slot = (isNear ? place.near3 : place.glued3) + lengthClass(length);
  shape[slot] = (shape[slot] ?? 0) + 1;
  return at;
}

/** The end of a run of units of one kind. */
function endOfRun(text: string, start: number, end: number, unit: number): number {
  let at = start + 1;
  while (at < end && kindOf(text.charCodeAt(at)) === unit) at++;
  return at;
}

function readOther(text: string, start: number, end: number, shape: TokenShape): number {
  const script = scriptOf(text.charCodeAt(start));
  let at = start + 1;
  while (at < end && text.charCodeAt(at) >= 0x370 && scriptOf(text.charCodeAt(at)) === script) at++;
  const [, letters, runs] = script;
  shape[place[letters]] = (shape[place[letters]] ?? 0) + at - start;
  if (runs !== null) shape[place[runs]] = (shape[place[runs]] ?? 0) + 1;
  return at;
}

const digitsInToken = 3;
const spacesInToken = 16;

function readRun(text: string, start: number, end: number, unit: number, shape: TokenShape): number {
  const at = endOfRun(text, start, end, unit);
  const length = at - start;
  if (unit === kind.digit) {
    shape[place.numbers] = (shape[place.numbers] ?? 0) + Math.ceil(length / digitsInToken);
    if (start > 0 && text.charCodeAt(start - 1) === 0x20)
      shape[place.numbersAfterSpace] = (shape[place.numbersAfterSpace] ?? 0) + 1;
  } else if (unit === kind.line) {
    shape[place.lineBreaks] = (shape[place.lineBreaks] ?? 0) + 1;
  } else if (unit === kind.space) {
    if (length > 1) shape[place.spaceRuns] = (shape[place.spaceRuns] ?? 0) + 1;
    shape[place.longSpaces] = (shape[place.longSpaces] ?? 0) + Math.floor(length / spacesInToken);
  } else {
    shape[place.signRuns] = (shape[place.signRuns] ?? 0) + 1;
    shape[place.signs] = (shape[place.signs] ?? 0) + length - 1;
  }
  return at;
}

function clampShare(share: number): number {
  return Math.max(0, Math.min(1, share));
}

/** English has almost no accents, few words that end in vowels other than e, and few in n. */
function addForeign(shape: TokenShape, { words, letters, accents, vowelEnds, nasalEnds }: Latin): void {
  if (letters === 0) return;
  shape[place.accentedText] =
    (shape[place.accentedText] ?? 0) + letters * clampShare((accents / letters) * 30);
  if (words < 4) return;
  const vowels = letters * clampShare((vowelEnds / words - 0.15) * 3);
  shape[place.vowelText] = (shape[place.vowelText] ?? 0) + vowels;
  const nasals = letters * clampShare((nasalEnds / words - 0.13) * 5);
  shape[place.nasalText] = (shape[place.nasalText] ?? 0) + nasals;
}

export function emptyShape(): TokenShape {
  return new Float64Array(shapeCounts.length);
}

/** Adds what stands between two places of a text to `shape`. */
export function addShape(shape: TokenShape, text: string, start: number, end: number): void {
  const latin: Latin = { words: 0, letters: 0, accents: 0, vowelEnds: 0, nasalEnds: 0 };
  for (let at = start; at < end; ) {
    const unit = kindOf(text.charCodeAt(at));
    if (unit === kind.other) at = readOther(text, at, end, shape);
    else if (unit >= kind.small) at = readWord(text, at, end, shape, latin);
    else at = readRun(text, at, end, unit, shape);
  }
  addForeign(shape, latin);
}
