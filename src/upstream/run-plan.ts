/**
 * Works a plan off: attempts in order, a retry or a fallback as the fault table says, until one commits or none is
 * left. One deadline and one cost limit over the whole; a refusal by policy and the caller's own mistakes are final.
 */

import type { Config } from '../core/config.ts';
import type { AttemptReport, UpstreamFault } from '../core/errors.ts';
import { errorOfFault, type FaultPolicy, faultTable, mayHaveCost } from '../core/fault-table.ts';
import type { AttemptRecord, PlannedAttempt, RoutePlan } from '../core/plan.ts';
import type { Run } from '../core/run.ts';
import { StopSwitch } from '../core/stop-switch.ts';
import { protocols } from '../protocols/index.ts';
import { type Asked, type AttemptOutcome, attempt } from './attempt.ts';
import type { BreakerEvent } from './circuit-breaker.ts';
import type { Health } from './health.ts';
import type { InFlightNews } from './in-flight.ts';
import type { Outbound } from './outbound.ts';
import type { RetryBudget } from './retry-budget.ts';
import { tellWait } from './tell-wait.ts';

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

/** What an attempt says of its target's health. */
function newsOf(outcome: AttemptOutcome): BreakerEvent {
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
  #at: number;
  readonly #untried: Set<number>;
  #role: AttemptRecord['role'] = 'first';
  /** What the attempts so far may have cost, as predicted; infinite where that is unknown. */
  #riskedNanoUsd = 0;

  constructor(plan: RoutePlan, asked: Asked, deps: RunDeps) {
    this.#plan = plan;
    this.#asked = asked;
    this.#deps = deps;
    this.#deadlineAtMs = deps.now() + Math.max(0, ...plan.attempts.map(({ deadlines }) => deadlines.totalMs));
    this.#untried = new Set(plan.attempts.keys());
    this.#at = this.#nextIndex(null) ?? 0;
  }

  /** The client has left: nothing more is begun; the call under way is stopped, or drained where the route says so. */
  leave(): void {
    this.#hasClientLeft = true;
    if (this.#plan.onClientAbort === 'cancel') this.#stop.stop('client-left');
  }

  async run(): Promise<Run> {
    for (;;) {
      const planned = this.#plan.attempts[this.#at];
      this.#untried.delete(this.#at);
      if (planned === undefined) throw new Error('a plan without attempts');
      if (this.#hasClientLeft) return { kind: 'aborted', records: this.#records };
      const outcome = await this.#attempt(planned);
      const end = await this.#conclude(planned, outcome);
      if (end !== null) return end;
    }
  }

  async #attempt(planned: PlannedAttempt): Promise<AttemptOutcome> {
    const { now, health, retryBudget } = this.#deps;
    const { target } = planned;
    const startedAtMs = now();
    if (this.#role === 'first') retryBudget.countRequest(startedAtMs);
    const probe = health.dispatch(target.name, startedAtMs);
    const outcome = await this.#call(planned, startedAtMs);
    const fault = outcome.kind === 'failed' ? outcome.fault : null;
    if (fault !== null && mayHaveCost(fault))
      this.#riskedNanoUsd += planned.prediction?.cost?.highNanoUsd ?? Number.POSITIVE_INFINITY;
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
    health.report(target.name, newsOf(outcome), now(), probe);
    return outcome;
  }

  async #call(planned: PlannedAttempt, startedAtMs: number): Promise<AttemptOutcome> {
    const { now, health, outbound, config } = this.#deps;
    const { target } = planned;
    this.#stop = new StopSwitch();
    const call = health.begin(target.name, startedAtMs);
    let news: InFlightNews = 'neutral';
    try {
      const outcome = await attempt({
        asked: this.#asked,
        planned,
        protocol: protocols[target.protocol],
        outbound,
        stop: this.#stop,
        leftMs: Math.max(0, this.#deadlineAtMs - startedAtMs),
        responseLimitBytes: config.limits.responseBytes,
      });
      news = loadNewsOf(outcome);
      return outcome;
    } finally {
      health.end(target.name, call, news, now());
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
        if (rejected !== null && isCallersBusiness(fault, this.#plan))
          return { kind: 'rejected', planned, rejected, fault, records };
        const told = tellWait(fault, this.#deps.random);
        return { kind: 'failed', error: errorOfFault(told, records.map(report)), records };
      }
      default:
        return outcome satisfies never;
    }
  }

  /** Moves on to a retry or a fallback, if the table, the budget, the deadline and the plan allow one. */
  async #goesOn(fault: UpstreamFault, policy: FaultPolicy): Promise<boolean> {
    const { retryBudget, now, sleep } = this.#deps;
    const leftMs = this.#deadlineAtMs - now();
    if (leftMs <= 0 || this.#records.length >= this.#plan.maxAttempts) return false;
    const delayMs = policy.retry && this.#mayRetry() ? retryDelayMs(fault, this.#deps.random) : null;
    if (delayMs !== null && delayMs < leftMs && retryBudget.take(now())) {
      await sleep(delayMs);
      // While this one waited, others may have found the target to be down.
      if (this.#mayRetry()) {
        this.#role = 'retry';
        return true;
      }
    }
    const next = policy.fallback ? this.#nextIndex(fault) : null;
    if (next === null) return false;
    this.#at = next;
    this.#role = 'fallback';
    return true;
  }

  /** One retry per target, and none where its circuit has opened, or where another one has more room. */
  #mayRetry(): boolean {
    if (this.#role === 'retry' || !this.#isAffordable(this.#at)) return false;
    const { health, now } = this.#deps;
    const name = this.#nameAt(this.#at);
    return !health.isOpen(name, now()) && (this.#untried.size === 0 || !health.isFull(name, now()));
  }

  /**
   * The next target. One that takes no more calls at the moment is passed over for one that does; one whose circuit
   * has opened since the plan was made comes only if no other is left, so that the last is never ejected. After a
   * full context window only one with a larger window.
   */
  #nextIndex(fault: UpstreamFault | null): number | null {
    const { health } = this.#deps;
    const nowMs = this.#deps.now();
    let healthy: number | null = null;
    let able: number | null = null;
    for (const at of this.#untried) {
      if (fault?.kind === 'context-length' && this.#windowAt(at) <= this.#windowAt(this.#at)) continue;
      if (!this.#isAffordable(at)) continue;
      able ??= at;
      const name = this.#nameAt(at);
      if (health.isOpen(name, nowMs)) continue;
      healthy ??= at;
      if (!health.isFull(name, nowMs)) return at;
    }
    return healthy ?? able;
  }

  #windowAt(at: number): number {
    return this.#plan.attempts[at]?.target.model.contextTokens ?? 0;
  }

  #nameAt(at: number): string {
    return this.#plan.attempts[at]?.target.name ?? '';
  }

  /** Whether it stays within the route's cost limit together with what has been called. Unknown costs do not. */
  #isAffordable(at: number): boolean {
    const { costLimitNanoUsd, attempts } = this.#plan;
    if (costLimitNanoUsd === null || this.#riskedNanoUsd === 0) return true;
    const high = attempts[at]?.prediction?.cost?.highNanoUsd;
    return high !== undefined && this.#riskedNanoUsd + high <= costLimitNanoUsd;
  }
}

/** Faults whose own words the caller may read on the passthrough lane. */
function isCallersBusiness({ kind }: UpstreamFault, plan: RoutePlan): boolean {
  // Who names a model hears that the provider does not know it; who names a route has not chosen that model.
  if (kind === 'model-missing') return plan.route === 'model';
  return (
    kind === 'bad-request' || kind === 'context-length' || kind === 'policy' || kind === 'request-too-large'
  );
}

/**
 * `clientSignal` fires when the client leaves. It is heard until the answer is over, so that a stream that has begun
 * is stopped too.
 */
export async function runPlan(
  plan: RoutePlan,
  asked: Asked,
  deps: RunDeps,
  clientSignal: AbortSignal,
): Promise<Run> {
  const run = new PlanRun(plan, asked, deps);
  const leave = () => run.leave();
  if (clientSignal.aborted) leave();
  else clientSignal.addEventListener('abort', leave, { once: true });
  const settled = await run.run();
  // What listens is kept as long as the signal: a request that is over must not be.
  const forget = () => clientSignal.removeEventListener('abort', leave);
  if (settled.kind === 'answered') settled.stop.onRelease(forget);
  else forget();
  return settled;
}
