/**
 * The looks of the cron on a real store: each kind told, told once, told again when it comes back, and what looking
 * costs. The desk claims as the real one does.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { lookAndRaise, lookAtAll, type RaisePorts } from '../../src/alerts/raise-alerts.ts';
import type { AlertKind } from '../../src/core/alert.ts';
import { keys } from '../../src/ledger/keys.ts';
import { storeReconciliations } from '../../src/ledger/reconciliations.ts';
import { costing, someMs } from '../support/ledger/make-row.ts';
import { openUsageBench, type UsageBench } from '../support/usage/usage-bench.ts';
import { FakeDesk, makeAlertSettings } from '../support/world/alerts.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const usd = 1_000_000_000;
/** In the hour that is judged at `someMs`, 09:30. */
const oddMs = someMs - hourMs;
const settings = makeAlertSettings();

let bench: UsageBench;
let desk: FakeDesk;
beforeAll(async () => {
  bench = await openUsageBench();
});
afterAll(() => bench.close());
beforeEach(async () => {
  await bench.clear();
  desk = new FakeDesk(bench.now);
});

const ports = (changes: Partial<RaisePorts> = {}): RaisePorts => ({
  settings,
  store: bench.store,
  usage: bench.reader(),
  outboxState: null,
  timeZone: 'UTC',
  now: bench.now,
  ...changes,
});

/** A cron of an isolate that has read nothing; what was news in it. */
async function lookAt(ms: number, changes: Partial<RaisePorts> = {}): Promise<string[]> {
  bench.clock.ms = ms;
  const before = desk.told.length;
  await lookAndRaise(ports(changes), desk);
  return desk.told.slice(before).map(({ key }) => key);
}

async function costOfLook(ms: number): Promise<number> {
  const before = bench.store.billedCommands();
  await lookAt(ms);
  return bench.store.billedCommands() - before;
}

const dataOf = (kind: AlertKind) => desk.told.find((alert) => alert.kind === kind)?.data;

async function setBudget(id: string, window: string, limitUsd: number): Promise<void> {
  const budgets = [{ window, limit_usd: limitUsd, on_limit: 'alert' }];
  const limits = { object: 'limits', scope: 'team', id, budgets };
  await bench.store.writeField(keys.limits, `team:${id}`, JSON.stringify(limits));
}

/** The same hour of the four weeks before, each of one USD. */
async function bookUsual(): Promise<void> {
  for (const week of [4, 3, 2, 1])
    await bench.book([{ startedAtMs: oddMs - week * 7 * dayMs, cost: costing(usd) }]);
}

describe('an odd hour', () => {
  const bookOdd = (nanoUsd: number, atMs = oddMs) =>
    bench.book([{ startedAtMs: atMs, cost: costing(nanoUsd), model: 'gpt-5.5-pro' }]);

  test('is told once of a route and a team that drive each other, with what drives it', async () => {
    await bookUsual();
    await bookOdd(20 * usd);
    expect(await lookAt(someMs)).toEqual(['anomaly:route:auto']);
    expect(dataOf('anomaly')).toEqual({
      dimension: 'route',
      name: 'auto',
      startMs: Date.UTC(2026, 10, 21, 8),
      timeZone: 'UTC',
      nanoUsd: 20 * usd,
      usualNanoUsd: usd,
      driver: { route: 'auto', model: 'gpt-5.5-pro', team: 'blue', nanoUsd: 20 * usd },
    });
    // The claims end, and the hour has been judged.
    desk.claims.clear();
    expect(await lookAt(someMs + 5 * minuteMs)).toEqual([]);
  });

  test('is told of a team, too, that others drive', async () => {
    await bookUsual();
    await bench.book([
      { startedAtMs: oddMs, cost: costing(20 * usd), team: 'green' },
      { startedAtMs: oddMs, cost: costing(20 * usd), route: 'hard' },
      { startedAtMs: oddMs, cost: costing(30 * usd), route: 'hard', team: 'red' },
    ]);
    // Hard and red drive each other, and so do auto and green, who rose more; blue is driven by hard, and hard not by blue.
    expect((await lookAt(someMs)).sort()).toEqual([
      'anomaly:route:hard',
      'anomaly:team:blue',
      'anomaly:team:green',
    ]);
  });

  test('is not told at the line', async () => {
    await bookUsual();
    await bookOdd(11 * usd);
    expect(await lookAt(someMs)).toEqual([]);
  });

  test('is over with an hour as usual, and then news again', async () => {
    for (const week of [4, 3, 2, 1])
      for (const hour of [0, 1, 2])
        await bench.book([{ startedAtMs: oddMs - week * 7 * dayMs + hour * hourMs, cost: costing(usd) }]);
    await bookOdd(20 * usd);
    await bookOdd(usd, oddMs + hourMs);
    await bookOdd(20 * usd, oddMs + 2 * hourMs);
    expect(await lookAt(someMs)).toEqual(['anomaly:route:auto']);
    // 10:05 is too early for the hour from 9.
    expect(await lookAt(someMs + 35 * minuteMs)).toEqual([]);
    expect([...desk.claims.keys()].sort()).toEqual(['anomaly:route:auto', 'anomaly:team:blue']);
    expect(await lookAt(someMs + 40 * minuteMs)).toEqual([]);
    expect([...desk.claims.keys()]).toEqual([]);
    expect(await lookAt(someMs + 100 * minuteMs)).toEqual(['anomaly:route:auto']);
  });

  test('is nothing where nobody knows what is usual', async () => {
    await bookOdd(500 * usd);
    expect(await lookAt(someMs)).toEqual([]);
  });
});

