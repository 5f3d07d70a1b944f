/**
 * From a decoded request to the decision how it is served: which route, judged how, planned how. The endpoint that
 * only explains decides by the same code as the one that answers.
 */
import { readMainLanguage } from './classify/signals/read-language.ts';
import { type Caller, lineOf, speakerOf } from './core/caller.ts';
import type { Config } from './core/config.ts';
import type { DecisionFacts } from './core/decision-facts.ts';
import { RouterError } from './core/errors.ts';
import { estimateTokensByFamily } from './core/estimate-tokens.ts';
import type { Judged } from './core/judged.ts';
import { type KeptRisk, keepRisk, raiseRisk } from './core/kept-risk.ts';
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
import { cheaperReserves } from './routing/cheaper-reserves.ts';
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
  /** The same of its copy; null: none is sent. */
  readonly shadowPrediction: () => Prediction | null;
  /** What it may cost at each target that can serve it, in nano-USD. */
  readonly cheaperNanoUsd: () => readonly number[];
  /** What the next turn has to know, where the provider keeps this one; null: nobody asks for it. */
  readonly keptRisk: () => KeptRisk | null;
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

/** What only a provider keeps of the conversation that this request goes on with. */
type Kept = {
  /** Null: none. */
  readonly boundTo: string | null;
  /** Null: not known, or none is. */
  readonly kept: KeptRisk | null;
};

/** Conversations are made at the provider, where all callers share one key: nobody here can know whose one is. */
function refuseConversation(): RouterError {
  const message =
    'This router cannot know whose conversation it is that a provider keeps: go on with `previous_response_id`, or send ' +
    'the conversation in `input`.';
  return new RouterError('unsupported_feature', message, { param: 'conversation' });
}

async function findKept({ request, caller }: Deciding, deps: Deps): Promise<Kept> {
  const { previousResponseId, conversationId } = request.state;
  if (conversationId !== undefined) throw refuseConversation();
  if (previousResponseId === undefined) return { boundTo: null, kept: null };
  const param = 'previous_response_id';
  const { provider, risk } = await findResponseOwner(previousResponseId, lineOf(caller), deps.store, param);
  return { boundTo: provider, kept: risk };
}

type FirstJudge = {
  readonly judge: () => Judged;
  /** Null: nobody has asked. */
  readonly said: () => Judged | null;
};

function judgeOnce({ request, requestId }: Deciding, kept: KeptRisk | null, deps: Deps): FirstJudge {
  let first: Judged | null = null;
  const judge = () => {
    first ??= roundJudged(raiseRisk(judgeFirst(request, requestId, deps), kept));
    return first;
  };
  return { judge, said: () => first };
}

/** Who names a model has chosen; there is nothing to stay with. */
async function sessionOf(deciding: Deciding, deps: Deps): Promise<Session | null> {
  const { caller, request, sessionId } = deciding;
  return isRouted(request.model, deps.config)
    ? findSession(speakerOf(caller), request, sessionId, deps)
    : null;
}

/** Behind the answer: a decision goes by what is known. */
export function keepLearning(nowMs: number, { learning, scripts, waitUntil }: Deps): void {
  if (scripts !== null && learning.isBehind(nowMs)) waitUntil(learning.keepUp(scripts, nowMs));
}

/** Whether anything in the config depends on what a conversation holds that only its provider keeps. */
function asksForRisk({ safeguards, routes }: Config): boolean {
  const whens = [...safeguards.rules, ...routes.values()].map(({ when }) => when);
  return whens.some((when) => typeof when === 'object' && when?.risk !== undefined);
}

/** What a request is guarded by beside its judgement. */
type Known = {
  readonly before: Resolution;
  /** What the classifier says, where somebody has asked. */
  readonly said: () => Judged | null;
  /** Of the turns that only the provider keeps. */
  readonly kept: KeptRisk | null;
};

type Guarding = {
  readonly resolution: Resolution;
  /** What the target is chosen by; null: nobody has judged it but the classifier, if at all. */
  readonly settled: Judged | null;
  readonly verdict: Verdict;
};

