/** The risk lexicon made into the hashed table of `risk-words.ts`: for training and tests, never at start. */
import { charKind, foldOf, kindOf } from '../text/char-table.ts';
import { mixHash } from '../text/tokens.ts';
import { riskActs } from './risk/acts.ts';
import { riskEnglish } from './risk/english.ts';
import { riskFrames } from './risk/frames.ts';
import { riskHarms } from './risk/harms.ts';
import { riskMotives } from './risk/motives.ts';
import { riskObjects } from './risk/objects.ts';
import { riskSteering } from './risk/steering.ts';
import { type RiskClass, riskClasses } from './risk-classes.ts';
import {
  exactKey,
  joinWord,
  type RiskWords,
  startCount,
  startPlace,
  stemKey,
  stemUnits,
  wordMark,
  wordSeed,
} from './risk-words.ts';

const tableSize = 1 << 14;

/** Hash of the first units of a folded word. */
export function hashWord(word: string, count = Number.POSITIVE_INFINITY): number {
  let hash = wordSeed;
  let left = count;
  for (const unit of word.normalize('NFKC').split('')) {
    const code = unit.charCodeAt(0);
    if (kindOf(code) === charKind.dropped || left-- <= 0) continue;
    hash = mixHash(hash, foldOf(code));
  }
  return hash;
}

function isUnspaced(word: string): boolean {
  return word.split('').some((unit) => kindOf(unit.charCodeAt(0)) >= charKind.ideograph);
}

function isHangul(word: string): boolean {
  return /^[\uac00-\ud7a3]/.test(word);
}

/** `don't`, `pre-approved` are cut as the text is: at the dash, not at the apostrophe. */
function splitWord(word: string): string[] {
  return word.split(/[_-]/).filter((part) => part !== '');
}

type Draft = {
  readonly entries: Map<number, { classes: Set<number>; startsPhrase: boolean }>;
  readonly stemStarts: Uint8Array;
  readonly phraseStarts: Uint8Array;
};

function entryOf({ entries }: Draft, key: number) {
  const entry = entries.get(key) ?? { classes: new Set<number>(), startsPhrase: false };
  entries.set(key, entry);
  return entry;
}

function addWord(draft: Draft, written: string, number: number): void {
  const isStem = written.endsWith('*');
  const word = written.replaceAll('*', '').replace(/[?¿,:]/g, '');
  if (word === '') return;
  if (isUnspaced(word)) {
    const run = word.replaceAll('_', '');
    entryOf(draft, exactKey(hashWord(run))).classes.add(number);
    for (let units = 1; units <= run.length; units++) draft.stemStarts[startPlace(hashWord(run, units))] = 1;
    return;
  }
  const [first = 0, ...rest] = splitWord(word).map((part) => hashWord(part));
  if (rest.length === 0) {
    const isOpen = isStem || isHangul(word);
    entryOf(draft, isOpen ? stemKey(first) : exactKey(first)).classes.add(number);
    const units = stemUnits(kindOf(word.charCodeAt(0)));
    if (isOpen) draft.stemStarts[startPlace(hashWord(word, units))] = 1;
    return;
  }
  entryOf(draft, exactKey(first)).startsPhrase = true;
  let phrase = first;
  for (const next of rest) {
    phrase = joinWord(phrase, next);
    draft.phraseStarts[startPlace(phrase)] = 1;
  }
  entryOf(draft, exactKey(phrase)).classes.add(number);
}

export function compileRiskWords(): RiskWords {
  const lexicon = {
    ...riskActs,
    ...riskObjects,
    ...riskHarms,
    ...riskFrames,
    ...riskSteering,
    ...riskMotives,
  };
  const more: Partial<Record<RiskClass, readonly string[]>> = riskEnglish;
  const draft: Draft = {
    entries: new Map(),
    stemStarts: new Uint8Array(startCount),
    phraseStarts: new Uint8Array(startCount),
  };
  riskClasses.forEach((name, number) => {
    for (const line of [...lexicon[name], ...(more[name] ?? [])])
      for (const word of line.split(' ')) addWord(draft, word, number);
  });
  const keys = new Uint32Array(tableSize);
  const values = new Uint16Array(tableSize);
  const sets: number[][] = [[]];
  const numbers = new Map<string, number>([['', 0]]);
  for (const [key, { classes, startsPhrase }] of draft.entries) {
    const set = [...classes].sort((a, b) => a - b);
    const known = numbers.get(set.join()) ?? sets.push(set) - 1;
    numbers.set(set.join(), known);
    let slot = key & (tableSize - 1);
    while (keys[slot] !== 0) slot = (slot + 1) & (tableSize - 1);
    keys[slot] = key;
    values[slot] = known | (startsPhrase ? wordMark.startsPhrase : 0);
  }
  return { keys, values, sets, stemStarts: draft.stemStarts, phraseStarts: draft.phraseStarts };
}
