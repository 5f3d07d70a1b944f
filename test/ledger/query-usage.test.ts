/** Usage by any grouping, read from a real store: the sums are those of the rows, whatever is closed and cached. */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Row, totalOf } from '../../src/core/row.ts';
import { costOf, mergeCounters } from '../../src/ledger/counters.ts';
import { queryUsage, type UsageDimension, usageDimensions } from '../../src/ledger/query-usage.ts';
import { createUsageReader } from '../../src/ledger/usage-reader.ts';
import { costing, someMs } from '../support/ledger/make-row.ts';
import { openUsageBench, type UsageBench } from '../support/usage/usage-bench.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const noFilter = { by: [], filter: {}, teams: 'all' } as const;

let bench: UsageBench;
beforeAll(async () => {
  bench = await openUsageBench();
});
afterAll(() => bench.close());
beforeEach(() => bench.clear());

const costOfRows = (rows: readonly Row[]) =>
  rows.reduce((sum, { cost }) => sum + (cost === null ? 0 : totalOf(cost)), 0);

async function total(fromMs: number, toMs: number, byHour = false, reader = bench.reader()) {
  const { slices } = await reader({ fromMs, toMs, byHour });
  return queryUsage(slices, noFilter).total;
}

test('nothing is booked: nothing is read but the marks, and every count is 0', async () => {
  const before = bench.store.billedCommands();
  const { slices, completeUntilMs } = await bench.reader()({ fromMs: 0, toMs: someMs, byHour: false });
  expect({ slices, completeUntilMs }).toEqual({ slices: [], completeUntilMs: null });
  expect(queryUsage(slices, noFilter).total.attempts).toBe(0);
  expect(bench.store.billedCommands() - before).toBe(1);
});

describe('31 days', () => {
  const fromMs = someMs - (someMs % dayMs) - 30 * dayMs;
  const period = { fromMs, toMs: fromMs + 31 * dayMs, byHour: false };

  /** A row in every hour up to now, the sweep up to date. */
  async function fill(): Promise<Row[]> {
    const hours = Math.floor((someMs - fromMs) / hourMs) + 1;
    const rows = Array.from({ length: hours }, (_, at) => ({
      startedAtMs: Math.min(someMs, fromMs + at * hourMs + 60_000),
      cost: costing(1 + at),
    }));
    const booked = await bench.book(rows);
    await bench.sweep();
    return booked;
  }

  async function commandsOf(work: () => Promise<unknown>): Promise<number> {
    const before = bench.store.billedCommands();
    await work();
    return bench.store.billedCommands() - before;
  }

  test('take 35 commands at half past nine, 36 before the last hour is closed, and 1 to 3 when read again', async () => {
    const rows = await fill();
    const reader = bench.reader();
    // The marks, 30 days, what is closed of today in 3, and the hour under way.
    expect(await commandsOf(() => reader(period))).toBe(35);
    expect(await commandsOf(() => reader(period))).toBe(1);
    bench.clock.ms += 10_000;
    expect(await commandsOf(() => reader(period))).toBe(2);
    const { slices } = await reader(period);
    expect(costOf(queryUsage(slices, noFilter).total)).toBe(costOfRows(rows));

    // The hour before is not closed until five minutes past.
    bench.clock.ms = someMs - (someMs % dayMs) + 23 * hourMs + 60_000;
    await bench.sweep();
    const late = bench.reader();
    expect(await commandsOf(() => late(period))).toBe(36);
    bench.clock.ms += 10_000;
    expect(await commandsOf(() => late(period))).toBe(3);
    // From then on hours that are closed are read one by one, until the day is read again.
    bench.clock.ms += 5 * 60_000;
    await bench.sweep();
    expect(await commandsOf(() => late(period))).toBe(3);
    expect(await commandsOf(() => late(period))).toBe(1);
    bench.clock.ms += 5 * 60_000;
    expect(await commandsOf(() => late(period))).toBe(35);
  });

  test('what comes late for a closed hour is seen after ten minutes', async () => {
    const rows = await fill();
    const reader = bench.reader();
    await reader(period);
    await bench.book([{ startedAtMs: fromMs + 5 * hourMs, cost: costing(1_000_000) }]);
    expect(costOf(await total(period.fromMs, period.toMs, false, reader))).toBe(costOfRows(rows));
    expect(costOf(await total(period.fromMs, period.toMs))).toBe(costOfRows(rows) + 1_000_000);
    bench.clock.ms += 10 * 60_000;
    expect(costOf(await total(period.fromMs, period.toMs, false, reader))).toBe(costOfRows(rows) + 1_000_000);
  });
});