/** Errors: throws what matching the routes again answers with. */
function guardSettled({ before, said, kept }: Known, judged: Judged | null, input: PlanInput): Guarding {
  const settled = judged && roundJudged(raiseRisk(judged, kept));
  const resolved = resolveSettled(before, settled, input);
  if (!resolved.ok) throw resolved.error;
  const resolution = resolved.value;
  const verdict = guardRequest(resolution, settled ?? said(), input);
  const floor = higherFloor(verdict.floor, kept?.floor ?? 'none');
  return { resolution, settled, verdict: { ...verdict, floor } };
}

/** What safeguards demand; where they demand a second look that the route has not had, by what that says. */
async function guardAndLook(
  known: Known,
  judged: Judged | null,
  asker: Asker,
  input: PlanInput,
  deps: Deps,
): Promise<Guarding> {
  const guarding = guardSettled(known, judged, input);
  const { secondLook } = deps.config.safeguards;
  const { classify, secondLook: own } = known.before.policy;
  if (!guarding.verdict.actions.includes('second-look') || secondLook === null || own !== null)
    return guarding;
  const again = await judgeForRoute(input.request, { classify, secondLook }, asker, deps, input.judge);
  return guardSettled(known, again, input);
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

/** A result that another route holds is withheld where this one's verdict is empty, too. */
function isGuarded({ verdict, guarded }: Pick<Decision, 'verdict' | 'guarded'>): boolean {
  const { rules, actions, floor } = verdict;
  return guarded !== null || rules.length > 0 || actions.length > 0 || floor !== 'none';
}

/** What each attempt and the copy are expected to use, once somebody asks. */
function foretell(
  plan: RoutePlan,
  input: PlanInput,
  judged: () => Judged | null,
): Pick<Decision, 'predictions' | 'shadowPrediction'> {
  const { shadow } = plan;
  const copied = shadow?.kind === 'on' ? [shadow.attempt] : [];
  return {
    predictions: once(() => predictAttempts(plan, input, judged())),
    shadowPrediction: once(
      () => predictAttempts({ attempts: copied, maxAttempts: 1 }, input, judged())[0] ?? null,
    ),
  };
}

/** Asked apart from the record of the decision, which none of it has a part in. */
function foretellCheaper(
  { resolution }: Pick<Decision, 'resolution'>,
  planning: PlanInput,
  judged: Judged,
  { learning }: Deps,
): readonly number[] {
  const learned = learning.learned(planning.nowMs);
  return cheaperReserves(resolution, { ...planning, judge: () => judged, learned });
}

/** What the next turn has to know, where somebody asks for it and only the provider keeps this one. */
function riskToKeep(
  judged: Judged | null,
  judge: () => Judged,
  kept: KeptRisk | null,
  { floor }: Verdict,
  { config }: Deps,
): KeptRisk | null {
  const judgement = judged ?? (asksForRisk(config) ? judge() : null);
  return judgement === null ? kept : keepRisk(judgement, floor);
}

/** Errors: throws what the planner and the store of responses answer with. */
export async function decide(deciding: Deciding, deps: Deps): Promise<Decision> {
  const { protocol, request, caller, requestId, sessionId, isExplained } = deciding;
  const nowMs = deps.now();
  keepLearning(nowMs, deps);
  const { boundTo, kept } = await findKept(deciding, deps);
  const { judge, said } = judgeOnce(deciding, kept, deps);
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
    conversation: once(() => nameConversation(speakerOf(caller), request, sessionId, requestId)),
    session: await sessionOf(deciding, deps),
    boundTo,
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
  const known = { before: resolved.value, said, kept };
  const guarding = await guardAndLook(known, judged, asker, input, deps);
  const { settled } = guarding;
  const { verdict, guarded } = await passBody(guarding, deciding, input);
  const sent = guarded && { request: guarded.request, traits: readTraits(guarded.request) };
  const planning = isGuarded({ verdict, guarded })
    ? { ...guard(verdict, sent?.traits ?? null), ...sent }
    : input;
  const planned = planSettled(guarding.resolution, settled, planning);
  if (!planned.ok) throw planned.error;
  return {
    ...planned.value,
    judged: settled ?? said(),
    verdict,
    guarded,
    ...foretell(planned.value.plan, input, () => settled ?? said()),
    cheaperNanoUsd: () =>
      foretellCheaper(planned.value, planning, settled ?? judgeOnce(deciding, kept, deps).judge(), deps),
    keptRisk: () => riskToKeep(settled ?? said(), judge, kept, verdict, deps),
    facts: () => facts(settled),
  };
}
