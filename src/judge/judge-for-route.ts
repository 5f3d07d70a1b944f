/**
 * The judgement that a request is served by: the classifier's, as its route wants it, looked at again where the route
 * says so. It costs nothing where a route asks for none of it, and never fails: a failure is the highest risk.
 */
import { applySettings } from '../classify/apply-settings.ts';
import { applyToolEffects } from '../classify/judge-request.ts';
import type { Route } from '../core/config.ts';
import type { Judged } from '../core/judged.ts';
import type { LlmRequest } from '../core/request.ts';
import type { RiskLevel } from '../core/risk.ts';
import { whereThrown } from '../core/where-thrown.ts';
import type { Deps } from '../deps.ts';
import type { Asker } from '../ledger/build-look-row.ts';
import { lookPorts } from '../moderate.ts';
import { lookAgain } from '../second-look/look-again.ts';
import { judgeAsWorst } from './worst.ts';

export type JudgePolicy = Pick<Route, 'classify' | 'secondLook'>;

function tellFailure(bug: unknown, requestId: string, { log }: Pick<Deps, 'log'>): void {
  log({ event: 'classifier-failed', requestId, code: 'internal_error', detail: whereThrown(bug) });
}

/** What the classifier says by itself, and the config of tools. Never throws. */
export function judgeFirst(
  request: LlmRequest,
  requestId: string,
  deps: Pick<Deps, 'judgeRequest' | 'config' | 'log'>,
): Judged {
  try {
    const { toolEffects } = deps.config.safeguards.approvals;
    return applyToolEffects(deps.judgeRequest(request), request, toolEffects);
  } catch (bug) {
    tellFailure(bug, requestId, deps);
    return judgeAsWorst(request);
  }
}

/** What the route's settings make of it; without them nothing. */
function apply(
  judged: Judged,
  request: LlmRequest,
  { classify }: JudgePolicy,
): { readonly judged: Judged; readonly leastLevel: RiskLevel } {
  return classify === null ? { judged, leastLevel: 'none' } : applySettings(judged, request, classify);
}

/** Null where the policy asks for no judgement. `first`: the classifier's own, where it may be known. Never rejects. */
export async function judgeForRoute(
  request: LlmRequest,
  policy: JudgePolicy,
  asker: Asker,
  deps: Deps,
  first: () => Judged = () => judgeFirst(request, asker.requestId, deps),
): Promise<Judged | null> {
  const { classify, secondLook } = policy;
  if (classify === null && secondLook === null) return null;
  try {
    const { judged, leastLevel } = apply(first(), request, policy);
    if (secondLook === null) return judged;
    return await lookAgain(judged, leastLevel, request, secondLook, lookPorts(asker, deps));
  } catch (bug) {
    tellFailure(bug, asker.requestId, deps);
    return judgeAsWorst(request);
  }
}
