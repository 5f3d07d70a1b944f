/**
 * The target that comes first whatever the route's objective says: the one that made the tool calls whose results are
 * here, the one that a conversation stays with, the arm that it was drawn into. Pure.
 */
import type { Rejection } from '../core/plan.ts';
import type { Able } from './eligible.ts';
import { asWritten, type Eligible, type Ordered } from './order.ts';
import type { DecisionInput } from './plan-input.ts';
import type { Resolution } from './resolve.ts';

type Lead = {
  readonly target: string;
  /** Why it stays with the target of the last turn; null: that is not why. */
  readonly stay: string | null;
  /** A loop goes on with a slow target as well. */
  readonly isHurried: boolean;
};

/** Whoever can serve first leads. */
function leadsOf({ arm, session: rule }: Resolution, { traits, session }: DecisionInput): readonly Lead[] {
  const leads: Lead[] = [];
  if (session !== null && traits.isInToolLoop) {
    const stay = 'it made the tool calls whose results are here';
    leads.push({ target: session.target, stay, isHurried: false });
  } else if (session !== null && rule === 'stay') {
    leads.push({ target: session.target, stay: 'the route keeps conversations', isHurried: true });
  }
  if (arm?.use) leads.push({ target: arm.use.name, stay: null, isHurried: true });
  return leads;
}

function without(rejected: readonly Rejection[], name: string): readonly Rejection[] {
  return rejected.filter(({ target }) => target !== name);
}

/** `able`: all that can serve, arms and fallbacks too. Limits hold for a lead as for others; the bar does not. */
export function putLeadFirst(
  ordered: Ordered,
  able: readonly Able[],
  resolution: Resolution,
  input: DecisionInput,
): Ordered {
  let { rejected } = ordered;
  for (const { target, stay, isHurried } of leadsOf(resolution, input)) {
    const one = able.find(({ candidate }) => candidate.name === target);
    if (one === undefined) continue;
    const alone: Eligible = { able: [one], rejected: [] };
    const judged = asWritten(alone, resolution, input, isHurried);
    const others = without(rejected, target);
    const [lead] = judged.placed;
    if (lead !== undefined) {
      const behind = ordered.placed.filter((placed) => placed.able !== one);
      return { ...ordered, placed: [lead, ...behind], rejected: others, stay: stay ?? ordered.stay };
    }
    rejected = [...others, ...judged.rejected];
  }
  return { ...ordered, rejected };
}
