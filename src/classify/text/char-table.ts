/**
 * What every UTF-16 unit is and what it folds to, in one table made at its first use: letters lose case and Latin
 * accents, digits become 0, invisible units vanish. Must not depend on the locale of the machine.
 */

export const charKind = {
  /** Invisible or a combining accent: vanishes. */
  dropped: 0,
  space: 1,
  newline: 2,
  symbol: 3,
  digit: 4,
  /** Latin, Cyrillic, Greek, Armenian, Georgian: a word begins after something else. */
  letter: 5,
  /** Arabic, Hebrew, Indic scripts, Hangul: words are spaced, but carry prefixes or particles. */
  joined: 6,
  /** Han and kana: no spaces, one character is a token. */
  ideograph: 7,
  /** Thai, Lao, Khmer, Burmese: no spaces, phonetic. */
  unspaced: 8,
} as const;

/** Where the kind stands above the folded unit in a packed unit: packed units compare as their kinds do. */
export const kindShift = 16;
export const foldMask = 0xffff;

const size = 0x10000;

type Range = readonly [from: number, to: number, kind: number];

const letterRanges: readonly Range[] = [
  [0x41, 0x5a, charKind.letter],
  [0x61, 0x7a, charKind.letter],
  [0xc0, 0x24f, charKind.letter],
  [0x250, 0x2af, charKind.letter],
  [0x370, 0x52f, charKind.letter],
  [0x531, 0x587, charKind.letter],
  [0x591, 0x5f4, charKind.joined],
  [0x620, 0x6ff, charKind.joined],
  [0x750, 0x77f, charKind.joined],
  [0x8a0, 0x8ff, charKind.joined],
  [0x900, 0xdff, charKind.joined],
  [0xe00, 0xeff, charKind.unspaced],
  [0x1000, 0x109f, charKind.unspaced],
  [0x10a0, 0x10ff, charKind.letter],
  [0x1100, 0x11ff, charKind.joined],
  [0x1200, 0x137f, charKind.letter],
  [0x1780, 0x17ff, charKind.unspaced],
  [0x1e00, 0x1fff, charKind.letter],
  [0x3005, 0x3007, charKind.ideograph],
  [0x3041, 0x30ff, charKind.ideograph],
  [0x3130, 0x318f, charKind.joined],
  [0x3400, 0x9fff, charKind.ideograph],
  [0xac00, 0xd7a3, charKind.joined],
  [0xf900, 0xfaff, charKind.ideograph],
  [0xff66, 0xff9d, charKind.ideograph],
];

/** Signs inside the ranges above that are no letters. */
const symbols = [
  0xd7, 0xf7, 0x37e, 0x387, 0x55a, 0x589, 0x5be, 0x60c, 0x61b, 0x61f, 0x66a, 0x6d4, 0x964, 0x965, 0x30fb,
];

/** First digit of each script's ten. */
const digitTens = [0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xe50, 0xff10];

const dropped: readonly (readonly [number, number])[] = [
  [0x0, 0x8],
  [0xe, 0x1f],
  [0xad, 0xad],
  [0x300, 0x36f],
  [0x591, 0x5bd],
  [0x610, 0x61a],
  [0x640, 0x640],
  [0x64b, 0x65f],
  [0x670, 0x670],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x2064],
  [0x2066, 0x206f],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
];

const spaces = [0x9, 0x20, 0xa0, 0x1680, 0x202f, 0x205f, 0x3000];
const newlines = [0xa, 0xb, 0xc, 0xd, 0x85, 0x2028, 0x2029];

/** Folds that Unicode decomposition does not give: pairs of `from to`. */
const singleFolds =
  'ßs øo đd łl ıi æa œo ħh ŧt ðd þt ёе أا إا آا ٱا ىي ةه ؤو ئي ” " “ " „ " ’ \' ‘ \' ` \' 、, ，, ：: ；; ！! ？? （( ）) ［[ ］] ．. 。. ｡. –- —- −- ‐- ؟? ،, ؛; ۔.';

