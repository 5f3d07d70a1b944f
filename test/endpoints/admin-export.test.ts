/** GET /admin/export through the app, over the counters of a real store: the file, its manifest, what is refused. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { catalogue } from '../../src/catalogue/catalogue.ts';
import { exportUsage } from '../../src/endpoints/admin-export.ts';
import { readExportQuery } from '../../src/endpoints/read-export-query.ts';
import type { ExportManifest } from '../../src/finance/export.ts';
import { checkFocus } from '../../src/finance/focus/check-focus.ts';
import { readCsv } from '../../src/finance/read-csv.ts';
import { costing, someMs } from '../support/ledger/make-row.ts';
import { openUsageBench, type UsageBench } from '../support/usage/usage-bench.ts';
import { makeApp } from '../support/world/app.ts';

const admin = { authorization: 'Bearer admin-token' };

let bench: UsageBench;
beforeAll(async () => {
  bench = await openUsageBench();
});
afterAll(() => bench.close());
beforeEach(() => bench.clear());

function makeExport(changes: Parameters<typeof makeApp>[1] = {}) {
  const deps = { usage: bench.reader(), adminToken: 'admin-token', now: bench.now, ...changes };
  const app = makeApp(undefined, deps);
  const get = (query: string) => app.call('GET', `/admin/export${query}`, undefined, admin);
  return { ...app, get };
}

const november = 'from=2026-11-01&to=2026-11-30';

test('a file of a month, what is known of it beside it, and its manifest, which fits', async () => {
  await bench.book([
    { cost: costing(1_500_000), listNanoUsd: 1_500_000 },
    { team: 'rot & grün', cost: costing(7), listNanoUsd: 7, usageSource: 'estimated' },
    { cost: null, team: 'red' },
    { startedAtMs: Date.UTC(2026, 9, 31, 23, 59), cost: costing(1000) },
  ]);
  const { get } = makeExport();
  const response = await get(`?${november}`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(response.headers.get('content-disposition')).toBe(
    'attachment; filename="focus-1.2_2026-11-01_2026-11-30.csv"',
  );
  const text = await response.text();
  expect(checkFocus(text, '1.2')).toMatchObject({ sumUsd: '0.001500007', faults: [] });
  const head = JSON.parse(response.headers.get('x-signalbox-export') ?? '') as object;
  expect(head).toMatchObject({
    from: '2026-11-01T00:00:00Z',
    to: '2026-12-01T00:00:00Z',
    cost_usd: '0.001500007',
    estimated_cost_usd: '0.000000007',
    attempts: 3,
    unpriced_attempts: 1,
    is_complete: false,
  });
  const manifest = (await (await get(`?${november}&kind=manifest`)).json()) as ExportManifest;
  expect(manifest).toEqual({
    object: 'export_manifest',
    ...head,
    rows: readCsv(text).length - 1,
    bytes: Buffer.byteLength(text),
    sha256: createHash('sha256').update(text).digest('hex'),
  });
});

test('names in any script go into the header', async () => {
  const response = await makeExport().get(`?team=${encodeURIComponent('grün 緑')}`);
  const head = JSON.parse(response.headers.get('x-signalbox-export') ?? '') as { filter: object };
  expect(head.filter).toEqual({ team: ['grün 緑'] });
});

test('a period that is over and counted is complete, unless something waits in the outbox', async () => {
  await bench.book([{ startedAtMs: Date.UTC(2026, 10, 20, 8) }]);
  await bench.sweep();
  const day = '?from=2026-11-20&to=2026-11-20&kind=manifest';
  const manifestOf = async (changes = {}) =>
    (await (await makeExport(changes).get(day)).json()) as ExportManifest;
  expect(await manifestOf()).toMatchObject({ is_complete: true, complete_until: '2026-11-21T09:00:00Z' });
  const outboxState = async () => ({ depth: 1, oldestAtMs: Date.UTC(2026, 10, 20, 23) });
  expect(await manifestOf({ outboxState })).toMatchObject({
    is_complete: false,
    complete_until: '2026-11-20T23:00:00Z',
  });
});

test('a daily CSV has a line for each day, team, route, task and model', async () => {
  await bench.book([{ cost: costing(1) }, { cost: costing(2), task: 'math' }, { cost: null, team: 'red' }]);
  const text = await (await makeExport({ catalogue }).get('?kind=usage-daily')).text();
  const [header = [], ...rows] = readCsv(text);
  const cell = (row: string[], name: string) => row[header.indexOf(name)];
  expect(
    rows.map((row) => ['date', 'team', 'task_type', 'provider', 'cost_usd'].map((name) => cell(row, name))),
  ).toEqual([
    ['2026-11-21', 'blue', 'code', 'openai', '0.000000001'],
    ['2026-11-21', 'blue', 'math', 'openai', '0.000000002'],
    ['2026-11-21', 'red', 'code', 'openai', ''],
  ]);
});

test.each([
  ['?kind=xml', 'kind', 'one of "focus", "usage-daily", "manifest"'],
  ['?version=1.3', 'version', 'one of "1.2", "1.4"'],
  ['?from=2026-11-01T00:00:00Z', 'from', 'must be a date such as 2026-11-30'],
  ['?from=2026-11-31', 'from', 'must be a date'],
  ['?from=2026-11-20&to=2026-11-19', 'from', 'must not be after `to`'],
  ['?from=2020-01-01', 'from', 'must be 400 days before `to` at most'],
  ['?from=2025-10-01&to=2025-10-31', 'from', 'must be of the last 400 days: older ones are not kept'],
  ['?to=2026-11-01&to=2026-11-02', 'to', 'must be given once'],
  ['?tier=code', 'tier', 'is no parameter'],
  ['?of=focus', 'of', 'goes with `kind=manifest` only'],
])('%s is refused, naming what is wrong', async (query, param, words) => {
  const response = await makeExport().get(query);
  expect(response.status).toBe(400);
  const { error } = (await response.json()) as { error: { param: string; message: string } };
  expect(error.param).toBe(param);
  expect(error.message).toContain(words);
});

test('without a store there is nothing to export', async () => {
  expect((await makeExport({ usage: null }).get('')).status).toBe(503);
});

describe('who sees some teams', () => {
  test('gets the rows of these alone, whatever the filter names', async () => {
    const names = ['blue', 'red', 'green'];
    await bench.book(names.map((team, at) => ({ team, cost: costing(10 ** at), listNanoUsd: 10 ** at })));
    const { deps } = makeExport();
    const someTeams = fc.subarray(names);
    await fc.assert(
      fc.asyncProperty(
        someTeams,
        someTeams,
        fc.constantFrom('focus', 'usage-daily'),
        async (teams, asked, kind) => {
          const params = new URLSearchParams([['kind', kind], ...asked.map((team) => ['team', team])]);
          const read = readExportQuery(params, { timeZone: 'UTC', nowMs: someMs });
          if (!read.ok) throw new Error(read.error.message);
          const { pieces, head } = await exportUsage(read.value, teams, deps);
          const [header = [], ...rows] = readCsv([...pieces()].map(({ text }) => text).join(''));
          const at = header.indexOf(kind === 'focus' ? 'SubAccountId' : 'team');
          const seen = new Set(rows.map((row) => row[at] ?? ''));
          const wanted = teams.filter((team) => asked.length === 0 || asked.includes(team));
          expect([...seen].sort()).toEqual([...wanted].sort());
          const sum = wanted.reduce((all, team) => all + 10 ** names.indexOf(team), 0);
          expect(head.cost_usd).toBe(`0.${String(sum).padStart(9, '0')}`);
        },
      ),
    );
  });
});
