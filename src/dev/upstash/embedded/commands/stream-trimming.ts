/**
 * The trimming options XADD and XTRIM share: `MAXLEN|MINID [=|~] threshold [LIMIT count]`.
 * `~` allows Redis to keep a few more entries; this engine trims exactly, which `~` allows too.
 */
import type { Bytes } from '../../engine.ts';
import { argument, CommandError, readInt64, syntaxError } from '../command.ts';
import { parseId, type Stream, type StreamId } from '../stream.ts';

export interface Trimming {
  readonly threshold:
    | { readonly by: 'maxlen'; readonly length: number }
    | { readonly by: 'minid'; readonly id: StreamId };
  readonly isApproximate: boolean;
  /** The most entries one call may drop; null for any number. */
  readonly limit: number | null;
}

/** What was read so far; options come in any order, so a LIMIT may precede its threshold. */
export interface TrimmingDraft {
  threshold: Trimming['threshold'] | null;
  isApproximate: boolean;
  limit: number | null;
}

export const emptyDraft = (): TrimmingDraft => ({ threshold: null, isApproximate: false, limit: null });

export function readStreamId(text: Bytes, missingSeq = 0n): StreamId {
  const id = parseId(text, missingSeq);
  if (!id) throw new CommandError('ERR Invalid stream ID specified as stream command argument');
  return id;
}

/** Reads one option into the draft and returns the place after it, or `at` when it is none of ours. */
export function readTrimOption(words: readonly Bytes[], at: number, draft: TrimmingDraft): number {
  const word = argument(words, at).toLowerCase();
  if (at + 1 >= words.length) return at;
  if (word === 'limit') {
    const limit = readInt64(argument(words, at + 1));
    if (limit < 0n) throw new CommandError('ERR The LIMIT argument must be >= 0.');
    draft.limit = Number(limit);
    return at + 2;
  }
  if (word !== 'maxlen' && word !== 'minid') return at;
  if (draft.threshold) {
    throw syntaxError('MAXLEN and MINID options at the same time are not compatible');
  }
  let next = at + 1;
  const sign = argument(words, next);
  if ((sign === '~' || sign === '=') && next + 1 < words.length) {
    draft.isApproximate = sign === '~';
    next++;
  }
  draft.threshold = readThreshold(word, argument(words, next));
  return next + 1;
}

function readThreshold(by: 'maxlen' | 'minid', text: Bytes): Trimming['threshold'] {
  if (by === 'minid') return { by, id: readStreamId(text) };
  const length = readInt64(text);
  if (length < 0n) throw new CommandError('ERR The MAXLEN argument must be >= 0.');
  return { by, length: Number(length) };
}

/** The finished options; null when no trimming was asked for. */
export function finishTrimming({ threshold, isApproximate, limit }: TrimmingDraft): Trimming | null {
  if (limit !== null && !threshold) {
    throw syntaxError('LIMIT cannot be used without specifying a trimming strategy');
  }
  if (limit !== null && !isApproximate)
    throw syntaxError('LIMIT cannot be used without the special ~ option');
  return threshold && { threshold, isApproximate, limit };
}

/** Returns how many entries were dropped. LIMIT 0 means no limit. */
export function trimStream(stream: Stream, { threshold, limit }: Trimming): number {
  const mostDropped = limit || Number.POSITIVE_INFINITY;
  return threshold.by === 'maxlen'
    ? stream.trimToLength(threshold.length, mostDropped)
    : stream.trimBelow(threshold.id, mostDropped);
}
