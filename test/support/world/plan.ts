/** What the planner is given in a made-up world, and its plan. */
import { callerNamed } from '../../../src/core/caller.ts';
import { estimateTokensByFamily } from '../../../src/core/estimate-tokens.ts';
import { nothingLearned } from '../../../src/core/learned.ts';
import type { RoutePlan } from '../../../src/core/plan.ts';
import type { LlmRequest } from '../../../src/core/request.ts';
import type { ProtocolId } from '../../../src/core/target.ts';
import type { Deps } from '../../../src/deps.ts';
import { requestTables } from '../../../src/protocols/index.ts';
import { planRequest } from '../../../src/routing/plan.ts';
import type { PlanInput } from '../../../src/routing/plan-input.ts';
import { readTraits } from '../../../src/routing/read-traits.ts';

export function planInput(
  deps: Deps,
  request: LlmRequest,
  caller: ProtocolId,
  changes: Partial<PlanInput> = {},
): PlanInput {
  return {
    request,
    traits: readTraits(changes.request ?? request),
    caller,
    identity: callerNamed('test'),
    config: deps.config,
    catalogue: deps.catalogue,
    tables: requestTables,
    judge: () => deps.judgeRequest(request),
    language: () => 'en',
    inputTokens: () => estimateTokensByFamily(request),
    isConfigured: deps.outbound.isConfigured,
    isCircuitOpen: (target) => deps.health.isOpen(target, deps.now()),
    conversation: () => 'a-conversation',
    session: null,
    boundTo: null,
    learned: nothingLearned,
    nowMs: deps.now(),
    isExplained: false,
    ...changes,
  };
}

/** Throws where there is none. */
export function planOf(
  deps: Deps,
  request: LlmRequest,
  caller: ProtocolId,
  changes: Partial<PlanInput> = {},
): RoutePlan {
  const planned = planRequest(planInput(deps, request, caller, changes));
  if (!planned.ok) throw planned.error;
  return planned.value;
}
