/**
 * The rows of one request: one per attempt that was dispatched, each with what came of it, what it used and what that
 * cost. Pure: the same run gives the same rows.
 */
import type { Caller } from '../core/caller.ts';
import type { Carried } from '../core/carried.ts';
import type { Candidate } from '../core/config.ts';
import { faultTable, mayHaveCost } from '../core/fault-table.ts';
import type { Judged } from '../core/judged.ts';
import type { AttemptRecord, RoutePlan } from '../core/plan.ts';
import { type CostByMeter, type Row, type RowOutcome, totalOf } from '../core/row.ts';
import type { Run } from '../core/run.ts';
import { type TokenFamily, tokenFamilyOf } from '../core/token-rates.ts';
import { countUsage } from './estimate-usage.ts';
import { priceUsage } from './price-usage.ts';

export type Finished = {
  readonly requestId: string;
  readonly caller: Caller;
  /** Keyed hash of the end user; null: none named. */
  readonly endUser: string | null;
  readonly configVersion: string;
  /** The model as the client wrote it. */
  readonly modelAsked: string;
  readonly plan: RoutePlan;
  /** What finance compares with; null: the route names nothing. */
  readonly baseline: Candidate | null;
  readonly judged: Judged | null;
  readonly run: Run;
  readonly carried: Carried | null;
  readonly endedAtMs: number;
  /** Called only where a provider did not say what it had read. */
  readonly inputTokens: () => Readonly<Record<TokenFamily, number>>;
};

const nothing: CostByMeter = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0, tools: 0 };

/** What became of it for the client. */
function outcomeOf(record: AttemptRecord, { run, carried }: Finished): RowOutcome {
  if (record.outcome === 'aborted') return 'client-left';
  if (record.outcome === 'failed') {
    const isLast = record === run.records.at(-1);
    return isLast && run.kind === 'rejected' ? 'rejected' : 'failed';
  }
  switch (carried?.outcome) {
    case 'completed':
      return 'completed';
    case 'client-left':
      return 'client-left';
    default:
      return 'truncated';
  }
}

function errorCodeOf(record: AttemptRecord, carried: Carried | null): string | null {
  const fault = record.outcome === 'committed' ? (carried?.fault ?? null) : record.fault;
  return fault === null ? null : faultTable[fault.kind].code;
}

type Counted = Pick<Row, 'usage' | 'usageSource'>;

/** Whether the provider cannot have billed it: it never worked, or said itself that it failed. */
function isVoid({ outcome, fault }: AttemptRecord): boolean {
  return outcome === 'failed' && fault !== null && !mayHaveCost(fault);
}

function countAttempt(record: AttemptRecord, finished: Finished): Counted {
  if (isVoid(record)) return { usage: {}, usageSource: 'void' };
  const { run, carried } = finished;
  const isAnswer = record.outcome === 'committed';
  const answer = isAnswer && run.kind === 'answered' ? run.answer : null;
  const { usage, source } = countUsage({
    protocol: record.target.protocol,
    usage: (isAnswer && carried?.usage) || {},
    isFinal: isAnswer && carried?.hasEnded === true,
    streamedBytes: (isAnswer && carried?.streamedBytes) || 0,
    answerChars: answer?.kind === 'unary' ? answer.text.length : 0,
    estimateInput: () => finished.inputTokens()[tokenFamilyOf(record.target.model.id)],
  });
  return { usage, usageSource: source };
}

type PricedPart = Pick<Row, 'cost' | 'listNanoUsd' | 'priceVersion' | 'baselineNanoUsd'>;

/** What the answer would have cost at the baseline: the same tokens, the same cache, at its standard price. */
function baselineOf({ usage }: Counted, { startedAtMs }: AttemptRecord, baseline: Candidate): number | null {
  const { model } = baseline;
  const priced = priceUsage({
    usage,
    model,
    provider: { id: model.provider },
    tier: null,
    atMs: startedAtMs,
  });
  return priced && totalOf(priced.cost);
}

function priceAttempt(counted: Counted, record: AttemptRecord, finished: Finished): PricedPart {
  const { baseline, carried } = finished;
  const isAnswer = record.outcome === 'committed';
  // The baseline is asked once for an answer, whatever it took us to get one.
  const baselineNanoUsd = baseline === null ? null : isAnswer ? baselineOf(counted, record, baseline) : 0;
  if (counted.usageSource === 'void')
    return { cost: nothing, listNanoUsd: 0, priceVersion: null, baselineNanoUsd };
  const priced = priceUsage({
    usage: counted.usage,
    model: record.target.model,
    provider: record.target.provider,
    tier: (isAnswer && carried?.serviceTier) || null,
    atMs: record.startedAtMs,
  });
  if (priced === null) return { cost: null, listNanoUsd: null, priceVersion: null, baselineNanoUsd };
  return { ...priced, baselineNanoUsd };
}

/** How long it went on: an answer that was committed goes on until its stream is over. */
function timesOf(
  record: AttemptRecord,
  { run, endedAtMs }: Finished,
): Pick<Row, 'durationMs' | 'firstEventMs'> {
  const isStream = record.outcome === 'committed' && run.kind === 'answered' && run.answer.kind === 'stream';
  if (!isStream) return { durationMs: record.durationMs, firstEventMs: null };
  return { durationMs: Math.max(0, endedAtMs - record.startedAtMs), firstEventMs: record.durationMs };
}

/** As the provider names it in its answer; else as it was asked for. */
function modelServed(record: AttemptRecord, { run }: Finished): string {
  const asked = record.target.wireModel;
  if (record.outcome !== 'committed' || run.kind !== 'answered') return asked;
  const { answer } = run;
  if (answer.kind === 'unary') return answer.response.model ?? asked;
  const start = answer.events.find((event) => event.type === 'response-start');
  return (start?.type === 'response-start' && start.model) || asked;
}

function rowOf(record: AttemptRecord, attempt: number, finished: Finished): Row {
  const { plan, judged, caller, run } = finished;
  const { target } = record;
  const counted = countAttempt(record, finished);
  const answered = run.kind === 'answered' && record.outcome === 'committed';
  return {
    requestId: finished.requestId,
    attempt,
    startedAtMs: record.startedAtMs,
    ...timesOf(record, finished),
    caller: caller.id,
    team: caller.team,
    app: caller.app,
    endUser: finished.endUser,
    tags: caller.tags,
    route: plan.route,
    configVersion: finished.configVersion,
    arm: plan.arm,
    task: judged?.task.task ?? null,
    difficulty: judged?.difficulty.score ?? null,
    risk: judged?.risk.level ?? null,
    floor: plan.floor,
    modelAsked: finished.modelAsked,
    model: target.model.id,
    modelServed: modelServed(record, finished),
    provider: target.provider.id,
    protocol: target.protocol,
    lane: record.lane,
    losses: answered ? run.losses.map(({ what }) => what) : [],
    effort: target.effort,
    role: record.role,
    outcome: outcomeOf(record, finished),
    errorCode: errorCodeOf(record, finished.carried),
    ...counted,
    ...priceAttempt(counted, record, finished),
  };
}

export function buildRows(finished: Finished): Row[] {
  return finished.run.records.map((record, at) => rowOf(record, at + 1, finished));
}
