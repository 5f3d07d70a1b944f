/** Sums over many requests. What is unknown is left out and counted, so that no sum passes for whole that is not. Pure. */
import type { Served } from './outcome.ts';

/** A figure over the requests for which it is known. */
export type Figure = {
  /** Null: known for none. */
  readonly value: number | null;
  readonly known: number;
};

export type Tally = {
  readonly requests: number;
  /** A sum. */
  readonly costNanoUsd: Figure;
  /** Predicted success, 0-1; a mean. */
  readonly quality: Figure;
  /** Milliseconds; medians. */
  readonly firstEventMs: Figure;
  readonly totalMs: Figure;
};

type Known = readonly number[];

function figure(values: readonly (number | null)[], sumUp: (known: Known) => number): Figure {
  const known = values.filter((value) => value !== null);
  return { value: known.length === 0 ? null : sumUp(known), known: known.length };
}

const sum = (known: Known) => known.reduce((total, value) => total + value, 0);
const mean = (known: Known) => sum(known) / known.length;
/** The lower of the two in the middle. */
const median = (known: Known) => known.toSorted((a, b) => a - b)[Math.ceil(known.length / 2) - 1] ?? 0;

export function tally(served: readonly Served[]): Tally {
  const predictions = served.map(({ prediction }) => prediction);
  return {
    requests: served.length,
    costNanoUsd: figure(
      predictions.map((one) => one?.cost?.expectedNanoUsd ?? null),
      sum,
    ),
    quality: figure(
      predictions.map((one) => one?.quality ?? null),
      mean,
    ),
    firstEventMs: figure(
      predictions.map((one) => one?.latency.firstEventMs ?? null),
      median,
    ),
    totalMs: figure(
      predictions.map((one) => one?.latency.totalMs ?? null),
      median,
    ),
  };
}

export type Group = { readonly name: string; readonly tally: Tally };

/** The largest first. */
export function tallyBy(served: readonly Served[], nameOf: (one: Served) => string): readonly Group[] {
  const groups = Map.groupBy(served, nameOf);
  return [...groups]
    .map(([name, members]) => ({ name, tally: tally(members) }))
    .toSorted((a, b) => b.tally.requests - a.tally.requests || (a.name < b.name ? -1 : 1));
}

/** The cost of both over the requests for which both have one. */
export type CostPair = {
  readonly requests: number;
  readonly beforeNanoUsd: number;
  readonly afterNanoUsd: number;
};

export function pairCosts(before: readonly Served[], after: readonly Served[]): CostPair {
  const costOf = (one: Served | undefined) => one?.prediction?.cost?.expectedNanoUsd ?? null;
  const byLine = new Map(before.map((one) => [one.line, one]));
  let [requests, beforeNanoUsd, afterNanoUsd] = [0, 0, 0];
  for (const one of after) {
    const [old, now] = [costOf(byLine.get(one.line)), costOf(one)];
    if (old === null || now === null) continue;
    requests++;
    beforeNanoUsd += old;
    afterNanoUsd += now;
  }
  return { requests, beforeNanoUsd, afterNanoUsd };
}
