/**
 * Keeps what the store did not take until it does: notes of the ledger in a SQLite Durable Object, delivered in their
 * order through the ledger's own script, for which a repeat is no news. Must not drop a note, whatever happens.
 */
import { DurableObject } from 'cloudflare:workers';
import type { SettleNote } from './settle-call.ts';
import { tellEach } from './settle-queue.ts';
import { createScriptStore, StoreError } from './store.ts';

/** What other isolates may ask of it. */
export type OutboxState = {
  /** Notes that wait. */
  readonly depth: number;
  /** Since when the oldest does; null: none waits. */
  readonly oldestAtMs: number | null;
};

const firstDelayMs = 1000;
const longestDelayMs = 5 * 60_000;
/** Calls of one alarm: it has to end in good time, and comes again. */
const mostPerAlarm = 50;

export type OutboxEnvironment = {
  readonly UPSTASH_REDIS_REST_URL?: string;
  readonly UPSTASH_REDIS_REST_TOKEN?: string;
};

/** `atMs`: since when it waits. */
type Kept = { readonly id: number; readonly atMs: number; readonly notes: string };

export abstract class OutboxObject extends DurableObject<OutboxEnvironment> {
  /** IANA zone of the days that usage is reported in. */
  protected abstract readonly timeZone: string;
  readonly #sql: SqlStorage;

  constructor(context: DurableObjectState, env: OutboxEnvironment) {
    super(context, env);
    this.#sql = context.storage.sql;
    this.#sql.exec(
      'CREATE TABLE IF NOT EXISTS batches (id INTEGER PRIMARY KEY, at_ms INTEGER, count INTEGER, notes TEXT)',
    );
    this.#sql.exec('CREATE TABLE IF NOT EXISTS delay (id INTEGER PRIMARY KEY, ms INTEGER)');
  }

  /** `notes`: one call's worth. They are on disk when this resolves. */
  async put(notes: readonly SettleNote[]): Promise<void> {
    this.#sql.exec(
      'INSERT INTO batches (at_ms, count, notes) VALUES (?, ?, ?)',
      Date.now(),
      notes.length,
      JSON.stringify(notes),
    );
    if ((await this.ctx.storage.getAlarm()) === null) await this.#wakeIn(firstDelayMs);
  }

  async state(): Promise<OutboxState> {
    const [row] = this.#sql.exec('SELECT sum(count) AS depth, min(at_ms) AS oldest FROM batches').toArray();
    const { depth, oldest } = row ?? {};
    return {
      depth: Number(depth ?? 0),
      oldestAtMs: oldest === null || oldest === undefined ? null : Number(oldest),
    };
  }

  /** Delivers what it can; what the store does not take stays, and is tried again later and later. */
  override async alarm(): Promise<void> {
    const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = this.env;
    if (!url || !token) return this.#wakeIn(longestDelayMs);
    const ports = { store: createScriptStore(url, token), timeZone: this.timeZone, now: Date.now };
    const refusals = new Set<number>();
    for (let calls = 0; calls < mostPerAlarm; calls++) {
      const oldest = this.#oldest(refusals);
      if (oldest === null) return refusals.size > 0 ? this.#backOff() : this.#setDelay(0);
      const notes = JSON.parse(oldest.notes) as SettleNote[];
      try {
        const words = await tellEach(notes, ports);
        const refused = notes.filter((_, at) => words[at] === null);
        // The alarm may end here and come again: then these are told twice, which changes nothing.
        for (const id of this.#replace(oldest, refused)) refusals.add(id);
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        return this.#backOff();
      }
    }
    this.#setDelay(0);
    await this.#wakeIn(0);
  }

  /** What the script refuses goes behind the others, as old as it is, and is kept for whoever looks after it. */
  #replace({ id, atMs }: Kept, refused: readonly SettleNote[]): number[] {
    this.#sql.exec('DELETE FROM batches WHERE id = ?', id);
    return refused.map((note) => {
      const insert = 'INSERT INTO batches (at_ms, count, notes) VALUES (?, 1, ?) RETURNING id';
      return Number(this.#sql.exec(insert, atMs, JSON.stringify([note])).one().id);
    });
  }

  /** `refusals`: what has been tried in this run, and the script fails on. */
  #oldest(refusals: ReadonlySet<number>): Kept | null {
    for (const row of this.#sql.exec('SELECT id, at_ms, notes FROM batches ORDER BY id')) {
      if (refusals.has(Number(row.id))) continue;
      return { id: Number(row.id), atMs: Number(row.at_ms), notes: String(row.notes) };
    }
    return null;
  }

  #backOff(): Promise<void> {
    const [row] = this.#sql.exec('SELECT ms FROM delay WHERE id = 1').toArray();
    const before = Number(row?.ms ?? 0);
    const delayMs = Math.min(longestDelayMs, before === 0 ? firstDelayMs : 2 * before);
    this.#setDelay(delayMs);
    return this.#wakeIn(delayMs);
  }

  #setDelay(ms: number): void {
    this.#sql.exec('INSERT OR REPLACE INTO delay (id, ms) VALUES (1, ?)', ms);
  }

  #wakeIn(ms: number): Promise<void> {
    return this.ctx.storage.setAlarm(Date.now() + ms);
  }
}
