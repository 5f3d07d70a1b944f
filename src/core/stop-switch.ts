/**
 * Why a call to a provider was stopped from our side, as the reason of its AbortSignal. `outrun`: another call has
 * answered the same request.
 */
import type { FaultKind } from './errors.ts';

export type StopReason =
  | Extract<FaultKind, 'first-event-timeout' | 'deadline' | 'stalled'>
  | 'client-left'
  | 'outrun';

class Stopped extends Error {
  readonly reason: StopReason;
  constructor(reason: StopReason) {
    super(reason);
    this.reason = reason;
  }
}

type Limit = { readonly atMs: number; readonly reason: StopReason };

/**
 * One call's off switch: time limits and the client's leaving press it, and it remembers who was first. One timer
 * serves all limits and is not moved when one is called off: a timer costs more than what it watches.
 */
export class StopSwitch {
  readonly #controller = new AbortController();
  readonly #limits = new Set<Limit>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ringsAtMs = Number.POSITIVE_INFINITY;
  #onRelease: () => void = () => undefined;

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
    const limit = { atMs: Date.now() + ms, reason };
    this.#limits.add(limit);
    if (limit.atMs < this.#ringsAtMs) this.#ringAt(limit.atMs);
    return () => void this.#limits.delete(limit);
  }

  /** `work` is done when the call is over. */
  onRelease(work: () => void): void {
    this.#onRelease = work;
  }

  /** The call is over: ends all limits. */
  release(): void {
    this.#onRelease();
    clearTimeout(this.#timer);
    this.#limits.clear();
    this.#ringsAtMs = Number.POSITIVE_INFINITY;
  }

  #ringAt(atMs: number): void {
    clearTimeout(this.#timer);
    this.#ringsAtMs = atMs;
    if (atMs === Number.POSITIVE_INFINITY) return;
    this.#timer = setTimeout(() => this.#ring(), Math.max(0, atMs - Date.now()));
  }

  /** Rings for the limit that is due, or waits on: the one that it was set for may have been called off. */
  #ring(): void {
    let next = Number.POSITIVE_INFINITY;
    for (const { atMs, reason } of this.#limits) {
      if (atMs <= Date.now()) {
        this.stop(reason);
        this.release();
        return;
      }
      next = Math.min(next, atMs);
    }
    this.#ringAt(next);
  }
}
