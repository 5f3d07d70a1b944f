/**
 * The rows of one request: one per attempt that was dispatched, each with what came of it, what it used and what that
 * cost. Pure: the same run gives the same rows.
 */
import type { Caller } from '../core/caller.ts';
import type { Carried } from '../core/carried.ts';
import type { Candidate } from '../core/config.ts';
import type { FaultKind } from '../core/errors.ts';
import { faultTable, mayHaveCost } from '../core/fault-table.ts';
import type { Judged } from '../core/judged.ts';
import { type AttemptRecord, isInBackground, type PlannedAttempt, type RoutePlan } from '../core/plan.ts';
import type { LlmResponse } from '../core/response.ts';
import {
  type AnswerFeatures,
  type CostByMeter,
  firstNumberOf,
  type Row,
  type RowOutcome,
  totalOf,
} from '../core/row.ts';
import type { Run } from '../core/run.ts';
import type { Target } from '../core/target.ts';
import { type TokenFamily, tokenFamilyOf } from '../core/token-rates.ts';
import type { Usage } from '../core/usage.ts';
import { countUsage, type Seen } from './estimate-usage.ts';
import { priceUsage } from './price-usage.ts';
import { type FindModel, findOtherModel } from './served-model.ts';

/** What all rows of a request share. */
export type RowBase = {
  readonly requestId: string;
  readonly caller: Caller;
  /** Keyed hash of the end user; null: none named. */
  readonly endUser: string | null;
  readonly configVersion: string;
  /** The model as the client wrote it. */
  readonly modelAsked: string;
  readonly plan: Pick<RoutePlan, 'route' | 'arm' | 'floor'>;
  /** What finance compares with; null: the route names nothing. */
  readonly baseline: Candidate | null;
  readonly judged: Judged | null;
  /** Absent: answers are taken to be of the model that was asked for. */
  readonly findModel?: FindModel;
  /** Output tokens that are expected of a target; asked only where a provider goes on with an answer by itself. */
  readonly expectedOutput?: (target: Target) => number;
  /** Called only where a provider did not say what it had read. */
  readonly inputTokens: () => Readonly<Record<TokenFamily, number>>;
};

export type Finished = RowBase & {
  readonly run: Run;
  readonly carried: Carried | null;
  readonly endedAtMs: number;
};

const nothing: CostByMeter = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0, tools: 0 };

/** What a provider says of the request itself, and not of its own state. */
export const refusals: ReadonlySet<FaultKind> = new Set([
  'bad-request',
  'context-length',
  'policy',
  'request-too-large',
]);

