/**
 * Sums in which what came later counts for more: after each half-life all that was added before counts half. Sums of
 * several isolates add up in any order. Pure; `ledger/scripts/learn-script.ts` does the same in the store.
 */

export type DecayingSums = {
  /** When they were true; later they are less. */
  readonly atMs: number;
  readonly values: readonly number[];
};

/** As they are at `nowMs`; a clock that has gone back decays nothing. */
export function decayTo({ atMs, values }: DecayingSums, nowMs: number, halfLifeMs: number): DecayingSums {
  if (nowMs <= atMs) return { atMs, values };
  const rest = 2 ** ((atMs - nowMs) / halfLifeMs);
  return { atMs: nowMs, values: values.map((value) => value * rest) };
}

/** Both at the later of their times. Of different lengths the longer one has the form. */
export function addSums(a: DecayingSums, b: DecayingSums, halfLifeMs: number): DecayingSums {
  const nowMs = Math.max(a.atMs, b.atMs);
  const [left, right] = [decayTo(a, nowMs, halfLifeMs), decayTo(b, nowMs, halfLifeMs)];
  const longer = left.values.length >= right.values.length ? left : right;
  const values = longer.values.map((_, at) => (left.values[at] ?? 0) + (right.values[at] ?? 0));
  return { atMs: nowMs, values };
}

/** Enough digits for sums of anything that is predicted here. */
const digits = 9;

/** `1795262400000 12 3.5`: the time, then the values. */
export function printSums({ atMs, values }: DecayingSums): string {
  return [Math.round(atMs), ...values.map((value) => Number(value.toPrecision(digits)))].join(' ');
}

/** Null: it is none. */
export function parseSums(text: string): DecayingSums | null {
  const [atMs, ...values] = text.split(' ').map(Number);
  if (atMs === undefined || values.length === 0) return null;
  return [atMs, ...values].every(Number.isFinite) ? { atMs, values } : null;
}
