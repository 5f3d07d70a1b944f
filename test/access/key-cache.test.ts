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
  const works: Promise<unknown>[] = [];
  return { find: (id: string) => cache.find(id, (work) => works.push(work)), state, works };
}

const seconds = 1000;
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('while the store answers', () => {
  test('a thousand requests at once are one look-up', async () => {
    const { find, state } = makeCache();
    await Promise.all(Array.from({ length: 1000 }, () => find('one')));
    expect(state.loads).toBe(1);
  });

  test('nothing is asked for half a minute, and then beside the request', async () => {
    const { find, state } = makeCache();
    await find('one');
    state.nowMs = 29 * seconds;
    await find('one');
    expect(state.loads).toBe(1);
    state.nowMs = 31 * seconds;
    state.record = makeKeyRecord({ revokedAtMs: 1 });
    expect((await find('one'))?.revokedAtMs).toBeNull();
    await turn();
    expect(state.loads).toBe(2);
    expect((await find('one'))?.revokedAtMs).toBe(1);
  });

  test('a record is never believed for longer than a minute', async () => {
    const { find, state } = makeCache();
    await find('one');
    state.record = makeKeyRecord({ revokedAtMs: 1 });
    state.nowMs = 60 * seconds;
    expect((await find('one'))?.revokedAtMs).toBe(1);
  });

  test('a key that does not exist is asked after every ten seconds', async () => {
    const { find, state } = makeCache(null);
    expect(await find('one')).toBeNull();
    state.nowMs = 9 * seconds;
    expect(await find('one')).toBeNull();
    expect(state.loads).toBe(1);
    state.nowMs = 10 * seconds;
    state.record = makeKeyRecord();
    expect(await find('one')).not.toBeNull();
  });
});

test('a look-up outlives the request that began it, beside it as well', async () => {
  const { find, state, works } = makeCache();
  await find('one');
  expect(works).toHaveLength(1);
  state.nowMs = 31 * seconds;
  state.isAway = true;
  await find('one');
  expect(works).toHaveLength(2);
  await expect(works[1]).resolves.toBeUndefined();
});

test('a store that is slow is waited for: no revoked key passes, and no other is refused', async () => {
  const answers: ((record: KeyRecord) => void)[] = [];
  let nowMs = 0;
  const cache = new KeyCache({
    now: () => nowMs,
    sleep: () => Promise.resolve(),
    load: () => new Promise((resolve) => answers.push(resolve)),
  });
  const find = (id: string) => cache.find(id, () => undefined);
  const first = find('one');
  answers[0]?.(makeKeyRecord());
  await first;
  nowMs = 600 * seconds;
  const [again, other] = [find('one'), find('two')];
  await turn();
  answers[1]?.(makeKeyRecord({ revokedAtMs: 1 }));
  answers[2]?.(makeKeyRecord());
  expect((await again)?.revokedAtMs).toBe(1);
  expect(await other).not.toBeNull();
});

test('a look-up that died with its request is made anew by another', async () => {
  const { find, state } = makeCache();
  state.isSlow = true;
  void find('one');
  state.isSlow = false;
  state.nowMs = 4999;
  void find('one');
  expect(state.loads).toBe(1);
  state.nowMs = 5000;
  expect(await find('one')).not.toBeNull();
  expect(state.loads).toBe(2);
});

describe('while the store is away', () => {
  test('a known key works on for a quarter of an hour', async () => {
    const { find, state } = makeCache();
    await find('one');
    state.isAway = true;
    state.nowMs = 15 * 60 * seconds - 1;
    expect(await find('one')).not.toBeNull();
    state.nowMs = 15 * 60 * seconds;
    await expect(find('one')).rejects.toMatchObject({ code: 'auth_unavailable', status: 503 });
  });

  test('a known key is not waited for, and nobody asks again for five seconds', async () => {
    const { find, state } = makeCache();
    await find('one');
    state.isAway = true;
    state.nowMs = 60 * seconds;
    expect(await find('one')).not.toBeNull();
    expect(state.loads).toBe(2);
    state.isSlow = true;
    for (const [second, loads] of [
      [64, 2],
      [65, 3],
      [69, 3],
    ] as const) {
      state.nowMs = second * seconds;
      expect(await find('one')).not.toBeNull();
      expect(state.loads).toBe(loads);
    }
    await expect(find('two')).rejects.toMatchObject({ code: 'auth_unavailable' });
    expect(state.loads).toBe(3);
  });

  test('what fails beside a request spares the next one the wait', async () => {
    const { find, state } = makeCache();
    await find('one');
    state.isAway = true;
    state.nowMs = 59 * seconds;
    await find('one');
    await turn();
    state.nowMs = 60 * seconds;
    expect(await find('one')).not.toBeNull();
    expect(state.loads).toBe(2);
  });

  test('an unknown key is 503, never "no such key"', async () => {
    const { find, state } = makeCache();
    state.isAway = true;
    await expect(find('one')).rejects.toMatchObject({ code: 'auth_unavailable', retryable: true });
  });

  test('a key found absent is not said to be absent any longer', async () => {
    const { find, state } = makeCache(null);
    await find('one');
    state.isAway = true;
    state.nowMs = 10 * seconds;
    await expect(find('one')).rejects.toMatchObject({ code: 'auth_unavailable' });
  });
});

test('the least used records are forgotten', async () => {
  const { find, state } = makeCache();
  for (let at = 0; at <= 10_000; at++) await find(`key-${at}`);
  await find('key-1');
  expect(state.loads).toBe(10_001);
  await find('key-0');
  expect(state.loads).toBe(10_002);
});
