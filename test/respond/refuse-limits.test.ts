/** What a caller reads who has no room under a limit. */
import { describe, expect, test } from 'vitest';
import type { LimitStanding } from '../../src/core/budget.ts';
import { refuseByLimit } from '../../src/respond/refuse-limits.ts';

const nowMs = Date.parse('2026-11-21T12:00:00Z');
const anew = 'It begins anew at 2026-11-22T00:00:00.000Z.';
const need = { nanoUsd: 2_913_400, tokens: 1200 };

const money: LimitStanding = {
  scope: 'key',
  id: 'one',
  limit: 'day-money',
  most: 1e9,
  left: 0,
  resetAtMs: Date.parse('2026-11-22T00:00:00Z'),
};

function refuse(by: Partial<LimitStanding>, retryAtMs: number | null = null) {
  const whole = { ...money, ...by };
  return refuseByLimit({ kind: 'refused', by: whole, retryAtMs, standings: [whole] }, need, nowMs);
}

describe('a budget', () => {
  test.each<[string, Partial<LimitStanding>, string]>([
    ['with nothing left', {}, `The budget for the day of this API key is used up. ${anew}`],
    [
      'with too little left',
      { left: 2_000_000 },
      `The budget for the day of this API key has $0.002 left, and this request may take up to $0.002914. ${anew}`,
    ],
    [
      'with hardly anything left',
      { left: 7 },
      `The budget for the day of this API key has $0.000000007 left, and this request may take up to $0.002914. ${anew}`,
    ],
    [
      'that is too small for the request',
      { left: 100_000, most: 100_000 },
      `The budget for the day of this API key has $0.0001 left, and this request may take up to $0.002914. ${anew} Not even all of it is enough for this request.`,
    ],
    [
      'with nothing left but what others hold',
      { held: 5000 },
      `The budget for the day of this API key has nothing left that requests under way do not hold. ${anew}`,
    ],
    [
      'with too little left, of which others hold enough',
      { left: 2_000_000, held: 1_000_000 },
      `The budget for the day of this API key has $0.002 left, and this request may take up to $0.002914. Requests under way hold more of it. ${anew}`,
    ],
    [
      'with too little left, whatever comes back',
      { left: 2_000_000, held: 900_000 },
      `The budget for the day of this API key has $0.002 left, and this request may take up to $0.002914. ${anew}`,
    ],
    [
      'in tokens',
      { limit: 'day-tokens', most: 5000, left: 1100 },
      `The budget for the day of this API key has 1,100 tokens left, and this request may take up to 1,200 tokens. ${anew}`,
    ],
    [
      'of the team, whose rest is not for every app to know',
      { scope: 'team', left: 2_000_000 },
      `The budget for the day of its team has less left than the $0.002914 that this request may take. ${anew}`,
    ],
    [
      'without a window',
      { limit: 'total-money', resetAtMs: null },
      'The budget of this API key is used up. It does not come back by itself.',
    ],
  ])('%s', (_, by, message) => {
    expect(refuse(by)).toMatchObject({ code: 'budget_exceeded', message });
  });
});

describe('a rate says when the same request would pass', () => {
  test.each([
    [20, true],
    [50, false],
  ])('in %d seconds, which SDKs sleep through or not: %s', (seconds, retryable) => {
    const by = { limit: 'requests-per-minute', most: 10, resetAtMs: nowMs + 80_000 } as const;
    const error = refuse(by, nowMs + seconds * 1000);
    expect(error).toMatchObject({ code: 'rate_limited', retryAfterMs: seconds * 1000, retryable });
    expect(error.headers['x-ratelimit-reset-requests']).toBe('80s');
  });
});
