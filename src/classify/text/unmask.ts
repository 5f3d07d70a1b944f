/**
 * Takes masks off letters: look-alikes of other scripts, digits and signs for letters, words split into letters, rot13.
 * Each gives the readings it sees, none where it sees no mask; `mask-signs.ts` tells where a look is worth it. Linear,
 * no regex.
 */

/** Pairs: what is written, what it looks like. */
const lookalikes = new Map(
  [
    'аa еe оo рp сc уy хx іi јj ѕs ԁd ԛq ԝw һh ӏl кk мm тt вb нh гr пn иu',
    'АA ВB ЕE КK МM НH ОO РP СC ТT ХX УY ІI ЈJ ЅS',
    'αa εe οo ρp ιi κk νv υu τt χx ηn ωw γy σo βb ςc',
    'ΑA ΒB ΕE ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX ΖZ',
    'ɑa ɡg ɩi ʟl ɴn ʀr ʏy ⅼl',
  ]
    .join(' ')
    .split(' ')
    .map((pair) => [pair[0] ?? '', pair[1] ?? '']),
);

function isLatin(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}

function isForeign(code: number): boolean {
  return code >= 0x250 && code < 0x530;
}

/** Words of a text that is otherwise in Latin letters, or of letters of two scripts, are read as Latin ones. */
export function foldLookalikes(text: string): string[] {
  let latin = 0;
  let foreign = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isLatin(code)) latin++;
    else if (isForeign(code)) foreign++;
  }
  if (foreign === 0 || latin === 0) return [];
  let folded = '';
  for (const unit of text) folded += lookalikes.get(unit) ?? unit;
  return folded === text ? [] : [folded];
}

const leet: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'l',
  '+': 't',
};

function isWordUnit(code: number): boolean {
  return isLatin(code) || (code >= 0x30 && code <= 0x39);
}

/**
 * Digits and signs between or beside letters of one word are read as letters; with `numbersToo`, so are numbers of three
 * digits and more, which may be words of such digits only.
 */
function readLeetWords(text: string, numbersToo: boolean): string {
  let read = '';
  let changed = false;
  for (let at = 0; at < text.length; ) {
    let end = at;
    let letters = 0;
    let signs = 0;
    for (; end < text.length; end++) {
      const code = text.charCodeAt(end);
      if (isLatin(code)) letters++;
      else if (leet[text[end] as string] === undefined) break;
      else if (isWordUnit(code) || isWordUnit(text.charCodeAt(end + 1))) signs++;
      else break;
    }
    const word = text.slice(at, end);
    if (signs > 0 && (letters > 0 || (numbersToo && signs > 2))) {
      for (const unit of word) read += leet[unit] ?? unit;
      changed ||= letters > 0;
    } else read += word;
    read += text[end] ?? '';
    at = end + 1;
  }
  return changed ? read : text;
}

/** Whether a sentence may end here: at a line, or at a stop before white space. */
function endsPiece(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code === 0x0a) return true;
  if (code !== 0x2e && code !== 0x21 && code !== 0x3f) return false;
  return at + 1 >= text.length || text.charCodeAt(at + 1) <= 0x20;
}

/**
 * Of a reading of the same length the sentences that read otherwise, each with the one before and after it: the rest
 * says nothing that the text did not say.
 */
function keepChanged(text: string, read: string): string {
  let kept = '';
  let [before, start, keptTo] = [0, 0, 0];
  let isNext = false;
  for (let at = 0; at < text.length; at++) {
    if (at + 1 < text.length && !endsPiece(text, at)) continue;
    const end = at + 1;
    const isChanged = text.slice(start, end) !== read.slice(start, end);
    const from = isChanged ? before : start;
    if (isChanged || isNext) {
      if (from > keptTo && kept !== '') kept += '\n';
      kept += read.slice(Math.max(from, keptTo), end);
      keptTo = end;
    }
    isNext = isChanged;
    before = start;
    start = end;
  }
  return kept;
}

/** Both ways of reading digits, where some word has letters and digits. */
export function readLeet(text: string): string[] {
  const read = readLeetWords(text, false);
  if (read === text) return [];
  const all = readLeetWords(text, true);
  return (all === read ? [read] : [read, all]).map((each) => keepChanged(text, each));
}

