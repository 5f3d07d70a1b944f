/**
 * Stream commands of the embedded engine, without consumer groups and without blocking.
 */
import {
  arrayReply,
  type Bytes,
  bulkReply,
  bulksReply,
  integerReply,
  nilArrayReply,
  nilReply,
  type Reply,
} from '../../engine.ts';
import {
  argument,
  CommandError,
  type CommandSpec,
  type CommandTable,
  readInt64,
  reads,
  syntaxError,
  writes,
  wrongArity,
} from '../command.ts';
import type { Keyspace } from '../keyspace.ts';
import {
  compareIds,
  formatId,
  maxId,
  maxUint64,
  nextId,
  previousId,
  Stream,
  type StreamEntry,
  type StreamId,
  zeroId,
} from '../stream.ts';
import { emptyDraft, finishTrimming, readStreamId, readTrimOption, trimStream } from './stream-trimming.ts';

function add(keys: Keyspace, args: readonly Bytes[]): Reply {
  const words = args.slice(1);
  const draft = emptyDraft();
  let makesStream = true;
  let at = 0;
  while (at < words.length && words[at] !== '*') {
    const next = readTrimOption(words, at, draft);
    if (next !== at) at = next;
    else if (argument(words, at).toLowerCase() === 'nomkstream') {
      makesStream = false;
      at++;
    } else break;
  }
  const idText = argument(words, at);
  const chooseId = readNewId(idText);
  const trimming = finishTrimming(draft);
  const fields = words.slice(at + 1);
  if (fields.length < 2 || fields.length % 2 !== 0) throw wrongArity('xadd');
  if (idText !== '*' && chooseId(zeroId, 0n) === null) {
    throw new CommandError('ERR The ID specified in XADD must be greater than 0-0');
  }
  const key = argument(args, 0);
  const existing = keys.find(key, 'stream');
  if (!existing && !makesStream) return nilReply;
  const id = chooseId(existing?.lastId ?? zeroId, keys.nowMs);
  if (!id) throw refusedId(existing?.lastId ?? zeroId);
  const stream = existing ?? keys.open(key, 'stream', () => ({ type: 'stream', data: new Stream() }));
  stream.append({ id, fields });
  if (trimming) trimStream(stream, trimming);
  return bulkReply(formatId(id));
}

/** An id for a new entry, or null when it would not be greater than the last one. */
type ChooseId = (last: StreamId, nowMs: bigint) => StreamId | null;

function readNewId(text: Bytes): ChooseId {
  if (text === '*') return (last, nowMs) => (nowMs > last.ms ? { ms: nowMs, seq: 0n } : nextId(last));
  if (text.endsWith('-*')) {
    const { ms } = readStreamId(text.slice(0, -2));
    return (last) => {
      if (ms > last.ms) return { ms, seq: 0n };
      return ms === last.ms && last.seq < maxUint64 ? { ms, seq: last.seq + 1n } : null;
    };
  }
  const id = readStreamId(text);
  return (last) => (compareIds(id, last) > 0 ? id : null);
}

function refusedId(last: StreamId): CommandError {
  return compareIds(last, maxId) === 0
    ? new CommandError('ERR The stream has exhausted the last possible ID, unable to add more items')
    : new CommandError('ERR The ID specified in XADD is equal or smaller than the target stream top item');
}

function printEntries(entries: readonly StreamEntry[]): Reply {
  return arrayReply(
    entries.map(({ id, fields }) => arrayReply([bulkReply(formatId(id)), bulksReply(fields)])),
  );
}

/** `-`, `+`, an id, or `(` and an id for an exclusive bound. */
function readRangeBound(text: Bytes, side: 'start' | 'end'): StreamId {
  if (text === '-') return zeroId;
  if (text === '+') return maxId;
  const isExclusive = text.startsWith('(');
  const id = readStreamId(isExclusive ? text.slice(1) : text, side === 'start' ? 0n : maxUint64);
  if (!isExclusive) return id;
  const inner = side === 'start' ? nextId(id) : previousId(id);
  if (!inner) throw new CommandError(`ERR invalid ${side} ID for the interval`);
  return inner;
}

