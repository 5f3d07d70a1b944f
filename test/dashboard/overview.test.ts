/** The overview over a store with demo traffic: its figures are the rows', and what it does not know it says. */
import { beforeAll, describe, expect, test } from 'vitest';
import { requestIdAt } from '../../src/core/request-time.ts';
import { count, dollars, money } from '../../src/dashboard/parts/format.ts';
import { tellStore } from '../../src/ledger/settle-queue.ts';
import { costing, makeRow } from '../support/ledger/make-row.ts';
import { openSeededStore } from '../support/seeded-store.ts';
import { type Browser, makePerson, openBrowser, owner, textOf } from '../support/world/dashboard.ts';
import { makeConfig } from '../support/world/models.ts';

const seeded = await openSeededStore({ days: 15, scale: 0.3 });
const empty = await openSeededStore({ days: 1, scale: 0 });
const teams = [...seeded.by(({ team }) => team).keys()];
const [own = '', other = ''] = teams;
const viewer = makePerson('viewer', [own]);
let browser: Browser;

const week = '?from=2026-11-14&to=2026-11-20';

const monthOf = (rows: typeof seeded.rows) =>
  rows
    .filter(({ startedAtMs }) => startedAtMs >= Date.UTC(2026, 10, 1))
    .reduce((sum, { cost }) => sum + (cost === null ? 0 : Object.values(cost).reduce((a, b) => a + b, 0)), 0);

beforeAll(async () => {
  browser = await openBrowser({ store: seeded.store, nowMs: seeded.endMs, people: [owner, viewer] });
});

describe('figures', () => {
  test('the headline is the cost of all rows, and every table adds up to it', async () => {
    const { status, html } = await browser.get(`/dashboard${week}`);
    const text = textOf(html);
    expect(status).toBe(200);
    const cost = [...seeded.by(seeded.dayOf)]
      .filter(([day]) => day >= '2026-11-14')
      .reduce((sum, [, { nanoUsd }]) => sum + nanoUsd, 0);
    expect(text).toContain(`Cost ${dollars(cost)}`);
    expect(text).toContain(`Routes add up to ${dollars(cost)}, the headline, to the nano-dollar.`);
    expect(html).not.toContain('Do not use this page');
  });

  test('each route has its own', async () => {
    const { html } = await browser.get(`/dashboard${week}`);
    const inWeek = seeded.rows.filter((row) => seeded.dayOf(row) >= '2026-11-14');
    for (const route of new Set(inWeek.map((row) => row.route))) {
      const rows = inWeek.filter((row) => row.route === route);
      const cost = rows.reduce(
        (sum, { cost: parts }) =>
          sum + (parts === null ? 0 : Object.values(parts).reduce((a, b) => a + b, 0)),
        0,
      );
      expect(textOf(html)).toMatch(new RegExp(`${route} [\\d,]+ ${money(cost).replace(/[.<]/g, '\\$&')} `));
    }
  });

  test('instants are widened to their days, in figures, words and links alike', async () => {
    const { html } = await browser.get('/dashboard?from=2026-11-14T09:30:00Z&to=2026-11-20T00:30:00Z');
    expect(html).toBe((await browser.get(`/dashboard${week}`)).html);
  });

  test('a filter narrows all of it', async () => {
    const { html } = await browser.get(`/dashboard${week}&team=${own}`);
    expect(textOf(html)).toContain(`Only team ${own}`);
    const { html: none } = await browser.get(`/dashboard${week}&team=nobody`);
    expect(textOf(none)).toContain('Nothing in this period.');
  });

  test('the empty fields of a form are no filters', async () => {
    const plain = await browser.get(`/dashboard/routes${week}`);
    const sent = await browser.get(`/dashboard/routes${week}&route=&team=&model=&task=`);
    expect(textOf(sent.html)).toBe(textOf(plain.html));
  });

  test('attempts without a price are told beside the cost, which is not theirs', async () => {
    const days = '?from=2026-11-06&to=2026-11-09';
    const text = textOf((await browser.get(`/dashboard${days}`)).html);
    const inDays = seeded.rows.filter(
      (row) => seeded.dayOf(row) >= '2026-11-06' && seeded.dayOf(row) <= '2026-11-09',
    );
    const unpriced = inDays.filter(({ cost }) => cost === null).length;
    expect(unpriced).toBeGreaterThan(0);
    expect(text).toContain(`${count(unpriced)} of ${count(inDays.length)} attempts unpriced`);
    expect(text).toContain('without attempts of unknown price');
  });
});

