/** From limits to an answer: what is held, who is refused and in which words, and what a downgrade does. */
import { describe, expect, test } from 'vitest';
import { type Admission, type LimitsDirectory, noLimits, type ScopeLimits } from '../src/core/budget.ts';
import { makeApp } from './support/world/app.ts';
import { FakeLedger } from './support/world/ledger.ts';
import { makeConfig, today } from './support/world/models.ts';

const price = {
  from: '2026-01-01',
  cachedInput: null,
  cacheWrite5m: null,
  cacheWrite1h: null,
  source: 'a test',
  observed: '2026-11-21',
};

/** Dear and cheap, of one provider. */
const models = [
  { id: 'dear', usd: { input: 100, output: 500 } },
  { id: 'cheap', usd: { input: 0.1, output: 0.5 } },
].map(({ id, usd }) => ({
  id,
  provider: 'openai',
  protocols: ['openai-chat'],
  maxOutputTokens: 1000,
  prices: [{ from: price.from, usd, source: price.source }],
}));

const config = makeConfig({
  models,
  routes: [
    { name: 'strict', when: 'by-name', use: ['dear'], onStoreAway: 'strict' },
    { name: 'unpriced', when: 'by-name', use: ['alpha'], onStoreAway: 'strict' },
    { name: 'auto', use: ['dear', 'cheap'] },
    { name: 'mixed', when: 'by-name', use: ['dear', 'gone'] },
  ],
} as never);

const budget = {
  window: 'month',
  timeZone: 'UTC',
  limitNanoUsd: 1e9,
  limitTokens: null,
  onLimit: 'refuse',
} as const;
const thrifty = { ...budget, onLimit: 'downgrade' } as const;
const limited: ScopeLimits = { ...noLimits, requestsPerMinute: 10, budgets: [budget] };

const directory = (of: ScopeLimits | null = limited, isReady = true): LimitsDirectory => ({
  ready: async () => isReady,
  limitsOf: (scope) => (of !== null && scope === 'key' ? of : noLimits),
  noteSet: () => undefined,
});

function appOf(admission: Partial<Admission> | null, limits: LimitsDirectory = directory()) {
  const ledger = new FakeLedger();
  if (admission !== null) ledger.admission = { ...ledger.admission, ...admission } as Admission;
  const app = makeApp(undefined, { config, limits, ledger });
  const ask = (model = 'auto') =>
    app.call('POST', '/v1/chat/completions', {
      model,
      messages: [{ role: 'user', content: 'Hello' }],
      max_tokens: 100,
    });
  return { ...app, ledger, ask };
}

async function errorOf(response: Response): Promise<{ code: string; type: string; message: string }> {
  return ((await response.json()) as { error: { code: string; type: string; message: string } }).error;
}

const standing = { scope: 'key', id: 'one', most: 10, left: 0, resetAtMs: today + 5000 } as const;

describe('a request within its limits', () => {
  test('is held by its scopes, for what one in ten would pass at the dearest of its targets', async () => {
    const { ask, ledger } = appOf(null);
    expect((await ask()).status).toBe(200);
    const [asked] = ledger.asks;
    expect(asked).toMatchObject({
      scopes: [{ scope: 'key', id: 'one', limits: limited }],
      posture: 'strict',
      template: { attempt: 1, role: 'first', model: 'dear', outcome: 'lost', usageSource: 'estimated' },
    });
    // At most 100 tokens of output at 500 USD a million, and a few of input.
    expect(asked?.reserveNanoUsd).toBeGreaterThan(50_000_000 / 2);
    expect(asked?.reserveNanoUsd).toBeLessThan(60_000_000);
    expect(asked?.template.cost?.output).toBeGreaterThan(0);
  });

  test('settles under the same scopes and is told what is left', async () => {
    const standings = [{ ...standing, limit: 'requests-per-minute', left: 9 }] as const;
    const { ask, ledger, settled } = appOf({ kind: 'admitted', standings });
    const response = await ask();
    expect(response.headers.get('x-ratelimit-limit-requests')).toBe('10');
    expect(response.headers.get('x-ratelimit-remaining-requests')).toBe('9');
    expect(response.headers.get('x-ratelimit-reset-requests')).toBe('5s');
    await settled();
    expect(ledger.settled).toMatchObject([
      { isLast: true, scopes: [{ scope: 'key' }], row: { model: 'dear' } },
    ]);
  });

  test('without limits is not asked for, and leaves a trace while it runs', async () => {
    const { ask, ledger } = appOf(null, directory(null));
    await ask();
    expect(ledger.asks).toEqual([]);
    expect(ledger.opened).toMatchObject([{ attempt: 1, model: 'dear' }]);
  });
});

