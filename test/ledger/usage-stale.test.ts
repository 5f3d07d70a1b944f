/** What an isolate still tells of usage while the store is away: what was closed when it was read, or nothing. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { costOf } from '../../src/ledger/counters.ts';
import { queryUsage } from '../../src/ledger/query-usage.ts';
import { StoreError, type UsageStore } from '../../src/ledger/store.ts';
import { createUsageReader, type UsageReader } from '../../src/ledger/usage-reader.ts';
import { costing } from '../support/ledger/make-row.ts';
import { openUsageBench, type UsageBench } from '../support/usage/usage-bench.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;
const dayMs = 24 * hourMs;
const midnightMs = Date.UTC(2026, 10, 20);

describe('while the store is away', () => {
  let bench: UsageBench;
  let isAway: boolean;
  let reader: UsageReader;
  beforeAll(async () => {
    bench = await openUsageBench();
  });
  afterAll(() => bench.close());
  beforeEach(async () => {
    await bench.clear();
    isAway = false;
    const away = (): never => {
      throw new StoreError('test', null);
    };
    const store: UsageStore = {
      ...bench.store,
      run: async (...call) => (isAway ? away() : bench.store.run(...call)),
      readFields: async (...call) => (isAway ? away() : bench.store.readFields(...call)),
      readHashes: async (...call) => (isAway ? away() : bench.store.readHashes(...call)),
    };
    reader = createUsageReader({ store, timeZone: 'UTC', now: bench.now });
    await bench.book([
      { startedAtMs: midnightMs - 2 * dayMs, cost: costing(1) },
      { startedAtMs: midnightMs - hourMs, cost: costing(10) },
      { startedAtMs: midnightMs + minuteMs, cost: costing(100) },
    ]);
    bench.clock.ms = midnightMs + 10 * minuteMs;
    await bench.sweep();
  });

  const read = async (fromMs: number, toMs: number) => {
    const { slices, ...rest } = await reader({ fromMs, toMs, byHour: false, orStale: true });
    return { cost: costOf(queryUsage(slices, { by: [], filter: {}, teams: 'all' }).total), ...rest };
  };

  test('what was closed is told, as old as the oldest part of it', async () => {
    const first = bench.clock.ms;
    await read(midnightMs - 3 * dayMs, midnightMs - dayMs);
    bench.clock.ms += 5 * minuteMs;
    expect(await read(midnightMs - 3 * dayMs, midnightMs + dayMs)).toMatchObject({
      cost: 111,
      staleSinceMs: null,
    });
    isAway = true;
    bench.clock.ms += hourMs;
    const firstMs = midnightMs - 2 * dayMs;
    const stale = { cost: 11, completeUntilMs: midnightMs, firstMs, staleSinceMs: first };
    expect(await read(midnightMs - 3 * dayMs, midnightMs + dayMs)).toEqual(stale);
  });

  test('a period of which nothing was closed is not told to be empty', async () => {
    expect(await read(midnightMs, midnightMs + dayMs)).toMatchObject({ cost: 100 });
    isAway = true;
    bench.clock.ms += hourMs;
    await expect(read(midnightMs, midnightMs + dayMs)).rejects.toThrow(StoreError);
  });
});
