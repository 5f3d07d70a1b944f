/**
 * Writes text to a client, one piece at a time: what comes while a piece is under way goes with the next. Notices
 * that the client has left.
 */

/** Where the bytes go; a write rejects once the client has left. */
export type Sink = { write(text: string): Promise<void> };

export class Outlet {
  readonly #sink: Sink;
  readonly #onLeave: () => void;
  #pending = '';
  #flushing: Promise<void> | null = null;
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
      const text = this.#pending;
      this.#pending = '';
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
