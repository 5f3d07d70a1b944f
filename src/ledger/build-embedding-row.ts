/** The row of one call for embeddings: its input is all that is billed. Pure. */
import type { UpstreamFault } from '../core/errors.ts';
import { faultTable } from '../core/fault-table.ts';
import type { AttemptRecord } from '../core/plan.ts';
import type { Row, RowOutcome } from '../core/row.ts';
import type { Target } from '../core/target.ts';
import { tokenFamilyOf } from '../core/token-rates.ts';
import { isBelievable } from '../core/usage.ts';
import { isVoid, nothingCounted, type RowBase, refusals, rowOf } from './build-rows.ts';

export type EmbeddingEnd = {
  readonly target: Target;
  /** Null: it answered. */
  readonly fault: UpstreamFault | null;
  /** Of an answer: whether the client got all of it. */
  readonly end: Extract<RowOutcome, 'completed' | 'truncated' | 'client-left'>;
  /** As the provider counts them; null: it has not said. */
  readonly inputTokens: number | null;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
};

function outcomeOf({ fault, end }: EmbeddingEnd): RowOutcome {
  if (fault === null) return end;
  return refusals.has(fault.kind) ? 'rejected' : 'failed';
}

/** One call takes many inputs, each as long as the window: how many together nobody says. */
const limits = { contextTokens: null, maxOutputTokens: null };

function countOf(record: AttemptRecord, ended: EmbeddingEnd, base: RowBase) {
  if (isVoid(record)) return nothingCounted;
  const told = ended.inputTokens;
  const inputTokens = told !== null && isBelievable({ inputTokens: told }, limits) ? told : null;
  const read = inputTokens ?? base.inputTokens()[tokenFamilyOf(record.target.model.id)];
  return {
    usage: { inputTokens: read, outputTokens: 0 },
    usageSource: inputTokens === null ? ('estimated' as const) : ('measured' as const),
  };
}

export function buildEmbeddingRow(ended: EmbeddingEnd, base: RowBase): Row {
  const { target, fault, startedAtMs, endedAtMs } = ended;
  const durationMs = Math.max(0, endedAtMs - startedAtMs);
  const record: AttemptRecord = {
    target,
    lane: 'passthrough',
    role: 'first',
    outcome: fault === null ? 'committed' : 'failed',
    abortedBy: null,
    fault,
    startedAtMs,
    durationMs,
  };
  const told = {
    attempt: 1,
    durationMs,
    firstEventMs: null,
    modelServed: target.wireModel,
    losses: [],
    outcome: outcomeOf(ended),
    errorCode: fault === null ? null : faultTable[fault.kind].code,
    answer: null,
    ...countOf(record, ended, base),
    tier: null,
  };
  return rowOf(record, told, base);
}
