/**
 * The languages of texts: scripts first, then small words, letters and endings. Texts are fed in stretches; each
 * stretch of a few hundred letters goes to the language that speaks loudest in it, or waits for the verdict on all.
 */
import { once } from '../../../core/once.ts';
import type { LanguageShare } from '../../../core/signals.ts';
import { charKind, kindOf } from '../../text/char-table.ts';
import { mixHash } from '../../text/tokens.ts';
import { addClue } from './clue-table.ts';
import { endingClues, hashSeed, letterClues, wordClues } from './clues.ts';
import { hanKind } from './han-pairs.ts';
import {
  firstOwn,
  ownLanguages,
  scriptNumber,
  scriptNumbers,
  scriptsOfLanguages,
  sharedScripts,
  wordLanguages,
} from './scripts.ts';

/** Small letters of a range without line ends; in one call, for each has its price. */
function lowerRange(from: number, to: number): Uint16Array {
  const units = Array.from({ length: to - from }, (_, at) => String.fromCharCode(from + at));
  return Uint16Array.from(units.join('\n').toLowerCase().split('\n'), (small) => small.charCodeAt(0));
}

/** Where letters with case stand: most of them, and further Latin and Greek ones. Made at the first use. */
const cased = [0x41, 0x590] as const;
const furtherCased = [0x1e00, 0x2000] as const;
const lower = once(() => lowerRange(...cased));
const furtherLower = once(() => lowerRange(...furtherCased));

function lowerOf(code: number): number {
  if (code < cased[1]) return code < cased[0] ? code : (lower()[code - cased[0]] as number);
  const [from, to] = furtherCased;
  return code >= from && code < to ? (furtherLower()[code - from] as number) : code;
}

export type Letters = {
  /** Letters by script. */
  readonly scripts: Float64Array;
  /** By number of `wordLanguages`: what speaks for each in the current stretch, and in all. */
  readonly scores: Float64Array;
  readonly sums: Float64Array;
  /** Letters that are given to a language. */
  readonly given: Float64Array;
  /** Letters of the current stretch and of undecided ones, by shared script. */
  readonly stretch: Float64Array;
  readonly waiting: Float64Array;
  traditional: number;
  simplified: number;
};

export function emptyLetters(): Letters {
  const languages = wordLanguages.length;
  return {
    scripts: new Float64Array(firstOwn + ownLanguages.length),
    scores: new Float64Array(languages),
    sums: new Float64Array(languages),
    given: new Float64Array(languages),
    stretch: new Float64Array(sharedScripts.length + 1),
    waiting: new Float64Array(sharedScripts.length + 1),
    traditional: 0,
    simplified: 0,
  };
}

const leastScore = 0.9;
const leastLead = 1.12;

/** What speaks for a language before a word is read: how much of what is written in its script is in it. */
const head: Readonly<Record<string, number>> = { en: 0.4, ru: 0.9, ar: 0.9, hi: 0.9, id: 0.3, cs: 0.2 };
const heads = Float64Array.from(wordLanguages, (code) => head[code] ?? 0);

/** So near to each other that no lead is needed. */
const siblingOf = new Int8Array(wordLanguages.length).fill(-1);
for (const pair of ['id ms', 'da no', 'cs sk', 'hr sl']) {
  const [one = -1, other = -1] = pair.split(' ').map((code) => wordLanguages.indexOf(code));
  siblingOf[one] = other;
  siblingOf[other] = one;
}

/** The loudest language of a script, or -1 where two speak about as loud or none does. */
function loudest(scores: Float64Array, script: number): number {
  let first = -1;
  let next = -1;
  let best = 0;
  let second = 0;
  for (let at = 0; at < scores.length; at++) {
    if (scriptsOfLanguages[at] !== script) continue;
    const score = (scores[at] ?? 0) + (heads[at] ?? 0);
    if (score > best) {
      second = best;
      next = first;
      best = score;
      first = at;
    } else if (score > second) {
      second = score;
      next = at;
    }
  }
  if (best < leastScore) return -1;
  return best >= second * leastLead || siblingOf[first] === next ? first : -1;
}

/** Gives the letters of a stretch to their languages. */
function closeStretch(letters: Letters): void {
  const { scores, sums, given, stretch, waiting } = letters;
  for (let script = 1; script < stretch.length; script++) {
    const count = stretch[script] ?? 0;
    if (count === 0) continue;
    const language = loudest(scores, script);
    if (language === -1) waiting[script] = (waiting[script] ?? 0) + count;
    else given[language] = (given[language] ?? 0) + count;
    stretch[script] = 0;
  }
  for (let at = 0; at < scores.length; at++) sums[at] = (sums[at] ?? 0) + (scores[at] ?? 0);
  scores.fill(0);
}

const endingLetters = 3;
const leastWord = 5;

