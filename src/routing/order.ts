/**
 * The order in which eligible candidates are tried: what the route's objective makes of their predictions, with the
 * target that a conversation stays with in front. Pure.
 */
import type { Rejection } from '../core/plan.ts';
import type { Prediction } from '../core/prediction.ts';
import type { RequestTraits } from '../core/request-traits.ts';
import { runningEffort } from './adjust.ts';
import type { Able } from './eligible.ts';
import type { DecisionInput } from './plan-input.ts';
import { type Measured, measureRequest, predict } from './predict.ts';
import { rank, type Scored } from './rank.ts';
import type { Resolution } from './resolve.ts';
import { expectTurnsLeft, judgeCrossing } from './session.ts';
import { cachedTokens } from './stay.ts';

export type Eligible = { readonly able: readonly Able[]; readonly rejected: readonly Rejection[] };

/** A candidate at its place, with what was predicted of it. */
export type Placed = { readonly able: Able; readonly prediction: Prediction | null };

export type Ordered = {
  readonly placed: readonly Placed[];
  readonly rejected: readonly Rejection[];
  readonly stay: string | null;
  readonly notice: string | null;
  /** The target that is tried out. */
  readonly explored?: string;
};

function needsPredictions({ objective, policy }: Resolution, { isExplained }: DecisionInput): boolean {
  const { costNanoUsd, firstEventMs } = policy.limits;
  return isExplained || objective.kind !== 'order' || costNanoUsd !== null || firstEventMs !== null;
}

type Weighed = Scored & { readonly able: Able };

/** How the conversation's own target does with what it has cached, and whether the first of the order is worth a move. */
function judgeStay(
  order: readonly Weighed[],
  measured: Measured,
  { objective }: Resolution,
  { traits, session, nowMs }: DecisionInput,
): { readonly order: readonly Weighed[]; readonly stay: string | null } {
  if (session === null) return { order, stay: null };
  const [best] = order;
  const current = order.find(({ target }) => target === session.target);
  if (best === undefined || current === undefined || current === best) return { order, stay: null };
  const stay = predictFor(current.able, cachedTokens(session, current.target, nowMs), measured, traits);
  const crossing = judgeCrossing(
    {
      stay,
      move: best.prediction,
      settled: predictFor(best.able, session.tokens, measured, traits),
      isGoodEnough: true,
      isStream: traits.stream,
      turnsLeft: expectTurnsLeft(traits.answers),
      tie: null,
    },
    objective,
  );
  if (crossing.isWorth) return { order, stay: null };
  const staying = { ...current, prediction: stay };
  return { order: [staying, ...order.filter((one) => one !== current)], stay: crossing.why };
}

function predictFor(
  { candidate, provider }: Able,
  cachedInput: number,
  measured: Measured,
  traits: RequestTraits,
): Prediction {
  const { model, effort } = candidate;
  return predict(measured, model, runningEffort(traits, model, effort), cachedInput, provider);
}

function measureFor({ policy, learn, route }: Resolution, input: DecisionInput): Measured {
  const { traits, nowMs } = input;
  const judged = input.judge();
  const task = judged.task.isSure ? judged.task.task : null;
  const { learned } = learn ? { learned: input.learned(route, task) } : {};
  return measureRequest(traits, judged, nowMs, input.inputTokens(), policy.limits.outputTokens, learned);
}

/** As they are weighed against each other: nothing is taken off for what one of them has cached. */
export function predictAll(
  able: readonly Able[],
  resolution: Resolution,
  input: DecisionInput,
): readonly Prediction[] {
  const measured = measureFor(resolution, input);
  return able.map((one) => predictFor(one, 0, measured, input.traits));
}

/** What the objective makes of them. */
function byObjective({ able, rejected }: Eligible, resolution: Resolution, input: DecisionInput): Ordered {
  if ((able.length === 0 && !input.isExplained) || !needsPredictions(resolution, input)) {
    return {
      placed: able.map((one) => ({ able: one, prediction: null })),
      rejected,
      stay: null,
      notice: null,
    };
  }
  const { traits } = input;
  const { objective, policy } = resolution;
  const measured = measureFor(resolution, input);
  const weighed = able.map((one): Weighed => {
    const prediction = predictFor(one, 0, measured, traits);
    return { target: one.candidate.name, prediction, isStream: traits.stream, able: one };
  });
  const ranking = rank(weighed, objective, policy.limits);
  const { order, stay } =
    objective.kind === 'order'
      ? { order: ranking.order, stay: null }
      : judgeStay(ranking.order, measured, resolution, input);
  return {
    placed: order,
    rejected: rejected.length === 0 ? ranking.rejected : [...rejected, ...ranking.rejected],
    stay,
    notice: ranking.notice,
  };
}

/** What the conversation's target has cached counts only where the route weighs that. */
export function putInOrder(eligible: Eligible, resolution: Resolution, input: DecisionInput): Ordered {
  const isWeighed = resolution.session === 'weigh';
  return byObjective(eligible, resolution, isWeighed ? input : { ...input, session: null });
}

/** As written, whatever the objective; limited like others, in time only where `isHurried`. */
export function asWritten(
  eligible: Eligible,
  resolution: Resolution,
  input: DecisionInput,
  isHurried: boolean,
): Ordered {
  const { limits } = resolution.policy;
  const within = isHurried ? limits : { ...limits, firstEventMs: null };
  const policy = { ...resolution.policy, limits: within };
  return byObjective(eligible, { ...resolution, objective: { kind: 'order' }, policy }, input);
}