describe('a request over its limits', () => {
  test('of money is 429 insufficient_quota, not to be tried again, with the day it begins anew', async () => {
    const by = { ...standing, limit: 'month-money', resetAtMs: Date.parse('2026-12-01') } as const;
    const { ask, provider } = appOf({ kind: 'refused', by, retryAtMs: null, standings: [by] });
    const response = await ask();
    expect(response.status).toBe(429);
    expect(response.headers.get('x-should-retry')).toBe('false');
    expect(response.headers.get('x-signalbox-budget-reset')).toBe('2026-12-01T00:00:00.000Z');
    const { code, type, message } = await errorOf(response);
    expect([code, type]).toEqual(['budget_exceeded', 'insufficient_quota']);
    expect(message).toContain('2026-12-01T00:00:00.000Z');
    expect(provider.calls).toEqual([]);
  });

  test('of requests a minute is 429 with the time to come back', async () => {
    const by = { ...standing, limit: 'requests-per-minute' } as const;
    const { ask } = appOf({ kind: 'refused', by, retryAtMs: today + 5000, standings: [by] });
    const response = await ask();
    expect(response.headers.get('retry-after')).toBe('5');
    expect(response.headers.get('x-should-retry')).toBe('true');
    expect((await errorOf(response)).code).toBe('rate_limited');
  });

  test('that would have to wait long is told not to, and for how long', async () => {
    const by = { ...standing, limit: 'tokens-per-minute' } as const;
    const { ask } = appOf({ kind: 'refused', by, retryAtMs: today + 3_600_000, standings: [by] });
    const response = await ask();
    expect(response.headers.get('x-should-retry')).toBe('false');
    expect(response.headers.get('retry-after')).toBe('3600');
  });
});

describe('while nobody can say', () => {
  test.each([
    ['a budget that refuses', limited, 'strict'],
    ['a budget that alerts', { ...limited, budgets: [{ ...budget, onLimit: 'alert' }] }, 'allowance'],
    ['limits a minute alone', { ...limited, budgets: [] }, 'allowance'],
  ] as const)('%s is asked for as it must hold', async (_, limits, posture) => {
    const { ask, ledger } = appOf(null, directory(limits));
    await ask();
    expect(ledger.asks).toMatchObject([{ posture }]);
  });

  test('a strict route refuses, and says that it may be tried again', async () => {
    const { ask } = appOf({ kind: 'unavailable' });
    const response = await ask('route/strict');
    expect([response.status, (await errorOf(response)).code]).toEqual([503, 'budget_unavailable']);
    expect(response.headers.get('x-should-retry')).toBe('true');
  });

  test('a strict route refuses too where limits were never read; others go on', async () => {
    const { ask, ledger } = appOf(null, directory(limited, false));
    expect((await ask('route/strict')).status).toBe(503);
    expect((await ask()).status).toBe(200);
    expect(ledger.asks).toEqual([]);
  });

  test('limits that were never read leave the allowance, by what a request may cost', async () => {
    const { ask, ledger, provider } = appOf(null, directory(limited, false));
    ledger.mayPass = false;
    const response = await ask();
    expect([response.status, (await errorOf(response)).code]).toEqual([503, 'budget_unavailable']);
    expect(ledger.unread).toMatchObject([{ posture: 'allowance' }]);
    expect(ledger.unread[0]?.reserveNanoUsd).toBeGreaterThan(50_000_000 / 2);
    expect(provider.calls).toEqual([]);
  });

  test('a strict budget does not take what nobody can price', async () => {
    const { ask } = appOf(null);
    const response = await ask('route/unpriced');
    expect([response.status, (await errorOf(response)).code]).toEqual([503, 'budget_unavailable']);
  });
});

