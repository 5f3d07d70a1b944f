/** The refusal of a request that has no room under a limit, in the words its caller reads. Pure. */
import type { LimitStanding, Refused, ScopeKind } from '../core/budget.ts';
import { RouterError } from '../core/errors.ts';
import { limitHeaders } from './limit-headers.ts';

/** The most that a request may take, all attempts together. */
type Need = { readonly nanoUsd: number | null; readonly tokens: number };

const wording: Readonly<Record<ScopeKind, string>> = {
  key: 'this API key',
  team: 'its team',
  route: 'the route',
  user: 'the end user',
};

/** Longer waits are no offer: SDKs would sleep through them. */
const longestOfferedMs = 30_000;

const nanoPerUsd = 1e9;
const nanoPerMicro = 1000;

/**
 * To the millionth, less than that to the last digit. What is left is rounded down and what is needed up, so that the
 * two never look alike.
 */
function printUsd(nanoUsd: number, round: (value: number) => number): string {
  const step = nanoUsd < nanoPerMicro ? 1 : nanoPerMicro;
  const usd = (round(nanoUsd / step) * step) / nanoPerUsd;
  return `$${usd.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 9 })}`;
}

const printTokens = (tokens: number) => `${Math.ceil(tokens).toLocaleString('en')} tokens`;

/** Only of its own budget a key is told how much is left: what its team has left is not for every app to know. */
function shortfall({ scope, limit, left, held = 0 }: LimitStanding, need: Need): string {
  if (left === 0) return held > 0 ? 'has nothing left that requests under way do not hold' : 'is used up';
  const isMoney = limit.endsWith('-money');
  if (isMoney && need.nanoUsd === null) return 'has too little left for what nobody can price';
  const needed = isMoney ? printUsd(need.nanoUsd ?? 0, Math.ceil) : printTokens(need.tokens);
  if (scope !== 'key') return `has less left than the ${needed} that this request may take`;
  const rest = isMoney ? printUsd(left, Math.floor) : printTokens(left);
  return `has ${rest} left, and this request may take up to ${needed}`;
}

/** What came back of it might do, as far as they do not use it. */
function mayComeBack({ limit, left, held = 0 }: LimitStanding, need: Need): boolean {
  const needed = limit.endsWith('-money') ? need.nanoUsd : need.tokens;
  return left > 0 && held > 0 && needed !== null && left + held >= needed;
}

function refuseBudget(by: LimitStanding, need: Need, headers: Readonly<Record<string, string>>): RouterError {
  const window = by.limit.slice(0, by.limit.indexOf('-'));
  const which = window === 'total' ? 'The budget' : `The budget for the ${window}`;
  const reset =
    by.resetAtMs === null
      ? 'It does not come back by itself'
      : `It begins anew at ${new Date(by.resetAtMs).toISOString()}`;
  const needed = by.limit.endsWith('-money') ? (need.nanoUsd ?? 0) : need.tokens;
  const never = needed > by.most ? ' Not even all of it is enough for this request.' : '';
  const held = mayComeBack(by, need) ? ' Requests under way hold more of it.' : '';
  const message = `${which} of ${wording[by.scope]} ${shortfall(by, need)}.${held} ${reset}.${never}`;
  return new RouterError('budget_exceeded', message, { headers });
}

/** `budget_exceeded`, or `rate_limited` with the time until the same request would pass. */
export function refuseByLimit({ by, retryAtMs, standings }: Refused, need: Need, nowMs: number): RouterError {
  const headers = limitHeaders(standings, nowMs);
  if (by.limit.endsWith('-money') || by.limit.endsWith('-tokens')) return refuseBudget(by, need, headers);
  const waitMs = retryAtMs === null ? null : Math.max(0, retryAtMs - nowMs);
  const limit = by.limit === 'concurrent' ? 'requests at once' : by.limit.replaceAll('-', ' ');
  const message = `The limit of ${by.most} ${limit} of ${wording[by.scope]} is reached.`;
  return new RouterError('rate_limited', message, {
    headers,
    ...(waitMs !== null && { retryAfterMs: waitMs }),
    ...(waitMs !== null && waitMs > longestOfferedMs && { retryable: false }),
  });
}
