/**
 * When a conversation stays with the target that served it last: always inside a tool loop, and else unless the gain
 * of a switch beats the cached prefix that would be lost. Pure.
 */
import type { Objective } from '../core/objective.ts';
import type { LlmRequest } from '../core/request.ts';
import type { Session } from '../core/session.ts';
import type { Scored } from './rank.ts';

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

/** A gain below these is not worth a cold prefix: of predicted quality, and of the time to wait as a share. */
const worthQuality = 0.02;
const worthWait = 0.3;

/** Whether the objective gains too little by leaving `current` for `best`. Costs have the cached prefix in them. */
function isWorthStaying(objective: Objective, current: Scored, best: Scored): boolean {
  switch (objective.kind) {
    case 'cheapest':
    case 'order':
    case 'weighted':
      return false;
    case 'best':
      return (best.prediction.quality ?? 0) - (current.prediction.quality ?? 0) < worthQuality;
    case 'fastest': {
      const wait = ({ prediction, isStream }: Scored) =>
        isStream ? prediction.latency.firstEventMs : prediction.latency.totalMs;
      const [now, then] = [wait(current), wait(best)];
      return now !== null && then !== null && now - then < worthWait * now;
    }
    default:
      return objective satisfies never;
  }
}

/** The ranking with the conversation's own target first, where it is worth it. */
export function stayFirst<Candidate extends Scored>(
  order: readonly Candidate[],
  objective: Objective,
  session: Session | null,
): readonly Candidate[] {
  const current = order.find(({ target }) => target === session?.target);
  const [best] = order;
  if (current === undefined || best === undefined || current === best) return order;
  if (!isWorthStaying(objective, current, best)) return order;
  return [current, ...order.filter((one) => one !== current)];
}
