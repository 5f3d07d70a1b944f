/** The circuit breakers of one isolate, by target name. A declared cache: losing it costs a few probes. */
import {
  type BreakerEvent,
  type BreakerState,
  closed,
  isOpen,
  onDispatch,
  reduceBreaker,
} from './circuit-breaker.ts';

export class Health {
  readonly #states = new Map<string, BreakerState>();

  isOpen(target: string, nowMs: number): boolean {
    const state = this.#states.get(target);
    return state !== undefined && isOpen(state, nowMs);
  }

  dispatch(target: string, nowMs: number): void {
    const state = this.#states.get(target);
    if (state !== undefined) this.#states.set(target, onDispatch(state, nowMs));
  }

  report(target: string, event: BreakerEvent, nowMs: number): void {
    this.#states.set(target, reduceBreaker(this.#states.get(target) ?? closed, event, nowMs));
  }
}
