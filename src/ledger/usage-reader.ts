/**
 * Reads the counters of a period from the store: a command for each day that is over and each hour that is not in its
 * day yet, three for what is closed of the day in between. What is closed is kept in the isolate for a while, and told
 * as it was read last while the store is away. Never reads rows. Errors: StoreError.
 */
import { dayWindowAt, hourStartMs } from './hours.ts';
import { keys } from './keys.ts';
import { type CountedCell, type Marks, readDayAndMarks, readManyCells, readMarks } from './read-usage.ts';
import { StoreError, type UsageStore } from './store.ts';
import {
  findOpenDay,
  isDayOver,
  type OpenDay,
  planSpans,
  type SpanQuery,
  type UsageSpan,
} from './usage-spans.ts';

const hourMs = 3_600_000;
/** Hours that were closed since are read as if they were not, which gives the same. */
const keepMarksForMs = 10_000;
/** Corrections of what is closed are seen after this at the latest. */
const keepForMs = 10 * 60_000;
/** Cells kept, of about 1 KB each. */
const mostKept = 12_000;
/** Hashes of one call: a few megabytes at most. */
const mostOfCall = 8;
/** A Worker has six connections; more would wait, with their deadlines running. */
const atOnce = 6;

export type UsageSlice = Pick<UsageSpan, 'day' | 'hour'> & { readonly cells: readonly CountedCell[] };

export type CountedPeriod = {
  /** Oldest first. */
  readonly slices: readonly UsageSlice[];
  /** End of the last hour that is over and counted; what is after it still grows. Null: no hour is. */
  readonly completeUntilMs: number | null;
  /** Beginning of the first hour that anything was counted in, of whatever team; null: none was. */
  readonly firstMs: number | null;
  /** The store did not answer, and this is what was closed when the oldest of it was read; null: it is as of now. */
  readonly staleSinceMs: number | null;
};

type Kept = { readonly atMs: number; readonly cells: readonly CountedCell[] };

export type UsageReader = (query: SpanQuery) => Promise<CountedPeriod>;

