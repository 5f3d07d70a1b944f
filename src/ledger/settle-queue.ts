/**
 * Notes on their way into the store: gathered for a moment, told in one call, and given to the outbox where the store
 * does not take them. What neither takes stays here and goes with the next ones.
 */
import type { Log } from '../core/log-entry.ts';
import { rowId } from '../core/row.ts';
import { settleScript } from './scripts/settle-script.ts';
import { type SettleNote, type SettleWord, settleCall } from './settle-call.ts';
import { type ScriptStore, StoreError } from './store.ts';
import type { StoreGate } from './store-gate.ts';

/** Keeps notes until the store takes them, however long that is. Rejects when it cannot. */
export type Outbox = { put(notes: readonly SettleNote[]): Promise<void> };

/** Notes wait for others this long; it is no latency of a request's. */
export const gatherMs = 250;
const mostNotes = 64;
/** In one call, roughly. */
const mostBytes = 256 * 1024;
/** What a row takes beside the texts that `roughBytes` counts. */
const plainRowBytes = 1500;
/** Requests that wait for the moment to be over: one could be ended by the runtime, and its timer with it. */
const mostTimers = 2;
/** A timer that has not come by then never will. */
const lateMs = 1000;
/** In between tries; a Worker has 30 seconds after its answer. */
const againAfterMs = [1000, 3000, 8000, 12_000];
/** Of notes that neither the store nor an outbox took; what is beyond it is lost, with a log line each. */
const mostKept = 10_000;
const timeoutMs = 2000;
/** No call takes that long, its outbox included. */
const abandonedMs = 15_000;

export type SettlePorts = {
  readonly store: ScriptStore;
  readonly outbox: Outbox | null;
  readonly gate: StoreGate;
  /** Decides where days begin. */
  readonly timeZone: string;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly log: Log;
};

/** Tells the store; rejects with StoreError when it does not take them. At most one call's worth, see `batches`. */
export async function tellStore(
  notes: readonly SettleNote[],
  { store, timeZone, now }: Pick<SettlePorts, 'store' | 'timeZone' | 'now'>,
): Promise<SettleWord[]> {
  const call = settleCall(notes, now(), timeZone);
  const reply = await store.run(settleScript, call.keys, call.args, timeoutMs);
  if (!Array.isArray(reply) || reply.length !== notes.length) throw new StoreError('settle', null);
  return reply.map(String) as SettleWord[];
}

/**
 * As `tellStore`; one note that the script cannot take keeps no other from being told. Null in its place: the script fails
 * on it, and would again. Rejects with StoreError where the store is away; what was told by then may be told again.
 */
export async function tellEach(
  notes: readonly SettleNote[],
  ports: Pick<SettlePorts, 'store' | 'timeZone' | 'now'>,
): Promise<(SettleWord | null)[]> {
  try {
    return await tellStore(notes, ports);
  } catch (cause) {
    if (!(cause instanceof StoreError && cause.isScript)) throw cause;
  }
  if (notes.length <= 1) return notes.map(() => null);
  const half = Math.ceil(notes.length / 2);
  const words = await tellEach(notes.slice(0, half), ports);
  return [...words, ...(await tellEach(notes.slice(half), ports))];
}

export function requestOf(note: SettleNote): string {
  return 'row' in note ? note.row.requestId : note.requestId;
}

/** Of what is sent of it; only texts that have no narrow bound are counted. */
function roughBytes(note: SettleNote): number {
  if (!('row' in note)) return 100;
  const { modelAsked, tags, losses } = note.row;
  const texts = [modelAsked, ...losses, ...Object.keys(tags), ...Object.values(tags)];
  return texts.reduce((sum, text) => sum + text.length, plainRowBytes);
}

/** In their order, each no more than one call takes; what is lost of one request stays together. */
export function batches(notes: readonly SettleNote[]): SettleNote[][] {
  const all: SettleNote[][] = [];
  let [batch, bytes]: [SettleNote[], number] = [[], 0];
  for (const note of notes) {
    const size = roughBytes(note);
    const last = batch.at(-1);
    const belongs = last?.kind === 'lost' && note.kind === 'lost' && requestOf(last) === requestOf(note);
    const isFull = batch.length >= mostNotes || bytes + size > mostBytes;
    if (isFull && !belongs && batch.length > 0) {
      all.push(batch);
      [batch, bytes] = [[], 0];
    }
    batch.push(note);
    bytes += size;
  }
  return batch.length === 0 ? all : [...all, batch];
}

