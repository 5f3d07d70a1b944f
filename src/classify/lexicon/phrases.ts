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
  readonly targets: Uint32Array;
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

function mayStart(text: NormalText, at: number): boolean {
  if (at === 0 || !isWordy(text.kinds[at] ?? 0)) return true;
  return !isWordy(text.kinds[at - 1] ?? 0);
}

function endsWord(text: NormalText, next: number): boolean {
  return next >= text.length || !isWordy(text.kinds[next] ?? 0);
}

export type PhraseFinder = (
  text: NormalText,
  /** Called with each cue found, where its phrase starts and ends; the same cue may come often. */
  visit: (cue: number, start: number, end: number) => void,
) => void;

/** First edge to look at for each unit that starts a phrase: node + 1, or 0. */
function indexRoot({ firstEdges, labels, targets }: Phrases): Uint32Array {
  const index = new Uint32Array(0x10000);
  for (let edge = firstEdges[0] ?? 0; edge < (firstEdges[1] ?? 0); edge++)
    index[labels[edge] ?? 0] = (targets[edge] ?? 0) + 1;
  return index;
}

/** Target of the edge with this label, or -1. */
function follow({ firstEdges, labels, targets }: Phrases, node: number, label: number): number {
  let low = firstEdges[node] ?? 0;
  let high = (firstEdges[node + 1] ?? 0) - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = labels[middle] ?? 0;
    if (found === label) return targets[middle] ?? 0;
    if (found < label) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

export function createPhraseFinder(phrases: Phrases): PhraseFinder {
  const { ends, outcomes, cueCount, gapCues } = phrases;
  const root = indexRoot(phrases);
  const opened = new Int32Array(gapCues.length);
  return (text, visit) => {
    opened.fill(-longestGap);
    const tell = (codes: readonly number[], start: number, end: number) => {
      for (const code of codes) {
        const gap = (code - cueCount) >> 1;
        if (code < cueCount) visit(code, start, end);
        else if ((code - cueCount) % 2 === 0) opened[gap] = end;
        else {
          const from = opened[gap] ?? 0;
          if (start > from && start - from < longestGap) visit(gapCues[gap] ?? 0, from, end);
        }
      }
    };
    for (let start = 0; start < text.length; start++) {
      let node = (root[text.codes[start] ?? 0] ?? 0) - 1;
      if (node < 0 || !mayStart(text, start)) continue;
      for (let at = start; ; ) {
        const end = ends[node] ?? 0;
        at++;
        if (end !== 0) {
          const { open, closed } = outcomes[end - 1] ?? { open: [], closed: [] };
          tell(open, start, at);
          if (closed.length > 0 && endsWord(text, at)) tell(closed, start, at);
        }
        if (at >= text.length) break;
        const code = text.codes[at] ?? 0;
        node = follow(phrases, node, code === 0x0a ? 0x20 : code);
        if (node < 0) break;
      }
    }
  };
}
