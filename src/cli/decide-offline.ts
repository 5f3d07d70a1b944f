/**
 * How a request would be served, by the Worker's own classifier and planner, without a network: every circuit is
 * closed, no conversation has been served before or is kept anywhere, and there is no second look.
 */
import { catalogue } from '../catalogue/catalogue.ts';
import { applySettings } from '../classify/apply-settings.ts';
import { applyToolEffects } from '../classify/judge-request.ts';
import { type Caller, speakerOf } from '../core/caller.ts';
import type { Config } from '../core/config.ts';
import { ok, type Result, type RouterError } from '../core/errors.ts';
import type { Judged } from '../core/judged.ts';
import { nothingLearned } from '../core/learned.ts';
import { once } from '../core/once.ts';
import type { RoutePlan } from '../core/plan.ts';
import type { LlmRequest } from '../core/request.ts';
import type { Verdict } from '../core/safeguard.ts';
import type { ProtocolId, Provider } from '../core/target.ts';
import { nameConversation } from '../ledger/sessions.ts';
import { requestTables } from '../protocols/index.ts';
import { roundJudged } from '../routing/judged-facts.ts';
import { resolveRequest } from '../routing/plan.ts';
import type { PlanInput } from '../routing/plan-input.ts';
import { planSettled, resolveSettled } from '../routing/plan-settled.ts';
import { readTraits } from '../routing/read-traits.ts';
import type { Resolution } from '../routing/resolve.ts';
import { guardRequest } from '../safeguards/guard-request.ts';

export type Surroundings = {
  readonly isConfigured: (provider: Provider) => boolean;
  /** Who asks. */
  readonly identity: Caller;
  /** The client's own word for the conversation, as `x-session-id`. */
  readonly sessionId: string | null;
  readonly nowMs: number;
};

/** A request, read and judged once, to be planned as often as one likes. */
export type Subject = {
  readonly request: LlmRequest;
  readonly protocol: ProtocolId;
  readonly judge: () => Judged;
  readonly language: PlanInput['language'];
  readonly inputTokens: PlanInput['inputTokens'];
};

export type Decision = {
  readonly resolution: Resolution;
  readonly judged: Judged;
  readonly plan: RoutePlan;
  readonly verdict: Verdict;
};

/** `model`: asked for in place of what the request names. Errors: what the planner answers with. */
export function decideOffline(
  subject: Subject,
  config: Config,
  { isConfigured, identity, sessionId, nowMs }: Surroundings,
  model = subject.request.model,
): Result<Decision, RouterError> {
  const { protocol, language, inputTokens } = subject;
  const request = { ...subject.request, model };
  const { toolEffects } = config.safeguards.approvals;
  const first = once(() => roundJudged(applyToolEffects(subject.judge(), request, toolEffects)));
  const input: PlanInput = {
    request,
    traits: readTraits(request),
    caller: protocol,
    identity,
    config,
    catalogue,
    tables: requestTables,
    judge: first,
    language,
    inputTokens,
    conversation: () => nameConversation(speakerOf(identity), request, sessionId, ''),
    session: null,
    isConfigured,
    isCircuitOpen: () => false,
    boundTo: null,
    learned: nothingLearned,
    nowMs,
    isExplained: true,
  };
  const resolved = resolveRequest(input);
  if (!resolved.ok) return resolved;
  const { classify } = resolved.value.policy;
  // The route has been chosen by the first judgement; what serves it is chosen by the one that the route wants.
  const judged = classify === null ? first() : roundJudged(applySettings(first(), request, classify).judged);
  const settled = resolveSettled(resolved.value, judged, input);
  if (!settled.ok) return settled;
  const verdict = guardRequest(settled.value, judged, input);
  const planned = planSettled(settled.value, judged, { ...input, verdict });
  return planned.ok ? ok({ ...planned.value, judged, verdict }) : planned;
}
