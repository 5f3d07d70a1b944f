/**
 * From a decoded request to the decision how it is served: which route, judged how, planned how. The endpoint that
 * only explains decides by the same code as the one that answers.
 */
import { readMainLanguage } from './classify/signals/read-language.ts';
import type { Caller } from './core/caller.ts';
import type { DecisionFacts } from './core/decision-facts.ts';
import { estimateTokensByFamily } from './core/estimate-tokens.ts';
import type { Judged } from './core/judged.ts';
import { once } from './core/once.ts';
import type { RoutePlan } from './core/plan.ts';
import type { Prediction } from './core/prediction.ts';
import type { Protocol } from './core/protocol.ts';
import type { LlmRequest } from './core/request.ts';
import type { Verdict } from './core/safeguard.ts';
import type { Session } from './core/session.ts';
import { higherFloor } from './core/target.ts';
import type { Deps } from './deps.ts';
import type { BodyGuard, GuardedBody } from './guard-body.ts';
import { judgeFirst, judgeForRoute } from './judge/judge-for-route.ts';
import type { Asker } from './ledger/build-look-row.ts';
import { findResponseOwner } from './ledger/response-owners.ts';
import { findSession, nameConversation } from './ledger/sessions.ts';
import { requestTables } from './protocols/index.ts';
import { programmeProblem, scopeProblem } from './routing/check-scope.ts';
import { roundJudged } from './routing/judged-facts.ts';
import { resolveRequest } from './routing/plan.ts';
import type { PlanInput } from './routing/plan-input.ts';
import { planSettled, resolveSettled } from './routing/plan-settled.ts';
import { readTraits } from './routing/read-traits.ts';
import { recordDecision } from './routing/record-decision.ts';
import { predictAttempts } from './routing/reserve.ts';
import { isRouted, type Resolution } from './routing/resolve.ts';
import { guardRequest } from './safeguards/guard-request.ts';

export type Decision = {
  readonly resolution: Resolution;
  /** Null: nothing asked what the request is. */
  readonly judged: Judged | null;
  readonly plan: RoutePlan;
  /** What safeguards demand of it. */
  readonly verdict: Verdict;
  /** What is sent in place of what came; null: what came is. */
  readonly guarded: GuardedBody | null;
  /** What each attempt that may be made is expected to use, also where the route did not ask. */
  readonly predictions: () => readonly Prediction[];
  /** All that it was made of. */
  readonly facts: () => DecisionFacts;
};

export type Deciding = {
  readonly protocol: Protocol;
  readonly request: LlmRequest;
  readonly caller: Caller;
  readonly requestId: string;
  /** The client's own word for the conversation: `x-session-id`. */
  readonly sessionId: string | null;
  /** Judges and predicts also where the route does not ask for it. */
  readonly isExplained: boolean;
  /** What a budget that is nearly used up leaves for it, in nano-USD; absent: enough. */
  readonly costCapNanoUsd?: number;
  /** Makes what is sent of what came; absent: nothing is sent. */
  readonly guardBody?: BodyGuard;
};

/** The provider that keeps the conversation this request goes on with, or null where it goes on with none. */
async function providerKeeping({ request, caller }: Deciding, deps: Deps): Promise<string | null> {
  const { previousResponseId } = request.state;
  if (previousResponseId === undefined) return null;
  const owner = await findResponseOwner(previousResponseId, caller.id, deps.store, 'previous_response_id');
  return owner.provider;
}

/** Who names a model has chosen; there is nothing to stay with. */
async function sessionOf(deciding: Deciding, deps: Deps): Promise<Session | null> {
  const { caller, request, sessionId } = deciding;
  return isRouted(request.model, deps.config) ? findSession(caller.id, request, sessionId, deps) : null;
}

/** Behind the answer: a decision goes by what is known. */
export function keepLearning(nowMs: number, { learning, scripts, waitUntil }: Deps): void {
  if (scripts !== null && learning.isBehind(nowMs)) waitUntil(learning.keepUp(scripts, nowMs));
}

type Guarding = {
  readonly resolution: Resolution;
  /** What the target is chosen by; null: nobody has judged it but the classifier, if at all. */
  readonly settled: Judged | null;
  readonly verdict: Verdict;
};

