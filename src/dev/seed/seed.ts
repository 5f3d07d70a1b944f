/**
 * Demo traffic as the ledger would have kept it: rows, index, counters by hour and day, budgets. The same seed, period
 * and zone give the same rows. Expects a store without demo data, see remove.ts. Errors: StoreError.
 */
import type { Row } from '../../core/row.ts';
import type { ScriptStore } from '../../ledger/store.ts';
import { sweep } from '../../ledger/sweep.ts';
import { arrivals } from './arrivals.ts';
import { createBooking } from './book.ts';
import { createChance } from './chance.ts';
import { createScopes, demoLimits, writeLimits } from './limits.ts';
import { createConfigReader, type Played, play } from './play.ts';

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

export async function seedDemo(options: SeedOptions): Promise<Seeded> {
  const { store, timeZone, endMs, onRow } = options;
  const limits = demoLimits(timeZone);
  await writeLimits(limits, store);
  const booking = createBooking({ store, timeZone, scopesOf: createScopes(limits) });
  let [rows, requests] = [0, 0];
  for (const played of playAll(options)) {
    const booked = rowsOf(played);
    for (const row of booked) onRow?.(row);
    rows += booked.length;
    requests++;
    await booking.add(played);
  }
  await booking.end();
  while ((await sweep({ store, timeZone, now: () => endMs })).hoursClosed > 0);
  return { rows, requests };
}
