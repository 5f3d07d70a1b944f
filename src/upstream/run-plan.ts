/**
 * Works a plan off: attempts in order, a retry or a fallback as the fault table says, until one commits or none is
 * left. One deadline over the whole; a refusal by policy and the caller's own mistakes are final.
 */

import type { Config } from '../core/config.ts';
import type { AttemptReport, UpstreamFault } from '../core/errors.ts';
import { errorOfFault, type FaultPolicy, faultTable } from '../core/fault-table.ts';
import type { AttemptRecord, PlannedAttempt, RoutePlan } from '../core/plan.ts';
import type { Run } from '../core/run.ts';
import { StopSwitch } from '../core/stop-switch.ts';
import { protocols } from '../protocols/index.ts';
import { type Asked, type AttemptOutcome, attempt } from './attempt.ts';
import type { Health } from './health.ts';
import type { Outbound } from './outbound.ts';
import type { RetryBudget } from './retry-budget.ts';

export type RunDeps = {
  readonly config: Config;
  readonly outbound: Outbound;
  readonly health: Health;
  readonly retryBudget: RetryBudget;
  readonly now: () => number;
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

const retryJitterMs = 250;
/** A provider that asks for a longer wait is left for the next target instead. */
const longestRetryAfterMs = 2000;
function report(record: AttemptRecord): AttemptReport {
  const code = record.fault === null ? record.outcome : faultTable[record.fault.kind].code;
  return { target: record.target.name, code, status: record.fault?.status ?? null };
}

/** Whether waiting for the same target makes sense: at once, or as long as it asks if that is short. */
function retryDelayMs(fault: UpstreamFault, random: () => number): number | null {
  if (fault.retryAfterMs !== undefined)
    return fault.retryAfterMs <= longestRetryAfterMs ? fault.retryAfterMs : null;
  if (fault.kind === 'rate-limit' || fault.status === 503) return null;
  return Math.round(random() * retryJitterMs);
}

/** One request's way through its plan. */
class PlanRun {
  readonly #plan: RoutePlan;
  readonly #asked: Asked;
  readonly #deps: RunDeps;
  readonly #records: AttemptRecord[] = [];
  readonly #deadlineAtMs: number;
  #stop = new StopSwitch();
  #hasClientLeft = false;
  #at = 0;
  #role: AttemptRecord['role'] = 'first';

  constructor(plan: RoutePlan, asked: Asked, deps: RunDeps) {
    this.#plan = plan;
    this.#asked = asked;
    this.#deps = deps;
    this.#deadlineAtMs = deps.now() + Math.max(0, ...plan.attempts.map(({ deadlines }) => deadlines.totalMs));
  }

  /** The client has left: nothing more is begun, and the call under way is stopped. */
  leave(): void {
    this.#hasClientLeft = true;
    this.#stop.stop('client-left');
  }

  async run(): Promise<Run> {
    for (;;) {
      const planned = this.#plan.attempts[this.#at];
      if (planned === undefined) throw new Error('a plan without attempts');
      if (this.#hasClientLeft) return { kind: 'aborted', records: this.#records };
      const outcome = await this.#attempt(planned);
      const end = await this.#conclude(planned, outcome);
      if (end !== null) return end;
    }
  }

  async #attempt(planned: PlannedAttempt): Promise<AttemptOutcome> {
    const { now, health, outbound, config, retryBudget } = this.#deps;
    const { target } = planned;
    const startedAtMs = now();
    this.#stop = new StopSwitch();
    this.#stop.stopAfter(Math.max(0, this.#deadlineAtMs - startedAtMs), 'deadline');
    if (this.#role !== 'retry') retryBudget.countRequest(startedAtMs);
    health.dispatch(target.name, startedAtMs);
    const outcome = await attempt({
      asked: this.#asked,
      planned,
      protocol: protocols[target.protocol],
      outbound,
      stop: this.#stop,
      responseLimitBytes: config.limits.responseBytes,
    });
    const fault = outcome.kind === 'failed' ? outcome.fault : null;
    const durationMs = now() - startedAtMs;
    this.#records.push({
      target,
      lane: planned.lane,
      role: this.#role,
      outcome: outcome.kind,
      fault,
      startedAtMs,
      durationMs,
    });
    this.#reportHealth(target.name, outcome);
    return outcome;
  }

  #reportHealth(target: string, outcome: AttemptOutcome): void {
    const { health, now } = this.#deps;
    if (outcome.kind === 'committed') health.report(target, { kind: 'success' }, now());
    else if (outcome.kind === 'aborted') health.report(target, { kind: 'neutral' }, now());
    else {
      const { breaker } = faultTable[outcome.fault.kind];
      const event =
        typeof breaker === 'number'
          ? ({ kind: 'trip', forMs: breaker } as const)
          : breaker === 'count'
            ? ({ kind: 'fault' } as const)
            : ({ kind: 'neutral' } as const);
      health.report(target, event, now());
    }
  }

  /** The end of the run, or null where another attempt follows. */
  async #conclude(planned: PlannedAttempt, outcome: AttemptOutcome): Promise<Run | null> {
    const records = this.#records;
    switch (outcome.kind) {
      case 'committed': {
        const losses = [...planned.losses, ...outcome.losses];
        return { kind: 'answered', planned, answer: outcome.answer, losses, records, stop: this.#stop };
      }
      case 'aborted':
        this.#stop.release();
        return { kind: 'aborted', records };
      case 'failed': {
        this.#stop.release();
        const { fault, rejected } = outcome;
        const policy = faultTable[fault.kind];
        if (await this.#goesOn(fault, policy)) return null;
        if (rejected !== null && isCallersBusiness(fault))
          return { kind: 'rejected', planned, rejected, fault, records };
        return { kind: 'failed', error: errorOfFault(fault, records.map(report)), records };
      }
      default:
        return outcome satisfies never;
    }
  }

  /** Moves on to a retry or a fallback, if the table, the budget, the deadline and the plan allow one. */
  async #goesOn(fault: UpstreamFault, policy: FaultPolicy): Promise<boolean> {
    const plan = this.#plan;
    const deps = this.#deps;
    const records = this.#records;
    if (this.#stop.reason === 'deadline' || records.length >= plan.maxAttempts) return false;
    const delayMs = policy.retry && this.#role !== 'retry' ? retryDelayMs(fault, deps.random) : null;
    if (delayMs !== null && deps.retryBudget.take(deps.now())) {
      await deps.sleep(delayMs);
      this.#role = 'retry';
      return true;
    }
    const next = policy.fallback ? this.#nextIndex(fault) : null;
    if (next === null) return false;
    this.#at = next;
    this.#role = 'fallback';
    return true;
  }

  /** The next attempt of the plan; after a full context window, the next with a larger one. */
  #nextIndex(fault: UpstreamFault): number | null {
    const { attempts } = this.#plan;
    const failedWindow = attempts[this.#at]?.target.model.contextTokens ?? 0;
    for (let at = this.#at + 1; at < attempts.length; at++) {
      if (fault.kind !== 'context-length' || (attempts[at]?.target.model.contextTokens ?? 0) > failedWindow)
        return at;
    }
    return null;
  }
}

/** Faults whose own words the caller may read on the passthrough lane. */
function isCallersBusiness({ kind }: UpstreamFault): boolean {
  return (
    kind === 'bad-request' ||
    kind === 'context-length' ||
    kind === 'policy' ||
    kind === 'model-missing' ||
    kind === 'request-too-large'
  );
}

/** `clientSignal` fires when the client leaves; it cancels the call only under the policy `cancel`. */
export async function runPlan(
  plan: RoutePlan,
  asked: Asked,
  deps: RunDeps,
  clientSignal: AbortSignal,
): Promise<Run> {
  const run = new PlanRun(plan, asked, deps);
  const leave = () => run.leave();
  if (clientSignal.aborted) run.leave();
  else if (plan.onClientAbort === 'cancel') clientSignal.addEventListener('abort', leave, { once: true });
  try {
    return await run.run();
  } finally {
    clientSignal.removeEventListener('abort', leave);
  }
}
