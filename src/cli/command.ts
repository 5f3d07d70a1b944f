/** What a subcommand is. */

export type Command = {
  /** Printed for --help. */
  readonly usage: string;
  /** Returns the exit code: 0 fine, 1 findings. Throws `UsageError` for 2. */
  readonly run: (args: readonly string[]) => Promise<number>;
};

/** The call's words are off; the message says how they should be. */
export class UsageError extends Error {}