function isSplitter(code: number): boolean {
  return code === 0x20 || code === 0x2d || code === 0x2e || code === 0x5f || code === 0x2a || code === 0xb7;
}

function isLetter(code: number): boolean {
  return isLatin(code) || (code >= 0xc0 && code < 0x530);
}

/** End of a run of single letters with the same sign between them that starts here; `at` where there is none. */
function splitEnd(text: string, at: number): number {
  const splitter = text.charCodeAt(at + 1);
  if (!isSplitter(splitter)) return at;
  let letters = 1;
  let to = at + 1;
  while (
    text.charCodeAt(to) === splitter &&
    isLetter(text.charCodeAt(to + 1)) &&
    !isLetter(text.charCodeAt(to + 2))
  ) {
    letters++;
    to += 2;
  }
  return letters >= 3 ? to : at;
}

/** `k i l l`, `k.i.l.l` and `k-i-l-l` become one word. */
export function joinSplitWords(text: string): string[] {
  let joined = '';
  let changed = false;
  for (let at = 0; at < text.length; ) {
    const isStart = isLetter(text.charCodeAt(at)) && (at === 0 || !isLetter(text.charCodeAt(at - 1)));
    const end = isStart ? splitEnd(text, at) : at;
    if (end === at) {
      joined += text[at++];
      continue;
    }
    for (let place = at; place < end; place += 2) joined += text[place];
    changed = true;
    at = end;
  }
  return changed ? [joined] : [];
}

function turnLetter(code: number): string {
  const base = code & 0x20 ? 0x61 : 0x41;
  return String.fromCharCode(base + ((code - base + 13) % 26));
}

/** Share of vowels below which Latin text is no language we know; English in rot13 has about 0.2. */
const fewestVowels = 0.29;

/** 1: a vowel; 2: a letter that rot13 makes of a vowel. By the low five bits of the letter. */
const vowelKinds = new Uint8Array(32);
for (const vowel of 'aeiou') vowelKinds[vowel.charCodeAt(0) & 31] = 1;
for (const turned of 'nrvbh') vowelKinds[turned.charCodeAt(0) & 31] = 2;

/** What a piece of text is: Latin letters, and how many of them are vowels as written and as turned. */
function weigh(text: string, from: number, to: number): { letters: number; vowels: number; turned: number } {
  const found = { letters: 0, vowels: 0, turned: 0 };
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (!isLatin(code)) continue;
    const kind = vowelKinds[code & 31];
    found.letters++;
    if (kind === 1) found.vowels++;
    else if (kind === 2) found.turned++;
  }
  return found;
}

function isPieceEnd(code: number): boolean {
  return code === 0x0a || code === 0x2e || code === 0x21 || code === 0x3f || code === 0x3a || code === 0x22;
}

/** What the commonest English words become. */
const turnedWords = new Set(
  'gur naq ubj sbe jvgu zl gb vf bs va v qb lbh jung pna gung vg ba jurer'.split(' '),
);
const enoughTurnedWords = 2;

function isTurned(text: string, from: number, to: number): boolean {
  const { letters, vowels, turned } = weigh(text, from, to);
  if (letters < 8) return false;
  if (vowels < letters * fewestVowels && turned > vowels) return true;
  // English is no further from its vowels than this when turned
  if (turned < vowels * 0.8) return false;
  const words = text.slice(from, to).toLowerCase().split(' ');
  return words.filter((word) => turnedWords.has(word)).length >= enoughTurnedWords;
}

/** Sentences, and what stands in quotes or after a colon, in rot13: read in their place, and by themselves. */
export function turnRot13(text: string): string[] {
  let whole = '';
  const alone: string[] = [];
  for (let at = 0; at < text.length; ) {
    let end = at;
    while (end < text.length && !isPieceEnd(text.charCodeAt(end))) end++;
    let piece = text.slice(at, end);
    const mark = text[end] ?? '';
    if (isTurned(text, at, end)) {
      let turned = '';
      for (let place = 0; place < piece.length; place++) {
        const code = piece.charCodeAt(place);
        turned += isLatin(code) ? turnLetter(code) : piece[place];
      }
      piece = turned;
      alone.push(turned + mark);
    }
    whole += piece + mark;
    at = end + 1;
  }
  return alone.length === 0 ? [] : [keepChanged(text, whole), alone.join('\n')];
}
