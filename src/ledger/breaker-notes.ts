/** Circuit breakers as isolates tell each other of them: one short key a target, that goes by itself. */
import type { BreakerBoard, BreakerNote } from '../core/breaker-note.ts';
import { isObject } from '../core/json.ts';
import { closedBreakerTtlSeconds, keys } from './keys.ts';
import type { Store } from './store.ts';

function parseNote(text: string | null): BreakerNote | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (!isObject(value)) return null;
    const { kind, atMs, untilMs, times } = value;
    if (typeof atMs !== 'number') return null;
    if (kind === 'closed') return { kind, atMs };
    if (kind !== 'open' || typeof untilMs !== 'number' || typeof times !== 'number') return null;
    return { kind, atMs, untilMs, times };
  } catch {
    return null;
  }
}

/** An open breaker is of no interest once its time is up. */
function ttlSecondsOf(note: BreakerNote): number {
  if (note.kind === 'closed') return closedBreakerTtlSeconds;
  return Math.max(1, Math.ceil((note.untilMs - note.atMs) / 1000));
}

/** `read` is one billed command whatever the number of targets, `post` is one. */
export function createBreakerBoard(store: Store): BreakerBoard {
  return {
    read: async (targets) => (await store.getMany(targets.map(keys.breaker))).map(parseNote),
    post: (target, note) => store.setFor(keys.breaker(target), JSON.stringify(note), ttlSecondsOf(note)),
  };
}
