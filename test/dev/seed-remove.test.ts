/** Demo data beside real data, and taken out again: what is real stays to the byte. */
import { describe, expect, test } from 'vitest';
import type { ScopeAsk } from '../../src/core/budget.ts';
import { createWindowReader } from '../../src/core/budget-window.ts';
import type { Row } from '../../src/core/row.ts';
import { removeDemo } from '../../src/dev/seed/remove.ts';
import { scopeMark } from '../../src/ledger/settle-call.ts';
import { tellStore } from '../../src/ledger/settle-queue.ts';
import { sweep } from '../../src/ledger/sweep.ts';
import { makeBudget, makeRow, makeScope, someId } from '../support/ledger/make-row.ts';
import { openEngineStore } from '../support/ledger/open-engine-store.ts';
import { seededEndMs, seedInto } from '../support/seeded-store.ts';

const store = await openEngineStore();
const hourMs = 3_600_000;
const timeZone = 'Europe/Berlin';
const ports = { store, timeZone, now: () => seededEndMs };
const few = { days: 3, scale: 0.1, timeZone };

const blue: ScopeAsk = makeScope(
  { budgets: [makeBudget({ window: 'month' })] },
  { scope: 'team', id: 'blue' },
);

/** Requests of teams without a mark, one of whose names only looks alike. */
async function bookReal(agoHours: readonly number[]): Promise<Row[]> {
  const windowOf = createWindowReader();
  const rows = agoHours.map((ago, at) => {
    const startedAtMs = seededEndMs - ago * hourMs;
    const team = at % 2 === 0 ? 'blue' : 'demographics';
    return makeRow({ requestId: someId(at, startedAtMs), startedAtMs, team, route: 'everyday' });
  });
  for (const row of rows) {
    const scopes = row.team === 'blue' ? [scopeMark(blue, row.startedAtMs, windowOf)] : [];
    await tellStore([{ kind: 'row', row, isLast: true, scopes }], { ...ports, now: () => row.startedAtMs });
  }
  return rows;
}

async function close(): Promise<void> {
  while ((await sweep(ports)).hoursClosed > 0);
}

/** Everything in the store, and when it ends. */
async function dump(): Promise<Record<string, unknown>> {
  const all: [string, unknown][] = [];
  for (const key of (await store.send('KEYS', '*')) as string[]) {
    const type = await store.send('TYPE', key);
    const ends = await store.send('EXPIRETIME', key);
    const value =
      type === 'hash'
        ? Object.fromEntries([...(await store.readHash(key))].sort())
        : type === 'stream'
          ? await store.send('XRANGE', key, '-', '+')
          : await store.send('GET', key);
    all.push([key, { value, ends }]);
  }
  return Object.fromEntries(all.sort());
}

describe('a demo that is removed', () => {
  test('leaves an empty store empty', async () => {
    await seedInto(store, few);
    const { rows, cells, limits } = await removeDemo(ports);
    expect(rows).toBeGreaterThan(100);
    expect(cells).toBeGreaterThan(100);
    expect(limits).toBe(7);
    expect(await dump()).toEqual({});
  });

  test('leaves what was there before to the byte', async () => {
    for (const [scope, id] of [
      ['team', 'blue'],
      ['key', 'demo-site'],
      ['route', 'demo-page'],
    ] as const) {
      await store.writeField('sbx:limits', `${scope}:${id}`, JSON.stringify({ object: 'limits', scope, id }));
      await store.writeField('sbx:state', `s:${scope}:${id}`, 'kept');
    }
    await bookReal([60, 50, 40, 30, 20, 10, 2]);
    await close();
    const before = await dump();
    await seedInto(store, few);
    expect(await dump()).not.toEqual(before);
    await removeDemo(ports);
    expect(await dump()).toEqual(before);
  });

  test('leaves what came after it as if it had been alone', async () => {
    await seedInto(store, few);
    await bookReal([3, 2, 1]);
    await close();
    await removeDemo(ports);
    const rows = await store.readStream('sbx:rows', '-', '+', { most: 100 });
    expect(rows).toHaveLength(3);
    const [first] = await store.readFields('sbx:state', ['first']);
    expect(first).toBe('202611201200');
  });

  test.each([
    ['in an empty store', []],
    ['in a store with rows', [20]],
  ])('%s leaves what came late for a day before', async (_, before) => {
    await bookReal(before);
    await seedInto(store, few);
    await close();
    await bookReal([40, 90]);
    await removeDemo(ports);
    const [first] = await store.readFields('sbx:state', ['first']);
    expect(first).toBe('202611162100');
  });

  test('is gone after the first time', async () => {
    await bookReal([20]);
    await seedInto(store, few);
    await removeDemo(ports);
    const once = await dump();
    expect(await removeDemo(ports)).toEqual({ rows: 0, cells: 0, limits: 0 });
    expect(await dump()).toEqual(once);
  });
});

test('a demo of two months leaves what time would have left: rows of 35 days, hours of 40', async () => {
  const { rows } = await seedInto(store, { days: 60, scale: 0.02, timeZone });
  const ageDays = (ms: number) => (seededEndMs - ms) / (24 * hourMs);
  const hours = ((await store.send('KEYS', 'sbx:hour:*')) as string[]).sort();
  const at = (name: string) =>
    Date.parse(name.replace(/.*:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3T$4:$5Z'));
  expect(ageDays(at(hours[0] ?? ''))).toBeLessThanOrEqual(40);
  expect(ageDays(at(hours[0] ?? ''))).toBeGreaterThan(38);
  const indexes = ((await store.send('KEYS', 'sbx:index:*')) as string[]).sort();
  expect(ageDays(at(indexes[0] ?? ''))).toBeLessThanOrEqual(36);
  const days = (await store.send('KEYS', 'sbx:day:*')) as string[];
  expect(days.length).toBeGreaterThanOrEqual(60);
  expect(rows.some(({ startedAtMs }) => ageDays(startedAtMs) > 59)).toBe(true);
});
