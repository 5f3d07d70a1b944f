/**
 * One demo request from its first call to the end of its answer: calls that fail, retries and fallbacks, a hedge,
 * clients that leave. What comes out are the records that the router itself would have written.
 */
import type { Carried } from '../../core/carried.ts';
import type { FaultKind } from '../../core/errors.ts';
import { faultTable } from '../../core/fault-table.ts';
import type { AttemptRecord } from '../../core/plan.ts';
import type { Run } from '../../core/run.ts';
import type { Target } from '../../core/target.ts';
import type { Usage } from '../../core/usage.ts';
import type { DemoApp } from './apps.ts';
import type { Chance } from './chance.ts';
import { drawFault, drawRefusal, failingMs, faultOf, isPassedOver } from './faults.ts';
import { answeredRun, unansweredRun } from './run-parts.ts';
import { laneOf } from './targets.ts';
import { type Size, timesOf, usageOf } from './usage.ts';

export type Asked = {
  readonly app: DemoApp;
  readonly size: Size;
  /** In order; at least one. */
  readonly targets: readonly Target[];
  /** Silence after which the next target is called beside the first; null: never. */
  readonly hedgeAfterMs: number | null;
  readonly atMs: number;
  /** Of the whole period. */
  readonly endMs: number;
};

export type Served = { readonly run: Run; readonly carried: Carried | null; readonly endedAtMs: number };

const mostAttempts = 3;
/** Of streams on a route that hedges, how many are silent for too long. */
const hedgedShare = 0.012;
/** Of answers: clients that leave; of those, how many before the provider has counted. */
const leftShare = 0.013;
const uncountedShare = 0.25;
/** Of streams, how many the provider breaks off. */
const brokenShare = 0.0012;
const streamBytesPerToken = 120;

type Call = Pick<AttemptRecord, 'target' | 'role'> & { readonly atMs: number };

function recordOf({ target, role, atMs }: Call, app: DemoApp, durationMs: number): AttemptRecord {
  const ended = { outcome: 'committed', abortedBy: null, fault: null } as const;
  return { target, lane: laneOf(target, app), role, ...ended, startedAtMs: atMs, durationMs };
}

function failedRecord(call: Call, app: DemoApp, kind: FaultKind, chance: Chance): AttemptRecord {
  const record = recordOf(call, app, failingMs(kind, chance));
  return { ...record, outcome: 'failed', fault: faultOf(kind) };
}

/** Calls until one answers; the last record is the one that has, or the one that gave up. */
function callInTurn({ app, targets, atMs, endMs }: Asked, chance: Chance): AttemptRecord[] {
  const open = targets.filter((target) => !isPassedOver(target, atMs, endMs, chance));
  const [first, ...others] = open.length > 0 ? open : targets.slice(0, 1);
  const records: AttemptRecord[] = [];
  let call: Call | null = first === undefined ? null : { target: first, role: 'first', atMs };
  while (call !== null) {
    const fault = drawFault(call.target, call.atMs, endMs, chance);
    if (fault === null) return [...records, recordOf(call, app, 0)];
    const record = failedRecord(call, app, fault, chance);
    records.push(record);
    const nextMs: number = call.atMs + record.durationMs + 50;
    const isRetry = faultTable[fault].retry && call.role !== 'retry';
    const next: Target | undefined = isRetry ? call.target : others.shift();
    const isOver = next === undefined || records.length >= mostAttempts || !faultTable[fault].fallback;
    call = isOver ? null : { target: next, role: isRetry ? 'retry' : 'fallback', atMs: nextMs };
  }
  return records;
}

/** The first was silent; the other began as well and one of the two was faster. */
function hedge(record: AttemptRecord, asked: Asked, chance: Chance): AttemptRecord[] {
  const { hedgeAfterMs, targets, app } = asked;
  const other = targets.find(({ name }) => name !== record.target.name);
  if (hedgeAfterMs === null || other === undefined || !chance.happens(hedgedShare)) return [record];
  const beside = recordOf({ target: other, role: 'hedge', atMs: record.startedAtMs + hedgeAfterMs }, app, 0);
  const stopped = { outcome: 'aborted', abortedBy: 'hedge', durationMs: chance.around(900, 0.3) } as const;
  if (chance.happens(0.4)) return [record, { ...beside, ...stopped }];
  const firstMs = hedgeAfterMs + stopped.durationMs;
  return [{ ...record, ...stopped, durationMs: firstMs }, beside];
}

type Ending = Pick<Carried, 'outcome' | 'hasEnded' | 'fault'> & { readonly share: number };

/** How the answer ends for the client, and how much of it there was by then. */
function drawEnding(isStream: boolean, chance: Chance): Ending {
  if (chance.happens(leftShare)) {
    const hasEnded = !isStream || !chance.happens(uncountedShare);
    return { outcome: 'client-left', hasEnded, fault: null, share: hasEnded ? 1 : chance.share() };
  }
  if (isStream && chance.happens(brokenShare))
    return { outcome: 'failed', hasEnded: false, fault: faultOf('stalled'), share: chance.share() };
  return { outcome: 'completed', hasEnded: true, fault: null, share: 1 };
}

/** What was reported by then: at Anthropic the input comes first, at the others everything comes last. */
function reported(usage: Usage, { protocol }: Target, hasEnded: boolean): Usage {
  if (hasEnded) return usage;
  if (protocol !== 'anthropic-messages') return {};
  const { outputTokens: _output, reasoningOutputTokens: _reasoning, ...input } = usage;
  return input;
}

export function serve(asked: Asked, chance: Chance): Served {
  const { app, size } = asked;
  const refusal = drawRefusal(chance);
  const [first] = asked.targets;
  if (refusal !== null && first !== undefined) {
    const record = failedRecord({ target: first, role: 'first', atMs: asked.atMs }, app, refusal, chance);
    const endedAtMs = asked.atMs + record.durationMs;
    return { run: unansweredRun([record], true), carried: null, endedAtMs };
  }
  const called = callInTurn(asked, chance);
  const last = called.at(-1);
  if (last === undefined) throw new Error('a request needs a target');
  if (last.outcome !== 'committed') {
    const endedAtMs = last.startedAtMs + last.durationMs;
    return { run: unansweredRun(called, false), carried: null, endedAtMs };
  }
  const records = [
    ...called.slice(0, -1),
    ...(called.length === 1 && app.isStream ? hedge(last, asked, chance) : [last]),
  ];
  const answering = records.find(({ outcome }) => outcome === 'committed') ?? last;
  const usage = usageOf(app, size, answering.target, asked.atMs, chance);
  const { firstMs, wholeMs } = timesOf(usage, answering.target, chance);
  const ending = drawEnding(app.isStream, chance);
  const lastedMs = Math.round(firstMs + (wholeMs - firstMs) * ending.share);
  const timed = records.map((record) =>
    record === answering ? { ...record, durationMs: app.isStream ? firstMs : lastedMs } : record,
  );
  const written = Math.round((usage.outputTokens ?? 0) * ending.share);
  const carried: Carried = {
    outcome: ending.outcome,
    fault: ending.fault,
    usage: reported(usage, answering.target, ending.hasEnded),
    hasEnded: ending.hasEnded,
    stop: ending.hasEnded ? { reason: 'end' } : null,
    streamedBytes: app.isStream ? written * streamBytesPerToken : 0,
  };
  const endedAtMs = answering.startedAtMs + lastedMs;
  return { run: answeredRun(timed, usage, app.isStream), carried, endedAtMs };
}
