/**
 * What one isolate tells the others of a target's circuit breaker, and where such notes are left. Shapes only. A hint:
 * whoever does not hear it finds out by itself, at the cost of a few calls.
 */
export type BreakerNote =
  | {
      readonly kind: 'open';
      readonly atMs: number;
      readonly untilMs: number;
      /** How often in a row it has opened. */
      readonly times: number;
    }
  | { readonly kind: 'closed'; readonly atMs: number };

/** Both reject where the store is away. */
export type BreakerBoard = {
  /** In the order of the targets' names, of which there is at least one; null: nothing is said of it. */
  read(targets: readonly string[]): Promise<readonly (BreakerNote | null)[]>;
  /** Replaces what was said of it. */
  post(target: string, note: BreakerNote): Promise<void>;
};
