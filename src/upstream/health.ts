/** The circuit breakers of one isolate, by target name. A declared cache: losing it costs a few probes. */
import {
  type BreakerEvent,
  type BreakerState,
  closed,
  isOpen,
  onDispatch,
  type Probe,
  reduceBreaker,
} from './circuit-breaker.ts';

export class Health {
  readonly #states = new Map<string, BreakerState>();

  isOpen(target: string, nowMs: number): boolean {
    const state = this.#states.get(target);
    return state !== undefined && isOpen(state, nowMs);
  }

  /** To be given back with `report`. */
  dispatch(target: string, nowMs: number): Probe {
    const { state, probe } = onDispatch(this.#states.get(target) ?? closed, nowMs);
    if (probe !== null) this.#states.set(target, state);
    return probe;
  }

  report(target: string, event: BreakerEvent, nowMs: number, probe: Probe = null): void {
    this.#states.set(target, reduceBreaker(this.#states.get(target) ?? closed, event, nowMs, probe));
  }
}
