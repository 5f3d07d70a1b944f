/** The page of reconciliation: bills against the ledger, corrections, closing a month, files and who gets them. */
import { beforeAll, expect, test } from 'vitest';
import { correctionRow } from '../../src/finance/reconcile-row.ts';
import { keys } from '../../src/ledger/keys.ts';
import { storeReconciliations } from '../../src/ledger/reconciliations.ts';
import { tellStore } from '../../src/ledger/settle-queue.ts';
import { costing } from '../support/ledger/make-row.ts';
import { openSeededStore } from '../support/seeded-store.ts';
import { type Browser, makePerson, openBrowser, textOf } from '../support/world/dashboard.ts';
import { makeWorld } from '../support/world/world.ts';

const seeded = await openSeededStore({ days: 8, scale: 0.02 });
const empty = await openSeededStore({ days: 1, scale: 0 });
const nowMs = seeded.endMs;
const finance = makePerson('finance');
const viewer = makePerson('viewer', ['demo-support']);
const week = '?from=2026-11-14&to=2026-11-20';
let browser: Browser;

const daily = {
  name: 'daily',
  kind: 'focus',
  version: '1.2',
  every: 'day',
  to: { kind: 'webhook', url: 'https://books.example/focus?key=secret', secretFrom: 'X' },
} as const;

beforeAll(async () => {
  const day = { ledgerNanoUsd: 1_000_000_000, estimatedNanoUsd: 1_000_000, correctedNanoUsd: 30_000_000 };
  const days = [
    { ...day, provider: 'openai', day: '2026-11-14', billedNanoUsd: 1_050_000_000, isExact: true },
    { ...day, provider: 'openai', day: '2026-11-15', billedNanoUsd: 1_000_000_001, isExact: false },
    { ...day, provider: 'anthropic', day: '2026-11-02', billedNanoUsd: 7_000_000_000, isExact: true },
  ] as const;
  await storeReconciliations(days, { atMs: nowMs - 60_000, by: '<b>anna</b>' }, seeded.store);
  const booked = {
    provider: 'openai',
    day: '2026-11-14',
    model: 'gpt-5.5',
    sequence: 1,
    cost: costing(30_000_000),
  } as const;
  const row = correctionRow(booked, { timeZone: 'UTC', configVersion: '0123456789ab' });
  const ports = { store: seeded.store, timeZone: 'UTC', now: () => nowMs };
  await tellStore([{ kind: 'row', row, isLast: false, scopes: [] }], ports);
  const { config } = makeWorld().deps;
  browser = await openBrowser({
    store: seeded.store,
    nowMs,
    people: [finance, viewer],
    changes: { config: { ...config, exports: [daily] } },
  });
  const midnight = Date.UTC(2026, 10, 19);
  const mark = { sentUntilMs: midnight, dueFromMs: midnight, tries: 3, againAtMs: nowMs + 240_000 };
  await browser.store.setFor(keys.exportMark('daily'), JSON.stringify(mark), 60);
});

const page = async (query = week) =>
  textOf((await browser.get(`/dashboard/reconcile${query}`, finance)).html);

test('bill, ledger and their difference are those of the days that were compared', async () => {
  const text = await page();
  expect(text).toContain('Billed $2.05');
  expect(text).toContain('In the ledger $2.00');
  expect(text).toContain('Difference $0.05 Look at this: 2.4 % of the bill');
  expect(text).toContain('Days compared, openai 2 of 7');
  expect(text).toContain('Days compared, anthropic 0 of 7');
  expect(text).toMatch(/2026-11-14 openai 1\.05 1\.00 0\.05 4\.8 % < 0\.01 0\.03 2026-11-20 15:19/);
  expect(text).toMatch(
    /2026-11-15 openai 1\.00 1\.00 < 0\.01 < 0\.1 %.*the day of the ledger is not the UTC day/,
  );
  expect(text).not.toContain('2026-11-02 anthropic');
  expect(text).toContain('The differences of days add up to $0.05, the headline, to the nano-dollar.');
});

