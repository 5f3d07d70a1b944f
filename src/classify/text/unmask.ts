/**
 * Takes masks off letters: look-alikes of other scripts, digits and signs for letters, words split into letters, rot13.
 * Each gives the readings it sees, none where it sees no mask; `mask-signs.ts` tells where a look is worth it. Linear,
 * no regex.
 */

import { once } from '../../core/once.ts';
import { turnPieces } from './rot13.ts';

/** Pairs: what is written, what it looks like. Made at the first use. */
const lookalikes = once(
  () =>
    new Map(
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
    ),
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
  const folds = lookalikes();
  let folded = '';
  for (const unit of text) folded += folds.get(unit) ?? unit;
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

/** Sentences, and what stands in quotes or after a colon, in rot13: read in their place, and by themselves. */
export function turnRot13(text: string): string[] {
  const { whole, alone } = turnPieces(text);
  return alone.length === 0 ? [] : [keepChanged(text, whole), alone.join('\n')];
}
