/**
 * Records of keys, kept in the isolate: fresh for half a minute, looked up anew beside the request until a minute is
 * over, and never used older than that while the store answers, so that a revoked key is dead everywhere within a minute.
 * While the store is away a known key works on for a quarter of an hour: an outage of ours is nobody's 401.
 */
import { RouterError } from '../core/errors.ts';
import type { KeyDirectory, KeyRecord } from '../core/key-record.ts';

const freshMs = 30_000;
const validMs = 60_000;
const staleIfErrorMs = 15 * 60_000;
/** After a look-up that failed a request waits no longer for a record that it could do without. */
const patienceMs = 150;
/** After one that failed nobody waits at all, for so long. */
const againMs = 5000;
/** A key that does not exist is not asked after again for so long. */
const absentMs = 10_000;
/** No look-up takes that long: one that has not come by then died with its request. */
const deadMs = 5000;
const mostKept = 10_000;

type WaitUntil = (work: Promise<unknown>) => void;
type Kept = { readonly record: KeyRecord | null; readonly atMs: number };
type Loading = { readonly record: Promise<KeyRecord | null>; readonly sinceMs: number };

export type KeyCacheDeps = {
  /** Rejects where the store does not answer. */
  readonly load: (id: string) => Promise<KeyRecord | null>;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

async function late(sleep: KeyCacheDeps['sleep']): Promise<never> {
  await sleep(patienceMs);
  throw new Error('late');
}

/** One per isolate: a declared cache, losing it costs a look-up. */
export class KeyCache implements KeyDirectory {
  readonly #deps: KeyCacheDeps;
  readonly #kept = new Map<string, Kept>();
  readonly #loading = new Map<string, Loading>();
  /** 0: the store answered when it was asked last. */
  #awayUntilMs = 0;

  constructor(deps: KeyCacheDeps) {
    this.#deps = deps;
  }

  async find(id: string, waitUntil: WaitUntil): Promise<KeyRecord | null> {
    const kept = this.#kept.get(id);
    if (kept === undefined) return this.#loadOrRefuse(id, null, waitUntil);
    const ageMs = this.#deps.now() - kept.atMs;
    const { record } = kept;
    if (ageMs < (record === null ? absentMs : freshMs)) return record;
    if (record === null || ageMs >= validMs) return this.#loadOrRefuse(id, kept, waitUntil);
    this.#load(id, waitUntil).catch(() => undefined);
    return record;
  }

  /** A thousand requests with one key are one look-up, which outlives the request that began it. */
  #load(id: string, waitUntil: WaitUntil): Promise<KeyRecord | null> {
    const running = this.#loading.get(id);
    const nowMs = this.#deps.now();
    if (running !== undefined && nowMs - running.sinceMs < deadMs) return running.record;
    const record = this.#deps
      .load(id)
      .then(
        (found) => {
          this.#awayUntilMs = 0;
          this.#keep(id, found);
          return found;
        },
        (error: unknown) => {
          this.#awayUntilMs = this.#deps.now() + againMs;
          throw error;
        },
      )
      .finally(() => {
        if (this.#loading.get(id)?.record === record) this.#loading.delete(id);
      });
    this.#loading.set(id, { record, sinceMs: nowMs });
    waitUntil(record.catch(() => undefined));
    return record;
  }

  async #loadOrRefuse(id: string, kept: Kept | null, waitUntil: WaitUntil): Promise<KeyRecord | null> {
    const nowMs = this.#deps.now();
    const isUsable = kept !== null && kept.record !== null && nowMs - kept.atMs < staleIfErrorMs;
    let detail = 'it did not answer of late';
    if (nowMs >= this.#awayUntilMs) {
      try {
        // A store that is merely slow is waited for: what it says may be that the key is revoked.
        const isHurried = isUsable && this.#awayUntilMs > 0;
        const loading = this.#load(id, waitUntil);
        return await (isHurried ? Promise.race([loading, late(this.#deps.sleep)]) : loading);
      } catch (error) {
        this.#awayUntilMs = this.#deps.now() + againMs;
        detail = error instanceof Error ? error.message : '';
      }
    }
    if (isUsable) return kept.record;
    throw new RouterError('auth_unavailable', 'API keys cannot be checked at the moment.', { detail });
  }

  #keep(id: string, record: KeyRecord | null): void {
    this.#kept.delete(id);
    this.#kept.set(id, { record, atMs: this.#deps.now() });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
  }
}