export class SettleQueue {
  readonly #ports: SettlePorts;
  /** Waiting, oldest first. */
  #notes = new Set<SettleNote>();
  /** Of them, those that nobody has tried to tell yet. */
  #fresh = 0;
  /** Begun since the last flush, and when the first of them did. */
  #timers = 0;
  #timedAtMs = 0;
  /** Being told. A call dies with the request that makes it; what it was to tell is told again. */
  readonly #underway = new Set<{ readonly notes: readonly SettleNote[]; readonly sinceMs: number }>();

  constructor(ports: SettlePorts) {
    this.#ports = ports;
  }

  /** Told within `gatherMs`, or at once when many are waiting. */
  add(note: SettleNote, waitUntil: (work: Promise<unknown>) => void): void {
    this.#notes.add(note);
    this.#fresh++;
    this.#bound();
    if (this.#fresh >= mostNotes) waitUntil(this.#flushWith(note));
    else if (this.#takeTimer()) waitUntil(this.#ports.sleep(gatherMs).then(() => this.#flushWith(note)));
  }

  #takeTimer(): boolean {
    const nowMs = this.#ports.now();
    if (this.#timers === 0 || nowMs - this.#timedAtMs > lateMs) [this.#timers, this.#timedAtMs] = [0, nowMs];
    if (this.#timers >= mostTimers) return false;
    this.#timers++;
    return true;
  }

  /** True: the store has it. Goes at once, and takes along what is waiting. */
  async tell(note: SettleNote, waitUntil: (work: Promise<unknown>) => void): Promise<boolean> {
    this.#notes.add(note);
    const isTold = (await this.flush()) === 0;
    if (!isTold) waitUntil(this.#flushWith(note));
    return isTold;
  }

  /** Tells all that is waiting; returns how many notes the store has not taken. */
  async flush(): Promise<number> {
    this.#fresh = 0;
    this.#timers = 0;
    const { gate, outbox } = this.#ports;
    if (outbox === null && gate.isShut()) return this.#notes.size;
    const notes = [...this.#abandoned(), ...this.#notes];
    this.#notes = new Set();
    const calls = batches(notes).map((batch) => ({ notes: batch, sinceMs: this.#ports.now() }));
    for (const call of calls) this.#underway.add(call);
    let untold = 0;
    for (const call of calls) {
      untold += (await this.#tell(call.notes)) ? 0 : call.notes.length;
      this.#underway.delete(call);
    }
    return untold;
  }

  /** Unless another has told it: tells all, until somebody has what was tried, since nobody else may come to tell it. */
  async #flushWith(note: SettleNote): Promise<void> {
    if (!this.#notes.has(note)) return;
    for (const waitMs of againAfterMs) {
      await this.flush();
      if (this.#notes.size <= this.#fresh) return;
      await this.#ports.sleep(waitMs);
      if (this.#notes.size <= this.#fresh) return;
    }
  }

  #abandoned(): SettleNote[] {
    const before = this.#ports.now() - abandonedMs;
    const dead = [...this.#underway].filter(({ sinceMs }) => sinceMs < before);
    for (const call of dead) this.#underway.delete(call);
    return dead.flatMap(({ notes }) => notes);
  }

  async #tell(batch: readonly SettleNote[]): Promise<boolean> {
    const { gate, outbox } = this.#ports;
    if (gate.pass()) {
      try {
        const words = await tellEach(batch, this.#ports);
        gate.succeeded();
        const refused = batch.filter((_, at) => words[at] === null);
        for (const note of refused) this.#report(note, 'store_refuses');
        return refused.length === 0;
      } catch (cause) {
        if (!(cause instanceof StoreError)) throw cause;
        gate.failed(cause);
      }
    }
    if (outbox === null) this.#keep(batch);
    else await outbox.put(batch).catch(() => this.#keep(batch));
    return false;
  }

  #keep(batch: readonly SettleNote[]): void {
    this.#notes = new Set([...batch, ...this.#notes]);
    this.#bound();
  }

  #bound(): void {
    for (const oldest of this.#notes) {
      if (this.#notes.size <= mostKept) return;
      this.#notes.delete(oldest);
      this.#report(oldest, 'store_unavailable');
    }
  }

  #report(note: SettleNote, code: string): void {
    const detail = 'row' in note ? `${note.kind} ${rowId(note.row)}` : note.kind;
    this.#ports.log({ event: 'record-lost', requestId: requestOf(note), code, detail });
  }
}