describe('a budget that asks for a downgrade', () => {
  const left = (leftNanoUsd: number, heldNanoUsd = leftNanoUsd): Partial<Admission> => {
    const resetAtMs = Date.parse('2026-12-01');
    const by = {
      scope: 'key',
      id: 'one',
      limit: 'month-money',
      most: 1e9,
      left: leftNanoUsd,
      resetAtMs,
    } as const;
    const refusal = { kind: 'refused', by, retryAtMs: resetAtMs, standings: [by] } as const;
    return { kind: 'admitted', downgrade: { leftNanoUsd, heldNanoUsd, refusal } };
  };

  test('has a cheaper target serve when little is left', async () => {
    const { ask, provider } = appOf(left(1_000_000));
    expect((await ask()).status).toBe(200);
    expect(provider.models).toEqual(['cheap']);
  });

  test('is told what each target may cost, so that no more is held than the cheaper one takes', async () => {
    const { ask, ledger } = appOf(left(1_000_000), directory({ ...limited, budgets: [thrifty] }));
    await ask();
    const [asked] = ledger.asks;
    const [dear = 0, cheap = 0] = asked?.cheaperNanoUsd ?? [];
    expect(dear / cheap).toBeCloseTo(1000, 0);
    expect(asked?.cheaperNanoUsd).toHaveLength(2);
  });

  test('is told nothing of that where it only refuses', async () => {
    const { ask, ledger } = appOf(null);
    await ask();
    expect(ledger.asks[0]).not.toHaveProperty('cheaperNanoUsd');
  });

  test('has the store told which target the amount is held for', async () => {
    const { ask, ledger } = appOf(left(1_000_000));
    await ask();
    expect(ledger.opened).toMatchObject([{ attempt: 1, role: 'first', model: 'cheap' }]);
  });

  test('sends nothing that takes more than is held', async () => {
    const { ask, ledger, provider } = appOf(left(1_000_000, 1));
    expect((await ask()).status).toBe(429);
    expect(ledger.cancelled).toHaveLength(1);
    expect(provider.calls).toEqual([]);
  });

  test('refuses for good where the cheaper target is out for another reason', async () => {
    const { ask, provider } = appOf(left(1_000_000));
    const response = await ask('route/mixed');
    expect([response.status, response.headers.get('x-should-retry')]).toEqual([429, 'false']);
    expect(await errorOf(response)).toMatchObject({ code: 'budget_exceeded', type: 'insufficient_quota' });
    expect(provider.calls).toEqual([]);
  });

  test('changes nothing while there is enough', async () => {
    const { ask, provider } = appOf(left(1e9));
    await ask();
    expect(provider.models).toEqual(['dear']);
  });

  test.each([
    ['a route', 'auto', 1],
    ['a model that is named', 'dear', 1_000_000],
  ])('refuses %s where nothing is cheap enough, as every budget does', async (_, model, nanoUsd) => {
    const { ask, ledger, provider } = appOf(left(nanoUsd));
    const response = await ask(model);
    const { code, message } = await errorOf(response);
    expect([response.status, code]).toEqual([429, 'budget_exceeded']);
    expect(message).toMatch(
      /^The budget for the month of this API key has \$0\.00\d* left, and this request may take/,
    );
    expect(message).toContain('2026-12-01T00:00:00.000Z');
    expect(response.headers.get('x-signalbox-budget-reset')).toBe('2026-12-01T00:00:00.000Z');
    expect(response.headers.get('x-signalbox-budget-remaining-usd')).toBe((nanoUsd / 1e9).toFixed(6));
    expect(ledger.cancelled).toHaveLength(1);
    expect(provider.calls).toEqual([]);
  });
});
