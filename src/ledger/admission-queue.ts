/**
 * Group commit of admissions: one call is under way at a time, and who comes meanwhile goes together in the next one.
 * Bounds how long a request waits. Null is the answer where the store has not given one.
 */
import type { AdmitAsk } from '../core/budget.ts';
import type { WindowReader } from '../core/budget-window.ts';
import { admitCall, type Decision, readAdmitReply } from './admit-call.ts';
import { admitScript } from './scripts/admit-script.ts';
import { type ScriptStore, StoreError } from './store.ts';
import type { StoreGate } from './store-gate.ts';

/** What admission may add to a request, waiting for others included. */
export const mostWaitMs = 150;
const mostTogether = 64;
/** A call that is not over by then belongs to a request that is gone with its connections. */
const abandonedMs = 1000;

export type Decided = {
  readonly decision: Decision;
  /** The time it was decided with. */
  readonly atMs: number;
};

type Waiting = {
  readonly ask: AdmitAsk;
  readonly sinceMs: number;
  readonly answer: (decided: Decided | null) => void;
};

export type AdmissionPorts = {
  readonly store: ScriptStore;
  readonly gate: StoreGate;
  readonly windowOf: WindowReader;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

type Flight = { readonly sinceMs: number; readonly landed: Promise<'landed'> };

export class AdmissionQueue {
  readonly #ports: AdmissionPorts;
  #waiting: Waiting[] = [];
  #flight: Flight | null = null;

  constructor(ports: AdmissionPorts) {
    this.#ports = ports;
  }

  /**
   * A call is made by a request that it is for: a connection dies with the request that opened it, and one that served
   * others for as long as they come would be cut off at the end of its time. `waitUntil` is that request's.
   */
  async admit(ask: AdmitAsk, waitUntil: (work: Promise<unknown>) => void): Promise<Decided | null> {
    const { now, sleep } = this.#ports;
    const late = sleep(mostWaitMs).then(() => null);
    const { promise: answered, resolve: answer } = Promise.withResolvers<Decided | null>();
    const mine: Waiting = { ask, sinceMs: now(), answer };
    this.#waiting.push(mine);
    while (this.#waiting.includes(mine)) {
      const flight = this.#flight;
      if (flight === null || now() - flight.sinceMs > abandonedMs) waitUntil(this.#fly());
      else if ((await Promise.race([flight.landed, late])) === null) return this.#leave(mine);
    }
    return Promise.race([answered, late]);
  }

  #leave(late: Waiting): null {
    this.#waiting = this.#waiting.filter((each) => each !== late);
    return null;
  }

  async #fly(): Promise<void> {
    const { promise: landed, resolve } = Promise.withResolvers<'landed'>();
    const flight: Flight = { sinceMs: this.#ports.now(), landed };
    this.#flight = flight;
    try {
      await this.#send(this.#waiting.splice(0, mostTogether));
    } finally {
      if (this.#flight === flight) this.#flight = null;
      resolve('landed');
    }
  }

  async #send(batch: readonly Waiting[]): Promise<void> {
    const { store, gate, windowOf, now } = this.#ports;
    const atMs = now();
    const inTime = batch.filter(({ sinceMs }) => atMs - sinceMs < mostWaitMs);
    for (const late of batch) if (!inTime.includes(late)) late.answer(null);
    const [first] = inTime;
    if (first === undefined) return;
    const asks = inTime.map(({ ask }) => ask);
    try {
      const call = admitCall(asks, atMs, windowOf);
      const reply = await store.run(admitScript, call.keys, call.args, mostWaitMs - (atMs - first.sinceMs));
      const decisions = readAdmitReply(reply, asks);
      if (decisions === null) throw new StoreError('admit', null);
      gate.succeeded();
      for (const [at, { answer }] of inTime.entries()) answer(decidedAt(decisions[at], atMs));
    } catch (cause) {
      for (const { answer } of inTime) answer(null);
      if (!(cause instanceof StoreError)) throw cause;
      gate.failed(cause);
    }
  }
}

function decidedAt(decision: Decision | undefined, atMs: number): Decided | null {
  return decision === undefined ? null : { decision, atMs };
}
