/**
 * List commands of the embedded engine.
 */
import {
  type Bytes,
  bulkReply,
  bulksReply,
  integerReply,
  nilArrayReply,
  nilReply,
  okReply,
  type Reply,
} from '../../engine.ts';
import {
  argument,
  CommandError,
  type CommandSpec,
  type CommandTable,
  clampSpan,
  readIndex,
  reads,
  writes,
  wrongArity,
} from '../command.ts';
import type { Keyspace } from '../keyspace.ts';
import { parseInt64 } from '../numbers.ts';

type End = 'head' | 'tail';

function push(end: End): CommandSpec {
  return writes(-3, (keys, args) => {
    const list = keys.open(argument(args, 0), 'list', () => ({ type: 'list', data: [] }));
    for (const value of args.slice(1)) {
      if (end === 'head') list.unshift(value);
      else list.push(value);
    }
    return integerReply(list.length);
  });
}

function pop(name: string, end: End): CommandSpec {
  return writes(-2, (keys, args) => {
    if (args.length > 2) throw wrongArity(name);
    const key = argument(args, 0);
    const count = args[1] === undefined ? null : readCount(args[1]);
    const list = keys.find(key, 'list');
    if (!list) return count === null ? nilReply : nilArrayReply;
    const taken = takeFrom(list, end, count ?? 1);
    if (list.length === 0) keys.delete(key);
    return count === null ? bulkReply(taken[0] ?? null) : bulksReply(taken);
  });
}

function readCount(text: Bytes): number {
  const count = parseInt64(text);
  if (count === null || count < 0n) throw new CommandError('ERR value is out of range, must be positive');
  return Number(count);
}

function takeFrom(list: Bytes[], end: End, count: number): Bytes[] {
  if (end === 'head') return list.splice(0, count);
  return list.splice(Math.max(0, list.length - count)).reverse();
}

function trim(keys: Keyspace, args: readonly Bytes[]): Reply {
  const [start, stop] = [readIndex(argument(args, 1)), readIndex(argument(args, 2))];
  const key = argument(args, 0);
  const list = keys.find(key, 'list');
  if (!list) return okReply;
  const [from, to] = clampSpan(start, stop, list.length);
  list.splice(to);
  list.splice(0, from);
  if (list.length === 0) keys.delete(key);
  return okReply;
}

export const listCommands: CommandTable = {
  lpush: push('head'),
  rpush: push('tail'),
  lpop: pop('lpop', 'head'),
  rpop: pop('rpop', 'tail'),
  lrange: reads(4, (keys, args) => {
    const [start, stop] = [readIndex(argument(args, 1)), readIndex(argument(args, 2))];
    const list = keys.find(argument(args, 0), 'list') ?? [];
    return bulksReply(list.slice(...clampSpan(start, stop, list.length)));
  }),
  llen: reads(2, (keys, args) => integerReply(keys.find(argument(args, 0), 'list')?.length ?? 0)),
  ltrim: writes(4, trim),
};
