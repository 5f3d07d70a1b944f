/**
 * Demo traffic as the ledger would have kept it: rows, index, counters by hour and day, budgets. The same seed, period
 * and zone give the same rows. Expects a store without demo data, see remove.ts. Errors: StoreError.
 */
import type { Row } from '../../core/row.ts';
import { keys } from '../../ledger/keys.ts';
import type { ScriptStore } from '../../ledger/store.ts';
import { sweep } from '../../ledger/sweep.ts';
import { ageDemo } from './age.ts';
import { arrivals } from './arrivals.ts';
import { createBooking } from './book.ts';
import { createChance } from './chance.ts';
import { newestEntry } from './find-entries.ts';
import { createScopes, demoLimits, fitLimits, writeLimits } from './limits.ts';
import { createConfigReader, type Played, play } from './play.ts';
import { type DemoRecord, writeRecord } from './record.ts';
import { bookStrikes, recentStrikes, type SeededStrike } from './strikes.ts';

const dayMs = 86_400_000;

export type SeedOptions = {
  readonly store: ScriptStore;
  /** IANA zone of the days that usage is reported in. */
  readonly timeZone: string;
  /** So many days, up to the end. */
  readonly days: number;
  /** Nothing has been asked after that; exclusive. */
  readonly endMs: number;
  /** Default `demo`. */
  readonly seed?: string;
  /** Of the usual number of requests. Default 1. */
  readonly scale?: number;
  /** Hears of every row that is booked. */
  readonly onRow?: (row: Row) => void;
};

export type Seeded = { readonly rows: number; readonly requests: number };

function rowsOf(played: Played): readonly Row[] {
  if (played.kind === 'over') return played.rows;
  return [{ ...played.template, outcome: 'lost', errorCode: 'lost', usageSource: 'estimated' }];
}

function strikesOf(played: Played): SeededStrike[] {
  const [row] = rowsOf(played);
  if (played.kind === 'lost' || played.strike === null || row === undefined || row.endUser === null)
    return [];
  return [{ kind: played.strike, endUser: row.endUser, row }];
}

/** Returns the record with whom it has kept something of. */
async function holdToAccount(strikes: readonly SeededStrike[], record: DemoRecord, store: ScriptStore) {
  const { endMs } = record;
  const settings = createConfigReader(endMs)(endMs).safeguards.actors;
  if (settings === null) return record;
  const recent = recentStrikes(strikes, settings, endMs);
  const known = { ...record, actors: [...new Set(recent.map(({ endUser }) => endUser))] };
  await writeRecord(known, store);
  await bookStrikes(recent, { store, settings, endMs });
  return known;
}

/** All that has happened by the end, oldest first. */
export function* playAll({
  days,
  endMs,
  seed = 'demo',
  scale = 1,
}: Omit<SeedOptions, 'store' | 'timeZone'>): Generator<Played> {
  const period = { startMs: endMs - days * dayMs, endMs };
  const configAt = createConfigReader(endMs);
  const [coming, serving] = [createChance(`${seed} coming`), createChance(`${seed} serving`)];
  for (const arrival of arrivals(period, scale, coming)) {
    const played = play(arrival, configAt(arrival.atMs), endMs, serving);
    const overMs = played.kind === 'over' ? played.endedAtMs : played.leaseEndMs;
    if (overMs < endMs) yield played;
  }
}

async function close(store: ScriptStore, timeZone: string, endMs: number): Promise<void> {
  while ((await sweep({ store, timeZone, now: () => endMs })).hoursClosed > 0);
}

/** What is known of the store before anything is written, so that all of it can be taken back. */
async function startRecord({ store, days, endMs }: SeedOptions): Promise<DemoRecord> {
  const [first] = await store.readFields(keys.state, ['first']);
  const period = { startMs: endMs - days * dayMs, endMs };
  return {
    ...period,
    firstBefore: first ?? '',
    entryBefore: await newestEntry(store),
    actors: [],
    isWhole: false,
  };
}

export async function seedDemo(options: SeedOptions): Promise<Seeded> {
  const { store, timeZone, endMs, onRow } = options;
  const record = await startRecord(options);
  await writeRecord(record, store);
  const limits = demoLimits(timeZone, () => 0);
  const booking = createBooking({ store, timeZone, scopesOf: createScopes(limits) });
  const strikes: SeededStrike[] = [];
  let [rows, requests] = [0, 0];
  for (const played of playAll(options)) {
    const booked = rowsOf(played);
    for (const row of booked) onRow?.(row);
    strikes.push(...strikesOf(played));
    rows += booked.length;
    requests++;
    await booking.add(played);
  }
  await booking.end();
  await close(store, timeZone, endMs);
  await ageDemo(record, { store, timeZone }, Date.now());
  await writeLimits(await fitLimits(limits, options), store);
  const known = await holdToAccount(strikes, record, store);
  await writeRecord({ ...known, isWhole: true }, store);
  return { rows, requests };
}
