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
import { joinActions } from '../core/safeguard.ts';
import { higherFloor } from '../core/target.ts';
import type { Adjustable } from './adjust.ts';
import { planFor, resolveRequest } from './plan.ts';
import type { DecisionInput, PlanInput } from './plan-input.ts';
import type { Resolution } from './resolve.ts';
import { stepUp } from './step-up.ts';

export type Decided<R = LlmRequest> = { readonly resolution: Resolution; readonly plan: RoutePlan<R> };

/**
 * Where the route's overrides or a second look have raised the risk, the routes are matched again: what has turned out
 * sensitive goes where sensitive requests go, never to a lower floor than before and with the safeguards of both.
 * `settled`: null where nobody has judged it but the classifier.
 */
export function resolveSettled(
  before: Resolution,
  settled: Judged | null,
  input: DecisionInput,
): Result<Resolution, RouterError> {
  if (settled === null) return ok(before);
  const first = input.judge();
  if (riskLevels.indexOf(settled.risk.level) <= riskLevels.indexOf(first.risk.level)) return ok(before);
  const risen = { ...first, risk: settled.risk };
  const again = resolveRequest({ ...input, judge: () => risen });
  if (!again.ok) return again;
  const { policy } = again.value;
  const floor = higherFloor(before.floor, again.value.floor);
  const data = joinDemands(before.policy.data, policy.data);
  const safeguards = joinActions(before.policy.safeguards, policy.safeguards);
  return ok({ ...again.value, floor, policy: { ...policy, data, safeguards } });
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

/** Of what `resolveSettled` has made of it. Errors: what the planner answers with. */
export function planSettled<R extends Adjustable>(
  resolved: Resolution,
  settled: Judged | null,
  input: PlanInput<R>,
): Result<Decided<R>, RouterError> {
  const resolution = stepUp(resolved, input);
  const capped = keepInFront(capCost(resolution, input), input);
  const planned = planFor(capped, settled === null ? input : { ...input, judge: () => settled });
  return planned.ok ? ok({ resolution, plan: planned.value }) : planned;
}