export type UsagePorts = {
  readonly store: UsageStore;
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

  /** However long ago it was read. */
  findStale(key: string): Kept | null {
    return this.#kept.get(key) ?? null;
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

type KeptOpenDay = OpenDay & Kept;

class IsolateReader {
  readonly #ports: UsagePorts;
  readonly #closedCells = new ClosedCells();
  #marks: (Marks & { readonly atMs: number }) | null = null;
  #openDay: KeptOpenDay | null = null;

  constructor(ports: UsagePorts) {
    this.#ports = ports;
  }

  async read(query: SpanQuery): Promise<CountedPeriod> {
    try {
      return await this.#readNow(query);
    } catch (error) {
      const stale = query.orStale && error instanceof StoreError ? this.#readStale(query) : null;
      if (stale === null) throw error;
      return stale;
    }
  }

  /** What was closed of the period when it was read last; null: nothing was, or some of that is not kept. */
  #readStale(query: SpanQuery): CountedPeriod | null {
    const { timeZone, now } = this.#ports;
    const kept = this.#openDay ?? this.#marks;
    const marks = this.#marks && kept && { ...this.#marks, closed: kept.closed };
    const closedMs = hourStartMs(marks?.closed ?? '');
    if (marks === null || kept === null || closedMs === null) return null;
    const closed = { ...query, toMs: Math.min(query.toMs, closedMs + hourMs) };
    if (closed.toMs <= closed.fromMs) return null;
    const openDay = findOpenDay(closed, marks, timeZone) && this.#openDay;
    const slices: UsageSlice[] = [];
    let staleSinceMs = kept.atMs;
    for (const { key, day, hour, isClosed } of planSpans(
      closed,
      { ...marks, nowMs: now(), timeZone },
      openDay,
    )) {
      const found = hour === null && !isClosed ? openDay : this.#closedCells.findStale(key);
      if (found === null) return null;
      slices.push({ day, hour, cells: found.cells });
      staleSinceMs = Math.min(staleSinceMs, found.atMs);
    }
    const firstMs = hourStartMs(marks.first ?? '');
    return { slices, completeUntilMs: closedMs + hourMs, firstMs, staleSinceMs };
  }

  async #readNow(query: SpanQuery): Promise<CountedPeriod> {
    const { timeZone, now } = this.#ports;
    const known = await this.#readMarks();
    const openDay = await this.#readOpenDay(query, known);
    const marks = this.#marks ?? known;
    const spans = planSpans(query, { ...marks, nowMs: now(), timeZone }, openDay);
    const slices = await this.#readSlices(spans, openDay);
    const closedMs = hourStartMs(marks.closed ?? '');
    const completeUntilMs = closedMs === null ? null : closedMs + hourMs;
    const firstMs = hourStartMs(marks.first ?? '');
    return { slices, completeUntilMs, firstMs, staleSinceMs: null };
  }

  async #readMarks(): Promise<Marks> {
    const nowMs = this.#ports.now();
    const known = this.#marks;
    if (known !== null && nowMs - known.atMs < keepMarksForMs) return known;
    return this.#keepMarks(await readMarks(this.#ports), nowMs);
  }

  /** Not while nothing is counted: whoever tries the router looks for the first row at once. */
  #keepMarks(marks: Marks, atMs: number): Marks {
    this.#marks = marks.first === null ? null : { ...marks, atMs };
    return marks;
  }

  /** Null: the query has no use for it, or it has been closed to its end meanwhile. */
  async #readOpenDay(query: SpanQuery, marks: Marks): Promise<KeptOpenDay | null> {
    const { timeZone } = this.#ports;
    const wanted = findOpenDay(query, marks, timeZone);
    if (wanted === null) return null;
    const read = this.#findOpenDay(wanted) ?? (await this.#fetchOpenDay(wanted));
    // It may hold more than the query asks for, where an hour was closed since the marks were read.
    return read && findOpenDay(query, { ...marks, closed: read.closed }, timeZone) && read;
  }

  #findOpenDay({ day }: OpenDay): KeptOpenDay | null {
    const kept = this.#openDay;
    const isFresh = kept?.day === day && this.#ports.now() - kept.atMs < keepForMs;
    return isFresh ? kept : null;
  }

  async #fetchOpenDay({ day, closed: before }: OpenDay): Promise<KeptOpenDay | null> {
    const { timeZone, now } = this.#ports;
    const atMs = now();
    const { cells, ...marks } = await readDayAndMarks(day, this.#ports);
    this.#keepMarks(marks, atMs);
    const { closed } = marks;
    if (closed === null) return null;
    if (isDayOver(dayWindowAt(hourStartMs(before) ?? 0, timeZone), closed)) {
      this.#closedCells.keep(keys.day(day), cells, atMs);
      return null;
    }
    this.#openDay = { day, closed, cells, atMs };
    return this.#openDay;
  }

  async #readSlices(spans: readonly UsageSpan[], openDay: KeptOpenDay | null): Promise<UsageSlice[]> {
    const nowMs = this.#ports.now();
    const found = new Map<string, readonly CountedCell[]>();
    for (const { key, hour, isClosed } of spans) {
      const isOpenDay = hour === null && !isClosed;
      const cells = isOpenDay ? openDay?.cells : isClosed && this.#closedCells.find(key, nowMs);
      if (cells) found.set(key, cells);
    }
    const missing = spans.filter(({ key }) => !found.has(key));
    const calls = Array.from({ length: Math.ceil(missing.length / mostOfCall) }, (_, at) =>
      missing.slice(at * mostOfCall, (at + 1) * mostOfCall),
    );
    for (let at = 0; at < calls.length; at += atOnce) {
      const some = calls.slice(at, at + atOnce).map((call) => this.#fetch(call, found));
      await Promise.all(some);
    }
    return spans.map(({ key, day, hour }) => ({ day, hour, cells: found.get(key) ?? [] }));
  }

  async #fetch(spans: readonly UsageSpan[], found: Map<string, readonly CountedCell[]>): Promise<void> {
    const nowMs = this.#ports.now();
    const keysOf = spans.map(({ key }) => key);
    const read = await readManyCells(keysOf, this.#ports.store);
    for (const [at, { key, isClosed }] of spans.entries()) {
      const cells = read[at] ?? [];
      found.set(key, cells);
      if (isClosed) this.#closedCells.keep(key, cells, nowMs);
    }
  }
}

/** One for an isolate. */
export function createUsageReader(ports: UsagePorts): UsageReader {
  const reader = new IsolateReader(ports);
  return (query) => reader.read(query);
}
