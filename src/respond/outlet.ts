/**
 * Writes text to a client in few pieces: what comes soon after the last write waits a moment for its neighbours, so
 * that a burst costs a handful of writes and a paced stream is not held up. Notices that the client has left.
 */

/** Where the bytes go; a write rejects once the client has left. */
export type Sink = { write(text: string): Promise<void> };

/** Shorter than any model's pace, long enough to gather a burst. */
const gatherMs = 2;

export class Outlet {
  readonly #sink: Sink;
  readonly #onLeave: () => void;
  #pending = '';
  #flushing: Promise<void> | null = null;
  #lastWriteMs = 0;
  #hasClientLeft = false;

  /** `onLeave` is called once, at the first write that nobody takes. */
  constructor(sink: Sink, onLeave: () => void) {
    this.#sink = sink;
    this.#onLeave = onLeave;
  }

  get hasClientLeft(): boolean {
    return this.#hasClientLeft;
  }

  /** Characters that wait to be written: the measure of a slow client. */
  get backlog(): number {
    return this.#pending.length;
  }

  push(text: string): void {
    if (text === '' || this.#hasClientLeft) return;
    this.#pending += text;
    this.#flushing ??= this.#flush();
  }

  /** Resolves when everything pushed so far is with the client, or the client has left. */
  async drain(): Promise<void> {
    await this.#flushing;
  }

  async #flush(): Promise<void> {
    while (this.#pending !== '') {
      const waitMs = this.#lastWriteMs + gatherMs - Date.now();
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
      const text = this.#pending;
      this.#pending = '';
      this.#lastWriteMs = Date.now();
      try {
        await this.#sink.write(text);
      } catch {
        this.#hasClientLeft = true;
        this.#pending = '';
        this.#onLeave();
      }
    }
    this.#flushing = null;
  }
}
