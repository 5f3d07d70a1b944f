/**
 * One call of a plan, under way: its off switch, its end, and what its target's health learns of it. Must not decide
 * what comes after it.
 */
import type { Config } from '../core/config.ts';
import { faultTable } from '../core/fault-table.ts';
import type { AttemptRecord, PlannedAttempt } from '../core/plan.ts';
import type { StopSwitch } from '../core/stop-switch.ts';
import { circuitOf } from '../core/target-name.ts';
import { protocols } from '../protocols/index.ts';
import { type Asked, type AttemptOutcome, attempt } from './attempt.ts';
import type { BreakerEvent } from './circuit-breaker.ts';
import type { Health } from './health.ts';
import type { InFlightNews } from './in-flight.ts';
import type { Outbound } from './outbound.ts';

export type CallDeps = {
  readonly config: Config;
  readonly outbound: Outbound;
  readonly health: Health;
  readonly now: () => number;
};

export type Call = {
  readonly planned: PlannedAttempt;
  /** Its place in the plan. */
  readonly at: number;
  readonly role: AttemptRecord['role'];
  readonly startedAtMs: number;
  readonly stop: StopSwitch;
  /** Rejects with what a codec's bug throws, and with nothing else. */
  readonly ended: Promise<AttemptOutcome>;
};

/** What an attempt says of its target's health. */
export function newsOf(outcome: AttemptOutcome): BreakerEvent {
  switch (outcome.kind) {
    case 'committed':
      return { kind: 'success' };
    case 'aborted':
      return { kind: 'neutral' };
    case 'failed': {
      const { breaker } = faultTable[outcome.fault.kind];
      if (typeof breaker === 'number') return { kind: 'trip', forMs: breaker };
      return { kind: breaker === 'count' ? 'fault' : 'neutral' };
    }
    default:
      return outcome satisfies never;
  }
}

/** What an attempt says of how many calls its target takes at once. */
function loadNewsOf(outcome: AttemptOutcome): InFlightNews {
  if (outcome.kind === 'committed') return 'served';
  const isTooMuch =
    outcome.kind === 'failed' && (outcome.fault.kind === 'rate-limit' || outcome.fault.kind === 'overloaded');
  return isTooMuch ? 'limited' : 'neutral';
}

type Beginning = Pick<Call, 'planned' | 'at' | 'role' | 'stop'> & { readonly deadlineAtMs: number };

async function callTarget(
  { planned, stop, deadlineAtMs }: Beginning,
  startedAtMs: number,
  asked: Asked,
  { config, outbound, health, now }: CallDeps,
): Promise<AttemptOutcome> {
  const { target } = planned;
  const circuit = circuitOf(target, target.provider);
  const probe = health.dispatch(circuit, startedAtMs);
  const call = health.begin(circuit, startedAtMs);
  let news: InFlightNews = 'neutral';
  try {
    const outcome = await attempt({
      asked,
      planned,
      protocol: protocols[target.protocol],
      outbound,
      stop,
      leftMs: Math.max(0, deadlineAtMs - startedAtMs),
      responseLimitBytes: config.limits.responseBytes,
    });
    news = loadNewsOf(outcome);
    health.report(circuit, newsOf(outcome), now(), probe);
    return outcome;
  } finally {
    health.end(circuit, call, news, now());
  }
}

export function beginCall(beginning: Beginning, asked: Asked, deps: CallDeps): Call {
  const startedAtMs = deps.now();
  const { planned, at, role, stop } = beginning;
  return { planned, at, role, stop, startedAtMs, ended: callTarget(beginning, startedAtMs, asked, deps) };
}

/** Of a call that ended now. */
export function recordOf(call: Call, outcome: AttemptOutcome, nowMs: number): AttemptRecord {
  const { planned, role, startedAtMs, stop } = call;
  const isAborted = outcome.kind === 'aborted';
  return {
    target: planned.target,
    lane: planned.lane,
    role,
    outcome: outcome.kind,
    abortedBy: isAborted ? (stop.reason === 'outrun' ? 'hedge' : 'client') : null,
    fault: outcome.kind === 'failed' ? outcome.fault : null,
    ...(outcome.kind === 'failed' && outcome.untaken && { untaken: outcome.untaken }),
    startedAtMs,
    durationMs: nowMs - startedAtMs,
  };
}
