/** Which script a unit belongs to, and which languages write in it. Data and one table; no words. */

/** Scripts whose languages are told apart by words and letters; first in each list: the guess without any. */
export const sharedScripts = ['latin', 'cyrillic', 'arabic', 'devanagari'] as const;

/** Scripts that one language of today writes, and that language. */
const ownScripts = [
  [0x370, 0x3ff, 'el'],
  [0x1f00, 0x1fff, 'el'],
  [0x531, 0x58f, 'hy'],
  [0x591, 0x5f4, 'he'],
  [0x980, 0x9ff, 'bn'],
  [0xa00, 0xa7f, 'pa'],
  [0xa80, 0xaff, 'gu'],
  [0xb00, 0xb7f, 'or'],
  [0xb80, 0xbff, 'ta'],
  [0xc00, 0xc7f, 'te'],
  [0xc80, 0xcff, 'kn'],
  [0xd00, 0xd7f, 'ml'],
  [0xd80, 0xdff, 'si'],
  [0xe00, 0xe7f, 'th'],
  [0xe80, 0xeff, 'lo'],
  [0x1000, 0x109f, 'my'],
  [0x10a0, 0x10ff, 'ka'],
  [0x1100, 0x11ff, 'ko'],
  [0x1200, 0x137f, 'am'],
  [0x1780, 0x17ff, 'km'],
  [0x3130, 0x318f, 'ko'],
  [0xac00, 0xd7af, 'ko'],
] as const;

export const ownLanguages = [...new Set(ownScripts.map(([, , language]) => language))];

/** Script numbers: 0 none, 1-4 `sharedScripts`, then Han and kana, then `ownLanguages`. */
export const scriptNumber = {
  none: 0,
  latin: 1,
  cyrillic: 2,
  arabic: 3,
  devanagari: 4,
  han: 5,
  kana: 6,
} as const;
export const firstOwn = 7;

const size = 0x10000;
const numbers = new Uint8Array(size);
for (const [from, to, number] of [
  [0x41, 0x5a, scriptNumber.latin],
  [0x61, 0x7a, scriptNumber.latin],
  [0xc0, 0x24f, scriptNumber.latin],
  [0x1e00, 0x1eff, scriptNumber.latin],
  [0x400, 0x52f, scriptNumber.cyrillic],
  [0x620, 0x65f, scriptNumber.arabic],
  [0x66e, 0x6d3, scriptNumber.arabic],
  [0x750, 0x77f, scriptNumber.arabic],
  [0x900, 0x963, scriptNumber.devanagari],
  [0x3040, 0x30ff, scriptNumber.kana],
  [0xff66, 0xff9d, scriptNumber.kana],
  [0x3005, 0x3006, scriptNumber.han],
  [0x3400, 0x9fff, scriptNumber.han],
  [0xf900, 0xfaff, scriptNumber.han],
] as const)
  numbers.fill(number, from, to + 1);
for (const [from, to, language] of ownScripts)
  numbers.fill(firstOwn + ownLanguages.indexOf(language), from, to + 1);
for (const sign of [0xd7, 0xf7, 0x30fb, 0x5be, 0x5c0, 0x5c3, 0xe3f, 0x37e, 0x387]) numbers[sign] = 0;

/** By UTF-16 unit. */
export const scriptNumbers: Uint8Array = numbers;

/** Languages told apart by words, in the order of their numbers. */
export const wordLanguages: readonly string[] = [
  ...'en de fr es pt it nl sv da no fi hu ro ca af sq is'.split(' '),
  ...'pl cs sk tr id ms vi hr sl et lv lt sw tl ru uk bg sr be kk ar fa ur hi mr ne'.split(' '),
];

const scriptOfLanguage: Readonly<Record<string, number>> = Object.fromEntries([
  ...'ru uk bg sr be kk'.split(' ').map((code) => [code, scriptNumber.cyrillic]),
  ...'ar fa ur'.split(' ').map((code) => [code, scriptNumber.arabic]),
  ...'hi mr ne'.split(' ').map((code) => [code, scriptNumber.devanagari]),
]);

/** Script of each of `wordLanguages`. */
export const scriptsOfLanguages = Uint8Array.from(
  wordLanguages,
  (code) => scriptOfLanguage[code] ?? scriptNumber.latin,
);
