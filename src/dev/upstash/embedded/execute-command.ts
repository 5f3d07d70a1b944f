/**
 * Runs one command of the table on the keys: finds it, checks its arity, turns what its handler
 * throws into an error reply. Also says, without running it, whether a command is well-formed.
 */
import { type Bytes, type Command, errorReply, type Reply } from '../engine.ts';
import { CommandError, type CommandSpec, wrongArity } from './command.ts';
import { commandTable, missingCommands } from './command-table.ts';
import type { Keyspace } from './keyspace.ts';

/** Redis cuts the echo of an unknown command's arguments here. */
const echoedCharacters = 128;

export type Found =
  | { readonly ok: true; readonly spec: CommandSpec }
  | { readonly ok: false; readonly reason: 'unknown' | 'not built in' | 'arity'; readonly error: string };

export function findCommand(command: Command): Found {
  const given = command[0] ?? '';
  const name = given.toLowerCase();
  const spec = commandTable.get(name);
  if (spec && hasArity(command, spec.arity)) return { ok: true, spec };
  if (spec) return { ok: false, reason: 'arity', error: wrongArity(name).message };
  if (missingCommands.has(name)) {
    const error = `ERR '${given}' is not built into the embedded engine; install redis-server to have it`;
    return { ok: false, reason: 'not built in', error };
  }
  return { ok: false, reason: 'unknown', error: describeUnknown(command) };
}

export function hasArity(command: Command, arity: number): boolean {
  return arity >= 0 ? command.length === arity : command.length >= -arity;
}

export function runSpec(spec: CommandSpec, keys: Keyspace, args: readonly Bytes[]): Reply {
  try {
    return spec.run(keys, args);
  } catch (cause) {
    if (cause instanceof CommandError) return errorReply(cause.message);
    throw cause;
  }
}

function describeUnknown([name = '', ...args]: Command): string {
  let echo = '';
  for (const arg of args) {
    if (echo.length >= echoedCharacters) break;
    echo += `'${arg.slice(0, echoedCharacters - echo.length)}' `;
  }
  const text = `ERR unknown command '${name.slice(0, echoedCharacters)}', with args beginning with: ${echo}`;
  return text.replace(/[\r\n]/g, ' ');
}
