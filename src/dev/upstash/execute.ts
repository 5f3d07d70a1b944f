/**
 * Runs what a request asked for on an engine and counts what Upstash would bill for it.
 * Knows neither HTTP nor any engine's inside.
 */
import {
  type Command,
  type Engine,
  errorReply,
  execAbort,
  type Reply,
  type TransactionOutcome,
} from './engine.ts';
import { refuseCommand } from './refuse-command.ts';

export interface Executor {
  pipeline(commands: readonly Command[]): Promise<readonly Reply[]>;
  transaction(commands: readonly Command[]): Promise<readonly Reply[] | { readonly discarded: string }>;
  /**
   * Commands so far, as Upstash counts them: each command of a pipeline or transaction is one, and
   * so is each command run inside a script. Commands refused before they ran are not counted.
   */
  billedCommands(): number;
}

export function createExecutor(engine: Engine): Executor {
  let billed = 0;

  async function pipeline(commands: readonly Command[]): Promise<readonly Reply[]> {
    const refusals = commands.map(refuseCommand);
    const accepted = commands.filter((_, at) => refusals[at] === null);
    const { replies, scriptCalls } =
      accepted.length > 0 ? await engine.pipeline(accepted) : { replies: [], scriptCalls: 0 };
    billed += replies.length + scriptCalls;
    const answers = replies.values();
    return refusals.map((refusal) =>
      refusal === null
        ? (answers.next().value ?? errorReply('ERR the engine gave no reply'))
        : errorReply(refusal),
    );
  }

  async function transaction(
    commands: readonly Command[],
  ): Promise<readonly Reply[] | { readonly discarded: string }> {
    const outcome: TransactionOutcome = commands.some((command) => refuseCommand(command) !== null)
      ? { discarded: execAbort }
      : await engine.transaction(commands);
    if ('discarded' in outcome) return outcome;
    billed += outcome.replies.length + outcome.scriptCalls;
    return outcome.replies;
  }

  return { pipeline, transaction, billedCommands: () => billed };
}
