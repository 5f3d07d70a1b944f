/** The phrase automaton in the file of the weights: its arrays as they are, its outcomes as one flat list. */
import type { PhraseEnd, Phrases } from '../lexicon/phrases.ts';
import { type Chunk, type Chunks, takeChunk } from './chunks.ts';

/** Running sums: degrees are small and compress, first edges would not. */
function sumUp(degrees: Uint16Array): Uint32Array {
  const sums = new Uint32Array(degrees.length + 1);
  for (let at = 0; at < degrees.length; at++) sums[at + 1] = (sums[at] ?? 0) + (degrees[at] ?? 0);
  return sums;
}

/** Targets stand in the file as the distance back from their node: mostly the same few numbers, which compress. */
function readTargets(distances: Uint16Array, firstEdges: Uint32Array): Uint32Array {
  const targets = new Uint32Array(distances.length);
  for (let node = 0; node + 1 < firstEdges.length; node++)
    for (let edge = firstEdges[node] as number; edge < (firstEdges[node + 1] as number); edge++)
      targets[edge] = (node - (distances[edge] as number)) & 0xffff;
  return targets;
}

function printTargets({ targets, firstEdges }: Phrases): Uint16Array {
  if (firstEdges.length > 0x10000) throw new Error('the automaton has more nodes than its file can number');
  const distances = new Uint16Array(targets.length);
  for (let node = 0; node + 1 < firstEdges.length; node++)
    for (let edge = firstEdges[node] as number; edge < (firstEdges[node + 1] as number); edge++)
      distances[edge] = (node - (targets[edge] as number)) & 0xffff;
  return distances;
}

/** Per outcome: how many open, how many closed, then the codes. */
function readOutcomes(flat: Uint16Array): PhraseEnd[] {
  const outcomes: PhraseEnd[] = [];
  for (let at = 0; at < flat.length; ) {
    const openCount = flat[at] ?? 0;
    const closedCount = flat[at + 1] ?? 0;
    const open = [...flat.subarray(at + 2, at + 2 + openCount)];
    at += 2 + openCount;
    outcomes.push({ open, closed: [...flat.subarray(at, at + closedCount)] });
    at += closedCount;
  }
  return outcomes;
}

export function readPhrases(chunks: Chunks): Phrases {
  const firstEdges = sumUp(takeChunk(chunks, 'phrase.degrees', Uint16Array));
  return {
    firstEdges,
    labels: takeChunk(chunks, 'phrase.labels', Uint16Array),
    targets: readTargets(takeChunk(chunks, 'phrase.targets', Uint16Array), firstEdges),
    ends: takeChunk(chunks, 'phrase.ends', Uint16Array),
    outcomes: readOutcomes(takeChunk(chunks, 'phrase.outcomes', Uint16Array)),
    cueCount: takeChunk(chunks, 'phrase.cues', Uint32Array)[0] ?? 0,
    gapCues: takeChunk(chunks, 'phrase.gaps', Uint16Array),
  };
}

/** The chunks that `readPhrases` reads. */
export function printPhrases(phrases: Phrases): [name: string, chunk: Chunk][] {
  const { firstEdges, labels, ends, outcomes, cueCount, gapCues } = phrases;
  const flat = outcomes.flatMap(({ open, closed }) => [open.length, closed.length, ...open, ...closed]);
  return [
    [
      'phrase.degrees',
      Uint16Array.from(ends, (_, node) => (firstEdges[node + 1] ?? 0) - (firstEdges[node] ?? 0)),
    ],
    ['phrase.labels', labels],
    ['phrase.targets', printTargets(phrases)],
    ['phrase.ends', ends],
    ['phrase.outcomes', Uint16Array.from(flat)],
    ['phrase.cues', Uint32Array.of(cueCount)],
    ['phrase.gaps', gapCues],
  ];
}
