/**
 * Ranges over sorted sets, by rank and by score: reading, counting and removing.
 * Ranges by member (BYLEX) are not built in and say so.
 */
import { type Bytes, bulksReply, integerReply, type Reply } from '../../engine.ts';
import {
  argument,
  CommandError,
  type CommandSpec,
  type CommandTable,
  clampSpan,
  readIndex,
  reads,
  syntaxError,
  writes,
} from '../command.ts';
import type { Keyspace } from '../keyspace.ts';
import { formatDouble, parseDouble } from '../numbers.ts';
import { type ScoreBound, type Scored, SortedSet } from '../sorted-set.ts';

/** What a command's name fixes; null is left to the options of ZRANGE. */
interface RangeForm {
  readonly by: 'rank' | 'score' | null;
  readonly reverse: boolean | null;
}

interface RangeOptions {
  readonly by: 'rank' | 'score';
  readonly reverse: boolean;
  readonly withScores: boolean;
  readonly limit: { readonly offset: number; readonly count: number } | null;
}

type Span = (set: SortedSet) => [start: number, end: number];

function readOptions(form: RangeForm, words: readonly Bytes[]): RangeOptions {
  let by = form.by;
  let reverse = form.reverse;
  let withScores = false;
  let limit: RangeOptions['limit'] = null;
  for (let at = 0; at < words.length; at++) {
    const word = argument(words, at).toLowerCase();
    if (word === 'withscores') withScores = true;
    else if (word === 'limit') {
      limit = { offset: readIndex(argument(words, at + 1)), count: readIndex(argument(words, at + 2)) };
      at += 2;
    } else if (word === 'rev' && reverse === null) reverse = true;
    else if (word === 'byscore' && by === null) by = 'score';
    else if (word === 'bylex' && by === null)
      throw new CommandError('ERR BYLEX is not built into this engine');
    else throw syntaxError();
  }
  // Redis takes a count of -1 for no LIMIT at all.
  if (by !== 'score' && limit && limit.count !== -1) {
    throw syntaxError('LIMIT is only supported in combination with either BYSCORE or BYLEX');
  }
  return { by: by ?? 'rank', reverse: reverse ?? false, withScores, limit: by === 'score' ? limit : null };
}

function readBound(text: Bytes): ScoreBound {
  const isExclusive = text.startsWith('(');
  const number = isExclusive ? text.slice(1) : text;
  // Redis reads the empty text as zero here.
  const score = number === '' ? 0 : parseDouble(number);
  if (score === null) throw new CommandError('ERR min or max is not a float');
  return { score, isExclusive };
}

function spanByScore(min: Bytes, max: Bytes): Span {
  const [low, high] = [readBound(min), readBound(max)];
  return (set) => set.span(low, high);
}

function spanByRank(start: Bytes, stop: Bytes, reverse: boolean): Span {
  const [from, to] = [readIndex(start), readIndex(stop)];
  return (set) => {
    const [first, end] = clampSpan(from, to, set.size);
    return reverse ? [set.size - end, set.size - first] : [first, end];
  };
}

function range(form: RangeForm): CommandSpec {
  return reads(-4, (keys, args) => {
    const options = readOptions(form, args.slice(3));
    const [first, second] = [argument(args, 1), argument(args, 2)];
    // A reverse range by score names its upper bound first.
    const [min, max] = options.reverse ? [second, first] : [first, second];
    const span = options.by === 'score' ? spanByScore(min, max) : spanByRank(first, second, options.reverse);
    const set = keys.find(argument(args, 0), 'zset') ?? new SortedSet();
    const found = set.ordered.slice(...span(set));
    return printRange(
      applyLimit(options.reverse ? found.reverse() : found, options.limit),
      options.withScores,
    );
  });
}

/** A negative offset finds nothing; a negative count means all. */
function applyLimit(found: readonly Scored[], limit: RangeOptions['limit']): readonly Scored[] {
  if (!limit) return found;
  if (limit.offset < 0) return [];
  return found.slice(limit.offset, limit.count < 0 ? undefined : limit.offset + limit.count);
}

function printRange(found: readonly Scored[], withScores: boolean): Reply {
  return bulksReply(
    found.flatMap(({ member, score }) => (withScores ? [member, formatDouble(score)] : [member])),
  );
}

function removeSpan(keys: Keyspace, key: Bytes, span: Span): Reply {
  const set = keys.find(key, 'zset');
  if (!set) return integerReply(0);
  const removed = set.deleteSpan(...span(set));
  if (set.size === 0) keys.delete(key);
  return integerReply(removed);
}

export const sortedSetRangeCommands: CommandTable = {
  zrange: range({ by: null, reverse: null }),
  zrangebyscore: range({ by: 'score', reverse: false }),
  zrevrangebyscore: range({ by: 'score', reverse: true }),
  zrevrange: range({ by: 'rank', reverse: true }),
  zcount: reads(4, (keys, args) => {
    const span = spanByScore(argument(args, 1), argument(args, 2));
    const set = keys.find(argument(args, 0), 'zset');
    if (!set) return integerReply(0);
    const [start, end] = span(set);
    return integerReply(end - start);
  }),
  zremrangebyscore: writes(4, (keys, args) =>
    removeSpan(keys, argument(args, 0), spanByScore(argument(args, 1), argument(args, 2))),
  ),
  zremrangebyrank: writes(4, (keys, args) =>
    removeSpan(keys, argument(args, 0), spanByRank(argument(args, 1), argument(args, 2), false)),
  ),
};
