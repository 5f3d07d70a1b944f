/**
 * What a request may use, all that is held for it before it is sent: the value that one in ten passes, at the dearest of
 * the targets that may be tried. Targets whose cost the route did not ask for are predicted here. Pure.
 */
import type { Judged } from '../core/judged.ts';
import type { PlannedAttempt, RoutePlan } from '../core/plan.ts';
import type { Prediction } from '../core/prediction.ts';
import type { DecisionInput } from './plan-input.ts';
import { measureRequest, predict } from './predict.ts';

export type Reserve = {
  /** Integer nano-USD; null: the price of one of them is unknown. */
  readonly nanoUsd: number | null;
  /** Input and output together. */
  readonly tokens: number;
};

/** Of each attempt that may be made, in the plan's order. No cache is credited: what is held must be enough. */
export function predictAttempts(
  { attempts, maxAttempts }: Pick<RoutePlan, 'attempts' | 'maxAttempts'>,
  { traits, nowMs, inputTokens }: DecisionInput,
  judged: Judged | null,
): readonly Prediction[] {
  const measured = measureRequest(traits, judged, nowMs, inputTokens());
  const foretell = ({ target, request }: PlannedAttempt) =>
    predict(measured, target.model, target.effort ?? request.reasoning.effort ?? null, 0, target.provider);
  return attempts.slice(0, maxAttempts).map((planned) => planned.prediction ?? foretell(planned));
}

export function reserveOf(predictions: readonly Prediction[]): Reserve {
  const costs = predictions.map(({ cost }) => cost?.highNanoUsd ?? null);
  const known = costs.filter((cost) => cost !== null);
  return {
    nanoUsd: known.length < costs.length ? null : Math.max(0, ...known),
    tokens: Math.max(0, ...predictions.map(({ tokens }) => tokens.input + tokens.output.high)),
  };
}
