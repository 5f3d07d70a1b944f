/** Commands of two words, such as `keys list`: finds the second in a table and runs it. */
import { nearNames } from '../core/near-names.ts';
import { UsageError } from './command.ts';

/** `args`: the words after the action. What it returns is the exit code; nothing: 0. Throws as `Command.run` does. */
export type Action = (args: readonly string[]) => Promise<void> | Promise<number>;

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
  return (await action(args)) ?? 0;
}