describe('hours that are closed between two reads are neither doubled nor hidden', () => {
  /** As the bench's, but the hours of `closing` are closed after the reads of those numbers. */
  function sweepingReader(timeZone: string, afterReads: ReadonlySet<number>, hoursEach: number) {
    const { store, now } = bench;
    let reads = 0;
    const thenClosing = async <T>(reading: Promise<T>): Promise<T> => {
      const read = await reading;
      if (afterReads.has(reads++)) {
        bench.clock.ms += hoursEach * hourMs;
        await bench.sweep(timeZone);
      }
      return read;
    };
    return createUsageReader({
      store: {
        ...store,
        run: (script, of, args, ms) => thenClosing(store.run(script, of, args, ms)),
        readFields: (key, fields) => thenClosing(store.readFields(key, fields)),
        readHashes: async (of) => {
          const hashes = [];
          for (const key of of) hashes.push(await thenClosing(store.readHash(key)));
          return hashes;
        },
      },
      timeZone,
      now,
    });
  }

  const timeZones = ['UTC', 'Asia/Kolkata', 'America/New_York'];
  const moments = fc.uniqueArray(fc.nat(11), { maxLength: 6 });

  test.each(timeZones)('in %s, whatever moments they are closed in', async (timeZone) => {
    const law = fc.asyncProperty(fc.nat(29), moments, fc.nat(9), async (sweptHours, closing, hoursEach) => {
      await bench.clear();
      // Two days of an hour each, all of them before what is read ends.
      const given = Array.from({ length: 48 }, (_, at) => ({
        startedAtMs: someMs + at * hourMs,
        cost: costing(2 ** at),
      }));
      bench.clock.ms = someMs;
      const rows = await bench.book(given, timeZone);
      bench.clock.ms = someMs + sweptHours * hourMs;
      await bench.sweep(timeZone);
      const reader = sweepingReader(timeZone, new Set(closing), hoursEach);
      const period = { fromMs: someMs - 2 * dayMs, toMs: someMs + 4 * dayMs, byHour: false };
      for (let time = 0; time < 3; time++) {
        const untilMs = bench.clock.ms;
        const { slices } = await reader(period);
        const { total } = queryUsage(slices, noFilter);
        const counted = rows.slice(0, total.attempts);
        expect(costOf(total)).toBe(costOfRows(counted));
        // No hour is missing that had begun when it was asked, and none twice.
        const begun = rows.filter(({ startedAtMs }) => startedAtMs <= untilMs).length;
        expect(total.attempts).toBeGreaterThanOrEqual(begun);
        bench.clock.ms += 4000;
      }
    });
    await fc.assert(law, { numRuns: 25 });
  });

  test('a query that ends where an hour was closed meanwhile has none of that hour', async () => {
    const rows = await bench.book([0, 1, 2, 3].map((at) => ({ startedAtMs: someMs + at * hourMs })));
    bench.clock.ms = someMs + 2 * hourMs;
    await bench.sweep();
    const [fromMs, toMs] = [someMs - (someMs % dayMs), someMs - (someMs % hourMs) + 2 * hourMs];
    const read = sweepingReader('UTC', new Set([0]), 2);
    const { slices } = await read({ fromMs, toMs, byHour: false });
    expect(costOf(queryUsage(slices, noFilter).total)).toBe(costOfRows(rows.slice(0, 2)));
  });
});

