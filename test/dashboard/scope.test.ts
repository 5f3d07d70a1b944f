/**
 * A viewer of one team sees nothing of another, by any page, filter or export: what they get is to the letter what they
 * would get if the other team did not exist.
 */
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { requestIdAt } from '../../src/core/request-time.ts';
import { dashboardEndpoints } from '../../src/dashboard/endpoints.ts';
import { tellStore } from '../../src/ledger/settle-queue.ts';
import type { ScriptStore } from '../../src/ledger/store.ts';
import { costing, makeRow } from '../support/ledger/make-row.ts';
import { openSeededStore } from '../support/seeded-store.ts';
import { type Browser, makePerson, openBrowser } from '../support/world/dashboard.ts';

const nowMs = Date.UTC(2026, 10, 20, 15, 20);
const dayMs = 86_400_000;
const own = 'care';
const other = 'rivals';
const viewer = makePerson('viewer', [own]);
const routes = ['everyday', 'chat', 'only-rivals'];
const models = ['gpt-5.5', 'gpt-5.5-pro', 'gpt-4o-mini'];

/** 60 rows of each team over 40 days; the other's are the dearer ones. */
async function book(store: ScriptStore, teams: readonly string[]): Promise<void> {
  for (const [which, team] of teams.entries()) {
    for (let at = 0; at < 60; at++) {
      const startedAtMs = nowMs - Math.floor((at * 40 * dayMs) / 60) - 3_600_000;
      const route = team === own ? routes[at % 2] : routes[at % 3];
      const row = makeRow({
        requestId: requestIdAt(startedAtMs, `${which}${String(at).padStart(15, '0')}`),
        startedAtMs,
        team,
        route: route ?? 'chat',
        model: models[at % 3] ?? 'gpt-5.5',
        caller: `${team}-key`,
        cost: costing(team === own ? 1_000_000 * (at + 1) : 7_000_000_000 + at),
      });
      await tellStore([{ kind: 'row', row, isLast: true, scopes: [] }], {
        store,
        timeZone: 'UTC',
        now: () => startedAtMs,
      });
    }
  }
}

const [both, alone] = [
  await openSeededStore({ days: 1, scale: 0, endMs: nowMs }),
  await openSeededStore({ days: 1, scale: 0, endMs: nowMs }),
];
let beside: Browser;
let without: Browser;

beforeAll(async () => {
  await book(both.store, [own, other]);
  await book(alone.store, [own]);
  beside = await openBrowser({ store: both.store, nowMs, people: [viewer] });
  without = await openBrowser({ store: alone.store, nowMs, people: [viewer] });
});

/** Ids of requests are the only thing that two same answers differ in. */
const plain = (html: string) => html.replace(/req_[0-9a-z]+/g, 'req');

const paths = dashboardEndpoints
  .filter(({ method, path }) => method === 'GET' && !/assets|sign-in/.test(path))
  .map(({ path }) => path);

const name = fc.constantFrom(
  own,
  other,
  'everyday',
  'chat',
  'only-rivals',
  'gpt-5.5',
  'gpt-5.5-pro',
  '',
  '*',
  'care,rivals',
);
const day = fc.constantFrom('2026-10-15', '2026-11-01', '2026-11-14', '2026-11-20');
const param = fc.oneof(
  fc.tuple(fc.constantFrom('team', 'route', 'model', 'task', 'kind', 'by', 'id', 'q'), name),
  fc.tuple(fc.constantFrom('from', 'to'), day),
  fc.tuple(fc.constant('kind'), fc.constantFrom('focus', 'usage-daily', 'manifest')),
);

test('there is something to look at', () => {
  expect(paths).toContain('/dashboard');
  expect(paths.length).toBeGreaterThan(6);
});

test('every answer is the one that would come if the other team did not exist', async () => {
  let told = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...paths),
      name,
      fc.array(param, { maxLength: 4 }),
      async (path, value, params) => {
        const query = new URLSearchParams(params.map(([key, text]) => [key, text]));
        const url = `${path.replace(/:\w+/, encodeURIComponent(value || 'x'))}?${query}`;
        const [seen, expected] = [await beside.get(url, viewer), await without.get(url, viewer)];
        expect([url, seen.status]).toEqual([url, expected.status]);
        expect(plain(seen.html)).toBe(plain(expected.html));
        if (seen.status === 200) told++;
      },
    ),
    { numRuns: 150 },
  );
  expect(told).toBeGreaterThan(20);
}, 120_000);

test('the figures it hides are there for those who may see them', async () => {
  const finance = makePerson('finance');
  const browser = await openBrowser({ store: both.store, nowMs, people: [finance] });
  const { html } = await browser.get('/dashboard/teams', finance);
  expect(html).toContain(other);
});
