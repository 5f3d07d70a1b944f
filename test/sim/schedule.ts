/**
 * Virtual time and seeded chance. Nothing happens by itself: every event is taken in order of its time, and all that
 * follows from it is done before the next.
 */

/** mulberry32: 0-1, the same for a seed. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export type Chance = {
  /** True in `share` of all cases. */
  readonly happens: (share: number) => boolean;
  /** Whole, both ends inclusive. */
  readonly between: (from: number, to: number) => number;
  readonly oneOf: <T>(all: readonly [T, ...T[]]) => T;
};

export function createChance(seed: number): Chance {
  const random = createRandom(seed);
  const between = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  return {
    happens: (share) => random() < share,
    between,
    oneOf: (all) => all[between(0, all.length - 1)] ?? all[0],
  };
}

type Event = { readonly atMs: number; readonly order: number; readonly run: () => void };

export class Schedule {
  nowMs: number;
  readonly #events: Event[] = [];
  #order = 0;

  constructor(startMs: number) {
    this.nowMs = startMs;
  }

  after(ms: number, run: () => void): void {
    const event = { atMs: this.nowMs + Math.max(0, ms), order: this.#order++, run };
    let [low, high] = [0, this.#events.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#events[middle];
      if (other !== undefined && comesFirst(event, other)) low = middle + 1;
      else high = middle;
    }
    this.#events.splice(low, 0, event);
  }

  /** Until no event is left, or the next is later than `untilMs`, which it then is. */
  async run(untilMs: number): Promise<void> {
    await allThatFollows();
    for (;;) {
      const next = this.#events.at(-1);
      if (next === undefined || next.atMs > untilMs) break;
      this.#events.pop();
      this.nowMs = next.atMs;
      next.run();
      await allThatFollows();
    }
    this.nowMs = untilMs;
  }
}

/** The list is kept with the next event at its end. */
function comesFirst(event: Event, other: Event): boolean {
  return event.atMs < other.atMs || (event.atMs === other.atMs && event.order < other.order);
}

const allThatFollows = () => new Promise<void>((done) => setImmediate(done));
