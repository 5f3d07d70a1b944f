/**
 * Receipts on their way into the store: gathered for a moment, made and packed only then, and sent in one call. Telemetry:
 * a store that is away costs receipts, never an answer.
 */
import type { Log } from '../core/log-entry.ts';
import { keys } from './keys.ts';
import type { KeptReceipt } from './receipt.ts';
import { packReceipts } from './receipt-codec.ts';
import type { Store } from './store.ts';

const gatherMs = 250;
/** A timer that has not come by then never will: its request was ended. */
const lateMs = 1000;
/** In one call: some 2 KB each. */
const mostAtOnce = 100;
const daySeconds = 86_400;

export type ReceiptPorts = {
  readonly store: Pick<Store, 'setManyFor'>;
  readonly days: number;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly log: Log;
};

type Waiting = { readonly requestId: string; readonly make: () => KeptReceipt };

/** One per isolate. */
export class ReceiptQueue {
  readonly #ports: ReceiptPorts;
  #waiting: Waiting[] = [];
  #timedUntilMs = 0;

  constructor(ports: ReceiptPorts) {
    this.#ports = ports;
  }

  add(requestId: string, make: () => KeptReceipt, waitUntil: (work: Promise<unknown>) => void): void {
    this.#waiting.push({ requestId, make });
    if (this.#waiting.length >= mostAtOnce) waitUntil(this.#send());
    const nowMs = this.#ports.now();
    if (nowMs < this.#timedUntilMs) return;
    this.#timedUntilMs = nowMs + lateMs;
    waitUntil(this.#sendLater());
  }

  async #sendLater(): Promise<void> {
    await this.#ports.sleep(gatherMs);
    this.#timedUntilMs = 0;
    await this.#send();
  }

  /** Never rejects. */
  async #send(): Promise<void> {
    const { store, days, log } = this.#ports;
    const sent = this.#waiting;
    this.#waiting = [];
    if (sent.length === 0) return;
    try {
      const packed = await packReceipts(sent.map(({ make }) => make()));
      const entries = sent.map(({ requestId }, at) => [keys.receipt(requestId), packed[at] ?? ''] as const);
      await store.setManyFor(entries, days * daySeconds);
    } catch (error) {
      const detail = error instanceof Error ? error.message : 'unknown';
      for (const { requestId } of sent) log({ event: 'record-lost', requestId, code: 'receipt', detail });
    }
  }
}
