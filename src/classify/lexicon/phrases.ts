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

const firstBits = 5;
const firstMask = (1 << firstBits) - 1;

/** Place of the first three units of a word in the table of beginnings. */
function placeOf(first: number, second: number, third: number): number {
  return ((((first & firstMask) << firstBits) | (second & firstMask)) << firstBits) | (third & firstMask);
}

/** Units below this that start a phrase are in the table of beginnings: Latin letters and signs. */
const mostIndexed = 0x80;

/** 1 where some phrase begins with three units of this place: most words begin none, and need no walk. */
function indexBeginnings(phrases: Phrases): Uint8Array {
  const { firstEdges, labels, ends } = phrases;
  const begins = new Uint8Array(1 << (3 * firstBits));
  const edgesOf = (node: number, use: (label: number, target: number) => void) => {
    for (let edge = firstEdges[node] as number; edge < (firstEdges[node + 1] as number); edge++)
      use(labels[edge] as number, targetOf(phrases, node, edge));
  };
  edgesOf(0, (first, afterFirst) => {
    if (first >= mostIndexed) return;
    if (ends[afterFirst] !== 0)
      begins.fill(1, placeOf(first, 0, 0), placeOf(first, firstMask, firstMask) + 1);
    edgesOf(afterFirst, (second, afterSecond) => {
      const start = placeOf(first, second, 0);
      if (ends[afterSecond] !== 0) begins.fill(1, start, start + firstMask + 1);
      edgesOf(afterSecond, (third) => {
        begins[placeOf(first, second, third)] = 1;
      });
    });
  });
  return begins;
}

/** A phrase may go on over the end of a line. */
function labelAt(at: number): number {
  const label = (foldedUnits[at] as number) & foldMask;
  return label === 0x0a ? 0x20 : label;
}

export function createPhraseFinder(phrases: Phrases): PhraseFinder {
  const { firstEdges, labels, distances, ends, outcomes, cueCount, gapCues } = phrases;
  const root = indexRoot(phrases);
  const begins = indexBeginnings(phrases);
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
  /** Target of the edge with this label, or -1. */
  const follow = (node: number, label: number): number => {
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
  };
  /** All phrases that start at `start`; `first` is the node after their first unit. */
  const walk = (start: number, first: number, length: number, visit: PhraseVisit) => {
    let node = first;
    for (let at = start + 1; node >= 0; at++) {
      const end = ends[node] as number;
      if (end !== 0) {
        const { open, closed } = outcomes[end - 1] as PhraseEnd;
        tell(open, start, at, visit);
        if (closed.length > 0 && endsWord(at, length)) tell(closed, start, at, visit);
      }
      if (at >= length) return;
      node = follow(node, labelAt(at));
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
      const code = unit & foldMask;
      const first = root[code] as number;
      if (first === 0) continue;
      const isIndexed = code < mostIndexed && start + 2 < length;
      if (isIndexed && begins[placeOf(code, labelAt(start + 1), labelAt(start + 2))] === 0) continue;
      walk(start, first - 1, length, visit);
    }
  };
}
