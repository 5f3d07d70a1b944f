/**
 * The JavaScript lane of a stream: reads the rest of a committed answer, lets `take` turn its events into text, and
 * writes. Watches silence, the client's leaving and cuts; says how it ended and never throws.
 */
import type { StreamAnswer } from '../core/answer.ts';
import type { OnClientAbort } from '../core/config.ts';
import type { SseEvent } from '../core/protocol.ts';
import type { StopReason, StopSwitch } from '../core/stop-switch.ts';

/** `ended`: the upstream closed; whether it had said all is the decoder's business. */
export type PumpEnd = 'ended' | 'cut' | StopReason;

/** Where the text goes; rejects once the client has left. */
export type Sink = { write(text: string): Promise<void> };

export type PumpInput = {
  readonly answer: StreamAnswer;
  readonly sink: Sink;
  /** Text for these events; called once more with the events that the stream's end completes. */
  readonly take: (events: SseEvent[]) => string;
  readonly stop: StopSwitch;
  readonly idleMs: number;
  readonly onClientAbort: OnClientAbort;
};

/** Once the client has left nothing is written; under `cancel` the upstream is stopped, under `drain` read on. */
class Outlet {
  readonly #input: PumpInput;
  hasClientLeft = false;

  constructor(input: PumpInput) {
    this.#input = input;
  }

  async write(text: string): Promise<void> {
    if (text === '' || this.hasClientLeft) return;
    try {
      await this.#input.sink.write(text);
    } catch {
      this.hasClientLeft = true;
      if (this.#input.onClientAbort === 'cancel') this.#input.stop.stop('client-left');
    }
  }
}

export async function pump(input: PumpInput): Promise<PumpEnd> {
  const { answer, stop, take, idleMs } = input;
  const outlet = new Outlet(input);
  const reader = answer.body.getReader();
  try {
    for (;;) {
      const release = stop.stopAfter(idleMs, 'stalled');
      const { done, value } = await reader.read();
      release();
      if (stop.reason !== null) break;
      await outlet.write(take(done ? answer.parser.end() : answer.parser.push(value)));
      if (done) return outlet.hasClientLeft ? 'client-left' : 'ended';
    }
  } catch {
    // The call was stopped, or the upstream cut it: the switch knows which.
  }
  await reader.cancel().catch(() => undefined);
  return stop.reason ?? 'cut';
}
