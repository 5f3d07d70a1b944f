/**
 * Looks through rows from the newest to older ones, until a page is full or enough were looked at. There is no index but
 * that by request: what was not looked at is said, never passed off as not there.
 */
import { RouterError } from '../../core/errors.ts';
import { type Row, rowId } from '../../core/row.ts';
import type { Deps } from '../../deps.ts';
import { type FiledFlush, flushesBefore } from '../../ledger/read-usage.ts';
import type { ScriptStore } from '../../ledger/store.ts';
import { fits, isAny, type RowsQuery } from './rows-query.ts';

/** Rows of a page; its last flush may bring some more. */
const pageRows = 100;
const mostSearched = 2000;
/** Flushes of single rows are many; each read is a command. */
const mostReads = 8;
const flushesAtOnce = { least: 4, most: 400 };
/** A row is filed when its attempt is over, by a clock that may be another one's; most are within the hour. */
const clocksApartMs = 60_000;
export const usuallyFiledMs = 3_600_000;
/** Rows of a flush, before any was seen. */
const usualRows = 16;

export type Search = {
  /** That fit, in the order in which they were filed, newest first; each attempt once. */
  readonly rows: readonly Row[];
  readonly searched: number;
  /** When the oldest row that was looked at began; null: none was. */
  readonly oldestAtMs: number | null;
  /** The flush that the search goes on before; null: there is nothing older. */
  readonly older: string | null;
};

class Searching {
  readonly #query: RowsQuery;
  readonly #found = new Map<string, Row>();
  readonly #seen = new Set<string>();
  #flushes = 0;
  searched = 0;
  oldestAtMs: number | null = null;
  last: string | null;

  constructor(query: RowsQuery) {
    this.#query = query;
    const { before, to } = query;
    this.last = before ?? (to && `${to.atMs + usuallyFiledMs}-0`);
  }

  get isOver(): boolean {
    return this.#found.size >= pageRows || this.searched >= mostSearched;
  }

  /** So many flushes to read next as may have what is left. */
  get wanted(): number {
    const rowsOfOne = this.#flushes === 0 ? usualRows : Math.max(1, this.searched / this.#flushes);
    const left = isAny(this.#query) ? pageRows - this.#found.size : mostSearched - this.searched;
    const { least, most } = flushesAtOnce;
    return Math.min(most, Math.max(least, Math.ceil(left / rowsOfOne)));
  }

  look({ id: flushId, rows }: FiledFlush): void {
    this.#flushes++;
    this.last = flushId;
    this.searched += rows.length;
    for (const { row } of rows) {
      this.oldestAtMs = Math.min(row.startedAtMs, this.oldestAtMs ?? row.startedAtMs);
      const id = rowId(row);
      // What corrects a row was filed after it, and holds whether it fits or not.
      if (!this.#seen.has(id) && fits(row, this.#query)) this.#found.set(id, row);
      this.#seen.add(id);
    }
  }

  end(hasMore: boolean): Search {
    const { searched, oldestAtMs, last } = this;
    return { rows: [...this.#found.values()], searched, oldestAtMs, older: hasMore ? last : null };
  }
}

/** Errors: StoreError. */
export async function searchRows(query: RowsQuery, store: ScriptStore): Promise<Search> {
  const searching = new Searching(query);
  const sinceMs = query.from && Math.max(0, query.from.atMs - clocksApartMs);
  for (let reads = 0; reads < mostReads && !searching.isOver; reads++) {
    const { wanted } = searching;
    const flushes = await flushesBefore(searching.last, wanted, { store }, sinceMs);
    for (const [at, flush] of flushes.entries()) {
      searching.look(flush);
      if (searching.isOver) return searching.end(at + 1 < flushes.length || flushes.length === wanted);
    }
    if (flushes.length < wanted) return searching.end(false);
  }
  return searching.end(true);
}

/** Errors: `store_unavailable`. */
export function storeOf({ scripts }: Deps): ScriptStore {
  if (scripts !== null) return scripts;
  throw new RouterError('store_unavailable', 'Without a store there are no rows.', { retryable: false });
}
