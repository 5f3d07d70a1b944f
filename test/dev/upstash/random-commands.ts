/**
 * Random Redis commands for the differential test: for every command of the embedded engine's table the
 * arguments that may follow it, right ones, edge cases and nonsense. Times are absolute and far away, or
 * past, so that no reply depends on when a command ran.
 */
import fc from 'fast-check';
import type { Command } from '../../../src/dev/upstash/engine.ts';

type Words = fc.Arbitrary<string[]>;

const word = (...choices: string[]): Words => fc.constantFrom(...choices).map((choice) => [choice]);
const maybe = (words: Words): Words => fc.oneof(fc.constant<string[]>([]), words);
const seq = (...parts: Words[]): Words => fc.tuple(...parts).map((lists) => lists.flat());
const some = (part: Words, most = 4): Words =>
  fc.array(part, { minLength: 1, maxLength: most }).map((lists) => lists.flat());
/** Any of the options, in any number and order: most combinations are errors, on purpose. */
const options = (...parts: Words[]): Words =>
  fc.array(fc.oneof(...parts), { maxLength: 2 }).map((lists) => lists.flat());

/** Mostly a key of the right type, now and then any other. */
function key(own: string): Words {
  const names = [own, `${own}2`];
  return fc.oneof(
    { weight: 8, arbitrary: word(...names) },
    { weight: 1, arbitrary: word('text', 'hash', 'list', 'set', 'zset', 'stream', 'none', '') },
  );
}

const field = word('a', 'b', 'c', '', '\xff\x00', 'longer field');
const value = word('x', '', '5', '-3', '9223372036854775806', '1.5', 'caf\xc3\xa9', '\x00\xff', '007', ' 1');
const integer = word(
  '0',
  '1',
  '-1',
  '2',
  '3',
  '-5',
  '10',
  '9223372036854775807',
  '-9223372036854775808',
  '1.0',
  'x',
  '+1',
  '',
);
const index = word('0', '1', '-1', '2', '-2', '5', '-100', '100', 'x');
/** Quarters print alike in every version of Redis and on every machine. */
const score = word('0', '1', '-1.5', '2.25', '1e3', '3', 'inf', '-inf', '+2', 'x', '', '0x10', '.5');
const scoreBound = word('-inf', '+inf', '0', '1', '(1', '(2.25', '3', '1e3', '(inf', 'x', '(');
const float = word('0.25', '-1.5', '3', '1e2', '0', 'inf', 'x', '');
/** Apart from the others: beyond 18 digits the sums of floats differ, see decimal.ts. */
const floatField = word('float');
const far = word('4102444800000', '4102444900000', '-1', '0', '1000', 'x');
const farSeconds = word('4102444800', '4102444900', '-1', '0', '1', 'x', '9223372036854775807');
/** Positive spans are so long that only "some time" shows; see `hidesTime`. */
const span = word('100000', '0', '-1', 'x', '9223372036854775807');
const expireOption = options(word('NX'), word('XX'), word('GT'), word('LT'), word('nonsense'));
const streamId = word(
  '1-1',
  '1-2',
  '2-0',
  '2-5',
  '3',
  '5-1',
  '0-0',
  '0-1',
  'x',
  '18446744073709551615-18446744073709551615',
);
const newId = fc.oneof(streamId, word('3-*', '5-*', '7-1', '8-1', '9-1', '9'));
const streamBound = fc.oneof(streamId, word('-', '+', '(1-1', '(2', '(0-0', '(x'));
const trimming = fc.oneof(
  seq(word('MAXLEN', 'maxlen'), maybe(word('=')), word('0', '1', '3', '-1', 'x')),
  seq(word('MINID'), maybe(word('=')), word('2', '1-2', 'x')),
  seq(word('LIMIT'), word('1', '-1')),
  word('MAXLEN'),
);
const text = key('text');
const hash = key('hash');
const list = key('list');
const set = key('set');
const zset = key('zset');
const stream = key('stream');
const anyKey = fc.oneof(text, hash, list, set, zset, stream);
const limit = seq(word('LIMIT'), index, index);
const rangeOption = options(word('WITHSCORES'), limit, word('nonsense'));

