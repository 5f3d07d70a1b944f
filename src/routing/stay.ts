/** What the target that served a conversation last has cached of it. Pure. */
import type { Session } from '../core/session.ts';

/** The shortest that any provider keeps a prefix, and the longest that this counts on. */
const cachedForMs = 5 * 60 * 1000;

/** Input tokens that the target's provider is expected to have cached. */
export function cachedTokens(session: Session | null, target: string, nowMs: number): number {
  if (session === null || session.target !== target) return 0;
  return nowMs - session.atMs <= cachedForMs ? session.tokens : 0;
}
