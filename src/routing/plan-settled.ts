/**
 * From the first choice of a route to the plan, once the judgement that the route wants is there. What serves a request
 * and what replays its decision go through here. Pure.
 */
import { joinDemands } from '../core/data-policy.ts';
import { ok, type Result, type RouterError } from '../core/errors.ts';
import type { Judged } from '../core/judged.ts';
import type { RoutePlan } from '../core/plan.ts';
import type { LlmRequest } from '../core/request.ts';
import { riskLevels } from '../core/risk.ts';
import { higherFloor } from '../core/target.ts';
import type { Adjustable } from './adjust.ts';
import { planFor, resolveRequest } from './plan.ts';
import type { DecisionInput, PlanInput } from './plan-input.ts';
import type { Resolution } from './resolve.ts';
import { stepUp } from './step-up.ts';

export type Decided<R = LlmRequest> = { readonly resolution: Resolution; readonly plan: RoutePlan<R> };

/**
 * Where the route's overrides or its second look have raised the risk, the routes are matched again: what has turned out
 * sensitive goes where sensitive requests go, and never to a lower floor than before.
 */
function resolveRisen(
  before: Resolution,
  settled: Judged,
  input: DecisionInput,
): Result<Resolution, RouterError> {
  const first = input.judge();
  if (riskLevels.indexOf(settled.risk.level) <= riskLevels.indexOf(first.risk.level)) return ok(before);
  const risen = { ...first, risk: settled.risk };
  const again = resolveRequest({ ...input, judge: () => risen });
  if (!again.ok) return again;
  const floor = higherFloor(before.floor, again.value.floor);
  const data = joinDemands(before.policy.data, again.value.policy.data);
  return ok({ ...again.value, floor, policy: { ...again.value.policy, data } });
}

/** The route's own cost limit, or what a budget leaves if that is less. The floor stays what it is. */
function capCost(resolution: Resolution, { costCapNanoUsd }: DecisionInput): Resolution {
  if (costCapNanoUsd === undefined) return resolution;
  const { policy } = resolution;
  const own = policy.limits.costNanoUsd ?? costCapNanoUsd;
  const limits = { ...policy.limits, costNanoUsd: Math.min(own, costCapNanoUsd) };
  return { ...resolution, policy: { ...policy, limits } };
}

/** Nobody comes back for an answer that somebody has to see first. */
function keepInFront(resolution: Resolution, { verdict }: DecisionInput): Resolution {
  if (verdict?.actions.includes('confirm-tools') !== true) return resolution;
  return { ...resolution, policy: { ...resolution.policy, background: 'never' } };
}

/** `settled`: null where the route asks for no judgement of its own. Errors: what the planner answers with. */
export function planSettled<R extends Adjustable>(
  before: Resolution,
  settled: Judged | null,
  input: PlanInput<R>,
): Result<Decided<R>, RouterError> {
  const risen = settled === null ? ok(before) : resolveRisen(before, settled, input);
  if (!risen.ok) return risen;
  const resolution = stepUp(risen.value, input);
  const capped = keepInFront(capCost(resolution, input), input);
  const planned = planFor(capped, settled === null ? input : { ...input, judge: () => settled });
  return planned.ok ? ok({ resolution, plan: planned.value }) : planned;
}
