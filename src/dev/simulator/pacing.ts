// How long a model takes: time to the first event, and time per token, scaled by the pace.
// Must not know sockets. Pace 0 waits for nothing.

import type { ModelFamily } from './models.ts';

export interface Pacing {
  firstEventMs: number;
  perTokenMs: number;
}

/** `pace` 1 is realistic, 0.1 ten times faster, 0 at once. */
export function pacingFor(family: ModelFamily, pace: number): Pacing {
  return {
    firstEventMs: family.firstTokenMs * pace,
    perTokenMs: (1000 / family.tokensPerSecond) * pace,
  };
}

/** Time for a whole answer of `tokens` output tokens. */
export function durationMs(pacing: Pacing, tokens: number): number {
  return pacing.firstEventMs + pacing.perTokenMs * tokens;
}
