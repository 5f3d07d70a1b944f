/**
 * Whether a conversation begins with a target that is not expected to be the best, so that something is learned of it.
 * Only where nothing is at stake but quality: floor, limits and health hold, risk and grave tools keep it out, and what
 * is tried is near enough that good words about it would change the order. Pure.
 */
import type { Rejection } from '../core/plan.ts';
import type { Prediction } from '../core/prediction.ts';
import { bucketOf } from './draw-arm.ts';
import type { Able } from './eligible.ts';
import type { Ordered, Placed } from './order.ts';
import type { DecisionInput } from './plan-input.ts';
import type { Resolution } from './resolve.ts';
import { mostQualityShift } from './use-learned.ts';

/** Before anybody is judged for it: the cheap conditions. */
function mayExplore({ exploreShare, route, arm }: Resolution, input: DecisionInput): boolean {
  const { traits, session, boundTo } = input;
  if (exploreShare === 0 || input.isExplained || arm !== null) return false;
  if (session !== null || traits.answers > 0 || boundTo !== null) return false;
  return bucketOf(input.conversation(), `${route} explore`) < exploreShare;
}

function isHarmless({ risk, tools }: ReturnType<DecisionInput['judge']>): boolean {
  return risk.level === 'none' && tools.highest !== 'destructive';
}

/** Rejected by the objective alone. */
const bySkill: ReadonlySet<Rejection['reason']> = new Set(['below-bar', 'unknown-quality']);

function isNear(prediction: Prediction | null | undefined, least: number): boolean {
  return !prediction || prediction.quality === null || prediction.quality >= least;
}

/** The others that could come first if more were known of them. */
function findOthers({ placed, rejected }: Ordered, able: readonly Able[]): readonly Placed[] {
  const [first, ...rest] = placed;
  const least = (first?.prediction?.quality ?? 0) - mostQualityShift;
  const passed = rejected.flatMap(({ target, reason, prediction }): Placed[] => {
    const one = able.find(({ candidate }) => candidate.name === target);
    return one && bySkill.has(reason) ? [{ able: one, prediction: prediction ?? null }] : [];
  });
  return [...rest, ...passed].filter(({ prediction }) => isNear(prediction, least));
}

/** `able`: the candidates that were put in order. */
export function explore(
  ordered: Ordered,
  able: readonly Able[],
  resolution: Resolution,
  input: DecisionInput,
): Ordered {
  if (!mayExplore(resolution, input) || ordered.placed.length === 0 || !isHarmless(input.judge()))
    return ordered;
  const others = findOthers(ordered, able);
  const picked = others[bucketOf(input.conversation(), `${resolution.route} explored`) % others.length];
  if (picked === undefined) return ordered;
  const { name } = picked.able.candidate;
  return {
    ...ordered,
    placed: [picked, ...ordered.placed.filter((one) => one !== picked)],
    rejected: ordered.rejected.filter(({ target }) => target !== name),
    explored: name,
  };
}
