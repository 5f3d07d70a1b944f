/**
 * The phrases of all lexicons as one acyclic automaton, and its one walk over a text. A walk starts where a word
 * starts (in scripts without clear words: anywhere) and goes on while what it has read begins some phrase. The
 * automaton is made when the weights are trained and read from their file: nothing is compiled at start.
 */
import { foldMask } from '../text/char-table.ts';
import { foldedUnits, leastUnit, type NormalText } from '../text/normalise.ts';

export type Phrases = {
  /** First edge of each node, and one more entry for the end; node 0 is the root. */
  readonly firstEdges: Uint32Array;
  /** Folded unit of each edge, ascending within a node. */
  readonly labels: Uint16Array;
  /** How far back of its node the target of each edge stands, modulo 2^16: mostly the same few numbers. */
  readonly distances: Uint16Array;
  /** Per node: 1 + the row of `outcomes` for phrases that end there, 0 for none. */
  readonly ends: Uint16Array;
  readonly outcomes: readonly PhraseEnd[];
  /** Cue codes from here on are halves of gapped phrases: first, second, first, ... */
  readonly cueCount: number;
  /** The cue of each gapped phrase. */
  readonly gapCues: Uint16Array;
};

/** Cue codes of phrases that may go on inside the word, and of those whose last word must end here. */
export type PhraseEnd = { readonly open: readonly number[]; readonly closed: readonly number[] };

/** Units between the halves of a gapped phrase. */
const longestGap = 60;

/** A letter of a spaced script, or a digit. */
function isWordy(unit: number): boolean {
  return unit >= leastUnit.digit && unit < leastUnit.joined;
}

function endsWord(next: number, length: number): boolean {
  return next >= length || !isWordy(foldedUnits[next] as number);
}

/** Called with each cue found, where its phrase starts and ends; the same cue may come often. */
export type PhraseVisit = (cue: number, start: number, end: number) => void;

/** Looks through the folded text. */
export type PhraseFinder = (text: NormalText, visit: PhraseVisit) => void;

/** Most nodes that distances can tell apart. */
export const mostNodes = 0xffff;

/** For each unit that starts a phrase: 1 + the node it leads to, or 0. */
function indexRoot(phrases: Phrases): Uint16Array {
  const index = new Uint16Array(0x10000);
  for (let edge = 0; edge < (phrases.firstEdges[1] as number); edge++)
    index[phrases.labels[edge] as number] = targetOf(phrases, 0, edge) + 1;
  return index;
}

function targetOf({ distances }: Phrases, node: number, edge: number): number {
  return (node - (distances[edge] as number)) & 0xffff;
}

/** Units of the beginnings of words that are remembered, five bits each. */
const beginningUnits = 6;
const beginningSlots = 12;
const space = 27;
const firstLetter = leastUnit.letter | 0x61;
const lastLetter = leastUnit.letter | 0x7a;

/** The first units that stand here as one number, exact; 0 where not all are letters a-z or white space. */
function beginningAt(start: number): number {
  let key = 0;
  for (let at = start; at < start + beginningUnits; at++) {
    const unit = foldedUnits[at] as number;
    let letter = space;
    if (unit >= leastUnit.symbol) {
      // full-width letters fold to these, and are no letters
      if (unit < firstLetter || unit > lastLetter) return 0;
      letter = unit - firstLetter + 1;
    }
    key = (key << 5) | letter;
  }
  return key;
}

/** A phrase may go on over the end of a line. */
function labelAt(at: number): number {
  const label = (foldedUnits[at] as number) & foldMask;
  return label === 0x0a ? 0x20 : label;
}

/** Target of the edge with this label, or -1. */
function follow({ firstEdges, labels, distances }: Phrases, node: number, label: number): number {
  let low = firstEdges[node] as number;
  let high = (firstEdges[node + 1] as number) - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = labels[middle] as number;
    if (found === label) return (node - (distances[middle] as number)) & 0xffff;
    if (found < label) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

export function createPhraseFinder(phrases: Phrases): PhraseFinder {
  const { ends, outcomes, cueCount, gapCues } = phrases;
  const root = indexRoot(phrases);
  /** Beginnings with which no phrase begins: of most words nothing more has to be read. A declared cache, of six letters. */
  const dead = new Int32Array(1 << beginningSlots);
  const opened = new Int32Array(gapCues.length);
  const tell = (codes: readonly number[], start: number, end: number, visit: PhraseVisit) => {
    for (const code of codes) {
      const gap = (code - cueCount) >> 1;
      if (code < cueCount) visit(code, start, end);
      else if ((code - cueCount) % 2 === 0) opened[gap] = end;
      else {
        const from = opened[gap] as number;
        if (start > from && start - from < longestGap) visit(gapCues[gap] as number, from, end);
      }
    }
  };
  /**
   * All phrases that start at `start`; `first` is the node after their first unit. Returns how many units had to be read
   * to know that there is none; 0 where there is one, or the text ended before.
   */
  const walk = (start: number, first: number, length: number, visit: PhraseVisit): number => {
    let node = first;
    let isFound = false;
    for (let at = start + 1; ; at++) {
      const end = ends[node] as number;
      if (end !== 0) {
        const { open, closed } = outcomes[end - 1] as PhraseEnd;
        tell(open, start, at, visit);
        const isClosed = closed.length > 0 && endsWord(at, length);
        if (isClosed) tell(closed, start, at, visit);
        isFound ||= isClosed || open.length > 0;
      }
      if (at >= length) return 0;
      node = follow(phrases, node, labelAt(at));
      if (node < 0) return isFound ? 0 : at + 1 - start;
    }
  };
  return ({ length }, visit) => {
    opened.fill(-longestGap);
    let isInWord = false;
    for (let start = 0; start < length; start++) {
      const unit = foldedUnits[start] as number;
      const isInside = isInWord;
      isInWord = isWordy(unit);
      if (isInside && isInWord) continue;
      const first = root[unit & foldMask] as number;
      if (first === 0) continue;
      const beginning = start + beginningUnits <= length ? beginningAt(start) : 0;
      const slot = Math.imul(beginning, 0x9e3779b1) >>> (32 - beginningSlots);
      if (beginning !== 0 && dead[slot] === beginning) continue;
      const read = walk(start, first - 1, length, visit);
      if (read !== 0 && read <= beginningUnits) dead[slot] = beginning;
    }
  };
}
