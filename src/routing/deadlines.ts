/** How long a target may take: by how much it thinks before it speaks, unless the route says otherwise. Pure. */
import type { Deadlines } from '../core/config.ts';
import type { Effort, Target } from '../core/target.ts';
import { type Adjustable, effectiveEffort } from './adjust.ts';

type Pace = 'plain' | 'reasoning' | 'deep' | 'slow';

const second = 1000;
const minute = 60 * second;

/** Time to first output of reasoning models contains their thinking: seconds at low effort, minutes at the highest. */
const defaults: Readonly<Record<Pace, Deadlines>> = {
  plain: { firstEventMs: 20 * second, idleMs: 30 * second, totalMs: 10 * minute },
  reasoning: { firstEventMs: 60 * second, idleMs: 90 * second, totalMs: 15 * minute },
  deep: { firstEventMs: 3 * minute, idleMs: 3 * minute, totalMs: 30 * minute },
  slow: { firstEventMs: 15 * minute, idleMs: 15 * minute, totalMs: 60 * minute },
};

const paceOfEffort: Readonly<Record<Effort, Pace>> = {
  none: 'plain',
  minimal: 'plain',
  low: 'reasoning',
  medium: 'reasoning',
  high: 'deep',
  xhigh: 'deep',
  max: 'deep',
};

function paceOf(target: Target, request: Adjustable): Pace {
  if (target.model.isSlow) return 'slow';
  if (target.model.reasoning === null) return 'plain';
  const effort = effectiveEffort(request, target.model);
  return effort === null ? 'reasoning' : paceOfEffort[effort];
}

/** A quarter of the slowest speed that the catalogue knows: who writes more slowly has stopped. */
const leastTokensPerSecond = 10;

/**
 * A unary answer comes all at once: its first event may take the time to begin and to write all that it may hold, but
 * at most half of the whole, so that another attempt has as much.
 */
function unaryMs({ firstEventMs, totalMs }: Deadlines, outputTokens: number | null): number {
  if (outputTokens === null) return totalMs / 2;
  return Math.min(firstEventMs + (outputTokens / leastTokensPerSecond) * second, totalMs / 2);
}

export function deadlinesFor(target: Target, request: Adjustable, overrides: Partial<Deadlines>): Deadlines {
  const merged = { ...defaults[paceOf(target, request)], ...overrides };
  if (request.stream) return merged;
  const outputTokens = request.maxOutputTokens ?? target.model.maxOutputTokens;
  return { ...merged, firstEventMs: unaryMs(merged, outputTokens) };
}
