/**
 * Requests without limits that are under way: told to the store only where they are not over within a moment, so that a
 * short one costs nothing and a long one leaves a trace that outlives its isolate.
 */

/** A request that is over within this is not announced; one that lasts twice as long surely is. */
const everyMs = 250;
/** The runtime ends a request's work after half a minute: long before it, the next request takes the timer over. */
const handOverMs = 5000;

type Timer = { readonly startedAtMs: number };

export type AnnouncementPorts = {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

export class Announcements<Note> {
  readonly #ports: AnnouncementPorts;
  #fresh = new Map<string, () => Note>();
  #due = new Map<string, () => Note>();
  #timer: Timer | null = null;

  constructor(ports: AnnouncementPorts) {
    this.#ports = ports;
  }

  /** `tell` gets the note if the request named `id` is not over by then. */
  add(
    id: string,
    make: () => Note,
    tell: (note: Note) => void,
    waitUntil: (work: Promise<unknown>) => void,
  ): void {
    this.#fresh.set(id, make);
    const nowMs = this.#ports.now();
    if (this.#timer !== null && nowMs - this.#timer.startedAtMs < handOverMs) return;
    this.#timer = { startedAtMs: nowMs };
    waitUntil(this.#tick(this.#timer, tell));
  }

  over(id: string): void {
    if (!this.#fresh.delete(id)) this.#due.delete(id);
  }

  async #tick(timer: Timer, tell: (note: Note) => void): Promise<void> {
    while (this.#fresh.size + this.#due.size > 0) {
      await this.#ports.sleep(everyMs);
      if (this.#timer !== timer) return;
      for (const make of this.#due.values()) tell(make());
      this.#due = this.#fresh;
      this.#fresh = new Map();
    }
    this.#timer = null;
  }
}
