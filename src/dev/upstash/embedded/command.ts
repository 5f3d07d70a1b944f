/**
 * What a command of the embedded engine is: one row of a table. Holds the types, the error a
 * handler may throw and the argument readers all handlers share.
 */
import type { Bytes, Reply } from '../engine.ts';
import type { Keyspace } from './keyspace.ts';
import { parseDouble, parseInt64 } from './numbers.ts';

/** A handler checks everything first and writes last, so that a refused command changes nothing. */
export interface CommandSpec {
  /** As in Redis, name included: exact when positive, at least when negative. */
  readonly arity: number;
  readonly writes: boolean;
  /** `args` without the command's name; the arity has been checked. May throw CommandError. */
  run(keys: Keyspace, args: readonly Bytes[]): Reply;
}

export type CommandTable = Readonly<Record<string, CommandSpec>>;

/**
 * Ends a handler with an error reply. An exception, because Redis's handlers leave from any depth
 * with one; `runCommand` in execute-command.ts is the only place that catches it.
 */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

export const wrongType = () =>
  new CommandError('WRONGTYPE Operation against a key holding the wrong kind of value');
export const syntaxError = (detail = '') => new CommandError(`ERR syntax error${detail && `, ${detail}`}`);
export const wrongArity = (name: string) =>
  new CommandError(`ERR wrong number of arguments for '${name}' command`);
export const notAnInteger = () => new CommandError('ERR value is not an integer or out of range');

/** A row with a read-only handler. */
export const reads = (arity: number, run: CommandSpec['run']): CommandSpec => ({ arity, writes: false, run });
/** A row with a handler that may change keys. */
export const writes = (arity: number, run: CommandSpec['run']): CommandSpec => ({ arity, writes: true, run });

/** The argument at a place the arity guarantees or the handler has checked. */
export function argument(args: readonly Bytes[], at: number): Bytes {
  const value = args[at];
  if (value === undefined) throw syntaxError();
  return value;
}

export function readInt64(text: Bytes): bigint {
  const value = parseInt64(text);
  if (value === null) throw notAnInteger();
  return value;
}

/** For indexes, counts and limits: beyond 2^53 the exact value makes no difference. */
export function readIndex(text: Bytes): number {
  return Number(readInt64(text));
}

export function readDouble(text: Bytes): number {
  const value = parseDouble(text);
  if (value === null) throw new CommandError('ERR value is not a valid float');
  return value;
}

/**
 * Redis's inclusive start and stop, negative from the end, as a half-open span inside the length.
 */
export function clampSpan(start: number, stop: number, length: number): [number, number] {
  const from = Math.max(0, start < 0 ? length + start : start);
  const to = Math.min(length, (stop < 0 ? length + stop : stop) + 1);
  return [from, Math.max(from, to)];
}

/** [a, b, c, d] as [a, b], [c, d]. The length has to be even. */
export function pairs(args: readonly Bytes[]): [Bytes, Bytes][] {
  const result: [Bytes, Bytes][] = [];
  for (let at = 0; at < args.length; at += 2) result.push([argument(args, at), argument(args, at + 1)]);
  return result;
}
