/**
 * Requests without limits that are under way: told to the store only where they are not over within a moment, so that a
 * short one costs nothing and a long one leaves a trace that outlives its isolate.
 */

/** A request that is over within this is not announced; one that lasts twice as long surely is. */
const everyMs = 250;

export class Announcements<Note> {
  readonly #sleep: (ms: number) => Promise<void>;
  #fresh = new Map<string, () => Note>();
  #due = new Map<string, () => Note>();
  #isTimed = false;

  constructor(sleep: (ms: number) => Promise<void>) {
    this.#sleep = sleep;
  }

  /** `tell` gets the note if the request named `id` is not over by then. */
  add(
    id: string,
    make: () => Note,
    tell: (note: Note) => void,
    waitUntil: (work: Promise<unknown>) => void,
  ): void {
    this.#fresh.set(id, make);
    if (this.#isTimed) return;
    this.#isTimed = true;
    waitUntil(this.#tick(tell));
  }

  over(id: string): void {
    if (!this.#fresh.delete(id)) this.#due.delete(id);
  }

  async #tick(tell: (note: Note) => void): Promise<void> {
    while (this.#fresh.size + this.#due.size > 0) {
      await this.#sleep(everyMs);
      for (const make of this.#due.values()) tell(make());
      this.#due = this.#fresh;
      this.#fresh = new Map();
    }
    this.#isTimed = false;
  }
}
