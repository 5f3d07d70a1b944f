// The providers' prompt cache: which part of a prompt was seen before, and what is written now.
// Must not render prompts: a protocol hands in its segments in the order the provider would read them.

import { digest } from './seed.ts';
import { splitTokens } from './tokens.ts';

export type CacheLifetime = '5m' | '1h';

export interface Segment {
  text: string;
  /** Tokens of a part that is not text (image, file, audio); `text` is then only its identity. */
  tokens?: number;
  /** An explicit breakpoint after this segment. */
  breakpoint?: CacheLifetime;
}

/** Tokens of a prompt; the cached and written ones are subsets of `total`. */
export interface PromptTokens {
  total: number;
  read: number;
  write5m: number;
  write1h: number;
}

/** `automatic` caches every prompt in blocks; `explicit` only up to breakpoints. */
export type CacheStyle = 'automatic' | 'explicit';

const BLOCK_TOKENS = 128;
const LEAST_TOKENS = 1024;
const lifetimesMs: Readonly<Record<CacheLifetime, number>> = { '5m': 300_000, '1h': 3_600_000 };

interface Checkpoint {
  hash: string;
  tokens: number;
  breakpoint?: CacheLifetime;
}

export class PromptCache {
  private readonly expiryByHash = new Map<string, number>();

  /** Counts a prompt, says how much of it is cached under `key`, and remembers it. */
  look(key: string, segments: readonly Segment[], style: CacheStyle, nowMs: number): PromptTokens {
    const { checkpoints, total } = walk(key, segments, style);
    const isFresh = (point: Checkpoint) => (this.expiryByHash.get(point.hash) ?? 0) > nowMs;
    const written = style === 'automatic' ? checkpoints : checkpoints.filter((point) => point.breakpoint);
    const last = written.at(-1);
    const readable = last === undefined ? [] : checkpoints.filter((point) => point.tokens <= last.tokens);
    const read = readable.findLast(isFresh)?.tokens ?? 0;
    const counts: PromptTokens = { total, read, write5m: 0, write1h: 0 };
    let reached = read;
    for (const point of written) {
      const lifetime = point.breakpoint ?? '5m';
      this.expiryByHash.set(point.hash, nowMs + lifetimesMs[lifetime]);
      if (point.tokens <= reached) continue;
      counts[lifetime === '1h' ? 'write1h' : 'write5m'] += point.tokens - reached;
      reached = point.tokens;
    }
    return counts;
  }

  clear(): void {
    this.expiryByHash.clear();
  }
}

/** The places where a cached prefix may end: block borders, or the ends of segments. */
function walk(key: string, segments: readonly Segment[], style: CacheStyle) {
  const checkpoints: Checkpoint[] = [];
  let hash = digest(key);
  let pending = '';
  let total = 0;
  let blockStart = 0;
  const mark = (breakpoint?: CacheLifetime) => {
    hash = digest(hash + pending);
    pending = '';
    blockStart = total;
    if (total >= LEAST_TOKENS) checkpoints.push({ hash, tokens: total, ...(breakpoint && { breakpoint }) });
  };
  for (const segment of segments) {
    if (segment.tokens === undefined) {
      for (const piece of splitTokens(segment.text)) {
        pending += piece;
        total += 1;
        if (style === 'automatic' && total - blockStart >= BLOCK_TOKENS) mark();
      }
    } else {
      pending += digest(segment.text);
      total += segment.tokens;
      if (style === 'automatic') mark();
    }
    if (style === 'explicit') mark(segment.breakpoint);
  }
  return { checkpoints, total };
}
