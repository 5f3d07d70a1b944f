/**
 * The attempts of a plan that are left, and which of them may come next: by health, by load and by the route's cost
 * limit over all attempts together. Must not call anybody.
 */
import type { UpstreamFault } from '../core/errors.ts';
import { mayHaveCost } from '../core/fault-table.ts';
import type { RoutePlan } from '../core/plan.ts';
import { circuitOf } from '../core/target-name.ts';
import type { Health } from './health.ts';

export class Remaining {
  readonly #plan: RoutePlan;
  readonly #health: Health;
  readonly #untried: Set<number>;
  /** What the attempts so far may have cost, as predicted; infinite where that is unknown. */
  #riskedNanoUsd = 0;

  constructor(plan: RoutePlan, health: Health) {
    this.#plan = plan;
    this.#health = health;
    this.#untried = new Set(plan.attempts.keys());
  }

  take(at: number): void {
    this.#untried.delete(at);
  }

  get isEmpty(): boolean {
    return this.#untried.size === 0;
  }

  /** The attempt at this place has failed so. */
  count(at: number, fault: UpstreamFault): void {
    if (mayHaveCost(fault)) this.#riskedNanoUsd += this.#highOf(at);
  }

  /**
   * The next target, after `from` failed with `fault`, or null. One that takes no more calls at the moment is passed
   * over for one that does; one whose circuit has opened since the plan was made comes only if no other is left, so that
   * the last is never ejected. After a full context window only one with a larger window.
   */
  next(nowMs: number, failed: { readonly at: number; readonly fault: UpstreamFault } | null): number | null {
    let healthy: number | null = null;
    let able: number | null = null;
    for (const at of this.#untried) {
      if (failed?.fault.kind === 'context-length' && this.#windowAt(at) <= this.#windowAt(failed.at))
        continue;
      if (!this.#isAffordable(at, this.#riskedNanoUsd)) continue;
      able ??= at;
      const name = this.#nameAt(at);
      if (this.#health.isOpen(name, nowMs)) continue;
      healthy ??= at;
      if (!this.#health.isFull(name, nowMs)) return at;
    }
    return healthy ?? able;
  }

  /** The next target that could be called beside the one at `at`: in good health, and within the limit with it. */
  beside(at: number, nowMs: number): number | null {
    const risked = this.#riskedNanoUsd + this.#highOf(at);
    for (const other of this.#untried) {
      const name = this.#nameAt(other);
      if (this.#health.isOpen(name, nowMs) || this.#health.isFull(name, nowMs)) continue;
      if (this.#isAffordable(other, risked)) return other;
    }
    return null;
  }

  /** Whether the target at `at` may be asked once more: not where its circuit has opened or another has more room. */
  mayRetry(at: number, nowMs: number): boolean {
    if (!this.#isAffordable(at, this.#riskedNanoUsd)) return false;
    const name = this.#nameAt(at);
    if (this.#health.isOpen(name, nowMs)) return false;
    return this.#untried.size === 0 || !this.#health.isFull(name, nowMs);
  }

  #windowAt(at: number): number {
    return this.#plan.attempts[at]?.target.model.contextTokens ?? 0;
  }

  #nameAt(at: number): string {
    const target = this.#plan.attempts[at]?.target;
    return target === undefined ? '' : circuitOf(target, target.provider);
  }

  #highOf(at: number): number {
    return this.#plan.attempts[at]?.prediction?.cost?.highNanoUsd ?? Number.POSITIVE_INFINITY;
  }

  /** Whether it stays within the route's cost limit together with what has been called. Unknown costs do not. */
  #isAffordable(at: number, riskedNanoUsd: number): boolean {
    const { costLimitNanoUsd } = this.#plan;
    if (costLimitNanoUsd === null || riskedNanoUsd === 0) return true;
    return riskedNanoUsd + this.#highOf(at) <= costLimitNanoUsd;
  }
}
