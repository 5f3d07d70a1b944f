/**
 * What attempts cost, counted in steps of 1, 2 and 5: a ladder that people read. Pure. A bucket of the ledger goes where its
 * middle is, so that an edge is off by 4.5 % at most.
 */
import { type Histogram, middleOf } from '../../ledger/histogram.ts';

export type CostStep = {
  /** Nano-USD; 0: next to nothing. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly attempts: number;
};

/** A hundred-thousandth of a dollar. */
const firstEdge = 10_000;
const inDecade = [1, 2, 5];
/** Up to a thousand dollars an attempt, and all above. */
const decades = 8;

const edges = [
  0,
  ...Array.from({ length: decades }, (_, decade) =>
    inDecade.map((step) => step * firstEdge * 10 ** decade),
  ).flat(),
];

/** From the first step in which there is an attempt to the last, and those in between; what cost nothing stands before them. */
export function costSteps(histogram: Histogram): CostStep[] {
  const attempts = edges.map(() => 0);
  for (const [bucket, count] of histogram) {
    const middle = middleOf(bucket);
    const at = edges.findLastIndex((edge) => edge <= middle);
    attempts[at] = (attempts[at] ?? 0) + count;
  }
  const steps = edges.map((from, at) => ({
    from,
    to: edges[at + 1] ?? Number.POSITIVE_INFINITY,
    attempts: attempts[at] ?? 0,
  }));
  const isUsed = (step: CostStep) => step.attempts > 0;
  const [free, ...paid] = steps;
  const first = paid.findIndex(isUsed);
  const used = first === -1 ? [] : paid.slice(first, paid.findLastIndex(isUsed) + 1);
  return free !== undefined && isUsed(free) ? [free, ...used] : used;
}

/** An edge as people write it: `$0.0002`, `$5`. */
export function printEdge(nanoUsd: number): string {
  return nanoUsd === Number.POSITIVE_INFINITY ? 'any' : `$${Number((nanoUsd / 1e9).toFixed(5))}`;
}
