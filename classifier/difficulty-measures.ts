/** Figures of difficulty scores: order against an outcome, calibration, and how sure a difference is. */
import { createRandom } from './random.ts';

/** Places in ascending order, from 1; equal values share the mean of theirs. */
function rank(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Array<number>(values.length).fill(0);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to++;
    for (let at = from; at < to; at++) ranks[order[at] ?? 0] = (from + to + 1) / 2;
    from = to;
  }
  return ranks;
}

/** Spearman's correlation; 0 where either side is constant. */
export function rankCorrelation(left: readonly number[], right: readonly number[]): number {
  const [a, b] = [rank(left), rank(right)];
  const middle = (left.length + 1) / 2;
  let [both, ofA, ofB] = [0, 0, 0];
  a.forEach((place, at) => {
    const [x, y] = [place - middle, (b[at] ?? 0) - middle];
    both += x * y;
    ofA += x * x;
    ofB += y * y;
  });
  return ofA === 0 || ofB === 0 ? 0 : both / Math.sqrt(ofA * ofB);
}

export type Reliability = { from: number; to: number; count: number; said: number; found: number };

/** Bins of equal size by what was said. */
export function reliabilityOf(
  pairs: readonly { said: number; found: number }[],
  binCount: number,
): Reliability[] {
  const sorted = [...pairs].sort((a, b) => a.said - b.said);
  return Array.from({ length: binCount }, (_, bin) => {
    const part = sorted.slice(
      Math.floor((bin * sorted.length) / binCount),
      Math.floor(((bin + 1) * sorted.length) / binCount),
    );
    const mean = (of: (pair: { said: number; found: number }) => number) =>
      part.reduce((sum, pair) => sum + of(pair), 0) / part.length;
    return {
      from: part[0]?.said ?? 0,
      to: part.at(-1)?.said ?? 0,
      count: part.length,
      said: mean(({ said }) => said),
      found: mean(({ found }) => found),
    };
  });
}

/** Expected calibration error over those bins. */
export function calibrationErrorOf(bins: readonly Reliability[]): number {
  const all = bins.reduce((sum, { count }) => sum + count, 0);
  return bins.reduce((sum, { count, said, found }) => sum + (count * Math.abs(said - found)) / all, 0);
}

/** The middle 95 % of a figure over samples drawn again from the same rows, seeded. */
export function bootstrap<Row>(
  rows: readonly Row[],
  figure: (sample: readonly Row[]) => number,
  rounds: number,
): { low: number; high: number } {
  const random = createRandom(7);
  const figures = Array.from({ length: rounds }, () =>
    figure(rows.map((row) => rows[Math.floor(random() * rows.length)] ?? row)),
  ).sort((a, b) => a - b);
  return {
    low: figures[Math.floor(0.025 * rounds)] ?? Number.NaN,
    high: figures[Math.ceil(0.975 * rounds) - 1] ?? Number.NaN,
  };
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
