/**
 * Reads for usage queries, pages and exports: counters by hour and day, rows by request, the newest rows. Every read
 * is one command for each hour, day or entry named. Errors: StoreError.
 */
import { type Row, rowId } from '../core/row.ts';
import { type Cell, parseCell } from './cell.ts';
import { type Counters, unpackCounters } from './counters.ts';
import { type Hour, hoursBetween } from './hours.ts';
import { keys } from './keys.ts';
import { unpackRow } from './row-codec.ts';
import { dayScript } from './scripts/day-script.ts';
import { hourOf } from './settle-call.ts';
import { type Hold, parseSlot, slotFields } from './state-codec.ts';
import { inPairs, type ScriptStore, StoreError, type StreamEntry, type UsageStore } from './store.ts';

const timeoutMs = 2000;

export type CountedCell = { readonly cell: Cell; readonly counters: Counters };

export type CountedHour = Hour & { readonly cells: readonly CountedCell[] };

export type CountedDay = { readonly day: string; readonly cells: readonly CountedCell[] };

type ReadPorts = { readonly store: ScriptStore };
/** IANA zone that hours and days are aligned to, as the ledger was made with. */
type ZonedPorts = ReadPorts & { readonly timeZone: string };

function unpackCells(hash: Iterable<readonly [field: string, text: string]>): CountedCell[] {
  const cells: CountedCell[] = [];
  for (const [field, text] of hash) {
    const cell = parseCell(field);
    if (cell !== null) cells.push({ cell, counters: unpackCounters(text) });
  }
  return cells;
}

export async function readCells(key: string, store: ScriptStore): Promise<CountedCell[]> {
  return unpackCells(await store.readHash(key));
}

/** In the order of the keys; a command for each, in one round trip. */
export async function readManyCells(
  of: readonly string[],
  store: UsageStore,
): Promise<readonly CountedCell[][]> {
  return (await store.readHashes(of)).map(unpackCells);
}

/** Names of hours; null: there is none. */
export type Marks = {
  /** The last that is in its day. */
  readonly closed: string | null;
  /** The first that anything was counted in. */
  readonly first: string | null;
  /** From here to `closed` every hour is in its third of a month, too. */
  readonly thirdsFrom: string | null;
};

type StoredMarks = readonly (string | null | undefined)[];

function toMarks([closed, first, thirds]: StoredMarks): Marks {
  const [from = '', to] = thirds?.split(' ') ?? [];
  return { closed: closed || null, first: first || null, thirdsFrom: to && to === closed ? from : null };
}

/** One command. */
export async function readMarks({ store }: ReadPorts): Promise<Marks> {
  return toMarks(await store.readFields(keys.state, ['closed', 'first', 'thirds']));
}

/** What is closed of a day, and the marks as they were in that moment; three commands. */
export async function readDayAndMarks(
  day: string,
  { store }: ReadPorts,
): Promise<Marks & { readonly cells: readonly CountedCell[] }> {
  const reply = await store.run(dayScript, [keys.state, keys.day(day)], [], timeoutMs);
  if (!Array.isArray(reply) || !reply.every(Array.isArray)) throw new StoreError('read', null);
  const [marks, flat] = reply as [StoredMarks, string[]];
  return { ...toMarks(marks), cells: unpackCells(inPairs(flat)) };
}

/** Every hour that the span touches, oldest first; one command each. */
export function readHours(
  fromMs: number,
  toMs: number,
  { store, timeZone }: ZonedPorts,
): Promise<CountedHour[]> {
  const hours = hoursBetween(fromMs, toMs, timeZone);
  return Promise.all(
    hours.map(async (hour) => ({ ...hour, cells: await readCells(keys.hour(hour.name), store) })),
  );
}

/** `YYYYMMDD` to the day after it. */
function nextDay(day: string): string {
  const [year, month, date] = [day.slice(0, 4), day.slice(4, 6), day.slice(6, 8)].map(Number);
  const next = new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, (date ?? 1) + 1));
  return next.toISOString().slice(0, 10).replaceAll('-', '');
}

