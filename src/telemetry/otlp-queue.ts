/**
 * Items on their way to a collector: gathered for a second, sent one message at a time inside `waitUntil`, kept within
 * bounds while the collector is away. Telemetry: whatever goes wrong costs items and a log line, never an answer.
 */
import type { Log } from '../core/log-entry.ts';
import type { Destination, Signal } from './read-settings.ts';

/** The OTLP answers after which the same is sent again. */
const retried: ReadonlySet<number> = new Set([429, 502, 503, 504]);

export const gatherMs = 1000;
const timeoutMs = 5000;
/** From its first message on a turn begins no other after so long: the runtime ends a request's work after 30 s. */
const turnMs = 12_000;
/** A turn that is not over by then never will be: its request was ended. */
const lateMs = 20_000;
const firstWaitMs = 1000;
const longestWaitMs = 60_000;
/** Some 3 KB each. */
export const mostWaiting = 2048;

export type OtlpPorts = {
  /** Like fetch. */
  readonly send: typeof fetch;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
  readonly log: Log;
};

type Outgoing<Item> = Destination & {
  readonly signal: Signal;
  readonly mostAtOnce: number;
  /** The message for what came between the two times. */
  readonly build: (items: readonly Item[], fromMs: number, toMs: number) => object;
};

/** One per signal and isolate. */
export class OtlpQueue<Item> {
  readonly #outgoing: Outgoing<Item>;
  readonly #ports: OtlpPorts;
  #waiting: Item[] = [];
  #lost = 0;
  /** Failures in a row. */
  #failures = 0;
  #turn: object | null = null;
  /** Until then nobody else begins a turn. */
  #busyUntilMs = 0;
  /** Up to when everything has been told. */
  #toldToMs: number;

  constructor(outgoing: Outgoing<Item>, ports: OtlpPorts) {
    this.#outgoing = outgoing;
    this.#ports = ports;
    this.#toldToMs = ports.now();
  }

  add(item: Item, waitUntil: (work: Promise<unknown>) => void): void {
    if (this.#waiting.length < mostWaiting) this.#waiting.push(item);
    else this.#lost += 1;
    const nowMs = this.#ports.now();
    if (nowMs < this.#busyUntilMs) return;
    this.#busyUntilMs = nowMs + lateMs;
    const turn = {};
    this.#turn = turn;
    waitUntil(this.#take(turn));
  }

  /** Sends what waits; a turn that was given up for lost leaves the next one alone. Never rejects. */
  async #take(turn: object): Promise<void> {
    const { now, sleep } = this.#ports;
    await sleep(gatherMs);
    const endMs = now() + turnMs;
    while (this.#turn === turn && this.#waiting.length > 0 && now() < endMs) {
      const batch = this.#waiting.slice(0, this.#outgoing.mostAtOnce);
      const toMs = now();
      const waitMs = await this.#send(batch, toMs);
      if (this.#turn !== turn) return;
      if (waitMs === null) {
        this.#waiting.splice(0, batch.length);
        this.#toldToMs = toMs;
        continue;
      }
      if (now() + waitMs >= endMs) {
        this.#busyUntilMs = now() + waitMs;
        return;
      }
      await sleep(waitMs);
    }
    if (this.#turn === turn) this.#busyUntilMs = 0;
  }

  /** How long to wait before the same is sent again; null: it is done with. Never rejects. */
  async #send(batch: readonly Item[], toMs: number): Promise<number | null> {
    if (this.#lost > 0) this.#tell('otlp_full', `${this.#lost} lost`);
    this.#lost = 0;
    const body = this.#print(batch, toMs);
    if (body === null) return null;
    const answer = await this.#post(body);
    if (answer?.ok) {
      this.#failures = 0;
      return null;
    }
    const why = answer === null ? 'no answer' : `status ${answer.status}`;
    if (answer !== null && !retried.has(answer.status)) {
      this.#tell('otlp_refused', `${why}, ${batch.length} lost`);
      return null;
    }
    this.#tell('otlp_unavailable', `${why}, ${this.#waiting.length} waiting`);
    return this.#waitAfter(answer);
  }

  /** Null: a bug of ours, which must not stand in the way of what comes after. */
  #print(batch: readonly Item[], toMs: number): string | null {
    try {
      return JSON.stringify(this.#outgoing.build(batch, this.#toldToMs, toMs));
    } catch {
      this.#tell('internal_error', `${batch.length} lost`);
      return null;
    }
  }

  /** Null: nobody answered in time. */
  async #post(body: string): Promise<Response | null> {
    const { url, headers } = this.#outgoing;
    const { send } = this.#ports;
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const answer = await send(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
      await answer.body?.cancel();
      return answer;
    } catch {
      return null;
    }
  }

  /** As long as the collector says, else longer each time, and never in step with other isolates. */
  #waitAfter(answer: Response | null): number {
    const { now, random } = this.#ports;
    const said = answer?.headers.get('retry-after') ?? '';
    const saidMs = /^\d+$/.test(said) ? Number(said) * 1000 : Date.parse(said) - now();
    const backoffMs = firstWaitMs * 2 ** this.#failures * (0.5 + random());
    this.#failures = Math.min(this.#failures + 1, 6);
    const waitMs = Number.isNaN(saidMs) ? backoffMs : saidMs;
    return Math.min(longestWaitMs, Math.max(firstWaitMs, waitMs));
  }

  /** No address and no word of the collector: either may hold a secret. */
  #tell(code: string, detail: string): void {
    this.#ports.log({
      event: 'telemetry-failed',
      requestId: 'otlp',
      code,
      detail: `${this.#outgoing.signal}: ${detail}`,
    });
  }
}
