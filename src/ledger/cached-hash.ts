/**
 * A small hash of the store, kept in the isolate: all of it in one read, believed for half a minute, read anew beside
 * the requests after it, and waited for where it is older than a minute. While the store is away what was read last holds.
 */
import type { ScriptStore } from './store.ts';

export const freshMs = 30_000;
/** What is older is used only while the store does not answer. */
const validMs = 60_000;
/** After a read that failed nobody asks, nor waits, for so long. */
const againMs = 2000;
/** After that nobody waits longer for the next, until one has come. */
const patienceMs = 150;
/** No read takes that long: one that has not come by then died with its request. */
const deadMs = 5000;

type WaitUntil = (work: Promise<unknown>) => void;

type Options<Value> = {
  readonly store: Pick<ScriptStore, 'readHash'>;
  readonly key: string;
  /** Null: it cannot be read, and is left out. */
  readonly parse: (text: string) => Value | null;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Goes on behind the request with what a read has brought, as it stands there. Never rejects. */
  readonly onRead?: (written: ReadonlyMap<string, string>) => Promise<void>;
};

/** One per isolate and hash: a declared cache, losing it costs a read. */
export class CachedHash<Value> {
  readonly #options: Options<Value>;
  #known: Map<string, Value> | null = null;
  #readAtMs = 0;
  #dueAtMs = 0;
  #loading: { readonly done: Promise<void>; readonly sinceMs: number } | null = null;
  #hasFailed = false;

  constructor(options: Options<Value>) {
    this.#options = options;
  }

  /** Waits only where nothing is known yet, or what is known is old. False: it could not be read so far. Never rejects. */
  async ready(waitUntil: WaitUntil): Promise<boolean> {
    const nowMs = this.#options.now();
    if (nowMs >= this.#dueAtMs) {
      const loading = this.#load(waitUntil);
      waitUntil(loading);
      if (this.#known === null || nowMs - this.#readAtMs >= validMs)
        await (this.#hasFailed ? Promise.race([loading, this.#options.sleep(patienceMs)]) : loading);
    }
    return this.#known !== null;
  }

  get(field: string): Value | null {
    return this.#known?.get(field) ?? null;
  }

  /** What this isolate has just written, until it is read anew. */
  put(field: string, value: Value): void {
    this.#known?.set(field, value);
  }

  /** Never rejects. */
  #load(waitUntil: WaitUntil): Promise<void> {
    const nowMs = this.#options.now();
    if (this.#loading !== null && nowMs - this.#loading.sinceMs < deadMs) return this.#loading.done;
    const done = this.#read(waitUntil).finally(() => {
      if (this.#loading?.done === done) this.#loading = null;
    });
    this.#loading = { done, sinceMs: nowMs };
    return done;
  }

  async #read(waitUntil: WaitUntil): Promise<void> {
    const { store, key, parse, now, onRead } = this.#options;
    try {
      const written = await store.readHash(key);
      const known = new Map<string, Value>();
      for (const [field, text] of written) {
        const value = parse(text);
        if (value !== null) known.set(field, value);
      }
      this.#known = known;
      this.#hasFailed = false;
      this.#readAtMs = now();
      this.#dueAtMs = this.#readAtMs + freshMs;
      if (onRead !== undefined) waitUntil(onRead(written));
    } catch {
      this.#hasFailed = true;
      this.#dueAtMs = now() + againMs;
    }
  }
}
