/**
 * Hash commands of the embedded engine. Fields keep the order in which they were first set.
 */
import { type Bytes, bulkReply, bulksReply, integerReply, type Reply } from '../../engine.ts';
import {
  argument,
  CommandError,
  type CommandTable,
  pairs,
  readInt64,
  reads,
  writes,
  wrongArity,
} from '../command.ts';
import { addDecimals, formatDecimal, parseDecimal } from '../decimal.ts';
import type { Keyspace } from '../keyspace.ts';
import { isInt64, parseDouble, parseInt64 } from '../numbers.ts';

const noFields: ReadonlyMap<Bytes, Bytes> = new Map();

function fieldsOf(keys: Keyspace, key: Bytes): ReadonlyMap<Bytes, Bytes> {
  return keys.find(key, 'hash') ?? noFields;
}

function openHash(keys: Keyspace, key: Bytes): Map<Bytes, Bytes> {
  return keys.open(key, 'hash', () => ({ type: 'hash', data: new Map() }));
}

function setFields(keys: Keyspace, args: readonly Bytes[]): Reply {
  const fields = args.slice(1);
  if (fields.length % 2 !== 0) throw wrongArity('hset');
  const hash = openHash(keys, argument(args, 0));
  const before = hash.size;
  for (const [field, value] of pairs(fields)) hash.set(field, value);
  return integerReply(hash.size - before);
}

function setNewField(keys: Keyspace, args: readonly Bytes[]): Reply {
  const [key, field, value] = [argument(args, 0), argument(args, 1), argument(args, 2)];
  if (fieldsOf(keys, key).has(field)) return integerReply(0);
  openHash(keys, key).set(field, value);
  return integerReply(1);
}

function deleteFields(keys: Keyspace, args: readonly Bytes[]): Reply {
  const key = argument(args, 0);
  const hash = keys.find(key, 'hash');
  if (!hash) return integerReply(0);
  const deleted = args.slice(1).filter((field) => hash.delete(field)).length;
  if (hash.size === 0) keys.delete(key);
  return integerReply(deleted);
}

function increment(keys: Keyspace, args: readonly Bytes[]): Reply {
  const [key, field] = [argument(args, 0), argument(args, 1)];
  const amount = readInt64(argument(args, 2));
  const current = parseInt64(fieldsOf(keys, key).get(field) ?? '0');
  if (current === null) throw new CommandError('ERR hash value is not an integer');
  const sum = current + amount;
  if (!isInt64(sum)) throw new CommandError('ERR increment or decrement would overflow');
  openHash(keys, key).set(field, sum.toString());
  return integerReply(sum);
}

function incrementByFloat(keys: Keyspace, args: readonly Bytes[]): Reply {
  const [key, field, amountText] = [argument(args, 0), argument(args, 1), argument(args, 2)];
  const amount = parseDecimal(amountText);
  if (amount === null) {
    const isInfinite = parseDouble(amountText) !== null;
    throw new CommandError(isInfinite ? 'ERR value is NaN or Infinity' : 'ERR value is not a valid float');
  }
  const current = parseDecimal(fieldsOf(keys, key).get(field) ?? '0');
  if (current === null) throw new CommandError('ERR hash value is not a float');
  const sum = formatDecimal(addDecimals(current, amount));
  openHash(keys, key).set(field, sum);
  return bulkReply(sum);
}

export const hashCommands: CommandTable = {
  hset: writes(-4, setFields),
  hsetnx: writes(4, setNewField),
  hget: reads(3, (keys, args) => bulkReply(fieldsOf(keys, argument(args, 0)).get(argument(args, 1)) ?? null)),
  hmget: reads(-3, (keys, args) => {
    const fields = fieldsOf(keys, argument(args, 0));
    return bulksReply(args.slice(1).map((field) => fields.get(field) ?? null));
  }),
  hgetall: reads(2, (keys, args) => bulksReply([...fieldsOf(keys, argument(args, 0))].flat())),
  hdel: writes(-3, deleteFields),
  hincrby: writes(4, increment),
  hincrbyfloat: writes(4, incrementByFloat),
  hexists: reads(3, (keys, args) => integerReply(fieldsOf(keys, argument(args, 0)).has(argument(args, 1)))),
  hlen: reads(2, (keys, args) => integerReply(fieldsOf(keys, argument(args, 0)).size)),
  hkeys: reads(2, (keys, args) => bulksReply(fieldsOf(keys, argument(args, 0)).keys())),
  hvals: reads(2, (keys, args) => bulksReply(fieldsOf(keys, argument(args, 0)).values())),
};
