/**
 * The JavaScript lane of a stream: reads the rest of a committed answer, lets `take` turn its events into text, and
 * pushes it out. Watches silence, the client's leaving and cuts; says how it ended and never throws.
 */
import type { SseEvent, SseParser } from '../core/protocol.ts';
import type { StopReason, StopSwitch } from '../core/stop-switch.ts';
import type { Pieces } from './gathered-body.ts';
import type { Outlet } from './outlet.ts';

/** `ended`: the upstream closed; whether it had said all is the decoder's business. */
export type PumpEnd = 'ended' | 'cut' | StopReason;

export type PumpInput = {
  readonly pieces: Pieces;
  readonly parser: SseParser;
  readonly outlet: Outlet;
  /** Text for these events; called once more with the events that the stream's end completes. */
  readonly take: (events: SseEvent[]) => string;
  /** Whether the answer has said its end, so that an upstream that does not close need not be waited for. */
  readonly isOver: () => boolean;
  readonly stop: StopSwitch;
  readonly idleMs: number;
};

/** A slow client holds the upstream back from here on. */
const backlogChars = 64 * 1024;

/** One timer per stream: a timer per read would cost more than the read. */
class Watchdog {
  readonly #timer: ReturnType<typeof setInterval>;
  #lastMs = Date.now();
  #isPaused = false;

  constructor(idleMs: number, onSilence: () => void) {
    this.#timer = setInterval(
      () => {
        if (!this.#isPaused && Date.now() - this.#lastMs >= idleMs) onSilence();
      },
      Math.max(1, idleMs / 4),
    );
  }

  sawLife(): void {
    this.#lastMs = Date.now();
  }

  /** While a slow client is waited for, the upstream is not to blame for silence. */
  async pausedFor(work: Promise<void>): Promise<void> {
    this.#isPaused = true;
    await work;
    this.#isPaused = false;
    this.sawLife();
  }

  release(): void {
    clearInterval(this.#timer);
  }
}

export async function pump(input: PumpInput): Promise<PumpEnd> {
  const { pieces, parser, outlet, take, isOver, stop, idleMs } = input;
  if (isOver()) {
    pieces.cancel();
    return 'ended';
  }
  const watchdog = new Watchdog(idleMs, () => {
    stop.stop('stalled');
    // A fetch hears the switch; a stream that is none has to be told.
    pieces.cancel();
  });
  try {
    for (;;) {
      const { done, value } = await pieces.read();
      watchdog.sawLife();
      if (stop.reason !== null) return stop.reason;
      outlet.push(take(done ? parser.end() : parser.push(value)));
      if (done || isOver()) return 'ended';
      // An event without end: nothing more can be read of this stream.
      if (parser.overflowed) return 'cut';
      if (outlet.backlog > backlogChars) await watchdog.pausedFor(outlet.drain());
    }
  } catch {
    // The call was stopped, or the upstream cut it: the switch knows which.
    return stop.reason ?? 'cut';
  } finally {
    watchdog.release();
    pieces.cancel();
  }
}
