/**
 * Keeps requests from waiting for a store that is away: after a few failures in a row it is not asked for some
 * seconds, then one call tries it again. One for an isolate.
 */
import { StoreError } from './store.ts';

const failuresToShut = 3;
const shutMs = 5000;
/** The month's commands are used up: nothing changes within seconds. */
const quotaShutMs = 60_000;

export class StoreGate {
  readonly #now: () => number;
  #failures = 0;
  #shutUntilMs = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whether a call may go. While it is shut, one call in a while may. */
  pass(): boolean {
    if (this.isShut()) return false;
    if (this.#failures >= failuresToShut) this.#shutUntilMs = this.#now() + shutMs;
    return true;
  }

  /** Whether no call may go now. */
  isShut(): boolean {
    return this.#failures >= failuresToShut && this.#now() < this.#shutUntilMs;
  }

  succeeded(): void {
    this.#failures = 0;
  }

  failed(cause: unknown): void {
    const isQuota = cause instanceof StoreError && cause.isQuota;
    this.#failures = isQuota ? failuresToShut : this.#failures + 1;
    this.#shutUntilMs = this.#now() + (isQuota ? quotaShutMs : shutMs);
  }
}
