/** What becomes of one request under one configuration, in the few numbers that simulations add up. Pure. */
import type { Task } from '../core/classification.ts';
import type { Config } from '../core/config.ts';
import type { Prediction } from '../core/prediction.ts';
import type { SafeguardLevel } from '../core/target.ts';
import { decideOffline, type Surroundings } from './decide-offline.ts';
import type { NumberedSubject } from './read-subjects.ts';

export type Served = {
  readonly line: number;
  readonly task: Task;
  readonly route: string;
  /** The first attempt: what serves if nothing fails. */
  readonly target: string;
  readonly floor: SafeguardLevel;
  /** Of a route that splits its conversations. */
  readonly arm: string | null;
  readonly prediction: Prediction | null;
};

export type Refused = { readonly line: number; readonly code: string; readonly message: string };

export type Outcome =
  | { readonly kind: 'served'; readonly served: Served }
  | { readonly kind: 'refused'; readonly refused: Refused };

/** `model`: asked for in place of what the request names. */
export function outcomeOf(
  { line, subject }: NumberedSubject,
  config: Config,
  surroundings: Surroundings,
  model?: string,
): Outcome {
  const decided = subject.ok ? decideOffline(subject.value, config, surroundings, model) : subject;
  const at = line ?? 1;
  if (!decided.ok) {
    const { code, message } = decided.error;
    return { kind: 'refused', refused: { line: at, code, message } };
  }
  const { judged, plan } = decided.value;
  const [first] = plan.attempts;
  if (first === undefined) throw new Error('a plan without an attempt');
  const served = {
    line: at,
    task: judged.task.task,
    route: plan.route,
    target: first.target.name,
    floor: plan.floor,
    arm: plan.arm,
    prediction: first.prediction,
  };
  return { kind: 'served', served };
}

export function servedOf(outcomes: readonly Outcome[]): readonly Served[] {
  return outcomes.flatMap((outcome) => (outcome.kind === 'served' ? [outcome.served] : []));
}

export function refusedOf(outcomes: readonly Outcome[]): readonly Refused[] {
  return outcomes.flatMap((outcome) => (outcome.kind === 'refused' ? [outcome.refused] : []));
}
