/** What pages say of a period against the one before: on the first day, where recording began within it, long after. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findCompared } from '../../src/dashboard/compared.ts';
import { costing } from '../support/ledger/make-row.ts';
import { openUsageBench, type UsageBench } from '../support/usage/usage-bench.ts';
import { type Browser, openBrowser, textOf } from '../support/world/dashboard.ts';

const nowMs = Date.UTC(2026, 10, 20, 15, 20);
const usd = 1_000_000_000;
let bench: UsageBench;
beforeAll(async () => {
  bench = await openUsageBench();
});
afterAll(() => bench.close());
beforeEach(() => bench.clear());

/** USD by when. */
async function open(costs: Readonly<Record<string, number>>): Promise<Browser> {
  const rows = Object.entries(costs).map(([at, each]) => ({
    startedAtMs: Date.parse(at),
    route: 'everyday',
    cost: costing(each * usd),
  }));
  await bench.book(rows);
  bench.clock.ms = nowMs;
  return openBrowser({ store: bench.store, nowMs });
}

const pageOf = async (browser: Browser, path: string) => textOf((await browser.get(path)).html);

test('today is left out only of a period that it is in', () => {
  const isLeftOut = (from: string, to: string) => findCompared({ from, to }, '2026-11-20')?.isTodayLeftOut;
  expect([isLeftOut('2026-11-01', '2026-11-20'), isLeftOut('2026-11-14', '2026-11-30')]).toEqual([
    true,
    true,
  ]);
  expect([isLeftOut('2026-10-01', '2026-10-31'), isLeftOut('2026-11-14', '2026-11-19')]).toEqual([
    false,
    false,
  ]);
});

describe('the first day', () => {
  test.each(['/dashboard', '/dashboard/routes', '/dashboard/routes/everyday'])(
    '%s says that only today has calls',
    async (path) => {
      const text = await pageOf(await open({ '2026-11-20T09:00Z': 0.1 }), path);
      expect(text).toContain('Only today has calls so far: it is compared once it is over.');
      expect(text).not.toMatch(/no calls in this period|the same to the nano-dollar|Nothing changed/);
    },
  );

  test('the tile of the overview holds nothing against nothing', async () => {
    const text = await pageOf(await open({ '2026-11-20T09:00Z': 0.1 }), '/dashboard');
    expect(text).toContain('Against the first 19 days of October – only today has calls so far');
  });
});

describe('where recording began within the days before', () => {
  const costs = { '2026-09-23T00:10Z': 1, '2026-09-30T10:00Z': 1, '2026-10-05T10:00Z': 9 };
  const october = '?from=2026-10-01&to=2026-10-31';
  const since = 'Nothing is held against September: calls are recorded from 23 September on only.';

  test.each(['/dashboard', '/dashboard/routes', '/dashboard/routes/everyday', '/dashboard/teams'])(
    '%s says so, and tells no change',
    async (path) => {
      const text = await pageOf(await open(costs), path + october);
      expect(text).toContain(since);
      expect(text).not.toMatch(/rose|up \d|Why it changed|Top movers|Change against/);
    },
  );

  test('the hour is told where it began within a day', async () => {
    const text = await pageOf(
      await open({ '2026-09-01T09:30Z': 1, '2026-10-05T10:00Z': 9 }),
      `/dashboard${october}`,
    );
    expect(text).toContain('calls are recorded from 1 September, 09:00 on only.');
  });

  test('a change is told against days that are whole, or before all of it', async () => {
    const whole = await pageOf(await open({ '2026-08-30T10:00Z': 1, ...costs }), `/dashboard${october}`);
    expect(whole).toContain('Against September up 350 % $9.00 after $2.00');
    expect(whole).toContain('Cost rose 350 %');
    await bench.clear();
    const none = await pageOf(await open({ '2026-10-05T10:00Z': 9 }), `/dashboard${october}`);
    expect(none).toContain('The first calls came in this period');
  });
});

test('"until yesterday" stands on what today was cut off of, and on nothing else', async () => {
  const browser = await open({
    '2026-08-30T10:00Z': 1,
    '2026-09-30T10:00Z': 1,
    '2026-10-05T10:00Z': 9,
    '2026-11-05T10:00Z': 9,
  });
  for (const path of ['/dashboard', '/dashboard/routes', '/dashboard/routes/everyday']) {
    expect(await pageOf(browser, `${path}?from=2026-10-01&to=2026-10-31`)).not.toContain('until yesterday');
    expect(await pageOf(browser, path)).toContain('until yesterday');
  }
});

test('a route on its own page is not called the one that it is mostly of', async () => {
  const browser = await open({ '2026-09-01T00:00Z': 1, '2026-10-05T10:00Z': 9 });
  const text = await pageOf(browser, '/dashboard/routes/everyday?from=2026-10-01&to=2026-10-31');
  expect(text).toContain('Cost rose 800 %');
  expect(text).not.toContain('mostly everyday');
});
