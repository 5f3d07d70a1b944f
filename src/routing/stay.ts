/** Where a conversation stands: inside a tool loop or not, how long it is, and what its last target has cached. Pure. */
import type { LlmRequest } from '../core/request.ts';
import type { Session } from '../core/session.ts';

/** Whether the newest message gives a model the results of its own calls. */
export function isInToolLoop({ messages }: LlmRequest): boolean {
  const last = messages.at(-1);
  return last?.content.some(({ type }) => type === 'tool-result') ?? false;
}

/** The shortest that any provider keeps a prefix, and the longest that this counts on. */
const cachedForMs = 5 * 60 * 1000;

/** Input tokens that the target's provider is expected to have cached. */
export function cachedTokens(session: Session | null, target: string, nowMs: number): number {
  if (session === null || session.target !== target) return 0;
  return nowMs - session.atMs <= cachedForMs ? session.tokens : 0;
}

/** Answers of a model so far. */
export function turnsSoFar({ messages }: LlmRequest): number {
  return messages.filter(({ role }) => role === 'assistant').length;
}
