/**
 * The words of difficulty as they stand in the file of the weights, and the look-ups of a walk over text. Keys are made
 * at training (`compile-words.ts`); at start they are only put into their slots.
 */
import { charKind } from '../../text/char-table.ts';

export const wordSeed = 0x811c9dc5 | 0;
/** Mixed into the hash of a whole word, so that it is no beginning of another. */
export const wholeWord = 0x20;

const tableBits = 13;
const mask = (1 << tableBits) - 1;

export type WordTable = {
  /** Open addressing; a slot without classes is free. */
  readonly keys: Int32Array;
  /** Bits of the classes. */
  readonly classes: Uint32Array;
  /** By `slotOf`: 1 where some beginning of a word starts with units of this hash. */
  readonly starts: Uint8Array;
};

export type WordKeys = {
  readonly keys: Uint32Array;
  /** Bits of the classes of each. */
  readonly classes: Uint32Array;
  /** Hashes of the first units (`startUnits`) of all beginnings of words. */
  readonly starts: Uint32Array;
};

/** Units that a beginning of a word has at least: scripts that join their words say more in one. */
export function startUnits(kind: number): number {
  return kind === charKind.joined ? 2 : 4;
}

export function slotOf(hash: number): number {
  return (hash ^ (hash >>> 15)) & mask;
}

export function makeWordTable({ keys, classes, starts }: WordKeys): WordTable {
  const table = {
    keys: new Int32Array(1 << tableBits),
    classes: new Uint32Array(1 << tableBits),
    starts: new Uint8Array(1 << tableBits),
  };
  for (let at = 0; at < keys.length; at++) {
    const key = (keys[at] as number) | 0;
    let slot = slotOf(key);
    while (table.classes[slot] !== 0 && table.keys[slot] !== key) slot = (slot + 1) & mask;
    table.keys[slot] = key;
    table.classes[slot] = (table.classes[slot] as number) | (classes[at] as number);
  }
  for (const start of starts) table.starts[slotOf(start | 0)] = 1;
  return table;
}

/** Bits of the classes of a key, 0 for none. */
export function lookClasses({ keys, classes }: WordTable, hash: number): number {
  for (let slot = slotOf(hash); ; slot = (slot + 1) & mask) {
    const found = classes[slot] as number;
    if (found === 0 || keys[slot] === hash) return found;
  }
}
