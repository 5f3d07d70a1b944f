/**
 * The data behind a stream: entries in the order of their ids, and the last id ever given.
 * Pure data structure; ids are pairs of unsigned 64-bit numbers.
 */
import type { Bytes } from '../engine.ts';

export interface StreamId {
  readonly ms: bigint;
  readonly seq: bigint;
}

export interface StreamEntry {
  readonly id: StreamId;
  /** Field, value, field, value ... as given. */
  readonly fields: readonly Bytes[];
}

export const maxUint64 = 2n ** 64n - 1n;
export const zeroId: StreamId = { ms: 0n, seq: 0n };
export const maxId: StreamId = { ms: maxUint64, seq: maxUint64 };

export const formatId = ({ ms, seq }: StreamId): Bytes => `${ms}-${seq}`;

/** Negative, zero or positive, as for sorting. */
export function compareIds(a: StreamId, b: StreamId): number {
  if (a.ms !== b.ms) return a.ms < b.ms ? -1 : 1;
  if (a.seq !== b.seq) return a.seq < b.seq ? -1 : 1;
  return 0;
}

/** `ms` or `ms-seq`; a missing sequence is taken from `missingSeq`. Null when it is not an id. */
export function parseId(text: Bytes, missingSeq: bigint): StreamId | null {
  const match = /^(\d{1,20})(?:-(\d{1,20}))?$/.exec(text);
  if (!match) return null;
  const id = { ms: BigInt(match[1] ?? ''), seq: match[2] === undefined ? missingSeq : BigInt(match[2]) };
  return id.ms > maxUint64 || id.seq > maxUint64 ? null : id;
}

/** The id right after, or null after the last possible one. */
export function nextId({ ms, seq }: StreamId): StreamId | null {
  if (seq < maxUint64) return { ms, seq: seq + 1n };
  return ms < maxUint64 ? { ms: ms + 1n, seq: 0n } : null;
}

/** The id right before, or null before 0-0. */
export function previousId({ ms, seq }: StreamId): StreamId | null {
  if (seq > 0n) return { ms, seq: seq - 1n };
  return ms > 0n ? { ms: ms - 1n, seq: maxUint64 } : null;
}

export class Stream {
  readonly #entries: StreamEntry[] = [];
  #lastId: StreamId = zeroId;

  get length(): number {
    return this.#entries.length;
  }

  get lastId(): StreamId {
    return this.#lastId;
  }

  /** The id has to be greater than `lastId`. */
  append(entry: StreamEntry): void {
    this.#entries.push(entry);
    this.#lastId = entry.id;
  }

  /** Entries with start <= id <= end, oldest first. */
  range(start: StreamId, end: StreamId): readonly StreamEntry[] {
    const from = this.#countBefore(start);
    const after = nextId(end);
    return this.#entries.slice(from, after ? this.#countBefore(after) : undefined);
  }

  delete(id: StreamId): boolean {
    const at = this.#countBefore(id);
    const found = this.#entries[at];
    if (!found || compareIds(found.id, id) !== 0) return false;
    this.#entries.splice(at, 1);
    return true;
  }

  /** Drops the oldest entries until `length` are left. Returns how many it dropped. */
  trimToLength(length: number, mostDropped: number): number {
    return this.#dropOldest(Math.min(this.#entries.length - length, mostDropped));
  }

  /** Drops entries with an id below `id`. Returns how many it dropped. */
  trimBelow(id: StreamId, mostDropped: number): number {
    return this.#dropOldest(Math.min(this.#countBefore(id), mostDropped));
  }

  #dropOldest(count: number): number {
    return count > 0 ? this.#entries.splice(0, count).length : 0;
  }

  #countBefore(id: StreamId): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const entry = this.#entries[middle];
      if (entry && compareIds(entry.id, id) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
