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
  | { readonly kind: 'open'; readonly untilMs: number; readonly times: number }
  | { readonly kind: 'half-open'; readonly probeFromMs: number | null; readonly times: number };

export type BreakerEvent =
  | { readonly kind: 'success' }
  | { readonly kind: 'fault' }
  /** Opens at once, for so long. */
  | { readonly kind: 'trip'; readonly forMs: number }
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
  return { kind: 'open', untilMs: nowMs + forMs, times };
}

/** Whether calls are held back at this moment. */
export function isOpen(state: BreakerState, nowMs: number): boolean {
  switch (state.kind) {
    case 'closed':
      return false;
    case 'open':
      return nowMs < state.untilMs;
    case 'half-open':
      return state.probeFromMs !== null && nowMs - state.probeFromMs < breakerLimits.probeMs;
    default:
      return state satisfies never;
  }
}

/** A call is about to go out: an open breaker whose time is up becomes half-open with this call as its probe. */
export function onDispatch(state: BreakerState, nowMs: number): BreakerState {
  if (state.kind === 'closed') return state;
  return { kind: 'half-open', probeFromMs: nowMs, times: state.times };
}

function onClosed(state: BreakerState & { kind: 'closed' }, isFault: boolean, nowMs: number): BreakerState {
  const isFresh = nowMs - state.windowFromMs < breakerLimits.windowMs;
  const calls = (isFresh ? state.calls : 0) + 1;
  const faults = (isFresh ? state.faults : 0) + (isFault ? 1 : 0);
  const inARow = isFault ? state.inARow + 1 : 0;
  const isBad = inARow >= breakerLimits.inARow || (calls >= breakerLimits.windowCalls && faults * 2 >= calls);
  if (isBad && isFault) return open(1, nowMs);
  return { kind: 'closed', inARow, windowFromMs: isFresh ? state.windowFromMs : nowMs, calls, faults };
}

export function reduceBreaker(state: BreakerState, event: BreakerEvent, nowMs: number): BreakerState {
  if (event.kind === 'trip') return { kind: 'open', untilMs: nowMs + event.forMs, times: 1 };
  if (event.kind === 'neutral') return state.kind === 'half-open' ? { ...state, probeFromMs: null } : state;
  const isFault = event.kind === 'fault';
  switch (state.kind) {
    case 'closed':
      return onClosed(state, isFault, nowMs);
    case 'half-open':
      return isFault ? open(state.times + 1, nowMs) : closed;
    case 'open':
      // A call that began before it opened: its news is old.
      return state;
    default:
      return state satisfies never;
  }
}
