/**
 * What a decision of the store means for the request: what is left of every limit, when it comes back, which limit
 * refused. Pure: it judges nothing anew.
 */
import type {
  Admission,
  AdmitAsk,
  Budget,
  DowngradeRoom,
  LimitName,
  LimitStanding,
  Refused,
  Room,
  ScopeAsk,
} from '../core/budget.ts';
import type { WindowReader } from '../core/budget-window.ts';
import { budgetName, type Decision } from './admit-call.ts';
import type { ScopeState } from './state-codec.ts';

const minuteMs = 60_000;

type Standing = LimitStanding & {
  /** As the script tells it: letter, and number of the budget. */
  readonly code: string;
  /** When the same request would pass; null: never, or nobody can tell. */
  readonly retryAtMs: number | null;
  readonly budget: Budget | null;
};

type Minute = {
  readonly minute: number;
  readonly used: number;
  readonly before: number;
};

/** How much of the minute before still counts, 0-1. */
function stillCounts({ minute }: Minute, nowMs: number): number {
  return Math.min(1, Math.max(0, 1 - (nowMs - minute * minuteMs) / minuteMs));
}

/** When `need` more fits under `most`, if nobody else comes. */
function fitsAtMs(count: Minute, need: number, most: number): number | null {
  if (need > most) return null;
  const startMs = count.minute * minuteMs;
  const roomNow = most - need - count.used;
  if (roomNow >= 0) {
    return count.before <= roomNow ? startMs : startMs + Math.ceil(minuteMs * (1 - roomNow / count.before));
  }
  return startMs + minuteMs + Math.ceil(minuteMs * (1 - (most - need) / count.used));
}

function minuteStanding(
  limit: 'requests-per-minute' | 'tokens-per-minute',
  most: number,
  need: number,
  count: Minute,
  nowMs: number,
): Omit<Standing, 'scope' | 'id'> {
  const used = count.used + count.before * stillCounts(count, nowMs);
  const clear = count.used > 0 ? count.minute + 2 : count.before > 0 ? count.minute + 1 : null;
  return {
    limit,
    most,
    left: Math.max(0, Math.floor(most - used)),
    resetAtMs: clear === null ? nowMs : clear * minuteMs,
    retryAtMs: fitsAtMs(count, need, most),
    code: limit === 'requests-per-minute' ? 'r' : 't',
    budget: null,
  };
}

function budgetStandings(
  budget: Budget,
  number: number,
  state: ScopeState,
  ask: AdmitAsk,
  nowMs: number,
  windowOf: WindowReader,
): Omit<Standing, 'scope' | 'id'>[] {
  const spent = state.budgets.get(budgetName(budget));
  const resetAtMs = windowOf(budget.window, budget.timeZone, spent?.startMs || nowMs).endMs;
  const standing = (
    limit: LimitName,
    code: string,
    most: number,
    used: number,
    held: number,
    need: number,
  ) => ({
    limit,
    most,
    left: Math.max(0, most - used - held),
    ...(held > 0 && { held }),
    resetAtMs,
    retryAtMs: need > most ? null : resetAtMs,
    code: `${code}${number}`,
    budget,
  });
  const { window, limitNanoUsd, limitTokens } = budget;
  const { spentNanoUsd = 0, spentTokens = 0 } = spent ?? {};
  const { heldNanoUsd, heldTokens } = state;
  const need = ask.reserveNanoUsd ?? 0;
  return [
    ...(limitNanoUsd === null
      ? []
      : [standing(`${window}-money`, 'm', limitNanoUsd, spentNanoUsd, heldNanoUsd, need)]),
    ...(limitTokens === null
      ? []
      : [standing(`${window}-tokens`, 'k', limitTokens, spentTokens, heldTokens, ask.reserveTokens)]),
  ];
}

function scopeStandings(
  { scope, id, limits }: ScopeAsk,
  state: ScopeState,
  ask: AdmitAsk,
  nowMs: number,
  windowOf: WindowReader,
): Standing[] {
  const { minute } = state;
  const { requestsPerMinute, tokensPerMinute, concurrent } = limits;
  const found: Omit<Standing, 'scope' | 'id'>[] = [];
  if (requestsPerMinute !== null) {
    const count = { minute, used: state.requests, before: state.requestsBefore };
    found.push(minuteStanding('requests-per-minute', requestsPerMinute, 1, count, nowMs));
  }
  if (tokensPerMinute !== null) {
    const count = { minute, used: state.tokens, before: state.tokensBefore };
    found.push(minuteStanding('tokens-per-minute', tokensPerMinute, ask.reserveTokens, count, nowMs));
  }
  if (concurrent !== null) {
    const left = Math.max(0, concurrent - state.heldRequests);
    const nobodyKnows = { resetAtMs: null, retryAtMs: null, budget: null };
    found.push({ limit: 'concurrent', most: concurrent, left, code: 'c', ...nobodyKnows });
  }
  for (const [at, budget] of limits.budgets.entries()) {
    found.push(...budgetStandings(budget, at + 1, state, ask, nowMs, windowOf));
  }
  return found.map((standing) => ({ scope, id, ...standing }));
}

