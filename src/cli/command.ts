/** What a subcommand is, and the two ways in which it ends without an answer. */

export type Command = {
  /** Printed for --help. */
  readonly usage: string;
  /** Returns the exit code: 0 fine, 1 findings. Throws `RouterRefusal` for 1, `UsageError` for 2. */
  readonly run: (args: readonly string[]) => Promise<number>;
};

/** The call's words are off; the message says how they should be. */
export class UsageError extends Error {}

/** A running router was asked and it did not come to pass; the message says why. */
export class RouterRefusal extends Error {}
