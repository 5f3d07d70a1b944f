/**
 * How many calls may wait for one target at once, as a pure reducer: no limit until the target says it is too much
 * (429, overloaded), then half of what waited, and one more for each round that goes well. A call waits from its
 * dispatch to its commit: a stream that has begun can no longer be refused. Must not decide where else a call goes.
 */

export type InFlight = {
  /** Calls so far; the number of a call is what this was when it had begun. */
  readonly begun: number;
  readonly running: number;
  /** Null: the target has not complained of late. */
  readonly cap: number | null;
  /** Calls up to this number began before the cap was lowered: that they are refused too is no further news. */
  readonly loweredAt: number;
  /** Calls up to this number count no more. */
  readonly forgottenAt: number;
  /** What is older than `forgetMs` before now is forgotten. */
  readonly fromMs: number;
};

export type InFlightNews =
  /** The target has committed to an answer. */
  | 'served'
  /** It says that there are too many calls. */
  | 'limited'
  | 'neutral';

/** Also bounds what calls that never come back (a Worker that ended with its client) can hold. */
export const forgetMs = 60_000;

export const idle: InFlight = {
  begun: 0,
  running: 0,
  cap: null,
  loweredAt: 0,
  forgottenAt: 0,
  fromMs: 0,
};

/** Whether another call would pass the cap. Never so while none waits. */
export function isFull({ cap, running, fromMs }: InFlight, nowMs: number): boolean {
  return cap !== null && nowMs - fromMs < forgetMs && running >= Math.floor(cap);
}

/** A call goes out; its number is `begun` of the state returned. */
export function onBegin(state: InFlight, nowMs: number): InFlight {
  const begun = state.begun + 1;
  if (nowMs - state.fromMs < forgetMs) return { ...state, begun, running: state.running + 1 };
  return { begun, running: 1, cap: null, loweredAt: state.begun, forgottenAt: state.begun, fromMs: nowMs };
}

/** The call with this number has committed or failed. */
export function onEnd(state: InFlight, call: number, news: InFlightNews, nowMs: number): InFlight {
  if (call <= state.forgottenAt) return state;
  const { cap, running } = state;
  const ended = { ...state, running: running - 1 };
  switch (news) {
    case 'neutral':
      return ended;
    case 'served':
      return cap === null ? ended : { ...ended, cap: cap + 1 / cap };
    case 'limited': {
      if (call <= state.loweredAt) return ended;
      const half = Math.floor(Math.min(cap ?? running, running) / 2);
      return { ...ended, cap: Math.max(1, half), loweredAt: state.begun, fromMs: nowMs };
    }
    default:
      return news satisfies never;
  }
}
