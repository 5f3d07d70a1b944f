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

/** A unary answer comes all at once, so its first event may take as long as the whole. */
export function deadlinesFor(target: Target, request: Adjustable, overrides: Partial<Deadlines>): Deadlines {
  const merged = { ...defaults[paceOf(target, request)], ...overrides };
  return request.stream ? merged : { ...merged, firstEventMs: merged.totalMs };
}
