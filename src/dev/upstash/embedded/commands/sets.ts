/**
 * Set commands of the embedded engine.
 */
import { type Bytes, bulksReply, integerReply, type Reply } from '../../engine.ts';
import { argument, type CommandTable, reads, writes } from '../command.ts';
import type { Keyspace } from '../keyspace.ts';

const noMembers: ReadonlySet<Bytes> = new Set();

function membersOf(keys: Keyspace, key: Bytes): ReadonlySet<Bytes> {
  return keys.find(key, 'set') ?? noMembers;
}

function addMembers(keys: Keyspace, args: readonly Bytes[]): Reply {
  const members = keys.open(argument(args, 0), 'set', () => ({ type: 'set', data: new Set() }));
  const before = members.size;
  for (const member of args.slice(1)) members.add(member);
  return integerReply(members.size - before);
}

function removeMembers(keys: Keyspace, args: readonly Bytes[]): Reply {
  const key = argument(args, 0);
  const members = keys.find(key, 'set');
  if (!members) return integerReply(0);
  const removed = args.slice(1).filter((member) => members.delete(member)).length;
  if (members.size === 0) keys.delete(key);
  return integerReply(removed);
}

export const setCommands: CommandTable = {
  sadd: writes(-3, addMembers),
  srem: writes(-3, removeMembers),
  smembers: reads(2, (keys, args) => bulksReply(membersOf(keys, argument(args, 0)))),
  sismember: reads(3, (keys, args) =>
    integerReply(membersOf(keys, argument(args, 0)).has(argument(args, 1))),
  ),
  scard: reads(2, (keys, args) => integerReply(membersOf(keys, argument(args, 0)).size)),
};