/** What became of it for the client. */
function outcomeOf({ outcome, fault, abortedBy }: AttemptRecord, { carried }: Finished): RowOutcome {
  if (outcome === 'aborted') return abortedBy === 'hedge' ? 'outrun' : 'client-left';
  if (outcome === 'failed') return fault !== null && refusals.has(fault.kind) ? 'rejected' : 'failed';
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

export const nothingCounted: Counted = { usage: {}, usageSource: 'void' };

function countedOf(seen: Seen): Counted {
  const { usage, source } = countUsage(seen);
  return { usage, usageSource: source };
}

/** Whether the provider cannot have billed it: it never worked, said itself that it failed, or another request pays. */
export function isVoid({ outcome, fault, role }: AttemptRecord): boolean {
  return role === 'joined' || (outcome === 'failed' && fault !== null && !mayHaveCost(fault));
}

function estimateInput({ target }: AttemptRecord, { inputTokens }: RowBase): number {
  return inputTokens()[tokenFamilyOf(target.model.id)];
}

/** What the router makes in the background is called off when its client leaves. */
function isGoingOn(planned: PlannedAttempt, carried: Carried | null): boolean {
  const isCalledOff = planned.background === true && carried?.outcome === 'client-left';
  return isInBackground(planned) && !isCalledOff;
}

/** As the provider said it, whether it can be true or not. */
export function reportedUsage({ outcome, untaken }: AttemptRecord, carried: Carried | null): Usage {
  return (outcome === 'committed' && carried?.usage) || untaken?.usage || {};
}

function countAttempt(record: AttemptRecord, finished: Finished): Counted {
  if (isVoid(record)) return nothingCounted;
  const { run, carried } = finished;
  const { untaken, target } = record;
  const isAnswer = record.outcome === 'committed';
  const answer = isAnswer && run.kind === 'answered' ? run.answer : null;
  const goesOn = answer !== null && run.kind === 'answered' && isGoingOn(run.planned, carried);
  return countedOf({
    protocol: target.protocol,
    limits: target.model,
    usage: reportedUsage(record, carried),
    isFinal: (isAnswer && carried?.hasEnded === true) || untaken !== undefined,
    streamedBytes: (isAnswer && carried?.streamedBytes) || 0,
    answerChars: answer?.kind === 'unary' ? answer.text.length : (untaken?.chars ?? 0),
    expectedOutput: (goesOn && finished.expectedOutput?.(target)) || 0,
    estimateInput: () => estimateInput(record, finished),
  });
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

/** The baseline is asked once for an answer, whatever it took us to get one; what nobody waited for is compared with nothing. */
function baselinePart(counted: Counted, record: AttemptRecord, { baseline }: RowBase): number | null {
  if (baseline === null || record.role === 'shadow' || record.role === 'joined') return null;
  return record.outcome === 'committed' ? baselineOf(counted, record, baseline) : 0;
}

function isOfOther({ target }: AttemptRecord, served: string, { findModel }: RowBase): boolean {
  return findModel !== undefined && findOtherModel(target, served, findModel) !== null;
}

function priceAttempt(
  counted: Counted & Pick<Row, 'modelServed'>,
  record: AttemptRecord,
  tier: string | null,
  base: RowBase,
): PricedPart {
  const baselineNanoUsd = baselinePart(counted, record, base);
  if (counted.usageSource === 'void')
    return { cost: nothing, listNanoUsd: 0, priceVersion: null, baselineNanoUsd };
  // What another model costs there, and on which terms, nobody has said.
  const priced = isOfOther(record, counted.modelServed, base)
    ? null
    : priceUsage({
        usage: counted.usage,
        model: record.target.model,
        provider: record.target.provider,
        tier,
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
  if (record.untaken !== undefined) return record.untaken.model ?? asked;
  if (record.outcome !== 'committed' || run.kind !== 'answered') return asked;
  const { answer } = run;
  if (answer.kind === 'unary') return answer.response.model ?? asked;
  const start = answer.events.find((event) => event.type === 'response-start');
  return (start?.type === 'response-start' && start.model) || asked;
}

type Told = Pick<
  Row,
  'attempt' | 'durationMs' | 'firstEventMs' | 'modelServed' | 'losses' | 'outcome' | 'errorCode' | 'answer'
> &
  Counted & { readonly tier: string | null };

/** `told`: what became of it; the rest follows from the record, the plan and the prices. */
export function rowOf(record: AttemptRecord, { tier, ...told }: Told, base: RowBase): Row {
  const { plan, judged, caller } = base;
  const { target } = record;
  return {
    requestId: base.requestId,
    startedAtMs: record.startedAtMs,
    caller: caller.id,
    team: caller.team,
    app: caller.app,
    endUser: base.endUser,
    tags: caller.tags,
    route: plan.route,
    configVersion: base.configVersion,
    arm: plan.arm,
    task: judged?.task.task ?? null,
    difficulty: judged?.difficulty.score ?? null,
    risk: judged?.risk.level ?? null,
    floor: plan.floor,
    modelAsked: base.modelAsked,
    model: target.model.id,
    provider: target.provider.id,
    protocol: target.protocol,
    lane: record.lane,
    effort: target.effort,
    role: record.role,
    ...told,
    ...priceAttempt(told, record, tier, base),
  };
}

function rowOfAttempt(record: AttemptRecord, attempt: number, finished: Finished): Row {
  const { run, carried } = finished;
  const answered = run.kind === 'answered' && record.outcome === 'committed';
  const told = {
    attempt,
    ...timesOf(record, finished),
    modelServed: modelServed(record, finished),
    losses: answered ? run.losses.map(({ what }) => what) : [],
    outcome: outcomeOf(record, finished),
    errorCode: errorCodeOf(record, carried),
    answer: null,
    ...countAttempt(record, finished),
    tier: (answered && carried?.serviceTier) || record.untaken?.serviceTier || null,
  };
  return rowOf(record, told, finished);
}

export function buildRows(finished: Finished): Row[] {
  return finished.run.records.map((record, at) => rowOfAttempt(record, at + 1, finished));
}

function featuresOf({ blocks, stop }: LlmResponse): AnswerFeatures {
  return {
    stop: stop.reason,
    textChars: blocks.reduce((sum, block) => sum + (block.type === 'text' ? block.text.length : 0), 0),
    toolCalls: blocks.filter(({ type }) => type === 'tool-call').length,
  };
}

/** Of a copy that nobody waited for. `response`: null where none came. */
export function buildShadowRow(record: AttemptRecord, response: LlmResponse | null, base: RowBase): Row {
  const answer = response && featuresOf(response);
  const seen = {
    protocol: record.target.protocol,
    limits: record.target.model,
    usage: response?.usage ?? {},
    isFinal: response !== null,
    streamedBytes: 0,
    answerChars: answer?.textChars ?? 0,
    expectedOutput: 0,
    estimateInput: () => estimateInput(record, base),
  };
  const counted: Counted = isVoid(record) ? nothingCounted : countedOf(seen);
  const told = {
    attempt: firstNumberOf.shadow,
    durationMs: record.durationMs,
    firstEventMs: null,
    modelServed: response?.model ?? record.target.wireModel,
    losses: [],
    outcome: record.outcome === 'committed' ? ('completed' as const) : ('failed' as const),
    errorCode: errorCodeOf(record, null),
    answer,
    ...counted,
    tier: response?.serviceTier ?? null,
  };
  return rowOf(record, told, base);
}
