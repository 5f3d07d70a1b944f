/**
 * What a caller may read about one of its requests: what was decided and why, what became of it, and the facts from
 * which the decision follows again. Names, counts and times only. Pure.
 */
import type { DecisionFacts } from '../core/decision-facts.ts';
import type { AttemptRecord } from '../core/plan.ts';
import type { StopReason } from '../core/response.ts';
import { type Row, type RowOutcome, totalOf } from '../core/row.ts';
import type { Explanation } from '../routing/explain.ts';

/** As `POST /v1/route` says it; what the request was taken for is among the facts. */
export type ReceiptDecision = Omit<Explanation, 'classification' | 'safeguards'>;

type FromRow =
  | 'provider'
  | 'protocol'
  | 'lane'
  | 'modelServed'
  | 'role'
  | 'outcome'
  | 'errorCode'
  | 'durationMs'
  | 'firstEventMs'
  | 'losses'
  | 'usage'
  | 'usageSource';

export type ReceiptAttempt = Pick<Row, FromRow> & {
  readonly target: string;
  /** Milliseconds from the decision to its dispatch. */
  readonly afterMs: number;
  /** As paid, for people; null: no price is known. */
  readonly costUsd: number | null;
};

/** As it is stored: what can be told from the rest, or from its key, is left out. */
export type KeptReceipt = {
  readonly config: string;
  readonly release: string;
  /** How the answer ended; null: it did not, or nobody read it. */
  readonly stop: StopReason | null;
  readonly decision: ReceiptDecision;
  readonly attempts: readonly ReceiptAttempt[];
  readonly facts: DecisionFacts;
};

export type Receipt = KeptReceipt & {
  readonly id: string;
  readonly object: 'receipt';
  /** ISO 8601, of the decision. */
  readonly createdAt: string;
  /** Name of the API key: none but those of its line may read it. */
  readonly caller: string;
  /** As the client wrote it. */
  readonly model: string;
  readonly route: string;
  /** Of the attempt that answered, or of the last one. */
  readonly outcome: RowOutcome;
  /** Of all attempts; null: one of them is unknown. */
  readonly costUsd: number | null;
};

export type Receipted = {
  readonly configVersion: string;
  readonly release: string;
  readonly facts: DecisionFacts;
  readonly explanation: Explanation;
  readonly records: readonly AttemptRecord[];
  /** One for each record, in their order. */
  readonly rows: readonly Row[];
  readonly stop: StopReason | null;
};

const nanoPerUsd = 1_000_000_000;

function costOf({ cost }: Row): number | null {
  return cost && totalOf(cost) / nanoPerUsd;
}

function attemptOf(row: Row, target: string, { atMs }: DecisionFacts): ReceiptAttempt {
  return {
    target,
    provider: row.provider,
    protocol: row.protocol,
    lane: row.lane,
    modelServed: row.modelServed,
    role: row.role,
    outcome: row.outcome,
    errorCode: row.errorCode,
    afterMs: row.startedAtMs - atMs,
    durationMs: row.durationMs,
    firstEventMs: row.firstEventMs,
    losses: row.losses,
    usage: row.usage,
    usageSource: row.usageSource,
    costUsd: costOf(row),
  };
}

/** In whole nano-USD, so that nothing is lost on the way. */
function sumOf(attempts: readonly ReceiptAttempt[]): number | null {
  let nanoUsd = 0;
  for (const { costUsd } of attempts) {
    if (costUsd === null) return null;
    nanoUsd += Math.round(costUsd * nanoPerUsd);
  }
  return nanoUsd / nanoPerUsd;
}

export function buildReceipt({ facts, explanation, records, rows, ...made }: Receipted): KeptReceipt {
  const { classification: _, safeguards: __, ...decision } = explanation;
  return {
    config: made.configVersion,
    release: made.release,
    stop: made.stop,
    decision,
    attempts: rows.map((row, at) => attemptOf(row, records[at]?.target.name ?? row.model, facts)),
    facts,
  };
}

const answeredOutcomes: ReadonlySet<RowOutcome> = new Set(['completed', 'truncated']);

export function completeReceipt(id: string, kept: KeptReceipt): Receipt {
  const { facts, attempts, decision } = kept;
  const answered = attempts.find(({ outcome }) => answeredOutcomes.has(outcome));
  return {
    id,
    object: 'receipt',
    createdAt: new Date(facts.atMs).toISOString(),
    caller: facts.identity.id,
    model: facts.traits.model,
    route: decision.route,
    outcome: (answered ?? attempts.at(-1))?.outcome ?? 'failed',
    costUsd: sumOf(attempts),
    ...kept,
  };
}