test('a currency that is set stands beside, at the rate of its day', async () => {
  const config = makeConfig({ ledger: { currency: { code: 'EUR', perUsd: 0.92, on: '2026-11-01' } } });
  const inEuro = await openBrowser({ store: seeded.store, nowMs: seeded.endMs, changes: { config } });
  const text = textOf((await inEuro.get(`/dashboard/teams/${own}${week}`)).html);
  const cost = seeded.rows
    .filter((row) => seeded.dayOf(row) >= '2026-11-14' && row.team === own)
    .reduce(
      (sum, { cost: parts }) => sum + (parts === null ? 0 : Object.values(parts).reduce((a, b) => a + b, 0)),
      0,
    );
  expect(text).toContain(`${money(Math.round(cost * 0.92))} EUR at 0.92 for one USD on 2026-11-01`);
  expect(textOf((await inEuro.get('/dashboard')).html)).toMatch(/[\d.]+ EUR;/);
  expect(textOf((await inEuro.get('/dashboard/methods')).html)).toContain('the rate of 2026-11-01');
});

describe('who sees what', () => {
  test('a viewer sees their teams alone, whatever they ask for', async () => {
    for (const query of ['', week, `${week}&team=${other}`]) {
      const { html } = await browser.get(`/dashboard${query}`, viewer);
      for (const team of teams.filter((each) => each !== own))
        expect(textOf(html).replace(`Only team ${other}.`, '')).not.toContain(team);
    }
  });

  test('who is not signed in is sent to sign in, and comes back', async () => {
    const { status, headers } = await browser.get(`/dashboard${week}`, null);
    expect(status).toBe(303);
    expect(headers.get('location')).toBe(
      `/dashboard/sign-in?back=${encodeURIComponent(`/dashboard${week}`)}`,
    );
  });
});

describe('what cannot be read', () => {
  test.each([
    ['?from=yesterday', 'from'],
    ['?from=2026-11-20&to=2026-11-01', 'from'],
    ['?to=2026-02-30', 'to'],
  ])('%s is told with its name', async (query, name) => {
    const { status, html } = await browser.get(`/dashboard${query}`);
    expect(status).toBe(400);
    expect(html).toContain(`<code>${name}</code>`);
  });

  test('names are text, whatever they are', async () => {
    const { html } = await browser.get(`/dashboard?team=${encodeURIComponent('<script>alert(1)</script>')}`);
    expect(html).toContain('&lt;script&gt;alert(1)');
    expect(html).not.toContain('<script>alert');
  });
});

describe('pages', () => {
  test('run nothing inline, are kept by nobody and framed by nobody', async () => {
    const { headers, html } = await browser.get('/dashboard');
    expect(headers.get('content-security-policy')).toContain(
      "default-src 'none'; style-src 'self'; script-src 'self'",
    );
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(html).not.toMatch(/<script>|<style|\sstyle=|\son\w+=/);
  });

  test('the theme is kept in a cookie and known to the server', async () => {
    const { status, headers } = await browser.post('/dashboard/theme', {
      theme: 'dark',
      back: '/dashboard?team=a',
    });
    expect([status, headers.get('location')]).toEqual([303, '/dashboard?team=a']);
    expect(headers.get('set-cookie')).toContain('signalbox-theme=dark');
    expect((await browser.post('/dashboard/theme', { theme: 'pink' })).status).toBe(400);
  });

  test.each(['https://evil.example/', '//evil.example', '/dashboard\\@evil.example', '/dashboardx'])(
    'nobody is sent on to %s',
    async (back) => {
      const { headers } = await browser.post('/dashboard/theme', { theme: 'dark', back });
      expect(headers.get('location')).toBe('/dashboard');
    },
  );
});