/** What may follow each command's name. */
export const argumentsOf: Readonly<Record<string, Words>> = {
  ping: maybe(value),
  echo: value,
  del: some(anyKey),
  unlink: some(anyKey),
  exists: some(anyKey),
  type: anyKey,
  expire: fc.oneof(seq(anyKey, span), seq(anyKey, word('-1', 'x'), expireOption)),
  pexpire: fc.oneof(seq(anyKey, span), seq(anyKey, word('-1', 'x'), expireOption)),
  expireat: seq(anyKey, farSeconds, expireOption),
  pexpireat: seq(anyKey, far, expireOption),
  ttl: anyKey,
  pttl: anyKey,
  expiretime: anyKey,
  pexpiretime: anyKey,
  persist: anyKey,
  keys: word('*', 't*', '?ash*', '[hl]*', '[^hl]*', '*t', 'tex\\t', '[a-l]*', '[', 'l*s*t2'),
  scan: seq(
    word('0', '0', 'x'),
    word('COUNT'),
    word('1000', '0', 'x'),
    options(
      seq(word('MATCH'), word('*s*', 'h*')),
      seq(word('TYPE'), word('hash', 'zset', 'no')),
      word('MATCH'),
    ),
  ),
  flushdb: word('nonsense', 'SYNC'),
  flushall: fc.constant([]),
  get: text,
  set: seq(
    text,
    value,
    options(
      word('NX'),
      word('XX'),
      word('GET'),
      word('KEEPTTL'),
      seq(word('EX', 'px'), span),
      seq(word('EXAT'), farSeconds),
      seq(word('PXAT'), far),
      word('EX', 'nonsense'),
    ),
  ),
  setnx: seq(text, value),
  setex: seq(text, span, value),
  psetex: seq(text, span, value),
  getdel: text,
  getset: seq(text, value),
  mget: some(fc.oneof(text, hash)),
  mset: some(seq(text, maybe(value))),
  incr: text,
  decr: text,
  incrby: seq(text, integer),
  decrby: seq(text, integer),
  append: seq(text, value),
  strlen: text,
  hset: seq(
    hash,
    some(fc.oneof(seq(field, value), seq(floatField, word('1.5', 'x', ' 1', '')))),
    maybe(field),
  ),
  hsetnx: seq(hash, field, value),
  hget: seq(hash, field),
  hmget: seq(hash, some(field)),
  hgetall: hash,
  hdel: seq(hash, some(field)),
  hincrby: seq(hash, field, integer),
  hincrbyfloat: seq(hash, floatField, float),
  hexists: seq(hash, field),
  hlen: hash,
  hkeys: hash,
  hvals: hash,
  lpush: seq(list, some(value)),
  rpush: seq(list, some(value)),
  lpop: seq(list, maybe(integer)),
  rpop: seq(list, maybe(integer)),
  lrange: seq(list, index, index),
  llen: list,
  ltrim: seq(list, index, index),
  sadd: seq(set, some(value)),
  srem: seq(set, some(value)),
  smembers: set,
  sismember: seq(set, value),
  scard: set,
  zadd: seq(
    zset,
    options(word('NX'), word('XX'), word('GT'), word('LT'), word('CH'), word('INCR')),
    some(seq(score, field)),
    maybe(score),
  ),
  zincrby: seq(zset, score, field),
  zrem: seq(zset, some(field)),
  zscore: seq(zset, field),
  zcard: zset,
  zrank: seq(zset, field),
  zrevrank: seq(zset, field),
  zcount: seq(zset, scoreBound, scoreBound),
  zrange: fc.oneof(
    seq(zset, index, index, options(word('REV'), word('WITHSCORES'), limit)),
    seq(zset, scoreBound, scoreBound, word('BYSCORE'), options(word('REV'), word('WITHSCORES'), limit)),
  ),
  zrangebyscore: seq(zset, scoreBound, scoreBound, rangeOption),
  zrevrangebyscore: seq(zset, scoreBound, scoreBound, rangeOption),
  zrevrange: seq(zset, index, index, rangeOption),
  zremrangebyscore: seq(zset, scoreBound, scoreBound),
  zremrangebyrank: seq(zset, index, index),
  xadd: seq(
    stream,
    maybe(word('NOMKSTREAM')),
    maybe(trimming),
    newId,
    some(seq(field, value), 2),
    maybe(field),
  ),
  xlen: stream,
  xrange: seq(stream, streamBound, streamBound, maybe(seq(word('COUNT'), index))),
  xrevrange: seq(stream, streamBound, streamBound, maybe(seq(word('COUNT'), index))),
  xdel: seq(stream, some(streamId)),
  xtrim: seq(stream, some(trimming, 2)),
  xread: seq(
    maybe(seq(word('COUNT'), index)),
    word('STREAMS'),
    stream,
    maybe(stream),
    streamId,
    maybe(word('$', '1')),
  ),
};

/** TIME tells the time; DBSIZE of Redis counts expired keys it has not yet come across; HSCAN takes other steps. */
export const leftOut: ReadonlySet<string> = new Set(['time', 'dbsize', 'hscan']);

/** Commands whose reply lists things in no promised order. */
export const unordered: ReadonlySet<string> = new Set(['smembers', 'keys', 'scan']);

/** Commands whose reply depends on the clock when a relative expiry was set. */
export const hidesTime: ReadonlySet<string> = new Set(['ttl', 'pttl', 'expiretime', 'pexpiretime']);

/** Now and then an argument is missing. */
const anyCommand: fc.Arbitrary<Command> = fc
  .constantFrom(...Object.keys(argumentsOf))
  .chain((name) =>
    fc.oneof(
      { weight: 30, arbitrary: (argumentsOf[name] ?? fc.constant([])).map((words) => [name, ...words]) },
      { weight: 1, arbitrary: fc.constant([name.toUpperCase()]) },
    ),
  );

/** One step of a random run: some commands, as a pipeline, a transaction, or each through Lua. */
export interface Step {
  readonly how: 'pipeline' | 'transaction' | 'script';
  readonly commands: readonly Command[];
}

export const randomSteps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    how: fc.constantFrom('pipeline' as const, 'pipeline' as const, 'transaction' as const, 'script' as const),
    commands: fc.array(anyCommand, { minLength: 1, maxLength: 5 }),
  }),
  { minLength: 1, maxLength: 10 },
);
