/** Limits through the app: what is written is what is read, and what is wrong is named. */
import { describe, expect, test } from 'vitest';
import { writeKeyRecord } from '../../src/access/key-records.ts';
import { LimitsCache } from '../../src/access/limits-cache.ts';
import { makeApp } from '../support/world/app.ts';
import { makeKeyRecord } from '../support/world/key-record.ts';
import { FakeHashes } from '../support/world/scripts.ts';

const admin = { authorization: 'Bearer admin-token' };

function makeLimited() {
  const scripts = new FakeHashes();
  const app = makeApp(undefined, { scripts, adminToken: 'admin-token' });
  const set = (body: object) => app.call('POST', '/admin/limits', body, admin);
  const list = async () => (await app.call('GET', '/admin/limits', undefined, admin)).json();
  return { ...app, scripts, set, list };
}

const month = { window: 'month', time_zone: 'Europe/Berlin', limit_usd: 12.5, limit_tokens: null };

describe('limits', () => {
  test('are set whole and listed as written', async () => {
    const { set, list } = makeLimited();
    const body = {
      scope: 'team',
      id: 'care',
      requests_per_minute: 60,
      budgets: [{ ...month, on_limit: 'alert' }],
    };
    const expected = {
      object: 'limits',
      scope: 'team',
      id: 'care',
      requests_per_minute: 60,
      tokens_per_minute: null,
      concurrent: null,
      budgets: [{ ...month, on_limit: 'alert' }],
    };
    expect(await (await set(body)).json()).toEqual(expected);
    expect(await list()).toEqual({ object: 'list', data: [expected] });
    await set({ scope: 'team', id: 'care' });
    expect(await list()).toMatchObject({ data: [{ requests_per_minute: null, budgets: [] }] });
  });

  test('reach the isolate in nano-USD, all of them by one read every half minute', async () => {
    const { set, scripts } = makeLimited();
    await set({ scope: 'key', id: 'one', concurrent: 3, budgets: [month] });
    let nowMs = 0;
    const cache = new LimitsCache(
      scripts,
      () => nowMs,
      () => new Promise(() => {}),
    );
    const before = scripts.reads;
    expect(await cache.ready(() => undefined)).toBe(true);
    expect(cache.limitsOf('key', 'one')).toEqual({
      requestsPerMinute: null,
      tokensPerMinute: null,
      concurrent: 3,
      budgets: [
        {
          window: 'month',
          timeZone: 'Europe/Berlin',
          limitNanoUsd: 12_500_000_000,
          limitTokens: null,
          onLimit: 'refuse',
        },
      ],
    });
    expect(cache.limitsOf('key', 'k2').budgets).toEqual([]);
    nowMs = 29_999;
    await cache.ready(() => undefined);
    expect(scripts.reads).toBe(before + 1);
    nowMs = 30_000;
    await cache.ready(() => undefined);
    expect(scripts.reads).toBe(before + 2);
  });

  test('are known at once to the isolate that sets them', async () => {
    const scripts = new FakeHashes();
    const limits = new LimitsCache(
      scripts,
      () => 0,
      () => new Promise(() => {}),
    );
    const app = makeApp(undefined, { scripts, limits, adminToken: 'admin-token' });
    await limits.ready(() => undefined);
    await app.call('POST', '/admin/limits', { scope: 'team', id: 'care', concurrent: 3 }, admin);
    expect(limits.limitsOf('team', 'care').concurrent).toBe(3);
  });

  test('hold on while the store is away, and are unknown where it never answered', async () => {
    const { set, scripts } = makeLimited();
    await set({ scope: 'key', id: 'one', concurrent: 3 });
    let nowMs = 0;
    const cache = new LimitsCache(
      scripts,
      () => nowMs,
      () => new Promise(() => {}),
    );
    scripts.isAway = true;
    expect(await cache.ready(() => undefined)).toBe(false);
    expect(await cache.ready(() => undefined)).toBe(false);
    scripts.isAway = false;
    nowMs = 2000;
    const kept: Promise<unknown>[] = [];
    expect(await cache.ready((work) => kept.push(work))).toBe(true);
    expect(kept).toHaveLength(1);
    scripts.isAway = true;
    nowMs = 3_600_000;
    expect(await cache.ready(() => undefined)).toBe(true);
    expect(cache.limitsOf('key', 'one').concurrent).toBe(3);
  });
});

