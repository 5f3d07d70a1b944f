/**
 * Reads the counters of a period from the store, one command for each day that is over and each hour that is not in
 * its day yet. What is closed is kept in the isolate for a while. Never reads rows. Errors: StoreError.
 */
import { hourStartMs } from './hours.ts';
import { keys } from './keys.ts';
import { type CountedCell, readCells } from './read-usage.ts';
import type { ScriptStore } from './store.ts';
import { planSpans, type SpanQuery, type UsageSpan } from './usage-spans.ts';

const hourMs = 3_600_000;
/** Corrections of what is closed are seen after this at the latest. */
const keepForMs = 10 * 60_000;
/** Cells kept, of about 1 KB each. */
const mostKept = 12_000;
/** A Worker has six connections; more would wait, with their deadlines running. */
const atOnce = 6;

export type UsageSlice = Pick<UsageSpan, 'day' | 'hour'> & { readonly cells: readonly CountedCell[] };

export type CountedPeriod = {
  /** Oldest first. */
  readonly slices: readonly UsageSlice[];
  /** End of the last hour that is over and counted; what is after it still grows. Null: no hour is. */
  readonly completeUntilMs: number | null;
};

type Kept = { readonly atMs: number; readonly cells: readonly CountedCell[] };

export type UsageReader = (query: SpanQuery) => Promise<CountedPeriod>;

export type UsagePorts = {
  readonly store: ScriptStore;
  /** IANA zone of the days. */
  readonly timeZone: string;
  readonly now: () => number;
};

/** Closed hours and days of one isolate, oldest reads dropped first. */
class ClosedCells {
  readonly #kept = new Map<string, Kept>();
  #cells = 0;

  find(key: string, nowMs: number): readonly CountedCell[] | null {
    const kept = this.#kept.get(key);
    return kept !== undefined && nowMs - kept.atMs < keepForMs ? kept.cells : null;
  }

  keep(key: string, cells: readonly CountedCell[], atMs: number): void {
    this.#drop(key);
    this.#kept.set(key, { atMs, cells });
    this.#cells += cells.length;
    for (const oldest of this.#kept.keys()) {
      if (this.#cells <= mostKept) return;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#cells -= this.#kept.get(key)?.cells.length ?? 0;
    this.#kept.delete(key);
  }
}

/** One for an isolate. */
export function createUsageReader({ store, timeZone, now }: UsagePorts): UsageReader {
  const closedCells = new ClosedCells();
  const readSlice = async ({ key, day, hour, isClosed }: UsageSpan): Promise<UsageSlice> => {
    const nowMs = now();
    const known = isClosed ? closedCells.find(key, nowMs) : null;
    const cells = known ?? (await readCells(key, store));
    if (isClosed && known === null) closedCells.keep(key, cells, nowMs);
    return { day, hour, cells };
  };
  return async (query) => {
    const [closed, first] = await store.readFields(keys.state, ['closed', 'first']);
    const until = { closed: closed || null, first: first || null, nowMs: now(), timeZone };
    const spans = planSpans(query, until);
    const slices: UsageSlice[] = [];
    for (let at = 0; at < spans.length; at += atOnce)
      slices.push(...(await Promise.all(spans.slice(at, at + atOnce).map(readSlice))));
    const closedMs = hourStartMs(closed ?? '');
    return { slices, completeUntilMs: closedMs === null ? null : closedMs + hourMs };
  };
}