test('fallbacks are told after ten minutes of them, and again only after they were over', async () => {
  const book = (requests: number, fallbacks: number) =>
    bench.book([
      ...Array.from({ length: requests }, () => ({ startedAtMs: bench.clock.ms })),
      ...Array.from({ length: fallbacks }, () => ({
        startedAtMs: bench.clock.ms,
        attempt: 2,
        role: 'fallback' as const,
      })),
    ]);
  const steps: string[][] = [];
  const step = async (minutes: number, requests: number, fallbacks: number) => {
    bench.clock.ms = someMs + minutes * minuteMs - 1;
    await book(requests, fallbacks);
    steps.push(await lookAt(someMs + minutes * minuteMs));
  };
  await step(0, 15, 5);
  await step(5, 15, 5);
  await step(10, 15, 5);
  // A dry run in between sees them, too.
  bench.clock.ms += minuteMs;
  expect((await lookAtAll(ports(), desk)).alerts.map(({ key }) => key)).toEqual(['fallback:auto']);
  await step(15, 15, 5);
  await step(20, 50, 0);
  await step(25, 15, 5);
  await step(30, 15, 5);
  expect(steps).toEqual([[], [], ['fallback:auto'], [], [], [], ['fallback:auto']]);
  expect(dataOf('fallback')).toMatchObject({ route: 'auto', requests: 30, fallbacks: 10 });
});

test('a budget that has passed a share says what it was spent on, looked up once', async () => {
  await setBudget('blue', 'day', 5);
  await bench.book([
    { cost: costing(3 * usd), route: 'hard', model: 'gpt-5.5-pro' },
    { cost: costing(usd) },
    { cost: costing(4 * usd), team: 'other' },
  ]);
  const spent = `day@UTC=${Date.UTC(2026, 10, 21)},${4 * usd},70`;
  await bench.store.writeField(keys.state, 's:team:blue', `0,0,0,0,0,0,0,0|${spent}`);
  // Off the fives, so that nothing else is read.
  const first = await costOfLook(someMs + minuteMs);
  expect(dataOf('budget')).toMatchObject({
    percent: 80,
    driver: { route: 'hard', model: 'gpt-5.5-pro', team: 'blue', nanoUsd: 3 * usd },
  });
  expect(first).toBeGreaterThan(2);
  expect(await costOfLook(someMs + 2 * minuteMs)).toBe(2);
});