test('corrections are listed with their day and model, and add up', async () => {
  const text = await page();
  expect(text).toContain('2026-11-14 gpt-5.5 1 0.03');
  expect(text).toContain('Corrections add up to $0.03, the headline, to the nano-dollar.');
  expect(await page('?from=2026-11-16&to=2026-11-20')).toContain('No correction is booked in this period.');
});

test('the month before this one is the one to close, unless the period ends in another', async () => {
  const text = await page();
  expect(text).toContain('Closing 2026-10');
  expect(text).toContain('npm run -s signalbox -- reconcile --provider openai --period 2026-10');
  expect(await page('?from=2026-09-01&to=2026-09-30')).toContain('Closing 2026-09');
});

test('traffic of demo teams is in no point of a closing, and each says so', async () => {
  const later = Date.UTC(2026, 11, 2, 12);
  const december = await openBrowser({ store: seeded.store, nowMs: later, people: [finance] });
  const text = textOf((await december.get('/dashboard/reconcile', finance)).html);
  expect(text).toContain('Closing 2026-11');
  expect(text).toContain('Every attempt has a price. Demo teams are left out.');
  expect(text).toContain('0.00 % of the cost is estimated. Demo teams are left out.');
  expect(text).toContain('No budget was used up. Demo teams are left out.');
  expect(text).toContain('against the bill of anthropic. Demo teams are left out.');
});

test('scheduled files say until when they were sent and what became of the last try, and no secret', async () => {
  const text = await page();
  expect(text).toContain(
    'FOCUS 1.2 day books.example 2026-11-19 00:00 due from 2026-11-19 00:00: tried 3 times and not taken; again at 2026-11-20 15:24:00',
  );
  expect(text).not.toContain('key=secret');
});

test('every file is a link that carries the period and the filters, and opens', async () => {
  const { html } = await browser.get(`/dashboard/reconcile${week}&team=demo-support`, finance);
  const links = [...html.matchAll(/href="(\/dashboard\/export\/[^"]+)"/g)].map(([, href = '']) =>
    href.replaceAll('&amp;', '&'),
  );
  expect(links).toHaveLength(8);
  for (const href of links) {
    expect(href).toMatch(/\?(?=.*from=2026-11-14)(?=.*to=2026-11-20)(?=.*team=demo-support)/);
    const { status, headers } = await browser.get(href, finance);
    expect([href, status]).toEqual([href, 200]);
    expect(headers.get('cache-control')).toBe('private, no-store');
  }
});

test('names are text, whatever they are', async () => {
  const { html } = await browser.get(`/dashboard/reconcile${week}`, finance);
  expect(html).toContain('&lt;b&gt;anna');
  expect(html).not.toContain('<b>anna');
});

test('a viewer is refused the page and gets files of their team alone', async () => {
  expect((await browser.get('/dashboard/reconcile', viewer)).status).toBe(403);
  const { html } = await browser.get(`/dashboard/export/usage-daily.csv${week}`, viewer);
  const teams = html
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(',')[2]);
  expect(new Set(teams)).toEqual(new Set(['demo-support']));
});

test('who is not signed in gets no file', async () => {
  const { status, headers } = await browser.get(`/dashboard/export/usage.csv${week}`, null);
  expect(status).toBe(303);
  expect(headers.get('location')).toContain('/dashboard/sign-in?back=');
});

test('on the first day nothing is compared, and that is said', async () => {
  const first = await openBrowser({ store: empty.store, nowMs, people: [finance] });
  const text = textOf((await first.get('/dashboard/reconcile', finance)).html);
  expect(text).toContain('Billed –');
  expect(text).toContain('No bill was held against a day of this period.');
  expect(text).toContain('None is set up');
});

test.each(['?from=yesterday', '?from=2026-11-20&to=2026-11-01'])(
  '%s is refused by its name',
  async (query) => {
    for (const path of ['/dashboard/reconcile', '/dashboard/export/focus-1.2.csv']) {
      const { status, html } = await browser.get(path + query, finance);
      expect([path, status]).toEqual([path, 400]);
      expect(html).toContain('<code>from</code>');
    }
  },
);
