/**
 * How long a client is asked to wait where the provider named no time: long enough to help, and spread, so that not
 * every client comes back at the same moment. Pure.
 */
import type { FaultKind, UpstreamFault } from '../core/errors.ts';

/** Milliseconds; kinds that are not here leave the pace to the client. */
const waits: Partial<Record<FaultKind, { readonly leastMs: number; readonly mostMs: number }>> = {
  'rate-limit': { leastMs: 1000, mostMs: 5000 },
  overloaded: { leastMs: 5000, mostMs: 10_000 },
};

/** The fault with a wait. `random` gives from 0 to below 1. */
export function tellWait(fault: UpstreamFault, random: () => number): UpstreamFault {
  const wait = waits[fault.kind];
  if (wait === undefined || fault.retryAfterMs !== undefined) return fault;
  return { ...fault, retryAfterMs: Math.round(wait.leastMs + random() * (wait.mostMs - wait.leastMs)) };
}
