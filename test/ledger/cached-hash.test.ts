/** A hash of the store in the isolate: how old it may be, and whose read died with its request. */
import { describe, expect, test } from 'vitest';
import { CachedHash } from '../../src/ledger/cached-hash.ts';

type Read = { readonly bring: (text: string) => void; readonly fail: () => void };

/** Reads wait until the test lets them go; `sleeps` are those for want of patience, which end at once. */
function makeHash() {
  const clock = { ms: 0 };
  const reads: Read[] = [];
  const sleeps: number[] = [];
  const hash = new CachedHash({
    store: {
      readHash: () =>
        new Promise((resolve, reject) =>
          reads.push({
            bring: (text) => resolve(new Map([['one', text]])),
            fail: () => reject(new Error('away')),
          }),
        ),
    },
    key: 'any',
    parse: (text) => text,
    now: () => clock.ms,
    sleep: async (ms) => void sleeps.push(ms),
  });
  const ready = () => hash.ready(() => undefined);
  /** As read at 0. */
  const filled = async () => {
    const first = ready();
    reads[0]?.bring('old');
    await first;
  };
  return { clock, reads, sleeps, hash, ready, filled };
}

/** Whether it waits for a read that has not come. */
const isWaiting = async (work: Promise<boolean>) =>
  (await Promise.race([work, new Promise((resolve) => setImmediate(resolve, 'waiting'))])) === 'waiting';

describe('what was read', () => {
  test('is used for a minute, and read anew beside the requests of its second half', async () => {
    const { clock, reads, hash, ready, filled } = makeHash();
    await filled();
    clock.ms = 59_999;
    expect(await ready()).toBe(true);
    expect([reads.length, hash.get('one')]).toEqual([2, 'old']);
  });

  test('is not used when it is older: the request waits for the read', async () => {
    const { clock, reads, sleeps, hash, ready, filled } = makeHash();
    await filled();
    clock.ms = 60_000;
    const waiting = ready();
    expect(await isWaiting(waiting)).toBe(true);
    reads[1]?.bring('new');
    expect(await waiting).toBe(true);
    expect([hash.get('one'), sleeps]).toEqual(['new', []]);
  });

  test('holds while the store is away, for which nobody waits twice', async () => {
    const { clock, reads, sleeps, hash, ready, filled } = makeHash();
    await filled();
    clock.ms = 3_600_000;
    const waiting = ready();
    reads[1]?.fail();
    expect([await waiting, hash.get('one'), sleeps]).toEqual([true, 'old', []]);
    expect(await ready()).toBe(true);
    expect(reads).toHaveLength(2);
    clock.ms += 2000;
    expect(await ready()).toBe(true);
    expect([reads.length, sleeps, hash.get('one')]).toEqual([3, [150], 'old']);
  });

  test('of a store that is back is waited for again', async () => {
    const { clock, reads, sleeps, hash, ready } = makeHash();
    const failing = ready();
    reads[0]?.fail();
    expect(await failing).toBe(false);
    clock.ms = 2000;
    const patient = ready();
    reads[1]?.bring('old');
    await patient;
    const sleptBefore = sleeps.length;
    clock.ms = 100_000;
    const waiting = ready();
    expect(await isWaiting(waiting)).toBe(true);
    reads[2]?.bring('new');
    expect([await waiting, hash.get('one'), sleeps.length]).toEqual([true, 'new', sleptBefore]);
  });
});

test('a read that died with its request holds up nobody for ever', async () => {
  const clock = { ms: 0 };
  const reads: ((written: Map<string, string>) => void)[] = [];
  const hash = new CachedHash({
    store: { readHash: () => new Promise((resolve) => reads.push(resolve)) },
    key: 'any',
    parse: (text) => text,
    now: () => clock.ms,
    sleep: () => new Promise(() => {}),
  });
  const ready = () => hash.ready(() => undefined);
  void ready();
  clock.ms = 4999;
  void ready();
  expect(reads).toHaveLength(1);
  clock.ms = 5000;
  const [next, beside] = [ready(), ready()];
  expect(reads).toHaveLength(2);
  reads[1]?.(new Map([['one', 'new']]));
  expect(await Promise.all([next, beside])).toEqual([true, true]);
  expect(hash.get('one')).toBe('new');
});
