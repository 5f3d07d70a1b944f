/** How long a key's record is believed: dead within a minute of its revocation, alive through a quarter of an hour of outage. */
import { describe, expect, test } from 'vitest';
import { KeyCache } from '../../src/access/key-cache.ts';
import type { KeyRecord } from '../../src/core/key-record.ts';
import { makeKeyRecord } from '../support/world/key-record.ts';

function makeCache(first: KeyRecord | null = makeKeyRecord()) {
  const state = { nowMs: 0, isAway: false, isSlow: false, record: first, loads: 0 };
  const cache = new KeyCache({
    now: () => state.nowMs,
    sleep: async () => {
      if (!state.isSlow) await new Promise(() => {});
    },
    load: async () => {
      state.loads++;
      await Promise.resolve();
      if (state.isSlow) await new Promise(() => {});
      if (state.isAway) throw new Error('away');
      return state.record;
    },
  });
  return { cache, state };
}

const seconds = 1000;
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('while the store answers', () => {
  test('a thousand requests at once are one look-up', async () => {
    const { cache, state } = makeCache();
    await Promise.all(Array.from({ length: 1000 }, () => cache.find('one')));
    expect(state.loads).toBe(1);
  });

  test('nothing is asked for half a minute, and then beside the request', async () => {
    const { cache, state } = makeCache();
    await cache.find('one');
    state.nowMs = 29 * seconds;
    await cache.find('one');
    expect(state.loads).toBe(1);
    state.nowMs = 31 * seconds;
    state.record = makeKeyRecord({ revokedAtMs: 1 });
    expect((await cache.find('one'))?.revokedAtMs).toBeNull();
    await turn();
    expect(state.loads).toBe(2);
    expect((await cache.find('one'))?.revokedAtMs).toBe(1);
  });

  test('a record is never believed for longer than a minute', async () => {
    const { cache, state } = makeCache();
    await cache.find('one');
    state.record = makeKeyRecord({ revokedAtMs: 1 });
    state.nowMs = 60 * seconds;
    expect((await cache.find('one'))?.revokedAtMs).toBe(1);
  });

  test('a key that does not exist is asked after every ten seconds', async () => {
    const { cache, state } = makeCache(null);
    expect(await cache.find('one')).toBeNull();
    state.nowMs = 9 * seconds;
    expect(await cache.find('one')).toBeNull();
    expect(state.loads).toBe(1);
    state.nowMs = 10 * seconds;
    state.record = makeKeyRecord();
    expect(await cache.find('one')).not.toBeNull();
  });
});

describe('while the store is away', () => {
  test('a known key works on for a quarter of an hour', async () => {
    const { cache, state } = makeCache();
    await cache.find('one');
    state.isAway = true;
    state.nowMs = 15 * 60 * seconds - 1;
    expect(await cache.find('one')).not.toBeNull();
    state.nowMs = 15 * 60 * seconds;
    await expect(cache.find('one')).rejects.toMatchObject({ code: 'auth_unavailable', status: 503 });
  });

  test('a known key is not waited for, and nobody asks again for five seconds', async () => {
    const { cache, state } = makeCache();
    await cache.find('one');
    state.isSlow = true;
    state.nowMs = 60 * seconds;
    expect(await cache.find('one')).not.toBeNull();
    expect(state.loads).toBe(2);
    state.nowMs = 64 * seconds;
    expect(await cache.find('one')).not.toBeNull();
    await expect(cache.find('two')).rejects.toMatchObject({ code: 'auth_unavailable' });
    expect(state.loads).toBe(2);
  });

  test('an unknown key is 503, never "no such key"', async () => {
    const { cache, state } = makeCache();
    state.isAway = true;
    await expect(cache.find('one')).rejects.toMatchObject({ code: 'auth_unavailable', retryable: true });
  });

  test('a key found absent is not said to be absent any longer', async () => {
    const { cache, state } = makeCache(null);
    await cache.find('one');
    state.isAway = true;
    state.nowMs = 10 * seconds;
    await expect(cache.find('one')).rejects.toMatchObject({ code: 'auth_unavailable' });
  });
});

test('the least used records are forgotten', async () => {
  const { cache, state } = makeCache();
  for (let at = 0; at <= 10_000; at++) await cache.find(`key-${at}`);
  await cache.find('key-1');
  expect(state.loads).toBe(10_001);
  await cache.find('key-0');
  expect(state.loads).toBe(10_002);
});
