/**
 * What one isolate knows of targets: what it has seen itself, and what all have told the store. A declared cache;
 * decisions read what is there and never wait for it. Reads and writes go on behind answers, at most one each a minute.
 */
import { addSums, type DecayingSums, parseSums, printSums } from '../core/decaying-sums.ts';
import { type Learned, nothingLearned } from '../core/learned.ts';
import { keys } from './keys.ts';
import { addToTable, halfLifeOf, isFaded, readTable } from './learned-fields.ts';
import { forgetScript, learnScript } from './scripts/learn-script.ts';
import type { ScriptStore } from './store.ts';

/** Of a field, since the last time it was told. */
export type Observation = { readonly field: string; readonly values: readonly number[] };

/** Where isolates meet; every call rejects when it does not take it. */
export type LearnedStore = Pick<ScriptStore, 'run' | 'readHash'>;

const readEveryMs = 60_000;
const tellEveryMs = 60_000;
/** Sooner nobody notices. */
const renewEveryMs = 10_000;
/** Told at once; the rest waits for the next time. */
const mostFieldsTold = 200;
/** More than that is not kept while the store is away. */
const mostFieldsKept = 2000;
/** What has faded is taken out of the store once it is so much. */
const mostFadedKept = 200;
const timeoutMs = 1000;

export class LearnedMemory {
  #table = new Map<string, DecayingSums>();
  #untold = new Map<string, DecayingSums>();
  #learned: Learned = nothingLearned;
  #isChanged = false;
  #renewedAtMs = Number.NEGATIVE_INFINITY;
  #readAtMs = Number.NEGATIVE_INFINITY;
  #toldAtMs = Number.NEGATIVE_INFINITY;

  /** What is known now. What is learned while a plan is made does not change it. */
  learned(nowMs: number): Learned {
    if (this.#isChanged && nowMs - this.#renewedAtMs >= renewEveryMs) {
      this.#learned = readTable(this.#table, nowMs);
      this.#isChanged = false;
      this.#renewedAtMs = nowMs;
    }
    return this.#learned;
  }

  /** `isShared`: there is a store to tell. */
  observe(observations: readonly Observation[], nowMs: number, isShared: boolean): void {
    for (const { field, values } of observations) {
      const sums = { atMs: nowMs, values };
      addToTable(this.#table, field, sums);
      if (isShared && (this.#untold.size < mostFieldsKept || this.#untold.has(field)))
        addToTable(this.#untold, field, sums);
      this.#isChanged = true;
    }
  }

  /** Whether `keepUp` has something to do. */
  isBehind(nowMs: number): boolean {
    return this.#isTellDue(nowMs) || this.#isReadDue(nowMs);
  }

  /** Tells the store and asks it. Never rejects: what could not be told is told later. */
  async keepUp(store: LearnedStore, nowMs: number): Promise<void> {
    if (this.#isTellDue(nowMs)) await this.#tell(store, nowMs);
    if (this.#isReadDue(nowMs)) await this.#read(store, nowMs);
  }

  #isTellDue(nowMs: number): boolean {
    return this.#untold.size > 0 && nowMs - this.#toldAtMs >= tellEveryMs;
  }

  #isReadDue(nowMs: number): boolean {
    return nowMs - this.#readAtMs >= readEveryMs;
  }

  async #tell(store: LearnedStore, nowMs: number): Promise<void> {
    this.#toldAtMs = nowMs;
    const told = [...this.#untold].slice(0, mostFieldsTold);
    for (const [field] of told) this.#untold.delete(field);
    const args = told.flatMap(([field, sums]) => [field, String(halfLifeOf(field)), printSums(sums)]);
    try {
      await store.run(learnScript, [keys.learned], args, timeoutMs);
    } catch {
      for (const [field, sums] of told) addToTable(this.#untold, field, sums);
    }
  }

  async #read(store: LearnedStore, nowMs: number): Promise<void> {
    this.#readAtMs = nowMs;
    const found = await store.readHash(keys.learned).catch(() => null);
    if (found === null) return;
    const table = new Map<string, DecayingSums>();
    const faded: string[] = [];
    for (const [field, text] of found) {
      const sums = parseSums(text);
      if (sums === null || isFaded(field, sums, nowMs)) faded.push(field);
      else table.set(field, sums);
    }
    for (const [field, sums] of this.#untold) {
      const told = table.get(field);
      table.set(field, told === undefined ? sums : addSums(told, sums, halfLifeOf(field)));
    }
    this.#table = table;
    this.#isChanged = true;
    this.#renewedAtMs = Number.NEGATIVE_INFINITY;
    if (faded.length < mostFadedKept) return;
    await store
      .run(forgetScript, [keys.learned], faded.slice(0, 5 * mostFadedKept), timeoutMs)
      .catch(() => null);
  }
}
