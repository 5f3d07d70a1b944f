/** Order statistics, and a random source that a seed decides. Pure: the same input gives the same output. */

const ascending = (a: number, b: number): number => a - b;

/** The value below which `share` (0-1) of the sorted `values` lie, on the line between neighbours; null: there are none. */
export function quantileOfSorted(values: ArrayLike<number>, share: number): number | null {
  if (values.length === 0) return null;
  const place = share * (values.length - 1);
  const below = values[Math.floor(place)] as number;
  const above = values[Math.ceil(place)] as number;
  return below + (above - below) * (place - Math.floor(place));
}

/** Null: there are none. */
export function medianOf(values: readonly number[]): number | null {
  return quantileOfSorted([...values].sort(ascending), 0.5);
}

/** Of a normal distribution, the standard deviation is so many median absolute deviations. */
const deviationsPerMad = 1.4826;

/** Half of the values lie within 1 / 1.4826 of this around the median; 0 where more than half are alike. */
export function robustDeviation(values: readonly number[], median: number): number {
  return deviationsPerMad * (medianOf(values.map((value) => Math.abs(value - median))) ?? 0);
}

/** From 0 to just below 1. */
export type Random = () => number;

/** mulberry32. Nothing that must not be guessed may come of it. */
export function randomFrom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of `values`, each as likely; there is at least one. */
export function drawFrom(values: ArrayLike<number>, random: Random): number {
  return values[Math.floor(random() * values.length)] as number;
}
