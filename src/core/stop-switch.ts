/** Why a call to a provider was stopped from our side, as the reason of its AbortSignal. */
import type { FaultKind } from './errors.ts';

export type StopReason = Extract<FaultKind, 'first-event-timeout' | 'deadline' | 'stalled'> | 'client-left';

class Stopped extends Error {
  readonly reason: StopReason;
  constructor(reason: StopReason) {
    super(reason);
    this.reason = reason;
  }
}

/** One call's off switch: timers and the client's leaving press it, and it remembers who was first. */
export class StopSwitch {
  readonly #controller = new AbortController();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Who pressed it, or null. */
  get reason(): StopReason | null {
    const { reason } = this.#controller.signal;
    return reason instanceof Stopped ? reason.reason : null;
  }

  stop(reason: StopReason): void {
    this.#controller.abort(new Stopped(reason));
  }

  /** Stops after `ms` unless the returned function is called before. */
  stopAfter(ms: number, reason: StopReason): () => void {
    const timer = setTimeout(() => this.stop(reason), ms);
    this.#timers.add(timer);
    return () => {
      clearTimeout(timer);
      this.#timers.delete(timer);
    };
  }

  /** Ends all timers. */
  release(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
