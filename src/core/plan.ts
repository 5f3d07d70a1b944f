/** What the planner decides and what became of it. Data only: a plan can be logged, replayed and explained. */
import type { Deadlines, OnClientAbort } from './config.ts';
import type { UpstreamFault } from './errors.ts';
import type { Loss } from './features.ts';
import type { ObjectiveKind } from './objective.ts';
import type { Prediction } from './prediction.ts';
import type { LlmRequest } from './request.ts';
import type { LlmResponse } from './response.ts';
import type { SafeguardLevel, Target } from './target.ts';

/** `passthrough`: the target speaks the caller's protocol, bytes pass. `translate`: through the canonical model. */
export type Lane = 'passthrough' | 'translate';

/** Why a candidate is not in the plan. */
export type Rejection = {
  readonly target: string;
  readonly reason: RejectionReason;
  readonly detail: string;
  /** What was expected of it, where that was looked at. */
  readonly prediction?: Prediction;
};

export type RejectionReason =
  | 'protocol' // provider and model share no protocol that fits
  | 'feature' // the request needs what the protocol or model cannot carry
  | 'provider-state' // the request is bound to another provider
  | 'not-configured' // no key for this provider
  | 'programme' // its provider is the project of a programme that the caller is not approved for
  | 'retired'
  | 'context-window' // surely more input tokens than the model takes
  | 'data-policy' // its provider does not meet what the route demands, or nobody knows
  | 'below-floor' // fewer safeguards than the route demands
  | 'below-bar' // others do well enough, this one does not
  | 'unknown-quality' // no source says how good it is, and the objective asks
  | 'price-unknown' // the objective or a limit asks what it costs
  | 'over-cost'
  | 'too-slow'
  | 'surplus' // the plan holds more than can be tried
  | 'circuit-open';

export type PlannedAttempt<R = LlmRequest> = {
  readonly target: Target;
  readonly lane: Lane;
  /** The request with the model's rules applied. */
  readonly request: R;
  /** Everything this target will not get as it was asked. */
  readonly losses: readonly Loss[];
  readonly deadlines: Deadlines;
  /** It is made in the background, so that a cut connection can be taken up again. */
  readonly background?: boolean;
  /** Null where the order is the config's and nothing has to be known. */
  readonly prediction: Prediction | null;
};

/** Whether its provider goes on with the answer although nobody listens: the router or the client asks for that. */
export function isInBackground({ background, request }: PlannedAttempt): boolean {
  return background === true || request.state.background === true;
}

/** Whether a first attempt that stays silent gets the next target beside it. */
export type HedgePlan =
  | { readonly kind: 'on'; readonly afterMs: number }
  | { readonly kind: 'off'; readonly why: string };

/** Whether a copy of the request goes to a target that nobody waits for. */
export type ShadowPlan<R = LlmRequest> =
  | { readonly kind: 'on'; readonly attempt: PlannedAttempt<R> }
  | { readonly kind: 'off'; readonly target: string; readonly why: string };

export type RoutePlan<R = LlmRequest> = {
  /** Route name, or `model` where the client named one. */
  readonly route: string;
  readonly objective: ObjectiveKind;
  readonly floor: SafeguardLevel;
  /** The arm that the conversation was drawn into, whoever serves it; null: the route has none. */
  readonly arm: string | null;
  readonly attempts: readonly PlannedAttempt<R>[];
  readonly rejected: readonly Rejection[];
  readonly maxAttempts: number;
  /** Of all attempts together, by their predicted high cost; null: no limit. */
  readonly costLimitNanoUsd: number | null;
  readonly onClientAbort: OnClientAbort;
  /** Null: the route has none. */
  readonly hedge: HedgePlan | null;
  /** Null: the route has none. */
  readonly shadow: ShadowPlan<R> | null;
  /** Why it stays with the target that served the conversation last; null: it does not, or there is none. */
  readonly stay: string | null;
  /** Told to the client: a successor serves, a shutdown is near. */
  readonly notice: string | null;
  /** The target that comes first to be tried out; absent: none is. */
  readonly explored?: string;
};

/** What is billed for an answer that came whole and was not taken. */
export type UntakenAnswer = Pick<LlmResponse, 'model' | 'serviceTier' | 'usage'> & {
  readonly chars: number;
};

/** How one attempt ended. */
export type AttemptRecord = {
  readonly target: Target;
  readonly lane: Lane;
  /** `hedge`: begun beside the first, which was silent. `shadow`: a copy that nobody waits for. `joined`: another’s. */
  readonly role: 'first' | 'retry' | 'fallback' | 'hedge' | 'shadow' | 'joined';
  readonly outcome: 'committed' | 'failed' | 'aborted';
  /** Who stopped it: the client left, or the attempt beside it was faster. Null: nobody. */
  readonly abortedBy: 'client' | 'hedge' | null;
  readonly fault: UpstreamFault | null;
  /** Absent: no answer came whole that was not taken. */
  readonly untaken?: UntakenAnswer;
  readonly startedAtMs: number;
  readonly durationMs: number;
};
