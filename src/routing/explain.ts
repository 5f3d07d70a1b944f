/** A decision as people and programs read it: what `POST /v1/route` and `signalbox explain` show. Pure. */
import type { Loss } from '../core/features.ts';
import type { Judged } from '../core/judged.ts';
import type { Objective } from '../core/objective.ts';
import type { Lane, RejectionReason, RoutePlan } from '../core/plan.ts';
import type { LatencyForecast, Prediction, TokenForecast } from '../core/prediction.ts';
import type { Verdict } from '../core/safeguard.ts';
import type { ProtocolId, SafeguardLevel } from '../core/target.ts';
import type { PassedRoute } from './match-route.ts';
import type { Resolution } from './resolve.ts';

/** USD, as a number for people; `null` is unknown. */
export type ExplainedPrediction = {
  readonly quality: number | null;
  readonly costUsd: { readonly expected: number; readonly high: number } | null;
  readonly latency: LatencyForecast;
  readonly tokens: TokenForecast;
};

export type ExplainedTarget = {
  readonly target: string;
  readonly provider: string;
  readonly protocol: ProtocolId;
  readonly lane: Lane;
  /** It is made in the background, where a cut connection is taken up again. */
  readonly background?: boolean;
  readonly losses: readonly Loss[];
  readonly predicted: ExplainedPrediction | null;
};

export type ExplainedRejection = {
  readonly target: string;
  readonly reason: RejectionReason;
  readonly detail: string;
  readonly predicted: ExplainedPrediction | null;
};

/** `off`: why this request gets none; null: it may. */
export type ExplainedHedge = { readonly afterMs: number | null; readonly off: string | null };

export type ExplainedShadow = { readonly target: string; readonly off: string | null };

export type Explanation = {
  readonly route: string;
  /** Routes before it, each with the condition that did not hold. */
  readonly passed: readonly PassedRoute[];
  readonly objective: Objective;
  readonly floor: SafeguardLevel;
  /** What the caller's team has otherwise than the route says. */
  readonly team: Resolution['team'];
  /** The arm that the conversation was drawn into. */
  readonly arm: string | null;
  readonly classification: Judged | null;
  /** Safeguard rules that hold, and what they and the route do; the floor that they demand is in `floor`. */
  readonly safeguards: Pick<Verdict, 'rules' | 'actions'>;
  /** In the order in which they are tried, at most `maxAttempts` calls in all. */
  readonly attempts: readonly ExplainedTarget[];
  readonly rejected: readonly ExplainedRejection[];
  readonly maxAttempts: number;
  /** Whether a silent first attempt gets another beside it; null: the route has no hedge. */
  readonly hedge: ExplainedHedge | null;
  /** Whether a copy goes to a target that nobody waits for; null: the route has no shadow. */
  readonly shadow: ExplainedShadow | null;
  /** Why it stays with the target that served the conversation last, where it does. */
  readonly stay: string | null;
  /** The target that comes first to be tried out: the route explores. */
  readonly explored: string | null;
  readonly notice: string | null;
};

export type Explained = {
  readonly resolution: Resolution;
  readonly judged: Judged | null;
  readonly plan: RoutePlan<unknown>;
  readonly verdict: Verdict;
};

const nanoPerUsd = 1_000_000_000;

function inUsd(prediction: Prediction | null | undefined): ExplainedPrediction | null {
  if (!prediction) return null;
  const { quality, cost, latency, tokens } = prediction;
  const costUsd = cost && {
    expected: cost.expectedNanoUsd / nanoPerUsd,
    high: cost.highNanoUsd / nanoPerUsd,
  };
  // To a hundredth of a percent: nobody knows more.
  return { quality: quality && Math.round(quality * 10_000) / 10_000, costUsd, latency, tokens };
}

function explainHedge({ hedge }: RoutePlan<unknown>): ExplainedHedge | null {
  if (hedge === null) return null;
  return hedge.kind === 'on' ? { afterMs: hedge.afterMs, off: null } : { afterMs: null, off: hedge.why };
}

function explainShadow({ shadow }: RoutePlan<unknown>): ExplainedShadow | null {
  if (shadow === null) return null;
  if (shadow.kind === 'off') return { target: shadow.target, off: shadow.why };
  return { target: shadow.attempt.target.name, off: null };
}

export function explain({ resolution, judged, plan, verdict }: Explained): Explanation {
  const { rules, actions } = verdict;
  return {
    route: plan.route,
    passed: resolution.passed,
    objective: resolution.objective,
    floor: plan.floor,
    team: resolution.team,
    arm: plan.arm,
    classification: judged,
    safeguards: { rules, actions },
    attempts: plan.attempts.map(({ target, lane, background, losses, prediction }) => ({
      target: target.name,
      provider: target.provider.id,
      protocol: target.protocol,
      lane,
      ...(background === true && { background }),
      losses,
      predicted: inUsd(prediction),
    })),
    rejected: plan.rejected.map(({ target, reason, detail, prediction }) => ({
      target,
      reason,
      detail,
      predicted: inUsd(prediction),
    })),
    maxAttempts: plan.maxAttempts,
    hedge: explainHedge(plan),
    shadow: explainShadow(plan),
    stay: plan.stay,
    explored: plan.explored ?? null,
    notice: plan.notice,
  };
}
