/** The phrase automaton in the file of the weights: its arrays as they are, its outcomes as one flat list. */
import type { PhraseEnd, Phrases } from '../lexicon/phrases.ts';
import { type Chunk, type Chunks, takeChunk } from './chunks.ts';

/** Running sums: degrees are small and compress, first edges would not. */
function sumUp(degrees: Uint16Array): Uint32Array {
  const { length } = degrees;
  const sums = new Uint32Array(length + 1);
  let sum = 0;
  for (let at = 0; at < length; at++) {
    sum += degrees[at] as number;
    sums[at + 1] = sum;
  }
  return sums;
}

/** Per outcome: how many open, how many closed, then the codes. */
function readOutcomes(flat: Uint16Array): PhraseEnd[] {
  const outcomes: PhraseEnd[] = [];
  let at = 0;
  const take = (count: number): number[] => {
    const codes: number[] = [];
    for (const end = at + count; at < end; at++) codes.push(flat[at] as number);
    return codes;
  };
  while (at < flat.length) {
    const [openCount = 0, closedCount = 0] = take(2);
    outcomes.push({ open: take(openCount), closed: take(closedCount) });
  }
  return outcomes;
}

export function readPhrases(chunks: Chunks): Phrases {
  return {
    firstEdges: sumUp(takeChunk(chunks, 'phrase.degrees', Uint16Array)),
    labels: takeChunk(chunks, 'phrase.labels', Uint16Array),
    distances: takeChunk(chunks, 'phrase.targets', Uint16Array),
    ends: takeChunk(chunks, 'phrase.ends', Uint16Array),
    outcomes: readOutcomes(takeChunk(chunks, 'phrase.outcomes', Uint16Array)),
    cueCount: takeChunk(chunks, 'phrase.cues', Uint32Array)[0] ?? 0,
    gapCues: takeChunk(chunks, 'phrase.gaps', Uint16Array),
  };
}

/** The chunks that `readPhrases` reads. */
export function printPhrases(phrases: Phrases): [name: string, chunk: Chunk][] {
  const { firstEdges, labels, distances, ends, outcomes, cueCount, gapCues } = phrases;
  const flat = outcomes.flatMap(({ open, closed }) => [open.length, closed.length, ...open, ...closed]);
  return [
    [
      'phrase.degrees',
      Uint16Array.from(ends, (_, node) => (firstEdges[node + 1] ?? 0) - (firstEdges[node] ?? 0)),
    ],
    ['phrase.labels', labels],
    ['phrase.targets', distances],
    ['phrase.ends', ends],
    ['phrase.outcomes', Uint16Array.from(flat)],
    ['phrase.cues', Uint32Array.of(cueCount)],
    ['phrase.gaps', gapCues],
  ];
}
