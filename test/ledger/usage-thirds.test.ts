/** Thirds of months: the sum of their days, read in their place only where they are whole, and what that saves. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { windowAt } from '../../src/core/budget-window.ts';
import { type Row, totalOf } from '../../src/core/row.ts';
import { costOf } from '../../src/ledger/counters.ts';
import { hourAt, thirdOf } from '../../src/ledger/hours.ts';
import { keys } from '../../src/ledger/keys.ts';
import { queryUsage } from '../../src/ledger/query-usage.ts';
import { planSpans } from '../../src/ledger/usage-spans.ts';
import { costing, someMs } from '../support/ledger/make-row.ts';
import { openUsageBench, type UsageBench } from '../support/usage/usage-bench.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

test('a month has three thirds, the last as long as is left', () => {
  expect(['20260201', '20260210', '20260211', '20260220', '20260221', '20260228'].map(thirdOf)).toEqual([
    '2026021',
    '2026021',
    '2026022',
    '2026022',
    '2026023',
    '2026023',
  ]);
  expect(thirdOf('20261231')).toBe('2026123');
});

describe('read from a store', () => {
  let bench: UsageBench;
  beforeAll(async () => {
    bench = await openUsageBench();
  });
  afterAll(() => bench.close());
  beforeEach(() => bench.clear());

  /** November 2026 from its 3rd, two rows each 24 hours, closed to its end. */
  async function fill(timeZone: string): Promise<Row[]> {
    const { startMs, endMs } = windowAt('month', timeZone, Date.UTC(2026, 10, 15));
    const days = Array.from({ length: 28 }, (_, at) => startMs + (at + 2) * dayMs);
    const given = days.flatMap((atMs, at) => [
      { startedAtMs: atMs, cost: costing(2 ** at) },
      { startedAtMs: atMs + dayMs - 1, cost: costing(2 ** at), team: 'red' },
    ]);
    bench.clock.ms = (endMs ?? 0) + 10 * 60_000;
    const rows = await bench.book(given, timeZone);
    await bench.sweep(timeZone);
    return rows;
  }

  const costOfRows = (rows: readonly Row[]) =>
    rows.reduce((sum, { cost }) => sum + (cost === null ? 0 : totalOf(cost)), 0);

  async function read(fromMs: number, toMs: number, timeZone: string) {
    const query = { fromMs, toMs, byHour: false };
    const [byDays, byThirds] = await Promise.all([
      bench.reader(timeZone)(query),
      bench.reader(timeZone)({ ...query, byDay: false }),
    ]);
    const asked = { by: ['team'], filter: {}, teams: 'all' } as const;
    const [days, thirds] = [queryUsage(byDays.slices, asked), queryUsage(byThirds.slices, asked)];
    expect(thirds).toEqual(days);
    return { cost: costOf(thirds.total), slices: byThirds.slices };
  }

  const isThird = ({ day }: { readonly day: string | null }) => day === null;

  test.each(['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/New_York'])(
    'in %s any period has the same sums from thirds as from days',
    async (timeZone) => {
      const rows = await fill(timeZone);
      const { startMs, endMs } = windowAt('month', timeZone, Date.UTC(2026, 10, 15));
      const whole = await read(startMs, endMs ?? 0, timeZone);
      expect(whole.cost).toBe(costOfRows(rows));
      expect(whole.slices.map(isThird)).toEqual([true, true, true]);
      for (const [from, to] of [
        [1, 30],
        [0, 20],
        [10, 29],
        [9, 21],
      ] as const) {
        const { cost } = await read(startMs + from * dayMs, startMs + to * dayMs, timeZone);
        const within = rows.filter(
          ({ startedAtMs }) => startedAtMs >= startMs + from * dayMs && startedAtMs < startMs + to * dayMs,
        );
        expect(cost).toBe(costOfRows(within));
      }
    },
  );

  test('what comes late for a closed hour is in its third, too', async () => {
    const rows = await fill('UTC');
    const late = await bench.book([{ startedAtMs: Date.UTC(2026, 10, 12), cost: costing(2 ** 40) }]);
    const { cost, slices } = await read(Date.UTC(2026, 10, 1), Date.UTC(2026, 11, 1), 'UTC');
    expect(slices.filter(isThird)).toHaveLength(3);
    expect(cost).toBe(costOfRows([...rows, ...late]));
  });

  /** As a release does that knows of no thirds: the day has the hour, its third has not, and the mark stands still. */
  async function closeByEarlierRelease(hours: number): Promise<void> {
    const [mark] = await bench.store.readFields(keys.state, ['thirds']);
    const names = ['2026111', '2026112', '2026113'].map(keys.third);
    const kept = await Promise.all(names.map((name) => bench.store.readHash(name)));
    bench.clock.ms += hours * hourMs;
    await bench.sweep();
    for (const [at, name] of names.entries()) {
      await bench.store.send('DEL', name);
      for (const [field, text] of kept[at] ?? []) await bench.store.writeField(name, field, text);
    }
    if (mark) await bench.store.writeField(keys.state, 'thirds', mark);
    else await bench.store.send('HDEL', keys.state, 'thirds');
  }

  test.each([
    ['at first', 0, 30, [2, 3]],
    ['within a third', 7 * 24, 30, [2, 3]],
    ['up to the last hours before one', 10 * 24 - 33, 30, [3]],
    ['after a rollback, from the second to the third', 12 * 24, 14 * 24, []],
  ] as const)(
    'an earlier release closed hours %s: thirds that it may lack are read by days',
    async (_, before, hours, whole) => {
      const startMs = Date.UTC(2026, 10, 1);
      const given = Array.from({ length: 30 }, (_, at) => ({
        startedAtMs: startMs + at * dayMs + 5 * hourMs,
        cost: costing(2 ** at),
      }));
      bench.clock.ms = startMs + 5 * hourMs;
      const rows = await bench.book(given);
      bench.clock.ms = startMs + before * hourMs;
      if (whole.length === 0) await bench.sweep();
      await closeByEarlierRelease(hours);
      bench.clock.ms = startMs + 31 * dayMs;
      await bench.sweep();
      const { cost, slices } = await read(startMs, startMs + 30 * dayMs, 'UTC');
      expect(cost).toBe(costOfRows(rows));
      expect(slices.filter(isThird)).toHaveLength(whole.length);
    },
  );

  test('a day that is asked for is never hidden in a third', async () => {
    await fill('UTC');
    const query = { fromMs: Date.UTC(2026, 10, 1), toMs: Date.UTC(2026, 11, 1), byHour: false, byDay: false };
    const { slices } = await bench.reader()(query);
    expect(() => queryUsage(slices, { by: ['day'], filter: {}, teams: 'all' })).toThrow('days are asked for');
  });

  test('31 days by day and the 31 before them: 60 commands at most, 3 when read again', async () => {
    const zone = 'Europe/Berlin';
    const endMs = windowAt('day', zone, someMs).endMs ?? 0;
    const hours = Array.from({ length: 63 * 24 }, (_, at) => ({ startedAtMs: someMs - at * hourMs }));
    bench.clock.ms = endMs - 58 * 60_000;
    await bench.book(hours, zone);
    await bench.sweep(zone);
    const [fromMs = 0, beforeMs = 0] = [30, 61].map(
      (days) => windowAt('day', zone, someMs - days * dayMs).startMs,
    );
    const reader = bench.reader(zone);
    const commandsOf = async () => {
      const before = bench.store.billedCommands();
      await reader({ fromMs, toMs: endMs, byHour: false });
      await reader({ fromMs: beforeMs, toMs: fromMs, byHour: false, byDay: false });
      return bench.store.billedCommands() - before;
    };
    expect(await commandsOf()).toBeLessThanOrEqual(60);
    bench.clock.ms += 10_000;
    expect(await commandsOf()).toBeLessThanOrEqual(3);
  });
});

