/** What is left of a caller's limits, in the headers that OpenAI's clients know, and its budget in ours. Pure. */
import type { LimitName, LimitStanding } from '../core/budget.ts';

const nanoUsd = 1e9;

/** Of those limits the one with least left: it is what the caller meets first. */
function tightest(standings: readonly LimitStanding[], limit: LimitName): LimitStanding | undefined {
  const own = standings.filter((one) => one.limit === limit);
  return own.toSorted((a, b) => a.left - b.left)[0];
}

/** `0s`, `1.5s`, `61s`. */
function printWait(resetAtMs: number | null, nowMs: number): string {
  const ms = Math.max(0, (resetAtMs ?? nowMs) - nowMs);
  return `${Math.ceil(ms / 100) / 10}s`;
}

function rateHeaders(name: 'requests' | 'tokens', one: LimitStanding | undefined, nowMs: number) {
  if (one === undefined) return {};
  return {
    [`x-ratelimit-limit-${name}`]: String(one.most),
    [`x-ratelimit-remaining-${name}`]: String(Math.floor(one.left)),
    [`x-ratelimit-reset-${name}`]: printWait(one.resetAtMs, nowMs),
  };
}

/** Of the key itself only: what its team has left is not for every app to know. */
function budgetHeaders(standings: readonly LimitStanding[]): Record<string, string> {
  const [least] = standings
    .filter(({ scope, limit }) => scope === 'key' && limit.endsWith('-money'))
    .toSorted((a, b) => a.left - b.left);
  if (least === undefined) return {};
  return {
    'x-signalbox-budget-remaining-usd': (least.left / nanoUsd).toFixed(6),
    ...(least.resetAtMs !== null && {
      'x-signalbox-budget-reset': new Date(least.resetAtMs).toISOString(),
    }),
  };
}

export function limitHeaders(standings: readonly LimitStanding[], nowMs: number): Record<string, string> {
  return {
    ...rateHeaders('requests', tightest(standings, 'requests-per-minute'), nowMs),
    ...rateHeaders('tokens', tightest(standings, 'tokens-per-minute'), nowMs),
    ...budgetHeaders(standings),
  };
}
