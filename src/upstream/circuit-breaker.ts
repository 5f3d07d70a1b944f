/**
 * Circuit breaker of one target, as a pure reducer: state in, state out, serialisable. Opens on five faults in a row
 * or on half of at least twenty calls within thirty seconds; lets one probe through when it is half-open.
 */

export type BreakerState =
  | {
      readonly kind: 'closed';
      readonly inARow: number;
      readonly windowFromMs: number;
      readonly calls: number;
      readonly faults: number;
    }
  | {
      readonly kind: 'open';
      readonly untilMs: number;
      readonly times: number;
      /** When a probe began that was still out as it opened. */
      readonly probeFromMs: number | null;
    }
  | { readonly kind: 'half-open'; readonly probeFromMs: number | null; readonly times: number };

export type BreakerEvent =
  | { readonly kind: 'success' }
  | { readonly kind: 'fault' }
  /** An answer broke off that had begun, and so has counted as a success already. */
  | { readonly kind: 'broken' }
  /** Opens at once, for so long. */
  | { readonly kind: 'trip'; readonly forMs: number }
  /** Another isolate holds calls back until then; `times` it has done so in a row. */
  | { readonly kind: 'heard-open'; readonly untilMs: number; readonly times: number }
  /** Another isolate calls it again with success. */
  | { readonly kind: 'heard-closed' }
  /** A call that ended without saying anything of the target's health (client left, caller's mistake). */
  | { readonly kind: 'neutral' };

export const breakerLimits = {
  inARow: 5,
  windowMs: 30_000,
  windowCalls: 20,
  openMs: 30_000,
  longestOpenMs: 300_000,
  /** A probe that never came back stops counting after this. */
  probeMs: 60_000,
} as const;

export const closed: BreakerState = { kind: 'closed', inARow: 0, windowFromMs: 0, calls: 0, faults: 0 };

function open(times: number, nowMs: number): BreakerState {
  const forMs = Math.min(breakerLimits.openMs * times, breakerLimits.longestOpenMs);
  return { kind: 'open', untilMs: nowMs + forMs, times, probeFromMs: null };
}

function isProbeOut(probeFromMs: number | null, nowMs: number): boolean {
  return probeFromMs !== null && nowMs - probeFromMs < breakerLimits.probeMs;
}

/** Whether calls are held back at this moment. */
export function isOpen(state: BreakerState, nowMs: number): boolean {
  switch (state.kind) {
    case 'closed':
      return false;
    case 'open':
      return nowMs < state.untilMs;
    case 'half-open':
      return isProbeOut(state.probeFromMs, nowMs);
    default:
      return state satisfies never;
  }
}

export const breakerStandings = ['closed', 'open', 'half-open'] as const;

/** As it stands at this moment: an open one whose time is up waits for a probe, which is half-open. */
export function breakerStanding(state: BreakerState, nowMs: number): (typeof breakerStandings)[number] {
  return state.kind === 'open' && nowMs >= state.untilMs ? 'half-open' : state.kind;
}

/** When a call began that is the probe of a half-open breaker; null for every other call. */
export type Probe = number | null;

/**
 * A call is about to go out. An open breaker whose time is up becomes half-open with this call as its probe. A call
 * that goes out although calls are held back (nothing else was left) changes nothing.
 */
export function onDispatch(state: BreakerState, nowMs: number): { state: BreakerState; probe: Probe } {
  if (state.kind === 'closed' || isOpen(state, nowMs)) return { state, probe: null };
  return { state: { kind: 'half-open', probeFromMs: nowMs, times: state.times }, probe: nowMs };
}

type News = 'success' | 'fault' | 'broken';

type Heard = Extract<BreakerEvent, { kind: 'heard-open' | 'heard-closed' }>;

function onClosed(state: BreakerState & { kind: 'closed' }, news: News, nowMs: number): BreakerState {
  const isFresh = nowMs - state.windowFromMs < breakerLimits.windowMs;
  const isFault = news !== 'success';
  const faults = (isFresh ? state.faults : 0) + (isFault ? 1 : 0);
  const calls = Math.max(faults, (isFresh ? state.calls : 0) + (news === 'broken' ? 0 : 1));
  const inARow = isFault ? state.inARow + 1 : 0;
  const isBad = inARow >= breakerLimits.inARow || (calls >= breakerLimits.windowCalls && faults * 2 >= calls);
  if (isBad && isFault) return open(1, nowMs);
  return { kind: 'closed', inARow, windowFromMs: isFresh ? state.windowFromMs : nowMs, calls, faults };
}

function trip(state: BreakerState, forMs: number, nowMs: number): BreakerState {
  const untilMs = state.kind === 'open' ? Math.max(state.untilMs, nowMs + forMs) : nowMs + forMs;
  const probeFromMs = state.kind === 'closed' ? null : state.probeFromMs;
  return { kind: 'open', untilMs, times: state.kind === 'closed' ? 1 : state.times, probeFromMs };
}

/** What others say counts less than a probe of our own that is still out: it will tell. */
function hear(state: BreakerState, heard: Heard, nowMs: number): BreakerState {
  if (state.kind !== 'closed' && isProbeOut(state.probeFromMs, nowMs)) return state;
  if (heard.kind === 'heard-closed') return state.kind === 'closed' ? state : closed;
  const untilMs = state.kind === 'open' ? Math.max(state.untilMs, heard.untilMs) : heard.untilMs;
  if (untilMs <= nowMs) return state;
  const times = state.kind === 'closed' ? heard.times : Math.max(state.times, heard.times);
  return { kind: 'open', untilMs, times, probeFromMs: null };
}

/** `probe` is what `onDispatch` gave for the call that the event is of. */
export function reduceBreaker(
  state: BreakerState,
  event: BreakerEvent,
  nowMs: number,
  probe: Probe = null,
): BreakerState {
  if (event.kind === 'trip') return trip(state, event.forMs, nowMs);
  if (event.kind === 'heard-open' || event.kind === 'heard-closed') return hear(state, event, nowMs);
  switch (state.kind) {
    case 'closed':
      return event.kind === 'neutral' ? state : onClosed(state, event.kind, nowMs);
    case 'half-open':
      // Only the probe itself speaks: news of a call that began before would let a second one through beside it.
      if (probe === null || probe !== state.probeFromMs) return state;
      if (event.kind === 'neutral') return { ...state, probeFromMs: null };
      return event.kind === 'success' ? closed : open(state.times + 1, nowMs);
    case 'open':
      // A call that began before it opened: its news is old.
      return state;
    default:
      return state satisfies never;
  }
}
