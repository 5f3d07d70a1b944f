/** What the planner decides and what became of it. Data only: a plan can be logged, replayed and explained. */
import type { Deadlines, OnClientAbort } from './config.ts';
import type { UpstreamFault } from './errors.ts';
import type { Loss } from './features.ts';
import type { LlmRequest } from './request.ts';
import type { Target } from './target.ts';

/** `passthrough`: the target speaks the caller's protocol, bytes pass. `translate`: through the canonical model. */
export type Lane = 'passthrough' | 'translate';

/** Why a candidate is not in the plan. */
export type Rejection = {
  readonly target: string;
  readonly reason: RejectionReason;
  readonly detail: string;
};

export type RejectionReason =
  | 'protocol' // provider and model share no protocol that fits
  | 'feature' // the request needs what the protocol or model cannot carry
  | 'provider-state' // the request is bound to another provider
  | 'not-configured' // no key for this provider
  | 'retired'
  | 'circuit-open';

export type PlannedAttempt = {
  readonly target: Target;
  readonly lane: Lane;
  /** The request with the model's rules applied. */
  readonly request: LlmRequest;
  /** Everything this target will not get as it was asked. */
  readonly losses: readonly Loss[];
  readonly deadlines: Deadlines;
};

export type RoutePlan = {
  /** Route name, or `model` where the client named one. */
  readonly route: string;
  readonly attempts: readonly PlannedAttempt[];
  readonly rejected: readonly Rejection[];
  readonly maxAttempts: number;
  readonly onClientAbort: OnClientAbort;
  /** Told to the client: a successor serves, a shutdown is near. */
  readonly notice: string | null;
};

/** How one attempt ended. */
export type AttemptRecord = {
  readonly target: Target;
  readonly lane: Lane;
  readonly role: 'first' | 'retry' | 'fallback';
  readonly outcome: 'committed' | 'failed' | 'aborted';
  readonly fault: UpstreamFault | null;
  readonly startedAtMs: number;
  readonly durationMs: number;
};