describe('a month', () => {
  beforeEach(async () => {
    for (let daysAgo = 35; daysAgo >= 0; daysAgo--)
      await bench.book([{ startedAtMs: someMs - daysAgo * dayMs, cost: costing(10 * usd) }]);
    await bench.sweep();
  });

  test('that will pass a budget is told once, however often it is looked at', async () => {
    await setBudget('blue', 'month', 250);
    expect(await lookAt(someMs)).toEqual([`forecast:team:blue:2026-11-01:${250 * usd}`]);
    expect(dataOf('forecast')).toMatchObject({
      toDateNanoUsd: 210 * usd,
      limitNanoUsd: 250 * usd,
      driver: { nanoUsd: 210 * usd },
    });
    expect(await lookAt(someMs + 6 * hourMs)).toEqual([]);
    expect(await lookAt(someMs + 12 * hourMs)).toEqual([]);
  });

  test('that keeps to a budget is not told', async () => {
    await setBudget('blue', 'month', 320);
    expect(await lookAt(someMs)).toEqual([]);
  });

  test('of which much is estimated is told every six hours until it is not', async () => {
    await bench.book([{ cost: costing(5 * usd), usageSource: 'estimated', team: 'slow' }]);
    expect(await lookAt(someMs)).toEqual(['estimated']);
    expect(await lookAt(someMs + 3 * hourMs)).toEqual([]);
    expect(await lookAt(someMs + 6 * hourMs + 5 * minuteMs)).toEqual(['estimated']);
    await bench.book([{ cost: costing(5000 * usd) }]);
    await lookAt(someMs + 13 * hourMs);
    expect(desk.claims.has('estimated')).toBe(false);
  });

  test('whose bills differ is told by provider until they do not', async () => {
    const store = (billedNanoUsd: number) => {
      const figures = { ledgerNanoUsd: 10 * usd, estimatedNanoUsd: 0, correctedNanoUsd: 0, isExact: true };
      const day = { provider: 'openai' as const, day: '2026-11-20', billedNanoUsd, ...figures };
      return storeReconciliations([day], { atMs: someMs, by: 'a' }, bench.store);
    };
    await store(11 * usd);
    expect(await lookAt(someMs)).toEqual(['drift:openai']);
    await store(10 * usd);
    expect(await lookAt(someMs + 6 * hourMs)).toEqual([]);
    await store(9 * usd);
    expect(await lookAt(someMs + 12 * hourMs)).toEqual(['drift:openai']);
  });

  test('costs two commands a minute, two every five, six an hour, the month every six hours', async () => {
    await setBudget('blue', 'month', 1000);
    const minute = (at: number) => costOfLook(someMs + at * minuteMs);
    // The days that are looked back upon, the marks, what is closed of today, its hours, what was reconciled.
    const month = await minute(0);
    expect(month).toBeLessThanOrEqual(4 + 6 + 37);
    expect(month).toBeGreaterThan(4 + 6 + 28);
    expect([await minute(1), await minute(4)]).toEqual([2, 2]);
    expect([await minute(5), await minute(35)]).toEqual([4, 4]);
    expect(await minute(40)).toBe(4 + 6);
    expect(await minute(45)).toBe(4);
    bench.clock.ms = someMs + 6 * hourMs;
    await bench.sweep();
    expect(await minute(6 * 60)).toBeLessThanOrEqual(4 + 6 + 37);
  });

  test('a dry run shows everything and changes nothing', async () => {
    await setBudget('blue', 'month', 250);
    await bench.book([{ cost: null, model: 'mystery' }]);
    // Off the fives: it is not time for anything.
    bench.clock.ms = someMs + minuteMs;
    const before = await bench.store.readHash(keys.state);
    const first = await lookAtAll(ports(), desk);
    expect(first.alerts.map(({ kind }) => kind).sort()).toEqual(['forecast', 'unpriced']);
    expect(first.news).toEqual(first.alerts.map(({ key }) => key));
    expect(desk).toMatchObject({ raised: [], told: [], memory: null });
    expect(await bench.store.readHash(keys.state)).toEqual(before);
    await lookAt(someMs + 5 * minuteMs);
    const { memory } = desk;
    expect((await lookAtAll(ports(), desk)).news).toEqual([]);
    expect([desk.raised.length, desk.memory]).toEqual([1, memory]);
    desk.isAway = true;
    expect((await lookAtAll(ports(), desk)).news).toBe(null);
    expect((await lookAtAll(ports(), null)).alerts).toHaveLength(2);
  });
});

test('a store that is away while an hour is looked at keeps nothing from being told, and the hour is looked at later', async () => {
  await bookUsual();
  await bench.book([
    { startedAtMs: oddMs, cost: costing(20 * usd) },
    { cost: null, model: 'mystery' },
  ]);
  const { StoreError } = await import('../../src/ledger/store.ts');
  const store = Object.assign(Object.create(bench.store), {
    readFields: async (key: string, fields: readonly string[]) => {
      if (fields.includes('first')) throw new StoreError('read', null);
      return bench.store.readFields(key, fields);
    },
  });
  expect(await lookAt(someMs, { store, usage: null })).toEqual(['unpriced:mystery']);
  expect(await lookAt(someMs + 5 * minuteMs)).toEqual(['anomaly:route:auto']);
});
