/**
 * Isolates telling each other of circuit breakers that have opened or closed: what one has found out, the others need
 * not pay for. In the background of requests, which never wait for it; a store that is away changes nothing.
 */
import type { BreakerBoard } from '../core/breaker-note.ts';
import type { Candidate, Config, Route } from '../core/config.ts';
import type { Health } from './health.ts';

/** One command each: at most six a minute and isolate, and only while requests come. */
export const hearEveryMs = 10_000;

type Background = { readonly now: () => number; readonly waitUntil: (work: Promise<unknown>) => void };

function candidatesOf({ use, fallback, arms }: Route): readonly Candidate[] {
  return [...use, ...fallback, ...arms.flatMap((arm) => (arm.use === null ? [] : [arm.use]))];
}

/** The targets that routes name: few, and nothing that a client can add to. */
export function namedTargets({ routes, teams }: Config): ReadonlySet<string> {
  const forms = [...teams.values()].flatMap((own) => [...own.values()].map(({ route }) => route));
  return new Set([...routes.values(), ...forms].flatMap(candidatesOf).map(({ name }) => name));
}

export class BreakerNews {
  readonly #health: Health;
  readonly #board: BreakerBoard;
  readonly #targets: ReadonlySet<string>;
  #heardAtMs = Number.NEGATIVE_INFINITY;

  constructor(health: Health, board: BreakerBoard, config: Config) {
    this.#health = health;
    this.#board = board;
    this.#targets = namedTargets(config);
  }

  /** Hears what others have found while a plan runs, if it is time to, and tells them what its attempts have. */
  accompany(running: Promise<unknown>, { now, waitUntil }: Background): void {
    if (now() - this.#heardAtMs >= hearEveryMs) {
      this.#heardAtMs = now();
      waitUntil(this.#hear(now).catch(() => undefined));
    }
    const tell = () => this.tell();
    waitUntil(running.then(tell, tell));
  }

  /** Never rejects: what the store does not take is not told again. */
  async tell(): Promise<void> {
    if (!this.#health.hasUntold) return;
    const notes = this.#health.takeUntold().filter(([target]) => this.#targets.has(target));
    await Promise.allSettled(notes.map(([target, note]) => this.#board.post(target, note)));
  }

  async #hear(now: () => number): Promise<void> {
    const targets = [...this.#targets];
    const notes = await this.#board.read(targets);
    targets.forEach((target, at) => {
      const note = notes[at] ?? null;
      if (note !== null) this.#health.hear(target, note, now());
    });
  }
}
