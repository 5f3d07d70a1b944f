/**
 * From a decoded request to the decision how it is served: which route, judged how, planned how. The endpoint that
 * only explains decides by the same code as the one that answers.
 */
import { readSignals } from './classify/signals/read-signals.ts';
import type { Caller } from './core/caller.ts';
import { estimateTokensByFamily } from './core/estimate-tokens.ts';
import type { Judged } from './core/judged.ts';
import { once } from './core/once.ts';
import type { RoutePlan } from './core/plan.ts';
import type { Protocol } from './core/protocol.ts';
import type { LlmRequest } from './core/request.ts';
import type { Session } from './core/session.ts';
import type { Deps } from './deps.ts';
import { judgeFirst, judgeForRoute } from './judge/judge-for-route.ts';
import { findResponseOwner } from './ledger/response-owners.ts';
import { findSession } from './ledger/sessions.ts';
import { requestTables } from './protocols/index.ts';
import { planFor, resolveRequest } from './routing/plan.ts';
import type { PlanInput } from './routing/plan-input.ts';
import { isRouted, type Resolution } from './routing/resolve.ts';

export type Decision = {
  readonly resolution: Resolution;
  /** Null: nothing asked what the request is. */
  readonly judged: Judged | null;
  readonly plan: RoutePlan;
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
  return isRouted(request.model) ? findSession(caller.id, request, sessionId, deps) : null;
}

/** Errors: throws what the planner and the store of responses answer with. */
export async function decide(deciding: Deciding, deps: Deps): Promise<Decision> {
  const { protocol, request, caller, requestId, isExplained } = deciding;
  const nowMs = deps.now();
  let judged: Judged | null = null;
  const judge = () => {
    judged ??= judgeFirst(request, requestId, deps);
    return judged;
  };
  const input: PlanInput = {
    request,
    caller: protocol.id,
    callerId: caller.id,
    config: deps.config,
    catalogue: deps.catalogue,
    tables: requestTables,
    judge,
    language: once(() => readSignals(request).language.whole[0]?.code ?? 'und'),
    inputTokens: once(() => estimateTokensByFamily(request)),
    isConfigured: deps.outbound.isConfigured,
    isCircuitOpen: (target) => deps.health.isOpen(target, nowMs),
    session: await sessionOf(deciding, deps),
    boundTo: await providerKeeping(deciding, deps),
    nowMs,
    isExplained,
  };
  const resolved = resolveRequest(input);
  if (!resolved.ok) throw resolved.error;
  const resolution = resolved.value;
  // The route has been chosen by the first judgement; what serves it is chosen by the one that the route wants.
  judged = (await judgeForRoute(request, resolution.policy, requestId, deps, judge)) ?? judged;
  const planned = planFor(resolution, input);
  if (!planned.ok) throw planned.error;
  return { resolution, judged, plan: planned.value };
}
