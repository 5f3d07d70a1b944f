/**
 * String commands of the embedded engine. Counters are strings too, as in Redis.
 */
import {
  type Bytes,
  bulkReply,
  bulksReply,
  integerReply,
  nilReply,
  okReply,
  type Reply,
} from '../../engine.ts';
import {
  argument,
  CommandError,
  type CommandTable,
  pairs,
  readInt64,
  reads,
  syntaxError,
  writes,
  wrongArity,
} from '../command.ts';
import type { Keyspace } from '../keyspace.ts';
import { isInt64 } from '../numbers.ts';
import { readPositiveExpiry, type TimeUnit, timeUnits } from './expiry.ts';

type TimeUnitName = keyof typeof timeUnits;

/** An option may be repeated, but not contradicted. */
interface SetOptions {
  readonly condition: 'nx' | 'xx' | null;
  readonly returnsOld: boolean;
  readonly keepsExpiry: boolean;
  readonly expiry: { readonly name: TimeUnitName; readonly text: Bytes } | null;
}

function store(keys: Keyspace, key: Bytes, bytes: Bytes, expiresAtMs: bigint | null = null): void {
  keys.put(key, { type: 'string', data: { bytes } }, expiresAtMs);
}

function readString(keys: Keyspace, key: Bytes): Bytes | null {
  return keys.find(key, 'string')?.bytes ?? null;
}

function readSetOptions(words: readonly Bytes[]): SetOptions {
  let options: SetOptions = { condition: null, returnsOld: false, keepsExpiry: false, expiry: null };
  for (let at = 0; at < words.length; at++) {
    const word = argument(words, at).toLowerCase();
    if ((word === 'nx' || word === 'xx') && (options.condition ?? word) === word) {
      options = { ...options, condition: word };
    } else if (word === 'get') {
      options = { ...options, returnsOld: true };
    } else if (word === 'keepttl' && !options.expiry) {
      options = { ...options, keepsExpiry: true };
    } else if (isTimeUnit(word) && (options.expiry?.name ?? word) === word && !options.keepsExpiry) {
      options = { ...options, expiry: { name: word, text: argument(words, ++at) } };
    } else {
      throw syntaxError();
    }
  }
  return options;
}

const isTimeUnit = (word: string): word is TimeUnitName => Object.hasOwn(timeUnits, word);

function set(keys: Keyspace, args: readonly Bytes[]): Reply {
  const [key, value] = [argument(args, 0), argument(args, 1)];
  const { condition, returnsOld, keepsExpiry, expiry } = readSetOptions(args.slice(2));
  let expiresAtMs = expiry && readPositiveExpiry(expiry.text, timeUnits[expiry.name], keys.nowMs, 'set');
  const old = returnsOld ? readString(keys, key) : null;
  const entry = keys.entry(key);
  const refused = condition === 'nx' ? entry !== undefined : condition === 'xx' && entry === undefined;
  if (!refused) {
    if (keepsExpiry) expiresAtMs = entry?.expiresAtMs ?? null;
    store(keys, key, value, expiresAtMs);
  }
  if (returnsOld) return bulkReply(old);
  return refused ? nilReply : okReply;
}

function setWithExpiry(name: 'setex' | 'psetex', unit: TimeUnit): CommandTable[string] {
  return writes(4, (keys, args) => {
    const expiresAtMs = readPositiveExpiry(argument(args, 1), unit, keys.nowMs, name);
    store(keys, argument(args, 0), argument(args, 2), expiresAtMs);
    return okReply;
  });
}

/** Adds to a counter and keeps its time of expiry. */
function add(keys: Keyspace, key: Bytes, amount: bigint): Reply {
  const current = readString(keys, key);
  const sum = (current === null ? 0n : readInt64(current)) + amount;
  if (!isInt64(sum)) throw new CommandError('ERR increment or decrement would overflow');
  store(keys, key, sum.toString(), keys.entry(key)?.expiresAtMs ?? null);
  return integerReply(sum);
}

function subtract(keys: Keyspace, args: readonly Bytes[]): Reply {
  const amount = readInt64(argument(args, 1));
  if (!isInt64(-amount)) throw new CommandError('ERR decrement would overflow');
  return add(keys, argument(args, 0), -amount);
}

export const stringCommands: CommandTable = {
  get: reads(2, (keys, args) => bulkReply(readString(keys, argument(args, 0)))),
  set: writes(-3, set),
  setnx: writes(3, (keys, args) => {
    const isNew = keys.entry(argument(args, 0)) === undefined;
    if (isNew) store(keys, argument(args, 0), argument(args, 1));
    return integerReply(isNew);
  }),
  setex: setWithExpiry('setex', timeUnits.ex),
  psetex: setWithExpiry('psetex', timeUnits.px),
  getdel: writes(2, (keys, args) => {
    const old = readString(keys, argument(args, 0));
    keys.delete(argument(args, 0));
    return bulkReply(old);
  }),
  getset: writes(3, (keys, args) => {
    const old = readString(keys, argument(args, 0));
    store(keys, argument(args, 0), argument(args, 1));
    return bulkReply(old);
  }),
  mget: reads(-2, (keys, args) =>
    bulksReply(
      args.map((key) => {
        const value = keys.entry(key)?.value;
        return value?.type === 'string' ? value.data.bytes : null;
      }),
    ),
  ),
  mset: writes(-3, (keys, args) => {
    if (args.length % 2 !== 0) throw wrongArity('mset');
    for (const [key, value] of pairs(args)) store(keys, key, value);
    return okReply;
  }),
  incr: writes(2, (keys, args) => add(keys, argument(args, 0), 1n)),
  decr: writes(2, (keys, args) => add(keys, argument(args, 0), -1n)),
  incrby: writes(3, (keys, args) => add(keys, argument(args, 0), readInt64(argument(args, 1)))),
  decrby: writes(3, subtract),
  append: writes(3, (keys, args) => {
    const key = argument(args, 0);
    const bytes = (readString(keys, key) ?? '') + argument(args, 1);
    store(keys, key, bytes, keys.entry(key)?.expiresAtMs ?? null);
    return integerReply(bytes.length);
  }),
  strlen: reads(2, (keys, args) => integerReply(readString(keys, argument(args, 0))?.length ?? 0)),
};
