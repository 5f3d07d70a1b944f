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

export class AdmissionQueue {
  readonly #ports: AdmissionPorts;
  #waiting: Waiting[] = [];
  #busySinceMs: number | null = null;

  constructor(ports: AdmissionPorts) {
    this.#ports = ports;
  }

  /** `waitUntil` keeps the call alive should the request that began it end before it. */
  admit(ask: AdmitAsk, waitUntil: (work: Promise<unknown>) => void): Promise<Decided | null> {
    const { now, sleep } = this.#ports;
    const sinceMs = now();
    const answered = new Promise<Decided | null>((answer) => {
      this.#waiting.push({ ask, sinceMs, answer });
    });
    if (this.#busySinceMs === null || sinceMs - this.#busySinceMs > abandonedMs) waitUntil(this.#work());
    return Promise.race([answered, sleep(mostWaitMs).then(() => null)]);
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      this.#busySinceMs = this.#ports.now();
      await this.#send(this.#waiting.splice(0, mostTogether));
    }
    this.#busySinceMs = null;
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
