/**
 * What one isolate may let pass while nobody can be asked: so many nano-USD of reserves in a minute. A bound on the
 * harm of an outage, not a budget.
 */
const minuteMs = 60_000;

export class LocalAllowance {
  readonly #mostNanoUsd: number;
  #minute = 0;
  #takenNanoUsd = 0;

  /** For a minute. */
  constructor(mostNanoUsd: number) {
    this.#mostNanoUsd = mostNanoUsd;
  }

  take(nanoUsd: number, nowMs: number): boolean {
    const minute = Math.floor(nowMs / minuteMs);
    if (minute !== this.#minute) [this.#minute, this.#takenNanoUsd] = [minute, 0];
    if (this.#takenNanoUsd + nanoUsd > this.#mostNanoUsd) return false;
    this.#takenNanoUsd += nanoUsd;
    return true;
  }
}