function range(reverse: boolean): CommandSpec {
  return reads(-4, (keys, args) => {
    const start = readRangeBound(argument(args, reverse ? 2 : 1), 'start');
    const end = readRangeBound(argument(args, reverse ? 1 : 2), 'end');
    const count = readRangeCount(args.slice(3));
    const stream = keys.find(argument(args, 0), 'stream');
    if (!stream) return arrayReply([]);
    if (count !== null && count <= 0) return nilArrayReply;
    const entries = [...stream.range(start, end)];
    if (reverse) entries.reverse();
    return printEntries(entries.slice(0, count ?? undefined));
  });
}

function readRangeCount(words: readonly Bytes[]): number | null {
  let count: number | null = null;
  for (let at = 0; at < words.length; at += 2) {
    if (argument(words, at).toLowerCase() !== 'count') throw syntaxError();
    count = Number(readInt64(argument(words, at + 1)));
  }
  return count;
}

function deleteEntries(keys: Keyspace, args: readonly Bytes[]): Reply {
  const stream = keys.find(argument(args, 0), 'stream');
  if (!stream) return integerReply(0);
  const ids = args.slice(1).map((text) => readStreamId(text));
  return integerReply(ids.filter((id) => stream.delete(id)).length);
}

function trim(keys: Keyspace, args: readonly Bytes[]): Reply {
  const words = args.slice(1);
  const draft = emptyDraft();
  let at = 0;
  while (at < words.length) {
    const next = readTrimOption(words, at, draft);
    if (next === at) throw syntaxError();
    at = next;
  }
  const trimming = finishTrimming(draft);
  if (!trimming) throw syntaxError('XTRIM must be called with a trimming strategy');
  const stream = keys.find(argument(args, 0), 'stream');
  return integerReply(stream ? trimStream(stream, trimming) : 0);
}

function readStreams(keys: Keyspace, args: readonly Bytes[]): Reply {
  const { count, names } = readReadOptions(args);
  if (names.length === 0 || names.length % 2 !== 0) {
    throw new CommandError(
      "ERR Unbalanced XREAD list of streams: for each stream key an ID or '$' must be specified.",
    );
  }
  const half = names.length / 2;
  const wanted = names.slice(0, half).map((key, at) => {
    const text = argument(names, half + at);
    const stream = keys.find(key, 'stream');
    return { key, stream, last: text === '$' ? (stream?.lastId ?? zeroId) : readStreamId(text) };
  });
  const found: Reply[] = [];
  for (const { key, stream, last } of wanted) {
    const start = nextId(last);
    const entries = start && stream ? stream.range(start, maxId) : [];
    if (entries.length === 0) continue;
    found.push(arrayReply([bulkReply(key), printEntries(entries.slice(0, count > 0 ? count : undefined))]));
  }
  return found.length === 0 ? nilArrayReply : arrayReply(found);
}

/** A count of zero or less means all. */
function readReadOptions(args: readonly Bytes[]): { count: number; names: readonly Bytes[] } {
  let count = 0;
  for (let at = 0; at < args.length; at += 2) {
    const word = argument(args, at).toLowerCase();
    if (word === 'streams') return { count, names: args.slice(at + 1) };
    if (word === 'block')
      throw new CommandError('ERR xread command is not allowed with BLOCK option from scripts');
    if (word !== 'count') throw syntaxError();
    count = Number(readInt64(argument(args, at + 1)));
  }
  throw syntaxError();
}

export const streamCommands: CommandTable = {
  xadd: writes(-5, add),
  xlen: reads(2, (keys, args) => integerReply(keys.find(argument(args, 0), 'stream')?.length ?? 0)),
  xrange: range(false),
  xrevrange: range(true),
  xdel: writes(-3, deleteEntries),
  xtrim: writes(-4, trim),
  xread: reads(-4, readStreams),
};
