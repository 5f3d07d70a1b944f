/** The limits that are set, kept in the isolate: all of them in one read, known everywhere within a minute. */
import type { LimitsDirectory, ScopeKind, ScopeLimits } from '../core/budget.ts';
import { noLimits } from '../core/budget.ts';
import { CachedHash } from '../ledger/cached-hash.ts';
import { keys } from '../ledger/keys.ts';
import { parseLimits } from '../ledger/read-limits.ts';
import type { ScriptStore } from '../ledger/store.ts';

export function limitsField(scope: ScopeKind, id: string): string {
  return `${scope}:${id}`;
}

/** One per isolate: a declared cache, losing it costs a read. */
export class LimitsCache implements LimitsDirectory {
  readonly #hash: CachedHash<ScopeLimits>;

  constructor(store: Pick<ScriptStore, 'readHash'>, now: () => number, sleep: (ms: number) => Promise<void>) {
    const parse = (text: string) => parseLimits(text)?.limits ?? null;
    this.#hash = new CachedHash({ store, key: keys.limits, parse, now, sleep });
  }

  ready(waitUntil: (work: Promise<unknown>) => void): Promise<boolean> {
    return this.#hash.ready(waitUntil);
  }

  limitsOf(scope: ScopeKind, id: string): ScopeLimits {
    return this.#hash.get(limitsField(scope, id)) ?? noLimits;
  }

  noteSet(scope: ScopeKind, id: string, limits: ScopeLimits): void {
    this.#hash.put(limitsField(scope, id), limits);
  }
}
