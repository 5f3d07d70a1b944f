/** What a route may write about calls beside the one that answers, for completion and refusal while typing. Types only. */

export type BesideInput<Target extends string> = {
  /**
   * Calls the next target beside a first one that has begun no output after so many milliseconds; the faster answers,
   * the other is stopped, and both are paid. Streams only. Default: off.
   */
  readonly hedge?: { readonly afterMs: number };
  /**
   * Sends a copy of a share of the conversations, in percent, to another target once the answer has begun. Nobody gets
   * its answer; how it came out is recorded, and its cost apart. Default: off.
   */
  readonly shadow?: { readonly use: Target; readonly share: number };
};
