/**
 * HSCAN: the whole hash in one step, as Redis does with small ones. COUNT is a hint there, too; what callers rely on,
 * that every field which stays is seen, holds.
 */
import { arrayReply, type Bytes, bulkReply, bulksReply, type Reply } from '../../engine.ts';
import { argument, CommandError, type CommandTable, readInt64, reads, syntaxError } from '../command.ts';
import { compileGlob } from '../glob.ts';
import type { Keyspace } from '../keyspace.ts';

function hashScan(keys: Keyspace, args: readonly Bytes[]): Reply {
  const [key, cursor] = [argument(args, 0), argument(args, 1)];
  if (!/^\d{1,20}$/.test(cursor)) throw new CommandError('ERR invalid cursor');
  let matches = (_: Bytes) => true;
  for (let at = 2; at < args.length; at += 2) {
    const value = argument(args, at + 1);
    const option = argument(args, at).toLowerCase();
    if (option === 'match') matches = compileGlob(value);
    else if (option !== 'count' || readInt64(value) < 1n) throw syntaxError();
  }
  const fields = keys.find(key, 'hash') ?? [];
  const found = [...fields].filter(([field]) => matches(field));
  return arrayReply([bulkReply('0'), bulksReply(found.flat())]);
}

export const hashScanCommands: CommandTable = { hscan: reads(-3, hashScan) };
