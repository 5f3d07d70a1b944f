/**
 * The phrases of all lexicons as one acyclic automaton, and its one walk over a text. A walk starts where a word
 * starts (in scripts without clear words: anywhere) and goes on while what it has read begins some phrase. The
 * automaton is made when the weights are trained and read from their file: nothing is compiled at start.
 */
import { charKind } from '../text/char-table.ts';
import type { NormalText } from '../text/normalise.ts';

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

function isWordy(kind: number): boolean {
  return kind === charKind.letter || kind === charKind.digit;
}

function endsWord(text: NormalText, next: number): boolean {
  return next >= text.length || !isWordy(text.kinds[next] ?? 0);
}

/** Called with each cue found, where its phrase starts and ends; the same cue may come often. */
export type PhraseVisit = (cue: number, start: number, end: number) => void;

export type PhraseFinder = (text: NormalText, visit: PhraseVisit) => void;

/** Most nodes that distances can tell apart. */
export const mostNodes = 0xffff;

/** For each unit that starts a phrase: 1 + the node it leads to, or 0. */
function indexRoot({ firstEdges, labels, distances }: Phrases): Uint16Array {
  const index = new Uint16Array(0x10000);
  const count = firstEdges[1] as number;
  for (let edge = 0; edge < count; edge++)
    index[labels[edge] as number] = (-(distances[edge] as number) & 0xffff) + 1;
  return index;
}

/** Target of the edge with this label, or -1. */
function follow(phrases: Phrases, node: number, label: number): number {
  const { labels } = phrases;
  let low = phrases.firstEdges[node] as number;
  let high = (phrases.firstEdges[node + 1] as number) - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = labels[middle] as number;
    if (found === label) return (node - (phrases.distances[middle] as number)) & 0xffff;
    if (found < label) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

export function createPhraseFinder(phrases: Phrases): PhraseFinder {
  const { ends, outcomes, cueCount, gapCues } = phrases;
  const root = indexRoot(phrases);
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
  /** All phrases that start at `start`; `first` is the node after their first unit. */
  const walk = (text: NormalText, start: number, first: number, visit: PhraseVisit) => {
    const { codes, length } = text;
    let node = first;
    for (let at = start + 1; node >= 0; at++) {
      const end = ends[node] as number;
      if (end !== 0) {
        const { open, closed } = outcomes[end - 1] as PhraseEnd;
        tell(open, start, at, visit);
        if (closed.length > 0 && endsWord(text, at)) tell(closed, start, at, visit);
      }
      if (at >= length) return;
      const code = codes[at] as number;
      node = follow(phrases, node, code === 0x0a ? 0x20 : code);
    }
  };
  return (text, visit) => {
    const { codes, kinds, length } = text;
    opened.fill(-longestGap);
    let isInWord = false;
    for (let start = 0; start < length; start++) {
      const wordy = isWordy(kinds[start] as number);
      const first = isInWord && wordy ? 0 : (root[codes[start] as number] as number);
      isInWord = wordy;
      if (first !== 0) walk(text, start, first - 1, visit);
    }
  };
}