test.each(['UTC', 'Europe/Berlin', 'Asia/Kolkata'])(
  'in %s 31 days, on whatever day they end, and what they are compared with are 60 commands at most',
  (timeZone) => {
    const first = hourAt(Date.UTC(2024, 0, 1), timeZone).name;
    let most = 0;
    for (let atMs = Date.UTC(2026, 0, 1, 12); atMs < Date.UTC(2028, 2, 1); atMs += dayMs) {
      const day = windowAt('day', timeZone, atMs);
      const nowMs = (day.endMs ?? 0) - 58 * 60_000;
      const closed = hourAt(nowMs - 2 * hourMs, timeZone).name;
      const until = { closed, first, thirdsFrom: first, nowMs, timeZone };
      const fromMs = windowAt('day', timeZone, atMs - 30 * dayMs).startMs;
      const beforeMs = windowAt('day', timeZone, atMs - 61 * dayMs).startMs;
      const count = (query: { fromMs: number; toMs: number; byDay?: boolean }) =>
        planSpans({ ...query, byHour: false }, until, { day: hourAt(nowMs, timeZone).day, closed }).length;
      // The marks, and today in three commands in place of one.
      const own = 1 + 2 + count({ fromMs, toMs: day.endMs ?? 0 });
      const month = windowAt('month', timeZone, windowAt('month', timeZone, atMs).startMs - 1);
      most = Math.max(
        most,
        own + count({ fromMs: beforeMs, toMs: fromMs, byDay: false }),
        own + count({ fromMs: month.startMs, toMs: month.endMs ?? 0, byDay: false }),
      );
    }
    expect(most).toBeLessThanOrEqual(60);
    expect(most).toBeGreaterThan(36);
  },
);