test('a forecast of all is not held against the budgets of some', async () => {
  const some = await openSeededStore({ days: 15, scale: 0.3 });
  const startedAtMs = some.endMs - 3_600_000;
  const requestId = requestIdAt(startedAtMs, '0'.repeat(16));
  const row = makeRow({ requestId, startedAtMs, team: 'without', cost: costing(5_000_000_000_000) });
  const notes = [{ kind: 'row' as const, row, isLast: true, scopes: [] }];
  await tellStore(notes, { store: some.store, timeZone: 'UTC', now: some.now });
  const seen = await openBrowser({ store: some.store, nowMs: some.endMs });
  const text = textOf((await seen.get('/dashboard')).html);
  expect(text).toContain(`Cost, month to date ${dollars(5_000_000_000_000 + monthOf(some.rows))}`);
  expect(text).not.toMatch(/above the budget|pass the budget|within the budget|The budgets' pace/);
  expect(textOf((await browser.get('/dashboard')).html)).toMatch(/the budget of .*The budgets' pace/);
});

test('the first day: nothing has been counted, and the page says so', async () => {
  const first = await openBrowser({ store: empty.store, nowMs: seeded.endMs });
  const text = textOf((await first.get('/dashboard')).html);
  expect(text).toContain('no hour is closed yet');
  expect(text).toContain('Too early: 0 whole days so far');
  expect(text).toContain('Nothing in this period.');
});

test('what was not classified has a word of its own, on pages, in files and at /admin/usage', async () => {
  const mixed = await openSeededStore({ days: 1, scale: 0 });
  for (const [at, task] of [null, 'code' as const].entries()) {
    const startedAtMs = mixed.endMs - 3_600_000;
    const requestId = requestIdAt(startedAtMs, String(at).padStart(16, '0'));
    const row = makeRow({ requestId, startedAtMs, task, cost: costing((at + 3) * 1_000_000_000) });
    const notes = [{ kind: 'row' as const, row, isLast: true, scopes: [] }];
    await tellStore(notes, { store: mixed.store, timeZone: 'UTC', now: mixed.now });
  }
  const seen = await openBrowser({ store: mixed.store, nowMs: mixed.endMs });
  const { html } = await seen.get(`/dashboard/routes${week}&task=unclassified`);
  expect(textOf(html)).toContain('Only task not classified.');
  expect(textOf(html)).toContain('Routes add up to $3.00, the headline');
  expect(html).toMatch(/<option value="unclassified" selected[^>]*>not classified</);
  const headers = { authorization: 'Bearer ADMIN' };
  const admin = async (given: string) =>
    (
      await seen.call(
        'GET',
        `/admin/usage${week}&by=day,team,route,model&format=csv${given}`,
        undefined,
        headers,
      )
    ).text();
  const file = async (given: string) => (await seen.get(`/dashboard/export/usage.csv${week}${given}`)).html;
  expect(await file('&task=unclassified')).toBe(await admin('&task=unclassified'));
  expect(await file('&task=unclassified')).toBe(await admin('&task='));
  const daily = await seen.get(`/dashboard/export/usage-daily.csv${week}&task=unclassified`);
  expect(daily.html.trim().split('\r\n')).toHaveLength(2);
  // A form's empty field asks for all.
  expect(await file('&task=')).toBe(await admin(''));
  expect(await file('&task=')).not.toBe(await file('&task=unclassified'));
});
