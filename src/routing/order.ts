/**
 * The order in which eligible candidates are tried: what the route's objective makes of their predictions, with the
 * target that a conversation stays with in front. Pure.
 */
import type { PlannedAttempt, Rejection } from '../core/plan.ts';
import type { Prediction } from '../core/prediction.ts';
import { effectiveEffort } from './adjust.ts';
import type { PlanInput } from './plan-input.ts';
import { type Measured, measureRequest, predict } from './predict.ts';
import { rank, type Scored } from './rank.ts';
import type { Resolution } from './resolve.ts';
import { expectTurnsLeft, judgeCrossing } from './session.ts';
import { cachedTokens, isInToolLoop, turnsSoFar } from './stay.ts';

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

type Placed = Scored & { readonly attempt: PlannedAttempt };

/** How the conversation's own target does with what it has cached, and whether the first of the order is worth a move. */
function judgeStay(
  order: readonly Placed[],
  measured: Measured,
  { objective }: Resolution,
  { request, session, nowMs }: PlanInput,
): { readonly order: readonly Placed[]; readonly stay: string | null } {
  const [best] = order;
  const current = order.find(({ target }) => target === session?.target);
  if (session === null || best === undefined || current === undefined || current === best)
    return { order, stay: null };
  const withCache = ({ attempt }: Placed, cached: number) => {
    const { model } = attempt.target;
    return predict(measured, model, effectiveEffort(attempt.request, model), cached);
  };
  const stay = withCache(current, cachedTokens(session, current.target, nowMs));
  const crossing = judgeCrossing(
    {
      stay,
      move: best.prediction,
      settled: withCache(best, session.tokens),
      isGoodEnough: true,
      isStream: request.stream,
      turnsLeft: expectTurnsLeft(turnsSoFar(request)),
      tie: null,
    },
    objective,
  );
  if (crossing.isWorth) return { order, stay: null };
  const staying = { ...current, prediction: stay, attempt: { ...current.attempt, prediction: stay } };
  return { order: [staying, ...order.filter((one) => one !== current)], stay: crossing.why };
}

/** What the objective makes of them. */
function byObjective(eligible: Eligible, resolution: Resolution, input: PlanInput): Ordered {
  if (!needsPredictions(resolution, input)) return { ...eligible, stay: null, notice: null };
  const { request, nowMs } = input;
  const { objective, policy } = resolution;
  const { outputTokens } = policy.limits;
  const measured = measureRequest(request, input.judge(), nowMs, input.inputTokens(), outputTokens);
  const scored = eligible.attempts.map((attempt): Placed => {
    const { name, model } = attempt.target;
    const prediction = predict(measured, model, effectiveEffort(attempt.request, model), 0);
    return { target: name, prediction, isStream: request.stream, attempt: { ...attempt, prediction } };
  });
  const { order, rejected, notice } = rank(scored, objective, policy.limits);
  const known = new Map(scored.map(({ target, prediction }) => [target, prediction]));
  const { order: settled, stay } =
    objective.kind === 'order' ? { order, stay: null } : judgeStay(order, measured, resolution, input);
  return {
    attempts: settled.map(({ attempt }) => attempt),
    rejected: [...eligible.rejected, ...rejected.map((one) => withPrediction(one, known))],
    stay,
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
