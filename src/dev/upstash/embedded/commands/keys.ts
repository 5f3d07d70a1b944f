/**
 * Commands of the embedded engine that work on keys of any type: existence, expiry, listing.
 */
import {
  arrayReply,
  type Bytes,
  bulkReply,
  bulksReply,
  integerReply,
  okReply,
  type Reply,
  statusReply,
} from '../../engine.ts';
import {
  argument,
  CommandError,
  type CommandSpec,
  type CommandTable,
  readIndex,
  reads,
  syntaxError,
  writes,
} from '../command.ts';
import { compileGlob } from '../glob.ts';
import type { Entry, Keyspace } from '../keyspace.ts';
import { readExpiry, type TimeUnit, timeUnits } from './expiry.ts';

const scanCountByDefault = 10;

function remove(keys: Keyspace, args: readonly Bytes[]): Reply {
  return integerReply(args.filter((key) => keys.delete(key)).length);
}

const expireOptions = ['nx', 'xx', 'gt', 'lt'] as const;
type ExpireOption = (typeof expireOptions)[number];

function readExpireOptions(words: readonly Bytes[]): ReadonlySet<ExpireOption> {
  const options = new Set<ExpireOption>();
  for (const word of words) {
    const option = expireOptions.find((known) => known === word.toLowerCase());
    if (!option) throw new CommandError(`ERR Unsupported option ${word}`);
    options.add(option);
  }
  const [nx, xx, gt, lt] = expireOptions.map((option) => options.has(option));
  if (nx && (xx || gt || lt)) {
    throw new CommandError('ERR NX and XX, GT or LT options at the same time are not compatible');
  }
  if (gt && lt) throw new CommandError('ERR GT and LT options at the same time are not compatible');
  return options;
}

/** A key that never expires counts as expiring after any time. */
function allowsExpiry(options: ReadonlySet<ExpireOption>, current: bigint | null, next: bigint): boolean {
  if (options.has('nx') && current !== null) return false;
  if (options.has('xx') && current === null) return false;
  if (options.has('gt') && (current === null || next <= current)) return false;
  return !(options.has('lt') && current !== null && next >= current);
}

function expire(name: string, unit: TimeUnit): CommandSpec {
  return writes(-3, (keys, args) => {
    const key = argument(args, 0);
    const options = readExpireOptions(args.slice(2));
    const expiresAtMs = readExpiry(argument(args, 1), unit, keys.nowMs, name);
    const entry = keys.entry(key);
    if (!entry || !allowsExpiry(options, entry.expiresAtMs, expiresAtMs)) return integerReply(0);
    if (expiresAtMs <= keys.nowMs) keys.delete(key);
    else entry.expiresAtMs = expiresAtMs;
    return integerReply(1);
  });
}

/** -2 without the key, -1 without an expiry, else what `measure` makes of it. */
function expiryReader(measure: (expiresAtMs: bigint, nowMs: bigint) => bigint): CommandSpec {
  return reads(2, (keys, args) => {
    const entry = keys.entry(argument(args, 0));
    if (!entry) return integerReply(-2);
    return integerReply(entry.expiresAtMs === null ? -1 : measure(entry.expiresAtMs, keys.nowMs));
  });
}

const roundToSeconds = (ms: bigint): bigint => (ms + 500n) / 1000n;

interface ScanFilter {
  readonly matches: (key: Bytes) => boolean;
  readonly count: number;
  readonly type: Bytes | null;
}

function readScanFilter(words: readonly Bytes[]): ScanFilter {
  let filter: ScanFilter = { matches: () => true, count: scanCountByDefault, type: null };
  for (let at = 0; at < words.length; at += 2) {
    const value = argument(words, at + 1);
    switch (argument(words, at).toLowerCase()) {
      case 'match':
        filter = { ...filter, matches: compileGlob(value) };
        break;
      case 'count':
        filter = { ...filter, count: readIndex(value) };
        if (filter.count < 1) throw syntaxError();
        break;
      case 'type':
        filter = { ...filter, type: value.toLowerCase() };
        break;
      default:
        throw syntaxError();
    }
  }
  return filter;
}

/** The cursor is the sequence number of the last key looked at; 0 starts and ends. */
function scan(keys: Keyspace, args: readonly Bytes[]): Reply {
  const cursorText = argument(args, 0);
  if (!/^\d{1,20}$/.test(cursorText)) throw new CommandError('ERR invalid cursor');
  const cursor = Number(cursorText);
  const filter = readScanFilter(args.slice(1));
  const found: Bytes[] = [];
  let last: Entry | undefined;
  let lookedAt = 0;
  for (const entry of keys.live()) {
    if (entry.sequence <= cursor) continue;
    if (lookedAt === filter.count) return arrayReply([bulkReply(String(last?.sequence)), bulksReply(found)]);
    lookedAt++;
    last = entry;
    if (filter.matches(entry.key) && (filter.type ?? entry.value.type) === entry.value.type) {
      found.push(entry.key);
    }
  }
  return arrayReply([bulkReply('0'), bulksReply(found)]);
}

function listKeys(keys: Keyspace, args: readonly Bytes[]): Reply {
  const matches = compileGlob(argument(args, 0));
  return bulksReply([...keys.live()].map((entry) => entry.key).filter(matches));
}

function flush(keys: Keyspace, args: readonly Bytes[]): Reply {
  if (args.length > 1 || !/^(?:async|sync)$/i.test(args[0] ?? 'sync')) throw syntaxError();
  keys.clear();
  return okReply;
}

export const keyCommands: CommandTable = {
  del: writes(-2, remove),
  unlink: writes(-2, remove),
  exists: reads(-2, (keys, args) => integerReply(args.filter((key) => keys.entry(key)).length)),
  type: reads(2, (keys, args) => statusReply(keys.entry(argument(args, 0))?.value.type ?? 'none')),
  expire: expire('expire', timeUnits.ex),
  pexpire: expire('pexpire', timeUnits.px),
  expireat: expire('expireat', timeUnits.exat),
  pexpireat: expire('pexpireat', timeUnits.pxat),
  ttl: expiryReader((atMs, nowMs) => roundToSeconds(atMs - nowMs)),
  pttl: expiryReader((atMs, nowMs) => atMs - nowMs),
  expiretime: expiryReader(roundToSeconds),
  pexpiretime: expiryReader((atMs) => atMs),
  persist: writes(2, (keys, args) => {
    const entry = keys.entry(argument(args, 0));
    const hadExpiry = entry !== undefined && entry.expiresAtMs !== null;
    if (entry) entry.expiresAtMs = null;
    return integerReply(hadExpiry);
  }),
  keys: reads(2, listKeys),
  scan: reads(-2, scan),
  dbsize: reads(1, (keys) => integerReply([...keys.live()].length)),
  flushdb: writes(-1, flush),
  flushall: writes(-1, flush),
};