test.each(['Europe/Berlin', 'Asia/Kolkata', 'America/New_York'])(
  'days of %s begin at its midnight, in the weeks when clocks change too',
  async (timeZone) => {
    const fromMs = Date.UTC(2026, 9, 20);
    const rows = await bench.book(
      Array.from({ length: 20 * 24 }, (_, at) => ({ startedAtMs: fromMs + at * hourMs, cost: costing(1) })),
      timeZone,
    );
    bench.clock.ms = fromMs + 20 * dayMs;
    await bench.sweep(timeZone);
    const { slices } = await bench.reader(timeZone)({ fromMs, toMs: bench.clock.ms, byHour: false });
    const { groups } = queryUsage(slices, { by: ['day'], filter: {}, teams: 'all' });
    const days = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
    const expected = new Map<string, number>();
    for (const { startedAtMs } of rows) {
      const day = days.format(startedAtMs);
      expected.set(day, (expected.get(day) ?? 0) + 1);
    }
    expect(groups.map(({ names, counters }) => [names[0], counters.attempts])).toEqual([...expected]);
  },
);

const someRow = fc.record({
  startedAtMs: fc.integer({ min: 0, max: 5 * 24 * 60 }).map((minutes) => someMs - minutes * 60_000),
  route: fc.constantFrom('auto', 'route|odd', '=cmd'),
  model: fc.constantFrom('gpt-5.5', 'glm-5.3-flash'),
  team: fc.constantFrom('blue', 'red', ''),
  task: fc.constantFrom('code' as const, null),
  provider: fc.constantFrom('openai', 'openrouter'),
  app: fc.constantFrom('shop', null),
  caller: fc.constantFrom('key-1', 'key-2'),
  cost: fc.option(
    fc.record({
      input: fc.nat(1e9),
      cacheRead: fc.nat(1e9),
      cacheWrite: fc.nat(1e9),
      output: fc.nat(1e9),
      tools: fc.nat(1e9),
    }),
  ),
});

test('the groups of any grouping add up to the total, and the total to the rows, to the nano-dollar', async () => {
  const by = fc.subarray<UsageDimension>([...usageDimensions]);
  const law = fc.asyncProperty(fc.array(someRow, { maxLength: 30 }), by, async (given, dimensions) => {
    await bench.clear();
    const rows = await bench.book(given);
    await bench.sweep();
    const query = { fromMs: someMs - 6 * dayMs, toMs: someMs + hourMs, byHour: dimensions.includes('hour') };
    const { slices } = await bench.reader()(query);
    const usage = queryUsage(slices, { by: dimensions, filter: {}, teams: 'all' });
    expect(costOf(usage.total)).toBe(costOfRows(rows));
    expect(usage.total.attempts).toBe(rows.length);
    expect(usage.total.unpriced).toBe(rows.filter(({ cost }) => cost === null).length);
    expect(mergeCounters(usage.groups.map(({ counters }) => counters))).toEqual(usage.total);
    const names = usage.groups.map((group) => JSON.stringify(group.names));
    expect(new Set(names).size).toBe(names.length);
  });
  await fc.assert(law, { numRuns: 40 });
});

test('a filter counts what it names and nothing else', async () => {
  const rows = await bench.book([
    { team: 'blue', task: null, cost: costing(1) },
    { team: 'red', task: 'code', cost: costing(10) },
    { team: 'red', task: null, cost: costing(100) },
    { team: 'green', task: null, cost: costing(1000) },
  ]);
  const { slices } = await bench.reader()({ fromMs: someMs - dayMs, toMs: someMs + 1, byHour: false });
  const costWith = (filter: object) => costOf(queryUsage(slices, { by: [], filter, teams: 'all' }).total);
  expect(costWith({})).toBe(costOfRows(rows));
  expect(costWith({ team: ['red'] })).toBe(110);
  expect(costWith({ team: ['red', 'blue'], task: [''] })).toBe(101);
  expect(costWith({ team: ['nobody'] })).toBe(0);
});
