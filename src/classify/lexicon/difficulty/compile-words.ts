/** The word classes of difficulty as keys for the file of the weights. Run at training and in tests, never at start. */
import { charKind, foldOf, kindOf } from '../../text/char-table.ts';
import { mixHash } from '../../text/tokens.ts';
import { startUnits, type WordKeys, wholeWord, wordSeed } from './word-table.ts';
import { type DifficultyClass, difficultyClasses, difficultyWords } from './words.ts';

type Key = {
  readonly key: number;
  /** Of a beginning of a word: the hash of its first units. */
  readonly start?: number;
};

function hashOf(word: string): number {
  let hash = wordSeed;
  for (let at = 0; at < word.length; at++) hash = mixHash(hash, foldOf(word.charCodeAt(at)));
  return hash;
}

/** Throws on what no walk would find: a single or a third character, a beginning too short. */
function keyOf(written: string): Key {
  const isBeginning = written.endsWith('*');
  const word = isBeginning ? written.slice(0, -1) : written;
  const kinds = Array.from(word, (unit) => kindOf(unit.charCodeAt(0)));
  if (kinds.length === 2 && !isBeginning && kinds.every((kind) => kind >= charKind.ideograph))
    return { key: hashOf(word) };
  const isWord = kinds.every((kind, at) =>
    kind === charKind.symbol ? word[at] === "'" : kind === charKind.letter || kind === charKind.joined,
  );
  const least = isBeginning ? startUnits(kinds[0] ?? charKind.letter) : 1;
  if (!isWord || word.length < least) throw new Error(`${written} is no word that can be found`);
  if (!isBeginning) return { key: mixHash(hashOf(word), wholeWord) };
  return { key: hashOf(word), start: hashOf(word.slice(0, least)) };
}

export function compileDifficultyWords(): WordKeys {
  const found = new Map<number, number>();
  const starts = new Set<number>();
  (Object.keys(difficultyClasses) as DifficultyClass[]).forEach((name, bit) => {
    for (const written of difficultyWords[name].split(' ')) {
      const { key, start } = keyOf(written);
      found.set(key, (found.get(key) ?? 0) | (1 << bit));
      if (start !== undefined) starts.add(start);
    }
  });
  return {
    keys: Uint32Array.from(found.keys(), (key) => key >>> 0),
    classes: Uint32Array.from(found.values()),
    starts: Uint32Array.from(starts, (start) => start >>> 0),
  };
}
