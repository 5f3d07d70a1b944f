/**
 * Commands that make no sense over a stateless HTTP call, refused for both engines alike. With the
 * real redis-server they would also bend or block the one connection that all requests share.
 */
import type { Command } from './engine.ts';

const refusedCommands: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'it changes the state of a connection':
      'auth hello select quit reset client multi exec discard watch unwatch readonly readwrite asking',
    'it blocks': 'blpop brpop blmove blmpop brpoplpush bzpopmin bzpopmax bzmpop wait waitaof',
    'it streams':
      'subscribe psubscribe ssubscribe unsubscribe punsubscribe sunsubscribe monitor sync psync replconf',
    'it administers the server':
      'acl bgrewriteaof bgsave cluster config debug failover latency migrate module pfdebug replicaof ' +
      'restore-asking save shutdown slaveof slowlog swapdb',
  }).flatMap(([reason, names]) => names.split(' ').map((name) => [name, reason] as const)),
);

const refusedSubcommands: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['script', new Set(['debug', 'kill'])],
  ['function', new Set(['kill'])],
]);

const readsStreams = new Set(['xread', 'xreadgroup']);

/** Why the command is not available over REST, as an error text, or null when it may go ahead. */
export function refuseCommand(command: Command): string | null {
  const [name = '', first = ''] = command.map((word) => word.toLowerCase());
  const reason = refusedCommands.get(name);
  if (reason) return `ERR Command is not available: '${name.toUpperCase()}': ${reason}`;
  if (refusedSubcommands.get(name)?.has(first)) {
    return `ERR Command is not available: '${name.toUpperCase()} ${first.toUpperCase()}'`;
  }
  if (readsStreams.has(name) && hasBlockOption(command)) {
    return `ERR Command is not available: '${name.toUpperCase()}' with BLOCK: it blocks`;
  }
  return null;
}

/** Options end at STREAMS: a key may be called "block". */
function hasBlockOption(command: Command): boolean {
  const words = command.map((word) => word.toLowerCase());
  const end = words.indexOf('streams');
  return words.slice(0, end < 0 ? undefined : end).includes('block');
}
