/** How often a sign-in may fail: counted in both engines of the store, and without one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AttemptDeps, countAttempt, giveBack } from '../../src/access/sign-in-limit.ts';
import type { AttemptCounts } from '../../src/core/sign-in.ts';
import { openEmbeddedEngine } from '../../src/dev/upstash/embedded/embedded-engine.ts';
import type { Engine } from '../../src/dev/upstash/engine.ts';
import { openRedisEngine } from '../../src/dev/upstash/redis-engine.ts';
import { findRedisServer } from '../../src/dev/upstash/redis-process.ts';
import { keys } from '../../src/ledger/keys.ts';
import { StoreError } from '../../src/ledger/store.ts';
import { type EngineStore, storeOver } from '../support/ledger/engine-store.ts';

const startMs = Date.UTC(2026, 10, 21, 12);
const tenMinutes = 600_000;
const clock = { ms: startMs };
const [one, two] = ['1'.repeat(64), '2'.repeat(64)];

beforeEach(() => {
  clock.ms = startMs;
});

function isolateWith(scripts: AttemptDeps['scripts']): AttemptDeps & { readonly counts: AttemptCounts } {
  return { counts: new Map(), scripts, now: () => clock.ms };
}

const away: AttemptDeps['scripts'] = {
  run: async () => {
    throw new StoreError('script', new DOMException('late', 'TimeoutError'));
  },
};

/** How many of so many attempts may be tried. */
async function tried(times: number, address: string, deps: AttemptDeps): Promise<number> {
  const attempts = await Promise.all(Array.from({ length: times }, () => countAttempt(address, deps)));
  return attempts.filter(({ refusal }) => refusal === null).length;
}

async function secondsOf(address: string, deps: AttemptDeps): Promise<number> {
  const { refusal } = await countAttempt(address, deps);
  expect(refusal).toMatchObject({ code: 'rate_limited', status: 429 });
  return (refusal?.retryAfterMs ?? 0) / 1000;
}

function describeStore(title: string, open: (dataDir: string) => Promise<Engine>): void {
  describe(title, { timeout: 30_000 }, () => {
    let folder = '';
    let engine: Engine | null = null;
    let store: EngineStore;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'signalbox-sign-in-'));
      engine = await open(join(folder, 'data'));
      store = storeOver(engine);
    });
    afterAll(async () => {
      await engine?.stop();
      rmSync(folder, { recursive: true, force: true });
    });
    beforeEach(async () => void (await store.send('FLUSHALL')));

    test('ten of one address may fail, in all isolates together and at once', async () => {
      const isolates = [1, 2, 3].map(() => isolateWith(store));
      const counted = await Promise.all(isolates.map((isolate) => tried(6, one, isolate)));
      expect(counted.reduce((sum, each) => sum + each, 0)).toBe(10);
      expect(await tried(1, two, isolateWith(store))).toBe(1);
    });

    test('the ten minutes begin with the first and are not drawn out', async () => {
      const isolate = isolateWith(store);
      await tried(10, one, isolate);
      expect(await store.send('PTTL', keys.signInAttempts(one))).toBeGreaterThan(tenMinutes - 30_000);
      await store.send('PEXPIRE', keys.signInAttempts(one), 5000);
      expect(await secondsOf(one, isolate)).toBeLessThanOrEqual(5);
      await store.send('DEL', keys.signInAttempts(one));
      clock.ms += 5000;
      expect(await tried(1, one, isolate)).toBe(1);
    });

    test('one that succeeds takes only itself back', async () => {
      const isolate = isolateWith(store);
      await tried(9, one, isolate);
      for (const _ of 'twenty sign-ins here.') {
        expect(await tried(1, one, isolate)).toBe(1);
        await giveBack(one, isolate);
      }
      expect(await tried(3, one, isolate)).toBe(1);
    });

    test('an address that is refused costs the store nothing more', async () => {
      const isolate = isolateWith(store);
      await tried(10, one, isolate);
      expect(await tried(1, one, isolate)).toBe(0);
      const before = store.billedCommands();
      expect(await tried(50, one, isolate)).toBe(0);
      expect(store.billedCommands()).toBe(before);
    });
  });
}

describeStore('the embedded engine', (dataDir) => openEmbeddedEngine({ dataDir }));

const program = findRedisServer();
const reason = program ? '' : ' (left out: there is no redis-server on PATH)';
describe.skipIf(!program)(`the real redis-server${reason}`, () => {
  describeStore('counts', (dataDir) => openRedisEngine(program ?? '', dataDir));
});

describe.each([
  { title: 'without a store', scripts: null },
  { title: 'while the store is away', scripts: away },
])('$title', ({ scripts }) => {
  test('an isolate counts itself: nobody is locked out, nobody guesses freely', async () => {
    const isolate = isolateWith(scripts);
    expect(await tried(30, one, isolate)).toBe(10);
    expect(await tried(1, two, isolate)).toBe(1);
    expect(await secondsOf(one, isolate)).toBe(600);
    clock.ms += tenMinutes - 1;
    expect(await secondsOf(one, isolate)).toBe(1);
    clock.ms += 1;
    expect(await tried(30, one, isolate)).toBe(10);
  });

  test('one that succeeds is given back', async () => {
    const isolate = isolateWith(scripts);
    for (const _ of 'more than ten sign-ins') {
      expect(await tried(1, one, isolate)).toBe(1);
      await giveBack(one, isolate);
    }
  });
});

describe('an isolate', () => {
  const addresses = Array.from({ length: 200 }, (_, at) => `${at}`.padStart(64, '0'));

  test('takes a hundred failures a minute, of however many addresses', async () => {
    const isolate = isolateWith(null);
    const counted = await Promise.all(addresses.map((address) => tried(1, address, isolate)));
    expect(counted.filter((each) => each === 1)).toHaveLength(100);
    expect(await secondsOf(two, isolate)).toBe(60);
    expect(isolate.counts.size).toBeLessThanOrEqual(102);
    clock.ms += 60_000;
    expect(await tried(1, two, isolate)).toBe(1);
  });

  test('is not shut for others by one address that goes on', async () => {
    const isolate = isolateWith(null);
    expect(await tried(1000, one, isolate)).toBe(10);
    expect(await tried(1, two, isolate)).toBe(1);
  });

  test('forgets addresses whose time is over', async () => {
    const isolate = isolateWith(null);
    for (const address of addresses.slice(0, 50)) await tried(1, address, isolate);
    clock.ms += tenMinutes;
    await tried(1, one, isolate);
    expect(isolate.counts.size).toBe(2);
  });
});

test('the first that is refused for its number is told apart from those after it', async () => {
  const isolate = isolateWith(null);
  await tried(10, one, isolate);
  expect((await countAttempt(one, isolate)).over).toBe(1);
  expect((await countAttempt(one, isolate)).over).toBe(2);
});

test('and so is the first of a minute that is refused for the number of all', async () => {
  const isolate = isolateWith(null);
  for (let at = 0; at < 100; at++) await countAttempt(`${at}`.padStart(64, '0'), isolate);
  for (const over of [1, 2, 3]) expect((await countAttempt(one, isolate)).over).toBe(over);
  clock.ms += 60_000;
  expect((await countAttempt(one, isolate)).refusal).toBeNull();
});
