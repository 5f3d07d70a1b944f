/**
 * Commands of the embedded engine that touch no key.
 */
import { bulkReply, bulksReply, statusReply } from '../../engine.ts';
import { argument, type CommandTable, reads, wrongArity } from '../command.ts';

export const serverCommands: CommandTable = {
  ping: reads(-1, (_, args) => {
    if (args.length > 1) throw wrongArity('ping');
    return args[0] === undefined ? statusReply('PONG') : bulkReply(args[0]);
  }),
  echo: reads(2, (_, args) => bulkReply(argument(args, 0))),
  // The clock gives milliseconds: the microseconds end in 000.
  time: reads(1, (keys) => bulksReply([String(keys.nowMs / 1000n), String((keys.nowMs % 1000n) * 1000n)])),
};