/**
 * Days of the reporting zone as `YYYYMMDD`, both inclusive; one command each. A day holds its hours up to
 * the mark `closed` of the state; hours after that are only in `readHours`.
 */
export async function readDays(from: string, to: string, { store }: ReadPorts): Promise<CountedDay[]> {
  const days: string[] = [];
  for (let day = from; day <= to; day = nextDay(day)) days.push(day);
  return Promise.all(days.map(async (day) => ({ day, cells: await readCells(keys.day(day), store) })));
}

/** What is under way, as far as the store knows; one command. */
export async function readHolds({ store }: ReadPorts): Promise<Hold[]> {
  const slots = await store.readFields(keys.state, slotFields);
  return slots.flatMap((text) => parseSlot(text ?? ''));
}

export type FiledRow = {
  readonly row: Row;
  /** Takes the place of a row that was estimated before it. */
  readonly isCorrection: boolean;
};

function rowsIn({ fields }: StreamEntry): FiledRow[] {
  const read = (name: string, isCorrection: boolean): FiledRow[] => {
    const values: unknown = JSON.parse(fields.get(name) ?? '[]');
    if (!Array.isArray(values)) return [];
    return values
      .map(unpackRow)
      .filter((row) => row !== null)
      .map((row) => ({ row, isCorrection }));
  };
  return [...read('rows', false), ...read('fixes', true)];
}

/** No request has higher numbers: second looks come last, and a request has a few of them. */
const mostAttempts = 99;

/** Rows of a request by attempt, each as it is known best; empty: there are none (any more). */
export async function findRows(requestId: string, { store, timeZone }: ZonedPorts): Promise<Row[]> {
  const hour = hourOf(requestId, 0, timeZone);
  const ids = Array.from({ length: mostAttempts }, (_, at) => rowId({ requestId, attempt: at + 1 }));
  const index = await store.readFields(keys.index(hour.name), ids);
  const entryIds = new Set(index.map((text) => text?.split('\t')[1]).filter((id) => id !== undefined));
  const entries = await Promise.all(
    [...entryIds].map((id) => store.readStream(keys.rows, id, id, { most: 1 })),
  );
  const found = new Map<string, Row>();
  for (const { row } of entries.flat().flatMap(rowsIn)) {
    const known = found.get(rowId(row));
    if (row.requestId === requestId && isBetter(row, known)) found.set(rowId(row), row);
  }
  return [...found.values()].sort((a, b) => a.attempt - b.attempt);
}

function isBetter(row: Row, known: Row | undefined): boolean {
  return known === undefined || known.usageSource === 'estimated' || row.usageSource === 'measured';
}

/** What one flush has brought, newest row first. */
export type FiledFlush = { readonly id: string; readonly rows: readonly FiledRow[] };

/** The id of an entry that would stand right before this one. */
function idBefore(id: string): string {
  const [ms = '0', place = '0'] = id.split('-');
  return BigInt(place) > 0n ? `${ms}-${BigInt(place) - 1n}` : `${BigInt(ms) - 1n}-${2n ** 64n - 1n}`;
}

/** `1770000000000-0`: what a flush is named by. */
export const flushIdPattern = /^[1-9]\d{0,15}-\d{1,19}$/;

/**
 * Flushes, the newest first, corrections among their rows; one command. `before`: those that came before that one;
 * null: up to the newest. `sinceMs`: filed since then; null: all. `most` bounds flushes, each of 64 rows at most.
 */
export async function flushesBefore(
  before: string | null,
  most: number,
  { store }: ReadPorts,
  sinceMs: number | null = null,
): Promise<FiledFlush[]> {
  const to = before === null ? '+' : idBefore(before);
  const entries = await store.readStream(keys.rows, sinceMs === null ? '-' : String(sinceMs), to, {
    most,
    isBackwards: true,
  });
  return entries.map((entry) => ({ id: entry.id, rows: rowsIn(entry).reverse() }));
}

/** The newest rows, newest first, corrections among them; one command. `most` bounds flushes, each of 64 rows at most. */
export async function recentRows(most: number, ports: ReadPorts): Promise<FiledRow[]> {
  return (await flushesBefore(null, most, ports)).flatMap(({ rows }) => rows);
}