/** Traditional characters of the lexicons' words, each followed by its simplified form. */
const hanFolds =
  '譯译翻翻總总結结寫写這这個个為为麼么請请幫帮問问題题說说與与語语應应讓让潤润飾饰縮缩擴扩簡简單单關关鍵键詞词實实體体類类歸归標标籤签數数據据計计證证機机電电話话訂订預预約约發发開开關关設设廣广詩诗歌歌劇剧報报點点議议劃划內内資资閱阅讀读據据錯错誤误對对嗎吗誰谁時时間间幾几張张買买賣卖轉转帳账號号檔档網网頁页們们會会來来從从兩两歲岁長长兒儿戲戏畫画選选項项聽听練练習习顯显確确條条該该級级組组給给嚴严謝谢喜喜歡欢愛爱無无聊聊當当變变換换檢检測测試试錄录環环節节優优點点缺缺陷陷較较績绩責责產产';

const cased = [
  [0x41, 0x5a],
  [0xc0, 0x24f],
  [0x370, 0x52f],
  [0x1e00, 0x1fff],
  [0xff01, 0xff5e],
] as const;

/**
 * By UTF-16 unit: its packed unit less the unit itself. Of a range that folds to itself all entries are the same, so that
 * ranges are filled at once: a loop over all units takes tens of milliseconds before it is compiled.
 */
const table = new Int32Array(size);
let isMade = false;

function fold(code: number): number {
  return ((table[code] as number) + code) & foldMask;
}

function setFold(code: number, folded: number): void {
  table[code] = (table[code] as number) - fold(code) + folded;
}

function fillKind(from: number, to: number, kind: number): void {
  table.fill(kind << kindShift, from, to + 1);
}

function setKinds(): void {
  table.fill(charKind.symbol << kindShift);
  for (const [from, to, kind] of letterRanges) fillKind(from, to, kind);
  for (const code of symbols) fillKind(code, code, charKind.symbol);
  for (const first of digitTens) fillKind(first, first + 9, charKind.digit);
  for (const [from, to] of dropped) fillKind(from, to, charKind.dropped);
  fillKind(0x2000, 0x200a, charKind.space);
  for (const code of spaces) fillKind(code, code, charKind.space);
  for (const code of newlines) fillKind(code, code, charKind.newline);
}

/** Base letters of the cased scripts: lower case, Latin and Greek accents off. One call for all: each has its price. */
function foldLetters(from: number, to: number): void {
  const units = Array.from({ length: to - from + 1 }, (_, at) => String.fromCharCode(from + at));
  const bases = units.join('\n').toLowerCase().normalize('NFD').split('\n');
  for (let code = from; code <= to; code++) setFold(code, bases[code - from]?.charCodeAt(0) ?? code);
}

function foldPairs(pairs: readonly string[]): void {
  for (const [from = '', to = ''] of pairs) setFold(from.charCodeAt(0), to.charCodeAt(0));
}

function setFolds(): void {
  for (let code = 0x41; code <= 0x5a; code++) setFold(code, code + 32);
  for (let code = 0xff01; code <= 0xff5e; code++) setFold(code, code - 0xfee0);
  for (let code = 0xff21; code <= 0xff3a; code++) setFold(code, code - 0xfee0 + 32);
  foldLetters(0xc0, 0x24f);
  foldLetters(0x370, 0x52f);
  foldLetters(0x1e00, 0x1fff);
  // Cyrillic short i is a letter of its own
  for (const code of [0x419, 0x439]) setFold(code, 0x439);
  foldPairs(singleFolds.match(/\S ?\S/g)?.map((pair) => pair.replace(' ', '')) ?? []);
  foldPairs(hanFolds.match(/../g) ?? []);
  for (const first of digitTens) for (let digit = 0; digit < 10; digit++) setFold(first + digit, 0x30);
  // a capital of what folds further: only cased scripts and full-width letters have any
  for (const [from, to] of cased) for (let code = from; code <= to; code++) setFold(code, fold(fold(code)));
  for (let code = 0x2000; code <= 0x200a; code++) setFold(code, 0x20);
  for (const code of spaces) setFold(code, 0x20);
  for (const code of newlines) setFold(code, 0x0a);
}

/** `charTable()[unit] + unit` is the packed unit. Made at the first call; the same array at every call. */
export function charTable(): Int32Array {
  if (!isMade) {
    setKinds();
    setFolds();
    isMade = true;
  }
  return table;
}

/** The kind and the folded unit of a UTF-16 unit; of what is none (NaN at the end of a text) a symbol. */
export function packUnit(code: number): number {
  const entry = charTable()[code];
  return entry === undefined ? charKind.symbol << kindShift : entry + code;
}

export function kindOf(code: number): number {
  return packUnit(code) >> kindShift;
}

export function foldOf(code: number): number {
  return packUnit(code) & foldMask;
}