/** Errors: throws what matching the routes again answers with. */
function guardSettled(
  before: Resolution,
  settled: Judged | null,
  first: Judged | null,
  input: PlanInput,
): Guarding {
  const resolved = resolveSettled(before, settled, input);
  if (!resolved.ok) throw resolved.error;
  const resolution = resolved.value;
  return { resolution, settled, verdict: guardRequest(resolution, settled ?? first, input) };
}

/** What safeguards demand; where they demand a second look that the route has not had, by what that says. */
async function guardAndLook(
  before: Resolution,
  judged: Judged | null,
  first: () => Judged | null,
  asker: Asker,
  input: PlanInput,
  deps: Deps,
): Promise<Guarding> {
  const guarding = guardSettled(before, judged && roundJudged(judged), first(), input);
  const { secondLook } = deps.config.safeguards;
  const { classify, secondLook: own } = before.policy;
  if (!guarding.verdict.actions.includes('second-look') || secondLook === null || own !== null)
    return guarding;
  const again = await judgeForRoute(input.request, { classify, secondLook }, asker, deps, input.judge);
  return guardSettled(before, again && roundJudged(again), first(), input);
}

/** What is sent, and what is demanded now that it has been looked at. Errors: as the guard of the body. */
async function passBody(
  { verdict, settled, resolution }: Guarding,
  { guardBody }: Deciding,
  { judge }: PlanInput,
): Promise<Pick<Decision, 'verdict' | 'guarded'>> {
  if (guardBody === undefined) return { verdict, guarded: null };
  const { body, floor } = await guardBody(verdict, () => settled ?? judge(), resolution.route);
  return { verdict: { ...verdict, floor: higherFloor(verdict.floor, floor) }, guarded: body };
}

/** Errors: throws what the planner and the store of responses answer with. */
export async function decide(deciding: Deciding, deps: Deps): Promise<Decision> {
  const { protocol, request, caller, requestId, sessionId, isExplained } = deciding;
  const nowMs = deps.now();
  keepLearning(nowMs, deps);
  let first: Judged | null = null;
  const judge = () => {
    first ??= roundJudged(judgeFirst(request, requestId, deps));
    return first;
  };
  const { input, guard, facts } = recordDecision<PlanInput>({
    request,
    traits: readTraits(request),
    caller: protocol.id,
    identity: caller,
    config: deps.config,
    catalogue: deps.catalogue,
    tables: requestTables,
    judge,
    language: once(() => readMainLanguage(request)),
    inputTokens: once(() => estimateTokensByFamily(request)),
    isConfigured: deps.outbound.isConfigured,
    isCircuitOpen: (target) => deps.health.isOpen(target, nowMs),
    conversation: once(() => nameConversation(caller.id, request, sessionId, requestId)),
    session: await sessionOf(deciding, deps),
    boundTo: await providerKeeping(deciding, deps),
    learned: deps.learning.learned(nowMs),
    nowMs,
    isExplained,
    ...(deciding.costCapNanoUsd !== undefined && { costCapNanoUsd: deciding.costCapNanoUsd }),
  });
  const resolved = resolveRequest(input);
  if (!resolved.ok) throw resolved.error;
  const refused = scopeProblem(caller, resolved.value) ?? programmeProblem(caller, request);
  if (refused !== null) throw refused;
  const asker = { requestId, caller, route: resolved.value.route, configVersion: deps.config.version };
  // The route is chosen by the first judgement; what serves it is chosen by the one that the route wants.
  const judged = await judgeForRoute(request, resolved.value.policy, asker, deps, input.judge);
  const guarding = await guardAndLook(resolved.value, judged, () => first, asker, input, deps);
  const { settled } = guarding;
  const { verdict, guarded } = await passBody(guarding, deciding, input);
  const sent = guarded && { request: guarded.request, traits: readTraits(guarded.request) };
  const isGuarded = verdict.rules.length > 0 || verdict.actions.length > 0;
  const planned = planSettled(
    guarding.resolution,
    settled,
    isGuarded ? { ...guard(verdict, sent?.traits ?? null), ...sent } : input,
  );
  if (!planned.ok) throw planned.error;
  const predictions = once(() => predictAttempts(planned.value.plan, input, settled ?? first));
  return {
    ...planned.value,
    judged: settled ?? first,
    verdict,
    guarded,
    predictions,
    facts: () => facts(settled),
  };
}
