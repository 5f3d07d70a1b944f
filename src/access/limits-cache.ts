/**
 * The limits that are set, kept in the isolate: all of them in one read, believed for half a minute, read anew beside
 * the request after it. While the store is away the last ones hold.
 */
import type { LimitsDirectory, ScopeKind, ScopeLimits } from '../core/budget.ts';
import { noLimits } from '../core/budget.ts';
import { keys } from '../ledger/keys.ts';
import { parseLimits } from '../ledger/read-limits.ts';
import type { ScriptStore } from '../ledger/store.ts';

const freshMs = 30_000;
/** After a read that failed. */
const againMs = 2000;
/** After one that failed nobody waits longer for the next. */
const patienceMs = 150;

type Known = ReadonlyMap<string, ScopeLimits>;

export function limitsField(scope: ScopeKind, id: string): string {
  return `${scope}:${id}`;
}

/** One per isolate: a declared cache, losing it costs a read. */
export class LimitsCache implements LimitsDirectory {
  readonly #store: ScriptStore;
  readonly #now: () => number;
  #known: Known | null = null;
  #dueAtMs = 0;
  #loading: Promise<void> | null = null;
  #hasFailed = false;
  readonly #sleep: (ms: number) => Promise<void>;

  constructor(store: ScriptStore, now: () => number, sleep: (ms: number) => Promise<void>) {
    this.#store = store;
    this.#now = now;
    this.#sleep = sleep;
  }

  async ready(waitUntil: (work: Promise<unknown>) => void): Promise<boolean> {
    if (this.#now() >= this.#dueAtMs) {
      const loading = this.#load();
      waitUntil(loading);
      if (this.#known === null)
        await (this.#hasFailed ? Promise.race([loading, this.#sleep(patienceMs)]) : loading);
    }
    return this.#known !== null;
  }

  limitsOf(scope: ScopeKind, id: string): ScopeLimits {
    return this.#known?.get(limitsField(scope, id)) ?? noLimits;
  }

  /** Never rejects. */
  #load(): Promise<void> {
    this.#loading ??= this.#read().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  async #read(): Promise<void> {
    try {
      const written = await this.#store.readHash(keys.limits);
      const known = new Map<string, ScopeLimits>();
      for (const [field, text] of written) {
        const limits = parseLimits(text);
        if (limits !== null) known.set(field, limits.limits);
      }
      this.#known = known;
      this.#dueAtMs = this.#now() + freshMs;
    } catch {
      this.#hasFailed = true;
      this.#dueAtMs = this.#now() + againMs;
    }
  }
}
