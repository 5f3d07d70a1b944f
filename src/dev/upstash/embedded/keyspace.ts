/**
 * All keys of the embedded engine: typed values and when they expire. In memory only; what reaches
 * the disk is the business of the append log. It has no clock: the engine sets `nowMs`, which stands
 * still during a command, a script or a transaction.
 */
import type { Bytes } from '../engine.ts';
import { wrongType } from './command.ts';
import type { SortedSet } from './sorted-set.ts';
import type { Stream } from './stream.ts';

export interface ValueTypes {
  readonly string: { readonly bytes: Bytes };
  readonly hash: Map<Bytes, Bytes>;
  readonly list: Bytes[];
  readonly set: Set<Bytes>;
  readonly zset: SortedSet;
  readonly stream: Stream;
}

export type TypeName = keyof ValueTypes;
export type Value = {
  readonly [T in TypeName]: { readonly type: T; readonly data: ValueTypes[T] };
}[TypeName];

export interface Entry {
  readonly key: Bytes;
  value: Value;
  /** Milliseconds since 1970, or null for never. */
  expiresAtMs: bigint | null;
  /** Rises with every key made: the cursor of SCAN, which so never misses a key that stays. */
  readonly sequence: number;
}

export class Keyspace {
  nowMs = 0n;
  readonly #entries = new Map<Bytes, Entry>();
  #lastSequence = 0;

  /** An expired entry is dropped here, on access, and counts as missing. */
  entry(key: Bytes): Entry | undefined {
    const entry = this.#entries.get(key);
    if (!entry || !this.#isExpired(entry)) return entry;
    this.#entries.delete(key);
    return undefined;
  }

  /** The data of a key that has to be of the type; undefined when there is none. Throws WRONGTYPE. */
  find<T extends TypeName>(key: Bytes, type: T): ValueTypes[T] | undefined {
    const value = this.entry(key)?.value;
    if (!value) return undefined;
    if (value.type !== type) throw wrongType();
    // The types agree: `data` belongs to `type`, which the compiler cannot see through the generic.
    return value.data as ValueTypes[T];
  }

  /** Like `find`, but makes the key with an empty value when it is missing. */
  open<T extends TypeName>(key: Bytes, type: T, make: () => Extract<Value, { type: T }>): ValueTypes[T] {
    const found = this.find(key, type);
    if (found) return found;
    const value: Value = make();
    this.put(key, value, null);
    return value.data as ValueTypes[T];
  }

  /** Sets or replaces a key whatever it was. */
  put(key: Bytes, value: Value, expiresAtMs: bigint | null): void {
    const entry = this.entry(key);
    if (entry) {
      entry.value = value;
      entry.expiresAtMs = expiresAtMs;
    } else {
      this.#entries.set(key, { key, value, expiresAtMs, sequence: ++this.#lastSequence });
    }
  }

  /** True when there was such a key. */
  delete(key: Bytes): boolean {
    return this.entry(key) !== undefined && this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }

  /** Live entries, oldest key first. */
  *live(): Generator<Entry> {
    for (const entry of this.#entries.values()) if (!this.#isExpired(entry)) yield entry;
  }

  #isExpired(entry: Entry): boolean {
    return entry.expiresAtMs !== null && entry.expiresAtMs <= this.nowMs;
  }
}
