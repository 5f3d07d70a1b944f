/**
 * Every command of the embedded engine by its lower-case name, and the well-known ones it lacks.
 * Scripts (EVAL and its relatives) are not here: they need the engine itself, see scripting.ts.
 */
import type { CommandSpec } from './command.ts';
import { hashScanCommands } from './commands/hash-scan.ts';
import { hashCommands } from './commands/hashes.ts';
import { keyCommands } from './commands/keys.ts';
import { listCommands } from './commands/lists.ts';
import { serverCommands } from './commands/server.ts';
import { setCommands } from './commands/sets.ts';
import { sortedSetRangeCommands } from './commands/sorted-set-ranges.ts';
import { sortedSetCommands } from './commands/sorted-sets.ts';
import { streamCommands } from './commands/streams.ts';
import { stringCommands } from './commands/strings.ts';

export const commandTable: ReadonlyMap<string, CommandSpec> = new Map(
  Object.entries({
    ...serverCommands,
    ...keyCommands,
    ...stringCommands,
    ...hashCommands,
    ...hashScanCommands,
    ...listCommands,
    ...setCommands,
    ...sortedSetCommands,
    ...sortedSetRangeCommands,
    ...streamCommands,
  }),
);

/** Redis has these; naming them gives an honest error instead of "unknown command". */
export const missingCommands: ReadonlySet<string> = new Set(
  [
    'bitcount bitfield bitop bitpos getbit setbit pfadd pfcount pfmerge geoadd geodist geopos geosearch',
    'copy rename renamenx object randomkey sort touch dump restore info command publish fcall function',
    'getex getrange setrange incrbyfloat msetnx hmset hrandfield hstrlen hexpire hpexpire httl',
    'lindex linsert lmove lpos lpushx lrem lset rpushx rpoplpush lmpop',
    'sdiff sdiffstore sinter sinterstore smismember smove spop srandmember sscan sunion sunionstore',
    'zdiff zinter zinterstore zlexcount zmpop zmscore zpopmax zpopmin zrandmember zrangebylex',
    'zrangestore zremrangebylex zscan zunion zunionstore',
    'xack xautoclaim xclaim xgroup xinfo xpending xreadgroup xsetid',
  ].flatMap((names) => names.split(' ')),
);
