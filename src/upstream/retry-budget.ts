/**
 * How many retries one isolate may add: a fifth of the requests of the last minutes, and never fewer than three.
 * Keeps an outage from being amplified.
 */

const share = 0.2;
const least = 3;
const windowMs = 60_000;

export class RetryBudget {
  #fromMs = 0;
  #requests = 0;
  #retries = 0;

  countRequest(nowMs: number): void {
    this.#roll(nowMs);
    this.#requests++;
  }

  /** Takes one retry out of the budget; false where none is left. */
  take(nowMs: number): boolean {
    this.#roll(nowMs);
    if (this.#retries >= Math.max(least, this.#requests * share)) return false;
    this.#retries++;
    return true;
  }

  #roll(nowMs: number): void {
    if (nowMs - this.#fromMs < windowMs) return;
    this.#fromMs = nowMs;
    this.#requests = 0;
    this.#retries = 0;
  }
}
