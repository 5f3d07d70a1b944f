/**
 * The data behind a sorted set: score by member, and all pairs in order (score, then bytes).
 * Pure data structure; inserting moves the tail of an array, which is fine at development sizes.
 */
import type { Bytes } from '../engine.ts';

export interface Scored {
  readonly member: Bytes;
  readonly score: number;
}

/** A bound of a score range; `(1` in Redis's notation is exclusive. */
export interface ScoreBound {
  readonly score: number;
  readonly isExclusive: boolean;
}

export class SortedSet {
  readonly #scores = new Map<Bytes, number>();
  readonly #ordered: Scored[] = [];

  get size(): number {
    return this.#ordered.length;
  }

  /** All pairs, lowest first. */
  get ordered(): readonly Scored[] {
    return this.#ordered;
  }

  score(member: Bytes): number | undefined {
    return this.#scores.get(member);
  }

  set(member: Bytes, score: number): void {
    this.delete(member);
    // Redis keeps -0 as 0.
    const entry = { member, score: score === 0 ? 0 : score };
    this.#scores.set(member, entry.score);
    this.#ordered.splice(this.#position(entry), 0, entry);
  }

  delete(member: Bytes): boolean {
    const rank = this.rank(member);
    if (rank === null) return false;
    this.#scores.delete(member);
    this.#ordered.splice(rank, 1);
    return true;
  }

  /** How many pairs come before the member, or null when it is not there. */
  rank(member: Bytes): number | null {
    const score = this.#scores.get(member);
    return score === undefined ? null : this.#position({ member, score });
  }

  /** Start (inclusive) and end (exclusive) of the ranks whose score lies in the range. */
  span(low: ScoreBound, high: ScoreBound): [number, number] {
    const start = this.#countWhile(
      ({ score }) => score < low.score || (low.isExclusive && score === low.score),
    );
    const end = this.#countWhile(
      ({ score }) => score < high.score || (!high.isExclusive && score === high.score),
    );
    return [start, Math.max(start, end)];
  }

  /** Removes a span of ranks and returns how many pairs that were. */
  deleteSpan(start: number, end: number): number {
    const removed = this.#ordered.splice(start, Math.max(0, end - start));
    for (const { member } of removed) this.#scores.delete(member);
    return removed.length;
  }

  #position(entry: Scored): number {
    return this.#countWhile(
      ({ member, score }) => score < entry.score || (score === entry.score && member < entry.member),
    );
  }

  /** Length of the longest beginning for which the test holds; the test must hold for a beginning only. */
  #countWhile(isBefore: (entry: Scored) => boolean): number {
    let low = 0;
    let high = this.#ordered.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const entry = this.#ordered[middle];
      if (entry && isBefore(entry)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
