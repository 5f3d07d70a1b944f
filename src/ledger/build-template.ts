/** The row that stands for an attempt while it is under way: what is booked if nobody comes back to tell. Pure. */
import type { AttemptRecord, PlannedAttempt } from '../core/plan.ts';
import type { Prediction } from '../core/prediction.ts';
import type { Row } from '../core/row.ts';
import { type RowBase, rowOf } from './build-rows.ts';

export type Dispatched = {
  readonly planned: Pick<PlannedAttempt, 'target' | 'lane'>;
  /** From 1. */
  readonly attempt: number;
  readonly role: AttemptRecord['role'];
  readonly atMs: number;
};

/** `prediction`: what it is expected to use; its cost is the estimate that is booked. */
export function buildTemplate(
  { planned, attempt, role, atMs }: Dispatched,
  prediction: Pick<Prediction, 'tokens'> | null,
  base: RowBase,
): Row {
  const { target, lane } = planned;
  const record: AttemptRecord = {
    target,
    lane,
    role,
    outcome: 'committed',
    abortedBy: null,
    fault: null,
    startedAtMs: atMs,
    durationMs: 0,
  };
  const usage = {
    inputTokens: prediction?.tokens.input ?? 0,
    outputTokens: prediction?.tokens.output.expected ?? 0,
  };
  const told = {
    attempt,
    durationMs: 0,
    firstEventMs: null,
    modelServed: target.wireModel,
    losses: [],
    outcome: 'lost',
    errorCode: null,
    answer: null,
    usage,
    usageSource: 'estimated',
    tier: null,
  } as const;
  return rowOf(record, told, base);
}
