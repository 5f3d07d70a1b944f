/**
 * Sorted set commands of the embedded engine, except the ranges (sorted-set-ranges.ts).
 */
import { type Bytes, bulkReply, integerReply, nilReply, type Reply } from '../../engine.ts';
import {
  argument,
  CommandError,
  type CommandTable,
  pairs,
  readDouble,
  reads,
  syntaxError,
  writes,
} from '../command.ts';
import type { Keyspace } from '../keyspace.ts';
import { formatDouble } from '../numbers.ts';
import { SortedSet } from '../sorted-set.ts';

const addOptions = ['nx', 'xx', 'gt', 'lt', 'ch', 'incr'] as const;
type AddOption = (typeof addOptions)[number];

interface Addition {
  readonly options: ReadonlySet<AddOption>;
  readonly scored: readonly (readonly [score: number, member: Bytes])[];
}

function readAddition(words: readonly Bytes[]): Addition {
  const options = new Set<AddOption>();
  let at = 0;
  for (; at < words.length; at++) {
    const option = addOptions.find((known) => known === argument(words, at).toLowerCase());
    if (!option) break;
    options.add(option);
  }
  const rest = words.slice(at);
  if (rest.length === 0 || rest.length % 2 !== 0) throw syntaxError();
  const [nx, xx, gt, lt] = addOptions.map((option) => options.has(option));
  if (nx && xx) throw new CommandError('ERR XX and NX options at the same time are not compatible');
  if ((nx && (gt || lt)) || (gt && lt)) {
    throw new CommandError('ERR GT, LT, and/or NX options at the same time are not compatible');
  }
  if (options.has('incr') && rest.length > 2) {
    throw new CommandError('ERR INCR option supports a single increment-element pair');
  }
  return { options, scored: pairs(rest).map(([score, member]) => [readDouble(score), member] as const) };
}

interface AddOutcome {
  /** The member's score afterwards, or null when a condition kept it from being set. */
  readonly score: number | null;
  readonly change: 'added' | 'updated' | 'none';
}

function decideScore(
  current: number | undefined,
  given: number,
  options: ReadonlySet<AddOption>,
): AddOutcome {
  if (current === undefined) {
    return options.has('xx') ? { score: null, change: 'none' } : { score: given, change: 'added' };
  }
  if (options.has('nx')) return { score: null, change: 'none' };
  const next = options.has('incr') ? current + given : given;
  if (Number.isNaN(next)) throw new CommandError('ERR resulting score is not a number (NaN)');
  if ((options.has('gt') && next <= current) || (options.has('lt') && next >= current)) {
    return { score: null, change: 'none' };
  }
  return { score: next, change: next === current ? 'none' : 'updated' };
}

function add(keys: Keyspace, key: Bytes, { options, scored }: Addition): Reply {
  const existing = keys.find(key, 'zset');
  if (!existing && options.has('xx')) return options.has('incr') ? nilReply : integerReply(0);
  const set = existing ?? keys.open(key, 'zset', () => ({ type: 'zset', data: new SortedSet() }));
  const counts = { added: 0, updated: 0, none: 0 };
  let score: number | null = null;
  for (const [given, member] of scored) {
    const outcome = decideScore(set.score(member), given, options);
    score = outcome.score;
    counts[outcome.change]++;
    if (outcome.change !== 'none' && score !== null) set.set(member, score);
  }
  if (options.has('incr')) return bulkReply(score === null ? null : formatDouble(score));
  return integerReply(options.has('ch') ? counts.added + counts.updated : counts.added);
}

function removeMembers(keys: Keyspace, args: readonly Bytes[]): Reply {
  const key = argument(args, 0);
  const set = keys.find(key, 'zset');
  if (!set) return integerReply(0);
  const removed = args.slice(1).filter((member) => set.delete(member)).length;
  if (set.size === 0) keys.delete(key);
  return integerReply(removed);
}

export const sortedSetCommands: CommandTable = {
  zadd: writes(-4, (keys, args) => add(keys, argument(args, 0), readAddition(args.slice(1)))),
  zincrby: writes(4, (keys, args) =>
    add(keys, argument(args, 0), {
      options: new Set(['incr']),
      scored: [[readDouble(argument(args, 1)), argument(args, 2)]],
    }),
  ),
  zrem: writes(-3, removeMembers),
  zscore: reads(3, (keys, args) => {
    const score = keys.find(argument(args, 0), 'zset')?.score(argument(args, 1));
    return bulkReply(score === undefined ? null : formatDouble(score));
  }),
  zcard: reads(2, (keys, args) => integerReply(keys.find(argument(args, 0), 'zset')?.size ?? 0)),
  zrank: reads(3, (keys, args) => {
    const rank = keys.find(argument(args, 0), 'zset')?.rank(argument(args, 1)) ?? null;
    return rank === null ? nilReply : integerReply(rank);
  }),
  zrevrank: reads(3, (keys, args) => {
    const set = keys.find(argument(args, 0), 'zset');
    const rank = set?.rank(argument(args, 1)) ?? null;
    return !set || rank === null ? nilReply : integerReply(set.size - 1 - rank);
  }),
};