/** Hash of the last units of a word, in lower case. */
function hashEnding(text: string, end: number, units: number): number {
  let hash = hashSeed;
  for (let at = end - units; at < end; at++) {
    hash = mixHash(hash, lowerOf(text.charCodeAt(at)));
  }
  return hash;
}

/** Reads a word of a shared script; returns its end. */
function readWord(letters: Letters, text: string, start: number, end: number, script: number): number {
  let hash = hashSeed;
  let at = start;
  for (; at < end; at++) {
    const code = text.charCodeAt(at);
    if (scriptNumbers[code] !== script && kindOf(code) !== charKind.dropped) break;
    const small = lowerOf(code);
    hash = mixHash(hash, small);
    if (small > 0x7f) addClue(letters.scores, letterClues(), small);
  }
  const length = at - start;
  letters.stretch[script] = (letters.stretch[script] ?? 0) + length;
  letters.scripts[script] = (letters.scripts[script] ?? 0) + length;
  if (!addClue(letters.scores, wordClues(), hash) && length >= leastWord) {
    addClue(letters.scores, endingClues(), hashEnding(text, at, endingLetters));
    addClue(letters.scores, endingClues(), hashEnding(text, at, endingLetters + 1));
  }
  return at;
}

const longStretch = 300;
const lineStretch = 60;

function lettersIn(stretch: Float64Array): number {
  let sum = 0;
  for (let at = 1; at < stretch.length; at++) sum += stretch[at] ?? 0;
  return sum;
}

/** Adds what stands between two places of a text. */
export function addLetters(letters: Letters, text: string, start: number, end: number): void {
  const { scripts, stretch } = letters;
  for (let at = start; at < end; ) {
    const code = text.charCodeAt(at);
    const script = scriptNumbers[code] ?? 0;
    if (script === scriptNumber.none) {
      at++;
    } else if (script <= sharedScripts.length) {
      at = readWord(letters, text, at, end, script);
      if ((stretch[script] ?? 0) >= longStretch) closeStretch(letters);
    } else {
      scripts[script] = (scripts[script] ?? 0) + 1;
      if (script === scriptNumber.han) {
        const kind = hanKind(code);
        if (kind === 1) letters.traditional++;
        else if (kind === 2) letters.simplified++;
      }
      at++;
    }
  }
  if (lettersIn(stretch) >= lineStretch) closeStretch(letters);
}

/** One Han or kana character says as much as this many letters of a spaced script. */
const ideographWorth = 2.5;
const kanaShare = 0.06;

function ideographs({ scripts, traditional, simplified }: Letters): { code: string; count: number } {
  const han = scripts[scriptNumber.han] ?? 0;
  const kana = scripts[scriptNumber.kana] ?? 0;
  const isJapanese = kana >= (han + kana) * kanaShare;
  const code = isJapanese ? 'ja' : traditional > simplified ? 'zh-Hant' : 'zh';
  return { code, count: (han + kana) * ideographWorth };
}

const mostShares = 4;

/** Largest first. */
function sharesOf(counts: { code: string; count: number }[]): LanguageShare[] {
  let sum = 0;
  for (const { count } of counts) sum += count;
  const shares = counts.map(({ code, count }) => ({ code, share: Math.round((count / sum) * 1000) / 1000 }));
  return shares
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share)
    .slice(0, mostShares);
}

/** What was added so far, to be added to apart. */
export function copyLetters(letters: Letters): Letters {
  const { scripts, scores, sums, given, stretch, waiting } = letters;
  return {
    ...letters,
    scripts: scripts.slice(),
    scores: scores.slice(),
    sums: sums.slice(),
    given: given.slice(),
    stretch: stretch.slice(),
    waiting: waiting.slice(),
  };
}

/** Of all that was added so far. */
export function judgeLanguages(letters: Letters): LanguageShare[] {
  closeStretch(letters);
  const { scripts, sums, waiting } = letters;
  const given = letters.given.slice();
  const counts: { code: string; count: number }[] = [];
  const add = (code: string, count: number) => {
    if (count > 0) counts.push({ code, count });
  };
  let unsure = 0;
  for (let script = 1; script < waiting.length; script++) {
    const count = waiting[script] ?? 0;
    if (count === 0) continue;
    const language = loudest(sums, script);
    if (language === -1) unsure += count;
    else given[language] = (given[language] ?? 0) + count;
  }
  add('und', unsure);
  for (let at = 0; at < given.length; at++) add(wordLanguages[at] ?? '', given[at] ?? 0);
  const { code, count } = ideographs(letters);
  add(code, count);
  for (let at = 0; at < ownLanguages.length; at++) add(ownLanguages[at] ?? '', scripts[firstOwn + at] ?? 0);
  return sharesOf(counts);
}
