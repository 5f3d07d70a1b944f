/** The risk lexicon made into the hashed table of `risk-words.ts`: for training and tests, never at start. */
import { charFolds, charKind, charKinds } from '../text/char-table.ts';
import { mixHash } from '../text/tokens.ts';
import { riskActs } from './risk/acts.ts';
import { riskFrames } from './risk/frames.ts';
import { riskHarms } from './risk/harms.ts';
import { riskObjects } from './risk/objects.ts';
import { riskSteering } from './risk/steering.ts';
import { riskClasses } from './risk-classes.ts';
import { exactKey, joinWord, type RiskWords, stemKey, wordMark, wordSeed } from './risk-words.ts';

const tableSize = 1 << 15;

/** Hash of a folded word, and whether its script is written without spaces. */
export function hashWord(word: string): number {
  let hash = wordSeed;
  for (const unit of word.normalize('NFKC').split('')) {
    const code = unit.charCodeAt(0);
    if (charKinds[code] !== charKind.dropped) hash = mixHash(hash, charFolds[code] ?? code);
  }
  return hash;
}

function isUnspaced(word: string): boolean {
  return word.split('').some((unit) => (charKinds[unit.charCodeAt(0)] ?? 0) >= charKind.ideograph);
}

function isHangul(word: string): boolean {
  return /^[\uac00-\ud7a3]/.test(word);
}

/** `don't`, `pre-approved` are cut as the text is: at the dash, not at the apostrophe. */
function splitWord(word: string): string[] {
  return word.split(/[_-]/).filter((part) => part !== '');
}

type Draft = Map<number, { classes: Set<number>; startsPhrase: boolean }>;

function entryOf(draft: Draft, key: number) {
  const entry = draft.get(key) ?? { classes: new Set<number>(), startsPhrase: false };
  draft.set(key, entry);
  return entry;
}

function addWord(draft: Draft, written: string, number: number): void {
  const isStem = written.endsWith('*');
  const word = written.replaceAll('*', '').replace(/[?¿,:]/g, '');
  if (word === '') return;
  if (isUnspaced(word)) {
    entryOf(draft, exactKey(hashWord(word.replaceAll('_', '')))).classes.add(number);
    return;
  }
  const [first = '', ...rest] = splitWord(word).map(hashWord);
  if (rest.length === 0) {
    const isOpen = isStem || isHangul(word);
    entryOf(draft, isOpen ? stemKey(Number(first)) : exactKey(Number(first))).classes.add(number);
    return;
  }
  entryOf(draft, exactKey(Number(first))).startsPhrase = true;
  entryOf(draft, exactKey(rest.reduce(joinWord, Number(first)))).classes.add(number);
}

export function compileRiskWords(): RiskWords {
  const lexicon = { ...riskActs, ...riskObjects, ...riskHarms, ...riskFrames, ...riskSteering };
  const draft: Draft = new Map();
  riskClasses.forEach((name, number) => {
    for (const line of lexicon[name]) for (const word of line.split(' ')) addWord(draft, word, number);
  });
  const keys = new Uint32Array(tableSize);
  const values = new Uint16Array(tableSize);
  const sets: number[][] = [[]];
  const numbers = new Map<string, number>([['', 0]]);
  for (const [key, { classes, startsPhrase }] of draft) {
    const set = [...classes].sort((a, b) => a - b);
    const known = numbers.get(set.join()) ?? sets.push(set) - 1;
    numbers.set(set.join(), known);
    let slot = key & (tableSize - 1);
    while (keys[slot] !== 0) slot = (slot + 1) & (tableSize - 1);
    keys[slot] = key;
    values[slot] = known | (startsPhrase ? wordMark.startsPhrase : 0);
  }
  return { keys, values, sets };
}