describe('limits of a key', () => {
  const problemOf = async (response: Response) =>
    ((await response.json()) as { error: { message: string } }).error.message;

  test('that nobody has are refused by its name, and can be taken away', async () => {
    const { set } = makeLimited();
    const typed = await set({ scope: 'key', id: 'nope', concurrent: 3 });
    expect([typed.status, await problemOf(typed)]).toEqual([400, expect.stringContaining("named 'nope'")]);
    expect((await set({ scope: 'key', id: 'nope' })).status).toBe(200);
  });

  test('go by its id: a whole key is not said back', async () => {
    const { set } = makeLimited();
    const pasted = await set({ scope: 'key', id: 'sbx_live_SECRET', concurrent: 3 });
    expect([pasted.status, await problemOf(pasted)]).toEqual([400, expect.not.stringContaining('SECRET')]);
  });

  test('are taken for keys of the secret and of the store', async () => {
    const { set, scripts } = makeLimited();
    const record = makeKeyRecord({ id: 'BBBBBBBBBBBB', lineage: 'AAAAAAAAAAAA' });
    await writeKeyRecord(record, scripts);
    expect((await set({ scope: 'key', id: 'two', concurrent: 3 })).status).toBe(200);
    const stored = await set({ scope: 'key', id: record.id, concurrent: 3 });
    expect(await stored.json()).toMatchObject({ id: 'AAAAAAAAAAAA' });
  });
});

test.each<[name: string, body: object, field: string]>([
  ['no scope', { id: 'a' }, 'scope'],
  ['a scope nobody knows', { scope: 'planet', id: 'a' }, 'scope'],
  ['no id', { scope: 'key' }, 'id'],
  ['a route that does not exist', { scope: 'route', id: 'nowhere' }, 'id'],
  ['a key that does not exist', { scope: 'key', id: 'nope', budgets: [month] }, 'id'],
  ['a field nobody knows', { scope: 'key', id: 'a', rpm: 3 }, 'rpm'],
  ['a limit below zero', { scope: 'key', id: 'a', tokens_per_minute: -1 }, 'tokens_per_minute'],
  ['a limit that is no number', { scope: 'key', id: 'a', concurrent: '3' }, 'concurrent'],
  ['a budget without a window', { scope: 'key', id: 'a', budgets: [{ limit_usd: 1 }] }, 'budgets[0].window'],
  [
    'a window nobody knows',
    { scope: 'key', id: 'a', budgets: [{ ...month, window: 'year' }] },
    'budgets[0].window',
  ],
  [
    'a zone nobody knows',
    { scope: 'key', id: 'a', budgets: [{ ...month, time_zone: 'Mars' }] },
    'budgets[0].time_zone',
  ],
  ['a budget that limits nothing', { scope: 'key', id: 'a', budgets: [{ window: 'day' }] }, 'budgets[0]'],
  [
    'a negative budget',
    { scope: 'key', id: 'a', budgets: [{ ...month, limit_usd: -1 }] },
    'budgets[0].limit_usd',
  ],
  ['nine budgets', { scope: 'key', id: 'a', budgets: Array(9).fill(month) }, 'budgets'],
  [
    'an action nobody knows',
    { scope: 'key', id: 'a', budgets: [{ ...month, on_limit: 'pray' }] },
    'budgets[0].on_limit',
  ],
])('refuses %s by its field', async (_, body, field) => {
  const { set, scripts } = makeLimited();
  const response = await set(body);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { param: field } });
  expect(scripts.hashes.size).toBe(0);
});
