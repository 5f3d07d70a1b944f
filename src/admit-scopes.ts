/**
 * The limits that one request falls under, asked together: what it may use is held at all of them, or it is refused.
 * Knows scopes and amounts, nothing of plans.
 */
import {
  type Admission,
  type AdmissionPosture,
  type Admitted,
  noRoom,
  plentyOfRoom,
  type Room,
  type ScopeAsk,
} from './core/budget.ts';
import { RouterError } from './core/errors.ts';
import type { Row } from './core/row.ts';
import type { Deps } from './deps.ts';
import { type Asking, scopesOf } from './ledger/scopes.ts';
import { limitHeaders } from './respond/limit-headers.ts';
import { refuseByLimit } from './respond/refuse-limits.ts';
import type { Reserve } from './routing/reserve.ts';

/** Who asks for what. */
export type Wish = Asking & {
  readonly requestId: string;
  /** As the policy says; null: it does not. */
  readonly onStoreAway: AdmissionPosture | null;
  /** Worked out only where there are limits. */
  readonly reserve: () => Reserve;
  /** What it may cost at each target that can serve it; as `reserve`. Absent: nothing is cheaper. */
  readonly cheaper?: () => readonly number[];
  /** From now until nobody comes back with the amount. */
  readonly leaseMs: number;
  /** What is booked if nobody comes back. */
  readonly template: () => Row;
};

export type Downgrade = {
  readonly leftNanoUsd: number;
  /** As much as is held for it. */
  readonly heldNanoUsd: number;
  /** For what has nothing cheap enough; what is held is to be given back. */
  readonly refuse: () => RouterError;
};

export type Grant = {
  /** Those with limits. */
  readonly scopes: readonly ScopeAsk[];
  /** Whether the store holds its reserve; false: it has no limits, or the store is away. */
  readonly isHeld: boolean;
  /** For what is paid beside it. */
  readonly room: Room;
  /** What is left, for the answer. */
  readonly headers: Readonly<Record<string, string>>;
  /** Where the reserve does not fit a budget that asks for a downgrade; null: it does, or none asks. */
  readonly downgrade: Downgrade | null;
};

const unlimited: Grant = { scopes: [], isHeld: false, room: plentyOfRoom, headers: {}, downgrade: null };

function unavailable(): RouterError {
  return new RouterError(
    'budget_unavailable',
    'Limits cannot be checked at the moment, and the route does not go on without.',
  );
}

/** A budget that refuses has to hold also while the store is away, unless the route says otherwise. */
function postureOf(said: AdmissionPosture | null, scopes: readonly ScopeAsk[]): AdmissionPosture {
  if (said !== null) return said;
  const isHard = scopes.some(({ limits }) => limits.budgets.some(({ onLimit }) => onLimit === 'refuse'));
  return isHard ? 'strict' : 'allowance';
}

/** A budget in money says nothing of what nobody can price: a strict route does not go on. */
function checkPrice(scopes: readonly ScopeAsk[], { nanoUsd }: Reserve, { onStoreAway }: Wish): void {
  const isBudgeted = scopes.some(({ limits }) =>
    limits.budgets.some(({ limitNanoUsd }) => limitNanoUsd !== null),
  );
  if (!isBudgeted || nanoUsd !== null || onStoreAway !== 'strict') return;
  const message = 'No price is known for a target of this route, and its budget is strict.';
  throw new RouterError('budget_unavailable', message, { retryable: false });
}

function downgradeOf({ downgrade }: Admitted, reserve: Reserve, nowMs: number): Downgrade | null {
  if (downgrade === null) return null;
  const { leftNanoUsd, heldNanoUsd, refusal } = downgrade;
  if (reserve.nanoUsd !== null && reserve.nanoUsd <= heldNanoUsd) return null;
  return { leftNanoUsd, heldNanoUsd, refuse: () => refuseByLimit(refusal, reserve, nowMs) };
}

function mayDowngrade(scopes: readonly ScopeAsk[]): boolean {
  return scopes.some(({ limits }) => limits.budgets.some(({ onLimit }) => onLimit === 'downgrade'));
}

/** Errors: `rate_limited`, `budget_exceeded`, `budget_unavailable`. */
export async function admitScopes(
  wish: Wish,
  { limits, ledger, waitUntil, now }: Pick<Deps, 'limits' | 'ledger' | 'waitUntil' | 'now'>,
): Promise<Grant> {
  if (limits === null || ledger === null) return unlimited;
  if (!(await limits.ready(waitUntil))) {
    const posture = wish.onStoreAway ?? 'allowance';
    if (!ledger.mayPassUnread(posture, wish.reserve().nanoUsd ?? 0)) throw unavailable();
    return { ...unlimited, room: noRoom };
  }
  const scopes = scopesOf(wish, limits);
  if (scopes.length === 0) return unlimited;
  const reserve = wish.reserve();
  checkPrice(scopes, reserve, wish);
  const admission: Admission = await ledger.admit({
    requestId: wish.requestId,
    scopes,
    reserveNanoUsd: reserve.nanoUsd,
    ...(mayDowngrade(scopes) && wish.cheaper && { cheaperNanoUsd: wish.cheaper() }),
    reserveTokens: reserve.tokens,
    leaseMs: wish.leaseMs,
    posture: postureOf(wish.onStoreAway, scopes),
    template: wish.template(),
  });
  if (admission.kind === 'unavailable') throw unavailable();
  if (admission.kind === 'refused') throw refuseByLimit(admission, reserve, now());
  const { isHeld, room, standings } = admission;
  const downgrade = downgradeOf(admission, reserve, now());
  return { scopes, isHeld, room, downgrade, headers: limitHeaders(standings, now()) };
}
