/**
 * Between the decision and its dispatch: what the request may use is held at every limit that it falls under, or it is
 * refused. A budget that asks for a downgrade has the request decided again, with what is left as its cost limit.
 */
import {
  type Admission,
  type AdmissionPosture,
  type Admitted,
  noLimits,
  type Refused,
  type ScopeAsk,
  type ScopeKind,
  type ScopeLimits,
} from './core/budget.ts';
import { RouterError } from './core/errors.ts';
import { estimateTokensByFamily } from './core/estimate-tokens.ts';
import { once } from './core/once.ts';
import type { Row } from './core/row.ts';
import { type Deciding, type Decision, decide } from './decide.ts';
import type { Deps } from './deps.ts';
import type { RowBase } from './ledger/build-rows.ts';
import { buildTemplate } from './ledger/build-template.ts';
import { nameEndUser } from './ledger/end-user.ts';
import type { Ledger } from './ledger/ledger.ts';
import { limitHeaders } from './respond/limit-headers.ts';
import { type Reserve, reserveOf } from './routing/reserve.ts';
import type { Asked } from './upstream/attempt.ts';

/** A request that may be dispatched. */
export type AdmittedRequest = {
  readonly decision: Decision;
  /** What all its rows share. */
  readonly base: RowBase;
  /** Those with limits. */
  readonly scopes: readonly ScopeAsk[];
  /** Whether the store holds its reserve; false: it has no limits, or the store is away. */
  readonly isHeld: boolean;
  /** What is left, for the answer. */
  readonly headers: Readonly<Record<string, string>>;
};

function rowBase(
  { resolution, plan, judged }: Decision,
  endUser: string | null,
  { request, caller, requestId }: Deciding,
  { config }: Deps,
): RowBase {
  return {
    requestId,
    caller,
    endUser,
    configVersion: config.version,
    modelAsked: request.model,
    plan,
    baseline: resolution.baseline,
    judged,
    inputTokens: once(() => estimateTokensByFamily(request)),
  };
}

/** Longer than any answer may take, so that nobody's hold ends while it is under way. */
const leaseSlackMs = 60_000;

function hasLimits(limits: ScopeLimits): boolean {
  return (
    limits !== noLimits &&
    (limits.budgets.length > 0 ||
      limits.requestsPerMinute !== null ||
      limits.tokensPerMinute !== null ||
      limits.concurrent !== null)
  );
}

/** The scopes of a request that have limits. `user`: limits are set by team, and hold for each of its end users. */
function scopesOf(decision: Decision, { caller }: Deciding, endUser: string | null, deps: Deps): ScopeAsk[] {
  const { limits } = deps;
  if (limits === null) return [];
  const { id, team } = caller;
  const named: [scope: ScopeKind, id: string | null, setFor: string][] = [
    ['key', id, id],
    ['team', team, team],
    ['route', decision.plan.route, decision.plan.route],
    ['user', endUser, team],
  ];
  return named.flatMap(([scope, whose, setFor]) => {
    const set = limits.limitsOf(scope, setFor);
    return whose === null || !hasLimits(set) ? [] : [{ scope, id: whose, limits: set }];
  });
}

const wording: Readonly<Record<ScopeKind, string>> = {
  key: 'this API key',
  team: 'its team',
  route: 'the route',
  user: 'the end user',
};

/** Longer waits are no offer: SDKs would sleep through them. */
const longestToldMs = 30_000;

function refusalOf({ by, retryAtMs, standings }: Refused, nowMs: number): RouterError {
  const headers = limitHeaders(standings, nowMs);
  const whose = wording[by.scope];
  if (by.limit.endsWith('-money') || by.limit.endsWith('-tokens')) {
    const window = by.limit.slice(0, by.limit.indexOf('-'));
    const reset =
      by.resetAtMs === null
        ? 'It does not come back by itself'
        : `It begins anew at ${new Date(by.resetAtMs).toISOString()}`;
    const which = window === 'total' ? 'The budget' : `The budget for the ${window}`;
    return new RouterError('budget_exceeded', `${which} of ${whose} is used up. ${reset}.`, { headers });
  }
  const waitMs = retryAtMs === null ? null : Math.max(0, retryAtMs - nowMs);
  const limit = by.limit === 'concurrent' ? 'requests at once' : by.limit.replaceAll('-', ' ');
  return new RouterError('rate_limited', `The limit of ${by.most} ${limit} of ${whose} is reached.`, {
    headers,
    ...(waitMs !== null && { retryAfterMs: Math.min(waitMs, longestToldMs) }),
    ...(waitMs !== null && waitMs > longestToldMs && { retryable: false }),
  });
}

function unavailable(): RouterError {
  return new RouterError(
    'budget_unavailable',
    'Limits cannot be checked at the moment, and the route does not go on without.',
  );
}

