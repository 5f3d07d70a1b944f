/** Commands of two words, such as `keys list`: finds the second in a table and runs it against a router. */
import { nearNames } from '../core/near-names.ts';
import { AdminRefusal } from './admin-client.ts';
import { UsageError } from './command.ts';

/** `args`: the words after the action. Throws `UsageError`, `AdminRefusal`. */
export type Action = (args: readonly string[]) => Promise<void>;

/** Returns the exit code. */
export async function runAction(
  [name, ...args]: readonly string[],
  actions: Readonly<Record<string, Action>>,
  usage: string,
): Promise<number> {
  const names = Object.keys(actions);
  const action = name !== undefined && Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (action === undefined) {
    const near = nearNames(name ?? '', names, 1).map((one) => ` Did you mean ${one}?`);
    const why =
      name === undefined ? `Say which: ${names.join(', ')}.` : `There is no '${name}' here.${near.join('')}`;
    throw new UsageError(`${why}\n\n${usage}`);
  }
  try {
    await action(args);
    return 0;
  } catch (error) {
    if (!(error instanceof AdminRefusal)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}
