/** GET /admin/status through the app: what is known, what is not, and what it costs. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { compileConfig } from '../../src/config/compile-config.ts';
import type { AlertDesk } from '../../src/core/alert.ts';
import { keys } from '../../src/ledger/keys.ts';
import { costing, someMs } from '../support/ledger/make-row.ts';
import { openUsageBench, type UsageBench } from '../support/usage/usage-bench.ts';
import { FakeDesk } from '../support/world/alerts.ts';
import { makeApp } from '../support/world/app.ts';
import { catalogue, makeConfig } from '../support/world/models.ts';
import { FakeHashes } from '../support/world/scripts.ts';

type Changes = Parameters<typeof makeApp>[1];

const admin = { authorization: 'Bearer admin-token' };
let bench: UsageBench;
beforeAll(async () => {
  bench = await openUsageBench();
});
afterAll(() => bench.close());
beforeEach(() => bench.clear());

async function read(changes: Changes = {}): Promise<Record<string, unknown>> {
  const { store, now } = bench;
  const deps = { scripts: store, adminToken: 'admin-token', now, ...changes };
  const response = await makeApp(undefined, deps).call('GET', '/admin/status', undefined, admin);
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, unknown>;
}

const setLimits = (scope: string, id: string, budgets: readonly object[]) =>
  bench.store.writeField(
    keys.limits,
    `${scope}:${id}`,
    JSON.stringify({ object: 'limits', scope, id, budgets }),
  );

const desk = (state: AlertDesk['state']): AlertDesk => Object.assign(new FakeDesk(), { state });

describe('budgets', () => {
  test('say what is spent and held in the current window, and when the next begins', async () => {
    await setLimits('team', 'care', [
      { window: 'day', limit_usd: 5, on_limit: 'alert', time_zone: 'Europe/Berlin' },
      { window: 'total', limit_tokens: 1000 },
    ]);
    const midnight = Date.UTC(2026, 10, 20, 23);
    const spent = `day@Europe/Berlin=${midnight},4100000000,70|total@UTC=0,9000000000,250`;
    await bench.store.writeField(keys.state, 's:team:care', `100,20,1,0,0,0,0,0|${spent}`);
    const { budgets } = await read();
    expect(budgets).toEqual([
      {
        scope: 'team',
        id: 'care',
        window: 'day',
        time_zone: 'Europe/Berlin',
        on_limit: 'alert',
        starts_at: '2026-11-20T23:00:00Z',
        resets_at: '2026-11-21T23:00:00Z',
        spent_nano_usd: 4_100_000_000,
        held_nano_usd: 100,
        limit_nano_usd: 5_000_000_000,
        share_usd: 0.82,
        spent_tokens: 70,
        held_tokens: 20,
        limit_tokens: null,
        share_tokens: null,
      },
      expect.objectContaining({
        window: 'total',
        starts_at: null,
        resets_at: null,
        limit_nano_usd: null,
        spent_tokens: 250,
        limit_tokens: 1000,
        share_tokens: 0.25,
      }),
    ]);
  });

  test('of a window that is over are at nothing, and one that nobody has used is there', async () => {
    await setLimits('route', 'first', [{ window: 'day', limit_usd: 5 }]);
    await setLimits('key', 'k1', [{ window: 'month', limit_usd: 5 }]);
    const before = Date.UTC(2026, 10, 20);
    await bench.store.writeField(keys.state, 's:route:first', `0,0,0,0,0,0,0,0|day@UTC=${before},4000,9`);
    const { budgets } = await read();
    expect(budgets).toMatchObject([
      { id: 'first', spent_nano_usd: 0, starts_at: '2026-11-21T00:00:00Z' },
      { id: 'k1', spent_nano_usd: 0, starts_at: '2026-11-01T00:00:00Z' },
    ]);
  });

  test('of end users are told as they are set', async () => {
    await setLimits('user', 'care', [{ window: 'day', limit_usd: 1 }]);
    expect(await read()).toMatchObject({
      budgets: [],
      end_user_budgets: [{ scope: 'user', id: 'care', budgets: [{ limit_usd: 1 }] }],
    });
  });
});

test('what would be raised now is told in words, whether or not somebody is to be told', async () => {
  await setLimits('team', 'care', [{ window: 'day', limit_tokens: 100, on_limit: 'downgrade' }]);
  const day = Date.UTC(2026, 10, 21);
  await bench.store.writeField(keys.state, 's:team:care', `0,0,0,0,0,0,0,0|day@UTC=${day},0,85`);
  await bench.book([
    { model: 'mystery', cost: null },
    { model: 'mystery', cost: null },
    { cost: costing(1) },
  ]);
  const { alerts } = await read({ outboxState: async () => ({ depth: 3, oldestAtMs: someMs - 600_000 }) });
  expect(alerts).toMatchObject({
    webhooks: 0,
    waiting: null,
    conditions: [
      { type: 'outbox', data: { figures: { notes: 3 } } },
      {
        type: 'budget',
        data: {
          message: 'The budget for the day of team care has passed 80 %: 85 tokens of 100 tokens spent.',
        },
      },
      { type: 'unpriced', data: { subject: { model: 'mystery' }, figures: { attempts: 2 } } },
    ],
  });
});

test('alerts that wait, and whom they wait for', async () => {
  const state = async () => ({
    waiting: 2,
    oldestAtMs: someMs,
    failing: [{ webhook: 'URL', word: 'status_500' }],
  });
  expect((await read({ alerts: desk(state) })).alerts).toMatchObject({
    waiting: 2,
    oldest_at: '2026-11-21T09:30:00Z',
    failing: [{ webhook: 'URL', last: 'status_500' }],
  });
  const away = desk(() => Promise.reject(new Error('no object')));
  expect((await read({ alerts: away })).alerts).toMatchObject({ waiting: null, failing: null });
});

test('keys are counted by what they still open, hours by what is closed', async () => {
  const records = [{}, { revokedAtMs: someMs }, { expiresAtMs: someMs - 1 }, { revokedAtMs: someMs + 1 }];
  for (const [at, record] of records.entries())
    await bench.store.writeField(
      keys.apiKeys,
      `k${at}`,
      JSON.stringify({ revokedAtMs: null, expiresAtMs: null, ...record }),
    );
  await bench.book([{ startedAtMs: someMs - 3_600_000 }]);
  await bench.sweep();
  expect(await read()).toMatchObject({ keys: { all: 4, active: 2 }, counted_until: '2026-11-21T09:00:00Z' });
});

test('routes say what they do while the store is away', async () => {
  const routes = [
    { name: 'hard', use: ['alpha'], onStoreAway: 'strict' },
    { name: 'rest', use: ['alpha'] },
  ];
  const compiled = compileConfig({ routes, named: { onStoreAway: 'open' } }, catalogue, 0);
  const config = compiled.ok ? compiled.config : makeConfig();
  expect((await read({ config })).routes).toEqual([
    { name: 'hard', on_store_away: 'strict' },
    { name: 'rest', on_store_away: null },
    { name: 'model', on_store_away: 'open' },
  ]);
});

describe('what does not answer', () => {
  test('a store that is away leaves all else', async () => {
    const scripts = new FakeHashes();
    scripts.isAway = true;
    const status = await read({
      scripts,
      outboxState: async () => ({ depth: 7, oldestAtMs: someMs - 90_000 }),
    });
    expect(status).toMatchObject({
      store: { state: 'away', latency_ms: null },
      outbox: { state: 'answers', notes: 7, oldest_age_seconds: 90 },
      budgets: null,
      keys: null,
      counted_until: null,
    });
  });

  test('an outbox that is out of reach is unknown, not empty', async () => {
    const status = await read({ outboxState: () => Promise.reject(new Error('no object')) });
    expect(status.outbox).toEqual({ state: 'away', notes: null, oldest_age_seconds: null });
    expect(status.store).toMatchObject({ state: 'answers', latency_ms: 0, is_shut: false });
  });

  test('without a store there is none', async () => {
    expect(await read({ scripts: null })).toMatchObject({
      store: { state: 'none' },
      outbox: null,
      budgets: null,
    });
  });
});

test('costs six commands', async () => {
  await setLimits('team', 'care', [{ window: 'day', limit_usd: 5 }]);
  const before = bench.store.billedCommands();
  await read();
  expect(bench.store.billedCommands() - before).toBe(6);
});

test('is for the administrator alone', async () => {
  const { call } = makeApp(undefined, { adminToken: 'admin-token' });
  expect((await call('GET', '/admin/status')).status).toBe(401);
});