type Asking = {
  readonly decision: Decision;
  readonly base: RowBase;
  readonly scopes: readonly ScopeAsk[];
  readonly reserve: Reserve;
  readonly ledger: Ledger;
  readonly nowMs: number;
};

/** What is booked if nobody comes back: the first attempt, at what it is expected to cost. */
function templateOf({ decision, base, nowMs }: Asking): Row {
  const [planned] = decision.plan.attempts;
  if (planned === undefined) throw new Error('a plan without attempts');
  const [prediction = null] = decision.predictions();
  return buildTemplate({ planned, attempt: 1, role: 'first', atMs: nowMs }, prediction, base);
}

/** A budget that refuses has to hold also while the store is away, unless the route says otherwise. */
function postureOf(said: AdmissionPosture | null, scopes: readonly ScopeAsk[]): AdmissionPosture {
  if (said !== null) return said;
  const isHard = scopes.some(({ limits }) => limits.budgets.some(({ onLimit }) => onLimit === 'refuse'));
  return isHard ? 'strict' : 'allowance';
}

function ask(asking: Asking): Promise<Admission> {
  const { decision, base, scopes, reserve, ledger } = asking;
  const { requestId } = base;
  const { policy } = decision.resolution;
  const totalMs = Math.max(...decision.plan.attempts.map(({ deadlines }) => deadlines.totalMs));
  return ledger.admit({
    requestId,
    scopes,
    reserveNanoUsd: reserve.nanoUsd ?? 0,
    reserveTokens: reserve.tokens,
    leaseMs: totalMs + leaseSlackMs,
    posture: postureOf(policy.onStoreAway, scopes),
    template: templateOf(asking),
  });
}

/** A budget in money says nothing of what nobody can price: a strict route does not go on. */
function checkPrice({ scopes, reserve, decision }: Asking): void {
  const isBudgeted = scopes.some(({ limits }) =>
    limits.budgets.some(({ limitNanoUsd }) => limitNanoUsd !== null),
  );
  if (!isBudgeted || reserve.nanoUsd !== null || decision.resolution.policy.onStoreAway !== 'strict') return;
  const message = 'No price is known for a target of this route, and its budget is strict.';
  throw new RouterError('budget_unavailable', message, { retryable: false });
}

/** Decided again within what is left; the hold stays as it is and is more than enough. */
async function downgrade(
  decision: Decision,
  left: number,
  deciding: Deciding,
  deps: Deps,
): Promise<Decision> {
  const reserve = reserveOf(decision.predictions());
  if (reserve.nanoUsd !== null && reserve.nanoUsd <= left) return decision;
  try {
    return await decide({ ...deciding, costCapNanoUsd: Math.max(0, left) }, deps);
  } catch (error) {
    deps.ledger?.cancel(deciding.requestId);
    if (!(error instanceof RouterError) || error.code !== 'route_limit_exceeded') throw error;
    const message = 'The budget has too little left for any target of this route.';
    throw new RouterError('budget_exceeded', message, { cause: error });
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
  const { limits, ledger } = deps;
  const endUser = await nameEndUser(
    deciding.request.endUser,
    deciding.caller.team,
    deps.storedKeys?.pepper ?? null,
  );
  const base = rowBase(decision, endUser, deciding, deps);
  const open: AdmittedRequest = { decision, base, scopes: [], isHeld: false, headers: {} };
  if (limits === null || ledger === null) return open;
  const posture = decision.resolution.policy.onStoreAway;
  if (!(await limits.ready(deps.waitUntil))) {
    if (posture === 'strict') throw unavailable();
    return open;
  }
  const scopes = scopesOf(decision, deciding, endUser, deps);
  if (scopes.length === 0) return open;
  const asking: Asking = {
    decision,
    scopes,
    base,
    reserve: reserveOf(decision.predictions()),
    ledger,
    nowMs: deps.now(),
  };
  checkPrice(asking);
  const admission = await ask(asking);
  if (admission.kind === 'unavailable') throw unavailable();
  if (admission.kind === 'refused') throw refusalOf(admission, deps.now());
  return afterAdmission(admission, asking, deciding, deps);
}

async function afterAdmission(
  { isHeld, standings, downgradeNanoUsd }: Admitted,
  { decision, scopes, base }: Asking,
  deciding: Deciding,
  deps: Deps,
): Promise<AdmittedRequest> {
  const chosen =
    downgradeNanoUsd === null ? decision : await downgrade(decision, downgradeNanoUsd, deciding, deps);
  const headers = limitHeaders(standings, deps.now());
  return { decision: chosen, base: rowBase(chosen, base.endUser, deciding, deps), scopes, isHeld, headers };
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
      const prediction = decision.predictions()[decision.plan.attempts.indexOf(planned)] ?? null;
      return buildTemplate({ planned, attempt, role, atMs }, prediction, base);
    };
    if (attempt === 1) ledger.announce({ requestId, attempt }, row, leaseMs);
    else await ledger.open(row(), leaseMs);
  };
}
