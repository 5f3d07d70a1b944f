/** Whether a request may get a second attempt beside a first one that stays silent, and why not. Pure. */
import type { HedgePlan, PlannedAttempt } from '../core/plan.ts';
import { isBound, usesProviderTool } from './eligible.ts';
import type { DecisionInput } from './plan-input.ts';
import type { Resolution } from './resolve.ts';

/** Unknown costs are within no limit. */
function highOf({ prediction }: PlannedAttempt<unknown>): number {
  return prediction?.cost?.highNanoUsd ?? Number.POSITIVE_INFINITY;
}

function isAffordable(attempts: readonly PlannedAttempt<unknown>[], { policy }: Resolution): boolean {
  const limit = policy.limits.costNanoUsd;
  const [first, ...others] = attempts;
  if (limit === null || first === undefined) return true;
  return others.some((other) => highOf(first) + highOf(other) <= limit);
}

function findObstacle(
  attempts: readonly PlannedAttempt<unknown>[],
  resolution: Resolution,
  { traits, boundTo }: DecisionInput,
): string | null {
  if (!traits.stream) return 'an answer that comes whole is silent until its end';
  if (boundTo !== null || isBound(traits)) return 'it is bound to what its provider keeps';
  if (usesProviderTool(traits)) return 'a tool that the provider runs would run twice';
  if (attempts.length < 2 || resolution.policy.maxAttempts < 2) return 'there is no second target';
  if (!isAffordable(attempts, resolution)) return 'two calls may cost more than the route allows';
  return null;
}

/** Null: the route has no hedge. */
export function planHedge(
  attempts: readonly PlannedAttempt<unknown>[],
  resolution: Resolution,
  input: DecisionInput,
): HedgePlan | null {
  if (resolution.hedge === null) return null;
  const why = findObstacle(attempts, resolution, input);
  return why === null ? { kind: 'on', afterMs: resolution.hedge.afterMs } : { kind: 'off', why };
}
