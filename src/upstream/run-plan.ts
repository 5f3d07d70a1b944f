/**
 * Works a plan off: attempts in order, a retry or a fallback as the fault table says, until one commits or none is
 * left. One deadline and one cost limit over the whole; a refusal by policy and the caller's own mistakes are final.
 */

import type { AttemptReport, UpstreamFault } from '../core/errors.ts';
import { errorOfFault, type FaultPolicy, faultTable } from '../core/fault-table.ts';
import type { AttemptRecord, PlannedAttempt, RoutePlan } from '../core/plan.ts';
import type { Run } from '../core/run.ts';
import { StopSwitch } from '../core/stop-switch.ts';
import type { Asked } from './attempt.ts';
import { beginCall, type Call, type CallDeps, recordOf } from './begin-call.ts';
import { type Ended, type Settled, settleHedged } from './hedge.ts';
import { Remaining } from './remaining.ts';
import type { RetryBudget } from './retry-budget.ts';
import { tellRefused } from './tell-refused.ts';
import { tellWait } from './tell-wait.ts';

export type RunDeps = CallDeps & {
  readonly retryBudget: RetryBudget;
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
  readonly #remaining: Remaining;
  /** Of the calls begun last: pressed when the client leaves. One that is pressed twice is pressed once. */
  #stops: StopSwitch[] = [];
  #hasClientLeft = false;
  /** Attempts so far. */
  #announced = 0;
  #at: number;
  #role: AttemptRecord['role'] = 'first';

  constructor(plan: RoutePlan, asked: Asked, deps: RunDeps) {
    this.#plan = plan;
    this.#asked = asked;
    this.#deps = deps;
    const nowMs = deps.now();
    this.#deadlineAtMs = nowMs + Math.max(0, ...plan.attempts.map(({ deadlines }) => deadlines.totalMs));
    this.#remaining = new Remaining(plan, deps.health);
    this.#at = this.#remaining.next(nowMs, null) ?? 0;
  }

  /** The client has left: nothing more is begun; what is under way is stopped, or drained where the route says so. */
  leave(): void {
    this.#hasClientLeft = true;
    if (this.#plan.onClientAbort !== 'cancel') return;
    for (const stop of this.#stops) stop.stop('client-left');
  }

  async run(): Promise<Run> {
    for (;;) {
      if (this.#hasClientLeft) return { kind: 'aborted', records: this.#records };
      const announced = this.#announce(this.#at, this.#role);
      // The first has been admitted; every other has to be on record before it is paid for.
      if (this.#role !== 'first') await announced;
      const settled = await this.#settle(this.#begin(this.#at, this.#role));
      const nowMs = this.#deps.now();
      for (const { call, outcome } of settled.ended) {
        this.#records.push(recordOf(call, outcome, nowMs));
        if (outcome.kind === 'failed') this.#remaining.count(call.at, outcome.fault);
        if (outcome.kind !== 'committed') call.stop.release();
      }
      const end = await this.#conclude(settled.decisive);
      if (end !== null) return end;
    }
  }

  async #announce(at: number, role: AttemptRecord['role']): Promise<void> {
    const planned = this.#plan.attempts[at];
    this.#announced++;
    if (planned) await this.#asked.onDispatch?.(planned, this.#announced, role);
  }

  #begin(at: number, role: AttemptRecord['role']): Call {
    const planned = this.#plan.attempts[at];
    if (planned === undefined) throw new Error('a plan without attempts');
    this.#remaining.take(at);
    if (role === 'first') this.#deps.retryBudget.countRequest(this.#deps.now());
    const stop = new StopSwitch();
    // It was announced and is accounted for, and goes nowhere.
    if (this.#hasClientLeft) stop.stop('client-left');
    if (role !== 'hedge') this.#stops = [];
    this.#stops.push(stop);
    const beginning = { planned: this.#withTime(planned), at, role, stop, deadlineAtMs: this.#deadlineAtMs };
    return beginCall(beginning, this.#asked, this.#deps);
  }

  /** An answer that comes whole has all the time there is where nobody could come after it. */
  #withTime(planned: PlannedAttempt): PlannedAttempt {
    const isLast = this.#remaining.isEmpty || this.#records.length + 1 >= this.#plan.maxAttempts;
    if (planned.request.stream || !isLast) return planned;
    const { deadlines } = planned;
    return { ...planned, deadlines: { ...deadlines, firstEventMs: deadlines.totalMs } };
  }

  async #settle(call: Call): Promise<Settled> {
    const { hedge } = this.#plan;
    if (hedge?.kind === 'on' && call.role === 'first')
      return settleHedged(call, hedge.afterMs, () => this.#beginHedge(call));
    const decisive = { call, outcome: await call.ended };
    return { decisive, ended: [decisive] };
  }

  /** Counts as a retry: an outage must not be amplified by it either. */
  #beginHedge({ at }: Call): Call | null {
    const { now, retryBudget } = this.#deps;
    if (this.#hasClientLeft || this.#plan.maxAttempts < 2 || now() >= this.#deadlineAtMs) return null;
    const other = this.#remaining.beside(at, now());
    if (other === null || !retryBudget.take(now())) return null;
    void this.#announce(other, 'hedge');
    return this.#begin(other, 'hedge');
  }

  /** The end of the run, or null where another attempt follows. */
  async #conclude({ call, outcome }: Ended): Promise<Run | null> {
    const { planned, stop } = call;
    const records = this.#records;
    switch (outcome.kind) {
      case 'committed': {
        const losses = [...planned.losses, ...outcome.losses];
        return { kind: 'answered', planned, answer: outcome.answer, losses, records, stop };
      }
      case 'aborted':
        return { kind: 'aborted', records };
      case 'failed': {
        const { fault, rejected } = outcome;
        const policy = faultTable[fault.kind];
        if (await this.#goesOn(call, fault, policy)) return null;
        if (rejected !== null && isCallersBusiness(fault, this.#plan))
          return { kind: 'rejected', planned, rejected, fault, records };
        const told = tellWait(tellRefused(fault, planned, this.#asked), this.#deps.random);
        return { kind: 'failed', error: errorOfFault(told, records.map(report)), records };
      }
      default:
        return outcome satisfies never;
    }
  }

  /** Moves on to a retry or a fallback, if the table, the budget, the deadline and the plan allow one. */
  async #goesOn({ at }: Call, fault: UpstreamFault, policy: FaultPolicy): Promise<boolean> {
    const { retryBudget, now, sleep } = this.#deps;
    const leftMs = this.#deadlineAtMs - now();
    if (leftMs <= 0 || this.#records.length >= this.#plan.maxAttempts) return false;
    const delayMs = policy.retry && this.#mayRetry(at) ? retryDelayMs(fault, this.#deps.random) : null;
    if (delayMs !== null && delayMs < leftMs && retryBudget.take(now())) {
      await sleep(delayMs);
      // While this one waited, others may have found the target to be down.
      if (this.#mayRetry(at)) {
        this.#at = at;
        this.#role = 'retry';
        return true;
      }
    }
    const next = policy.fallback ? this.#remaining.next(now(), { at, fault }) : null;
    if (next === null) return false;
    this.#at = next;
    this.#role = 'fallback';
    return true;
  }

  /** One retry per target, and none where two have been asked at once. */
  #mayRetry(at: number): boolean {
    const isSpent = this.#role === 'retry' || this.#records.some(({ role }) => role === 'hedge');
    return !isSpent && this.#remaining.mayRetry(at, this.#deps.now());
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
