/**
 * The shortest log that leads to the keys as they are: what the append log is rewritten to. Pure.
 * It uses only commands of the table, so there is one way to read data back, not two.
 */
import type { Bytes, Command } from '../engine.ts';
import type { LogRecord } from './append-log.ts';
import type { Entry, Keyspace, Value } from './keyspace.ts';
import { formatDouble } from './numbers.ts';
import { compareIds, formatId, maxId, type Stream, zeroId } from './stream.ts';

/** Arguments per command: keeps lines, and what a crash can tear, small. */
const chunkLength = 500;

/** One record per key, oldest key first. */
export function* snapshot(keys: Keyspace): Generator<LogRecord> {
  for (const entry of keys.live()) yield { atMs: keys.nowMs, commands: rebuild(entry) };
}

function rebuild({ key, value, expiresAtMs }: Entry): Command[] {
  const commands = rebuildValue(key, value);
  if (expiresAtMs !== null) commands.push(['pexpireat', key, expiresAtMs.toString()]);
  return commands;
}

function rebuildValue(key: Bytes, value: Value): Command[] {
  switch (value.type) {
    case 'string':
      return [['set', key, value.data.bytes]];
    case 'hash':
      return inChunks('hset', key, [...value.data].flat());
    case 'list':
      return inChunks('rpush', key, value.data);
    case 'set':
      return inChunks('sadd', key, [...value.data]);
    case 'zset':
      return inChunks(
        'zadd',
        key,
        value.data.ordered.flatMap(({ member, score }) => [formatDouble(score), member]),
      );
    case 'stream':
      return rebuildStream(key, value.data);
    default:
      return value satisfies never;
  }
}

function inChunks(name: string, key: Bytes, args: readonly Bytes[]): Command[] {
  const commands: Command[] = [];
  for (let at = 0; at < args.length; at += chunkLength) {
    commands.push([name, key, ...args.slice(at, at + chunkLength)]);
  }
  return commands;
}

/** The last id outlives its entry: an entry is added for it and deleted again. */
function rebuildStream(key: Bytes, stream: Stream): Command[] {
  const entries = stream.range(zeroId, maxId);
  const commands: Command[] = entries.map(({ id, fields }) => ['xadd', key, formatId(id), ...fields]);
  const last = entries.at(-1)?.id ?? zeroId;
  if (compareIds(last, stream.lastId) < 0) {
    const lastId = formatId(stream.lastId);
    commands.push(['xadd', key, lastId, 'x', 'x'], ['xdel', key, lastId]);
  }
  return commands;
}
