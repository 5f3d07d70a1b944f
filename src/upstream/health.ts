/**
 * What one isolate knows of its targets, by name: their circuit breakers, and how many calls wait for them. A declared
 * cache: losing it costs a few probes.
 */
import {
  type BreakerEvent,
  type BreakerState,
  closed,
  isOpen,
  onDispatch,
  type Probe,
  reduceBreaker,
} from './circuit-breaker.ts';
import { type InFlight, type InFlightNews, idle, isFull, onBegin, onEnd } from './in-flight.ts';

export class Health {
  readonly #states = new Map<string, BreakerState>();
  readonly #inFlight = new Map<string, InFlight>();

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

  /** Whether as many calls wait for it as it has been found to take. */
  isFull(target: string, nowMs: number): boolean {
    const state = this.#inFlight.get(target);
    return state !== undefined && isFull(state, nowMs);
  }

  /** A call begins to wait; the number is to be given back with `end`, whatever becomes of the call. */
  begin(target: string, nowMs: number): number {
    const state = onBegin(this.#inFlight.get(target) ?? idle, nowMs);
    this.#inFlight.set(target, state);
    return state.begun;
  }

  end(target: string, call: number, news: InFlightNews, nowMs: number): void {
    this.#inFlight.set(target, onEnd(this.#inFlight.get(target) ?? idle, call, news, nowMs));
  }
}
