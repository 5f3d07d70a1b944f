/**
 * Between the decision and its dispatch: what the request may use is held at every limit that it falls under, or it is
 * refused. A budget that asks for a downgrade has the request decided again, with what is left as its cost limit.
 */
import { admitScopes, type Downgrade, type Grant } from './admit-scopes.ts';
import { type ErrorCode, RouterError } from './core/errors.ts';
import { estimateTokensByFamily } from './core/estimate-tokens.ts';
import { once } from './core/once.ts';
import type { Row } from './core/row.ts';
import { type Deciding, type Decision, decide } from './decide.ts';
import type { Deps } from './deps.ts';
import type { RowBase } from './ledger/build-rows.ts';
import { buildTemplate } from './ledger/build-template.ts';
import { modelFinder } from './ledger/served-model.ts';
import { reserveOf } from './routing/reserve.ts';
import type { Asked } from './upstream/attempt.ts';

/** A request that may be dispatched. */
export type AdmittedRequest = Pick<Grant, 'scopes' | 'isHeld' | 'room' | 'headers'> & {
  readonly decision: Decision;
  /** What all its rows share. */
  readonly base: RowBase;
};

function rowBase(
  { resolution, plan, judged, predictions }: Decision,
  { request, caller, requestId }: Deciding,
  deps: Deps,
): RowBase {
  return {
    requestId,
    caller,
    endUser: caller.endUser?.id ?? null,
    configVersion: deps.config.version,
    modelAsked: request.model,
    plan,
    baseline: resolution.baseline,
    judged,
    findModel: modelFinder(deps),
    expectedOutput: (target) => {
      const place = plan.attempts.findIndex((planned) => planned.target === target);
      return predictions()[place]?.tokens.output.expected ?? 0;
    },
    inputTokens: once(() => estimateTokensByFamily(request)),
  };
}

/** Longer than any answer may take, so that nobody's hold ends while it is under way. */
const leaseSlackMs = 60_000;

/** What is booked if nobody comes back: the first attempt, at what it is expected to cost. */
function templateOf({ plan, predictions }: Decision, base: RowBase, nowMs: number): Row {
  const [planned] = plan.attempts;
  if (planned === undefined) throw new Error('a plan without attempts');
  const [prediction = null] = predictions();
  return buildTemplate({ planned, attempt: 1, role: 'first', atMs: nowMs }, prediction, base);
}

/** What the planner says where no target is left. As there was one before, it is the budget that leaves none. */
const nothingLeft: ReadonlySet<ErrorCode> = new Set([
  'route_limit_exceeded',
  'no_target_available',
  'context_length_exceeded',
]);

/** Decided again within what is left, and with nothing that costs more than is held for it. */
async function decideCheaper(
  { leftNanoUsd, heldNanoUsd, refuse }: Downgrade,
  deciding: Deciding,
  deps: Deps,
): Promise<Decision> {
  const decideWithin = (costCapNanoUsd: number) => decide({ ...deciding, costCapNanoUsd }, deps);
  try {
    const chosen = await decideWithin(leftNanoUsd);
    const isCovered = (reserveOf(chosen.predictions()).nanoUsd ?? 0) <= heldNanoUsd;
    // What is expected of a target may have changed since.
    return isCovered ? chosen : await decideWithin(heldNanoUsd);
  } catch (error) {
    deps.ledger?.cancel(deciding.requestId);
    if (!(error instanceof RouterError && nothingLeft.has(error.code))) throw error;
    throw refuse();
  }
}

/**
 * Errors: `rate_limited`, `budget_exceeded`, `budget_unavailable`, and
 * what deciding again answers with.
 */
export async function admitRequest(
  decision: Decision,
  deciding: Deciding,
  deps: Deps,
): Promise<AdmittedRequest> {
  const { caller, requestId } = deciding;
  const base = rowBase(decision, deciding, deps);
  const { plan, resolution } = decision;
  const wish = {
    requestId,
    caller,
    route: plan.route,
    onStoreAway: resolution.policy.onStoreAway,
    reserve: () => reserveOf(decision.predictions()),
    cheaper: decision.cheaperNanoUsd,
    leaseMs: Math.max(...plan.attempts.map(({ deadlines }) => deadlines.totalMs)) + leaseSlackMs,
    template: () => templateOf(decision, base, deps.now()),
  };
  const { downgrade, ...grant } = await admitScopes(wish, deps);
  if (downgrade === null) return { ...grant, decision, base };
  const chosen = await decideCheaper(downgrade, deciding, deps);
  const cheaper = rowBase(chosen, deciding, deps);
  // The store holds the amount and has not heard yet what it is for.
  if (grant.isHeld) void deps.ledger?.open(templateOf(chosen, cheaper, deps.now()), wish.leaseMs);
  return { ...grant, decision: chosen, base: cheaper };
}

/** Puts attempts on record while they are under way; the first of a request that is held is there already. */
export function announcer(
  { decision, isHeld, base }: AdmittedRequest,
  { ledger, now }: Deps,
): NonNullable<Asked['onDispatch']> {
  return async (planned, attempt, role) => {
    if (ledger === null || (isHeld && attempt === 1)) return;
    const { requestId } = base;
    const atMs = now();
    const leaseMs = planned.deadlines.totalMs + leaseSlackMs;
    const row = () => {
      const all = decision.predictions();
      const own = planned.prediction ?? all[decision.plan.attempts.indexOf(planned)] ?? null;
      const prediction = role === 'shadow' ? decision.shadowPrediction() : own;
      return buildTemplate({ planned, attempt, role, atMs }, prediction, base);
    };
    if (attempt === 1 || role === 'shadow') ledger.announce({ requestId, attempt }, row, leaseMs);
    else await ledger.open(row(), leaseMs);
  };
}
