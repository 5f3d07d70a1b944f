/**
 * A first look at a text, one walk: which disguises it could wear at all. Plain text shows none of the signs, and is
 * spared the work of taking them off. May see a sign where there is no disguise, must not miss one.
 */

export const maskSign = {
  /** Units that NFKC may change. */
  composed: 1,
  /** Latin beside Cyrillic, Greek or phonetic letters. */
  lookalikes: 2,
  /** Three single letters with the same sign between them. */
  split: 4,
  /** A digit or sign between letters. */
  leet: 8,
  /** A piece whose letters would give as many vowels in rot13. */
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
  vowel: 16,
  turnedVowel: 32,
  pieceEnd: 64,
  leet: 128,
  splitter: 256,
  base64: 512,
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
setMarks('aeiouAEIOU', mark.vowel);
setMarks('nrvbhNRVBH', mark.turnedVowel);
setMarks('\n.!?:"', mark.pieceEnd);
setMarks('013457890@$!|+', mark.leet);
setMarks(' -._*', mark.splitter);
setMarks(`${lowerCase}${lowerCase.toUpperCase()}0123456789+/=-_`, mark.base64);

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

const isComposed = new Uint8Array(0x10000);
for (const [from, to] of composedRanges) isComposed.fill(1, from, to + 1);

/** Shortest run of codes that is worth a look, and digits in one of hex: text has one in every byte. */
const shortestCode = 12;
const fewestHexDigits = 6;
const fewestLetters = 8;
const percent = 0x25;

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

/** What has been counted since the last end of a piece, a word or a run. */
class Look {
  signs = 0;
  isLatin = false;
  #letters = 0;
  #vowels = 0;
  #turned = 0;
  #percents = 0;
  #leetLength = 0;
  #leetSigns = 0;
  #leetChanges = 0;
  #startsLeet = false;
  #endsLeet = false;
  #runLength = 0;
  #innerCapitals = 0;
  #runLowers = 0;
  #hexLength = 0;
  #hexDigits = 0;

  countLetter(bits: number): void {
    this.#letters++;
    if ((bits & mark.vowel) !== 0) this.#vowels++;
    else if ((bits & mark.turnedVowel) !== 0) this.#turned++;
  }

  /** A piece of text ends: could it be rot13? */
  endPiece(): void {
    if (this.#letters > 0) this.isLatin = true;
    if (this.#letters >= fewestLetters && this.#turned >= this.#vowels * 0.8) this.signs |= maskSign.turned;
    this.#letters = this.#vowels = this.#turned = 0;
  }

  /** A letter, or a digit or sign that may stand for one, of a word. */
  countLeet(isLetter: boolean): void {
    if (this.#leetLength++ === 0) this.#startsLeet = !isLetter;
    else if (isLetter === this.#endsLeet) this.#leetChanges++;
    if (!isLetter) this.#leetSigns++;
    this.#endsLeet = !isLetter;
  }

  /** `2nd`, `10km`, `utf8` and `02T04` are no disguise; `k1ll`, `4ttack`, `7h47` and `ki11` may be. */
  endLeet(): void {
    if (this.#leetChanges > 0) {
      const letters = this.#leetLength - this.#leetSigns;
      const isPlain = this.#startsLeet ? letters <= 2 : this.#leetSigns === 1;
      const isTime = letters === 1 && this.#leetSigns > 3;
      if (!isTime && (this.#leetChanges > 1 || !isPlain)) this.signs |= maskSign.leet;
    }
    this.#leetLength = this.#leetSigns = this.#leetChanges = 0;
  }

  countPercent(): void {
    if (++this.#percents > 1) this.signs |= maskSign.coded;
  }

  endWord(): void {
    this.#percents = 0;
  }

  /** Words of a language have no capitals inside, times no small letters; base64 always has both. */
  countRun(bits: number, before: number): void {
    this.#runLength++;
    if ((bits & mark.capital) === 0) this.#runLowers += bits & mark.letter;
    else if ((before & (mark.letter | mark.digit)) !== 0) this.#innerCapitals++;
  }

  endRun(): void {
    if (this.#runLength >= shortestCode && this.#innerCapitals > 0 && this.#runLowers > 0)
      this.signs |= maskSign.coded;
    this.#runLength = this.#innerCapitals = this.#runLowers = 0;
  }

  countHex(isDigit: boolean): void {
    this.#hexLength++;
    if (isDigit) this.#hexDigits++;
  }

  endHex(): void {
    if (this.#hexLength >= shortestCode && this.#hexDigits >= fewestHexDigits) this.signs |= maskSign.coded;
    this.#hexLength = this.#hexDigits = 0;
  }

  end(): void {
    this.endLeet();
    this.endPiece();
    this.endRun();
    this.endHex();
  }
}

/** Bits of `maskSign`. */
export function findMaskSigns(text: string): number {
  const look = new Look();
  let before = 0;
  let lastSplit = -8;
  let isForeign = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    let bits = 0;
    if (code < 128) bits = marks[code] as number;
    else {
      if (isComposed[code] === 1) look.signs |= maskSign.composed;
      if (code >= 0x250 && code < 0x530) isForeign = true;
      if (code === 0xb7) bits = mark.splitter;
    }
    if ((bits & mark.letter) !== 0) {
      look.countLetter(bits);
      look.countLeet(true);
    } else {
      if ((bits & (mark.digit | mark.leet)) !== 0) look.countLeet(false);
      else look.endLeet();
      if ((bits & mark.pieceEnd) !== 0) look.endPiece();
      if ((bits & mark.splitter) !== 0) {
        if (at - lastSplit === 2 && isSplitAround(text, at)) look.signs |= maskSign.split;
        lastSplit = at;
      }
      if (code === percent) look.countPercent();
      else if (code <= 0x20) look.endWord();
    }
    if ((bits & mark.base64) !== 0) look.countRun(bits, before);
    else look.endRun();
    if ((bits & mark.hex) !== 0) look.countHex((bits & mark.digit) !== 0);
    else look.endHex();
    before = bits;
  }
  look.end();
  return look.signs | (isForeign && look.isLatin ? maskSign.lookalikes : 0);
}
