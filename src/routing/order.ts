/**
 * The order in which eligible candidates are tried: what the route's objective makes of their predictions, with the
 * target that a conversation stays with in front. Pure.
 */
import type { PlannedAttempt, Rejection } from '../core/plan.ts';
import type { Prediction } from '../core/prediction.ts';
import { effectiveEffort } from './adjust.ts';
import type { PlanInput } from './plan-input.ts';
import { measureRequest, predict } from './predict.ts';
import { rank } from './rank.ts';
import type { Resolution } from './resolve.ts';
import { cachedTokens, isInToolLoop, stayFirst } from './stay.ts';

export type Eligible = {
  readonly attempts: readonly PlannedAttempt[];
  readonly rejected: readonly Rejection[];
};

export type Ordered = Eligible & { readonly stay: string | null; readonly notice: string | null };

function needsPredictions({ objective, policy }: Resolution, { isExplained }: PlanInput): boolean {
  const { costNanoUsd, firstEventMs } = policy.limits;
  return isExplained || objective.kind !== 'order' || costNanoUsd !== null || firstEventMs !== null;
}

function withPrediction(rejection: Rejection, known: ReadonlyMap<string, Prediction>): Rejection {
  const prediction = known.get(rejection.target);
  return prediction === undefined ? rejection : { ...rejection, prediction };
}

/** What the objective makes of them. */
function byObjective(eligible: Eligible, resolution: Resolution, input: PlanInput): Ordered {
  if (!needsPredictions(resolution, input)) return { ...eligible, stay: null, notice: null };
  const { request, session, nowMs } = input;
  const { objective, policy } = resolution;
  const measured = measureRequest(request, input.judge(), nowMs, input.inputTokens());
  const scored = eligible.attempts.map((attempt) => {
    const { name, model } = attempt.target;
    const effort = effectiveEffort(attempt.request, model);
    const prediction = predict(measured, model, effort, cachedTokens(session, name, nowMs));
    return { target: name, prediction, isStream: request.stream, attempt: { ...attempt, prediction } };
  });
  const known = new Map(scored.map(({ target, prediction }) => [target, prediction]));
  const { order, rejected, notice } = rank(scored, objective, policy.limits);
  const staying = stayFirst(order, objective, session);
  return {
    attempts: staying.map(({ attempt }) => attempt),
    rejected: [...eligible.rejected, ...rejected.map((one) => withPrediction(one, known))],
    stay: staying === order ? null : 'the gain of a switch is less than the cached prefix is worth',
    notice,
  };
}

/** Inside a tool loop the model that made the calls gets their results, unless it would pass the route's cost limit. */
function keepLoop(ordered: Ordered, eligible: Eligible, { request, session }: PlanInput): Ordered {
  if (session === null || !isInToolLoop(request)) return ordered;
  const isKept = (name: string) => name === session.target;
  const kept =
    ordered.attempts.find(({ target }) => isKept(target.name)) ??
    eligible.attempts.find(({ target }) => isKept(target.name));
  const isTooDear = ordered.rejected.some(({ target, reason }) => isKept(target) && reason === 'over-cost');
  if (kept === undefined || isTooDear) return ordered;
  return {
    ...ordered,
    attempts: [kept, ...ordered.attempts.filter(({ target }) => !isKept(target.name))],
    rejected: ordered.rejected.filter(({ target }) => !isKept(target)),
    stay: 'it made the tool calls whose results are here',
  };
}

export function putInOrder(eligible: Eligible, resolution: Resolution, input: PlanInput): Ordered {
  return keepLoop(byObjective(eligible, resolution, input), eligible, input);
}

/** Fallbacks stay as written, whatever the objective; what they may cost is limited like that of the others. */
export function limitFallbacks(eligible: Eligible, resolution: Resolution, input: PlanInput): Ordered {
  const { policy } = resolution;
  const costOnly = { ...policy, limits: { ...policy.limits, firstEventMs: null } };
  const asWritten: Resolution = { ...resolution, objective: { kind: 'order' }, policy: costOnly };
  return byObjective(eligible, asWritten, { ...input, session: null });
}