const plain = ({ scope, id, limit, most, left, held, resetAtMs }: Standing): LimitStanding => ({
  scope,
  id,
  limit,
  most,
  left,
  ...(held !== undefined && { held }),
  resetAtMs,
});

function refusedBy(standings: readonly (readonly Standing[])[], refusals: readonly string[]): Refused | null {
  const codes = new Set(refusals);
  const refusing = standings.flatMap((each, at) => each.filter(({ code }) => codes.has(`${at + 1}${code}`)));
  const [by] = refusing.toSorted(
    (a, b) => (b.retryAtMs ?? Number.MAX_VALUE) - (a.retryAtMs ?? Number.MAX_VALUE),
  );
  if (by === undefined) return null;
  return { kind: 'refused', by: plain(by), retryAtMs: by.retryAtMs, standings: standings.flat().map(plain) };
}

/** As it would stand without the request's own hold. */
function withoutOwn(
  state: ScopeState,
  { reserveTokens }: AdmitAsk,
  { heldNanoUsd }: Pick<Decision, 'heldNanoUsd'>,
): ScopeState {
  return {
    ...state,
    heldNanoUsd: state.heldNanoUsd - heldNanoUsd,
    heldTokens: state.heldTokens - Math.ceil(reserveTokens),
  };
}

/** Nothing is cheap enough where tokens are used up: every target uses as many. */
function roomFor({ limit, left }: Standing, { reserveTokens }: AdmitAsk): number {
  if (limit.endsWith('-money')) return left;
  return left < reserveTokens ? 0 : Number.MAX_SAFE_INTEGER;
}

/** `standings`: without the request's own hold. */
function downgradeRoom(
  standings: readonly Standing[],
  ask: AdmitAsk,
  { heldNanoUsd }: Pick<Decision, 'heldNanoUsd'>,
): DowngradeRoom | null {
  const rooms = standings
    .filter(({ budget }) => budget?.onLimit === 'downgrade')
    .map((standing) => ({ standing, leftNanoUsd: roomFor(standing, ask) }));
  const [least] = rooms.toSorted((a, b) => a.leftNanoUsd - b.leftNanoUsd);
  if (least === undefined) return null;
  const { standing, leftNanoUsd } = least;
  const { retryAtMs } = standing;
  const refusal = {
    kind: 'refused',
    by: plain(standing),
    retryAtMs,
    standings: standings.map(plain),
  } as const;
  return { leftNanoUsd, heldNanoUsd, refusal };
}

function roomOf(standings: readonly Standing[]): Room {
  const stopping = standings.filter(({ budget }) => budget !== null && budget.onLimit !== 'alert');
  const least = (what: 'money' | 'tokens') =>
    Math.min(...stopping.filter(({ limit }) => limit.endsWith(`-${what}`)).map(({ left }) => left));
  return { nanoUsd: least('money'), tokens: least('tokens') };
}

/** `nowMs`: as it was asked with. */
export function explainAdmission(
  ask: AdmitAsk,
  decision: Decision,
  nowMs: number,
  windowOf: WindowReader,
): Admission {
  const { scopes, status } = decision;
  const standingsIn = (states: readonly ScopeState[]) =>
    ask.scopes.map((scope, at) => {
      const state = states[at];
      return state === undefined ? [] : scopeStandings(scope, state, ask, nowMs, windowOf);
    });
  const standings = standingsIn(scopes);
  if (status === 'cancelled') return { kind: 'unavailable' };
  if (status === 'refused') return refusedBy(standings, decision.refusals) ?? { kind: 'unavailable' };
  const all = standings.flat();
  const before = standingsIn(scopes.map((state) => withoutOwn(state, ask, decision)));
  const alerts = all.filter(({ budget, left }) => budget?.onLimit === 'alert' && left === 0);
  return {
    kind: 'admitted',
    isHeld: true,
    standings: all.map(plain),
    room: roomOf(all),
    downgrade: downgradeRoom(before.flat(), ask, decision),
    alerts: alerts.map(plain),
  };
}
