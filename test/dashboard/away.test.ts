/** The store stops answering: pages tell the last closed figures and say so, and files are not made of them. */
import { beforeEach, expect, test } from 'vitest';
import { dollars } from '../../src/dashboard/parts/format.ts';
import { StoreError, type UsageStore } from '../../src/ledger/store.ts';
import { openSeededStore } from '../support/seeded-store.ts';
import { type Browser, openBrowser, textOf } from '../support/world/dashboard.ts';

const seeded = await openSeededStore({ days: 7, scale: 0.2 });
let isAway = false;
/** Calls that wait for an answer; null: the store answers. */
let waiting: ((error: StoreError) => void)[] | null = null;
let nowMs = seeded.endMs;
let browser: Browser;

/** What was read is taken for fresh for ten minutes. */
function loseStore(): void {
  isAway = true;
  nowMs += 15 * 60_000;
}

/** Every call fails while it is away. */
const store = new Proxy<UsageStore>(seeded.store, {
  get: (target, name: keyof UsageStore) => {
    const value = target[name];
    if (typeof value !== 'function') return value;
    return (...args: never[]) => {
      if (waiting !== null) return new Promise((_, reject) => waiting?.push(reject));
      return isAway
        ? Promise.reject(new StoreError('test', new Error('away')))
        : (value as (...given: never[]) => unknown).apply(target, args);
    };
  },
});

/** How often the page waited for a store that is silent until all its calls time out. */
async function countWaits(path: string): Promise<number> {
  waiting = [];
  let isDone = false;
  const page = browser.get(path).finally(() => {
    isDone = true;
  });
  let waits = 0;
  while (!isDone) {
    const timedOut = waiting;
    waiting = [];
    if (timedOut.length > 0) waits++;
    for (const reject of timedOut) reject(new StoreError('test', new Error('silent')));
    // All that follows from it is asked for before the next turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
  waiting = null;
  await page;
  return waits;
}

beforeEach(async () => {
  isAway = false;
  nowMs = seeded.endMs;
  browser = await openBrowser({ store, nowMs, now: () => nowMs });
  // Signed in, and nothing read yet.
  await browser.post('/dashboard/theme', { theme: 'auto' });
});

const paths = ['/dashboard', '/dashboard/routes', '/dashboard/teams', '/dashboard/models'];

test.each(paths)('%s tells what was closed, and since when it is old', async (path) => {
  const fresh = await browser.get(`${path}?from=2026-11-14&to=2026-11-19`);
  loseStore();
  const stale = await browser.get(`${path}?from=2026-11-14&to=2026-11-19`);
  expect([fresh.status, stale.status]).toEqual([200, 200]);
  const text = textOf(stale.html);
  expect(text).toContain(
    'The store does not answer. These are the last figures that were read, at 2026-11-20 15:20:00, without the hours that were not closed then.',
  );
  // Of the hour from 15:00 on nothing is left, though it was read at 15:20.
  expect(textOf(fresh.html)).toContain('Data until 2026-11-20 15:20:00 UTC');
  expect(text).toContain('Data until 2026-11-20 15:00:00 UTC; closed until 2026-11-20 15:00:00.');
  const closed = seeded.rows
    .filter((row) => seeded.dayOf(row) >= '2026-11-14' && seeded.dayOf(row) <= '2026-11-19')
    .reduce((sum, { cost }) => sum + (cost === null ? 0 : Object.values(cost).reduce((a, b) => a + b, 0)), 0);
  expect(text).toContain(dollars(closed));
});

test('reconciliation reads together: a silent store is waited for twice at most', async () => {
  const path = '/dashboard/reconcile';
  await browser.get(path);
  nowMs += 15 * 60_000;
  expect(await countWaits(path)).toBeLessThanOrEqual(2);
});

test('a period that nobody has read is told to be out of reach, and nothing is made up', async () => {
  loseStore();
  const { status, html } = await browser.get('/dashboard/routes?from=2026-11-14&to=2026-11-15');
  expect(status).toBe(503);
  expect(textOf(html)).toContain('The store does not answer');
});

test('budgets that nobody can read are unknown, and not none', async () => {
  await browser.get('/dashboard/teams');
  await browser.get('/dashboard');
  loseStore();
  const unknown = '– Look at this: not known: the store does not answer';
  expect(textOf((await browser.get('/dashboard/teams')).html)).toContain(`Budgets over 80 % ${unknown}`);
  expect(textOf((await browser.get('/dashboard')).html)).toContain(`Budgets of the month ${unknown}`);
});

test('it is all as before once the store is back', async () => {
  await browser.get('/dashboard');
  loseStore();
  await browser.get('/dashboard');
  isAway = false;
  expect(textOf((await browser.get('/dashboard')).html)).not.toContain('does not answer');
});

test('no figures that are old are told to programs', async () => {
  await browser.get('/dashboard/routes');
  loseStore();
  const headers = { authorization: 'Bearer ADMIN' };
  for (const path of ['/admin/usage', '/admin/export?kind=usage-daily'])
    expect((await browser.call('GET', path, undefined, headers)).status).toBe(503);
});
