/**
 * What one isolate knows of its targets, by name: their circuit breakers, and how many calls wait for them. A declared
 * cache: losing it costs a few probes. What it has found itself counts before what it hears of others.
 */
import type { BreakerNote } from '../core/breaker-note.ts';
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

/** The longest that any fault opens a breaker for: what is heard beyond that is no breaker's doing. */
const longestHeardMs = 15 * 60_000;

/** What others should know of a change; null: nothing has changed for them. */
function noteOf(before: BreakerState, after: BreakerState, atMs: number): BreakerNote | null {
  if (after.kind === 'open') {
    const isNews = before.kind !== 'open' || before.untilMs < after.untilMs;
    return isNews ? { kind: 'open', atMs, untilMs: after.untilMs, times: after.times } : null;
  }
  return after.kind === 'closed' && before.kind !== 'closed' ? { kind: 'closed', atMs } : null;
}

export class Health {
  readonly #states = new Map<string, BreakerState>();
  readonly #inFlight = new Map<string, InFlight>();
  readonly #successAtMs = new Map<string, number>();
  readonly #openedAtMs = new Map<string, number>();
  readonly #untold = new Map<string, BreakerNote>();

  isOpen(target: string, nowMs: number): boolean {
    const state = this.#states.get(target);
    return state !== undefined && isOpen(state, nowMs);
  }

  /** Those that this isolate has used or heard of, by target. */
  breakers(): [target: string, state: BreakerState][] {
    return [...this.#states].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** To be given back with `report`. */
  dispatch(target: string, nowMs: number): Probe {
    const { state, probe } = onDispatch(this.#states.get(target) ?? closed, nowMs);
    if (probe !== null) this.#states.set(target, state);
    return probe;
  }

  report(target: string, event: BreakerEvent, nowMs: number, probe: Probe = null): void {
    if (event.kind === 'success') this.#successAtMs.set(target, nowMs);
    const note = this.#change(target, event, nowMs, probe);
    if (note !== null) this.#untold.set(target, note);
  }

  /** What another isolate has found. News of our own that are newer count more. */
  hear(target: string, note: BreakerNote, nowMs: number): void {
    const known = note.kind === 'open' ? this.#successAtMs : this.#openedAtMs;
    if ((known.get(target) ?? Number.NEGATIVE_INFINITY) >= note.atMs) return;
    if (note.kind === 'closed') {
      this.#change(target, { kind: 'heard-closed' }, nowMs, null);
      return;
    }
    const untilMs = Math.min(note.untilMs, nowMs + longestHeardMs);
    this.#change(target, { kind: 'heard-open', untilMs, times: note.times }, nowMs, null, note.atMs);
  }

  /** Whether there are changes that others have not been told of. */
  get hasUntold(): boolean {
    return this.#untold.size > 0;
  }

  /** Those changes, the latest of each target; they count as told from here on. */
  takeUntold(): [target: string, note: BreakerNote][] {
    const untold = [...this.#untold];
    this.#untold.clear();
    return untold;
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

  /** `foundAtMs`: when whoever found it did. */
  #change(
    target: string,
    event: BreakerEvent,
    nowMs: number,
    probe: Probe,
    foundAtMs = nowMs,
  ): BreakerNote | null {
    const before = this.#states.get(target) ?? closed;
    const after = reduceBreaker(before, event, nowMs, probe);
    this.#states.set(target, after);
    const note = noteOf(before, after, foundAtMs);
    if (note?.kind === 'open') this.#openedAtMs.set(target, foundAtMs);
    return note;
  }
}
