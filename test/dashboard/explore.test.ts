/** Hours as a page and as data: each of a period once, whatever was asked in it, and only what the person may see. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hoursOf } from '../../src/dashboard/explore/hours.ts';
import { mergeCounters } from '../../src/ledger/counters.ts';
import { hourAt } from '../../src/ledger/hours.ts';
import { costing } from '../support/ledger/make-row.ts';
import { openUsageBench, type UsageBench } from '../support/usage/usage-bench.ts';
import { type Browser, makePerson, openBrowser, owner, textOf } from '../support/world/dashboard.ts';

type HoursData = {
  readonly time_zone: string;
  readonly at: readonly number[];
  readonly requests: readonly number[];
  readonly cost_usd: readonly (string | null)[];
  readonly first_event_p50_ms: readonly (number | null)[];
};

const viewer = makePerson('viewer', ['blue']);
const hourMs = 3_600_000;
const startMs = Date.UTC(2026, 10, 19);
const nowMs = Date.UTC(2026, 10, 21, 9, 30);
let bench: UsageBench;
let browser: Browser;

beforeAll(async () => {
  bench = await openUsageBench();
  bench.clock.ms = nowMs;
  const at = (hour: number) => ({ startedAtMs: startMs + hour * hourMs + 60_000 });
  await bench.book([
    { ...at(2), route: 'chat', cost: costing(1_234_567_891), firstEventMs: 500 },
    { ...at(2), route: 'code', team: 'red', cost: costing(2_000_000_000), firstEventMs: null },
    { ...at(5), route: '<script>alert(1)</script>', cost: null, firstEventMs: null },
  ]);
  browser = await openBrowser({ store: bench.store, nowMs, people: [owner, viewer] });
});

afterAll(() => bench.close());

async function read(query = '', who = owner): Promise<HoursData> {
  const { status, html, headers } = await browser.get(`/dashboard/data/hours.json${query}`, who);
  expect(status).toBe(200);
  expect(headers.get('cache-control')).toBe('private, no-store');
  return JSON.parse(html) as HoursData;
}

describe('data', () => {
  test('every hour that has begun is there once, of the last three days', async () => {
    const { at, time_zone } = await read();
    expect(time_zone).toBe('UTC');
    expect(at).toEqual(Array.from({ length: 58 }, (_, hour) => startMs / 1000 + hour * 3600));
  });

  test('an hour without a request cost 0, one without a price is not known', async () => {
    const { cost_usd, requests, first_event_p50_ms } = await read();
    expect(cost_usd[2]).toBe('3.234567891');
    expect(requests[2]).toBe(2);
    expect(first_event_p50_ms[2]).toBeCloseTo(500, -2);
    expect([cost_usd[3], requests[3], first_event_p50_ms[3]]).toEqual(['0.000000000', 0, null]);
    expect([cost_usd[5], requests[5]]).toEqual([null, 1]);
  });

  test('filters and teams narrow it', async () => {
    expect((await read('?route=code')).cost_usd[2]).toBe('2.000000000');
    expect((await read('', viewer)).cost_usd[2]).toBe('1.234567891');
    expect((await read('?team=red', viewer)).requests).not.toContain(1);
  });

  test('nobody reads it who is not signed in', async () => {
    expect((await browser.get('/dashboard/data/hours.json', null)).status).toBe(303);
  });
});

test('where the clock is put by half an hour, hours are those of the ledger, each once', () => {
  const timeZone = 'Australia/Lord_Howe';
  const fromMs = Date.UTC(2026, 9, 3, 13);
  const toMs = fromMs + 8 * hourMs;
  const booked = Array.from({ length: 48 }, (_, at) => hourAt(fromMs + (at * hourMs) / 6, timeZone).startMs);
  const counters = { ...mergeCounters([]), requests: 1 };
  const groups = [...new Set(booked)].map((atMs) => ({ names: [new Date(atMs).toISOString()], counters }));
  const hours = hoursOf({ groups, total: counters }, { fromMs, toMs, timeZone });
  expect(hours.map(({ atMs, requests }) => [atMs, requests])).toEqual(
    [...new Set(booked)].map((atMs) => [atMs, 1]),
  );
});

describe('the page', () => {
  test('says which hour was dearest, in a picture with a table', async () => {
    const { status, html } = await browser.get('/dashboard/explore');
    expect(status).toBe(200);
    expect(textOf(html)).toContain('The dearest hour cost $3.23: that from 2026-11-19 02:00.');
    expect(textOf(html)).toContain('2026-11-19 05:00 –');
    expect(html).not.toContain('<script>alert');
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/);
  });

  test('more days than hours are read of, and hours that are not kept, name the parameter', async () => {
    for (const query of ['?from=2026-10-01&to=2026-11-20', '?from=2026-08-01&to=2026-08-03']) {
      const { status, html } = await browser.get(`/dashboard/explore${query}`);
      expect(status).toBe(400);
      expect(html).toContain('<code>from</code>');
    }
  });

  test('a route of a period that is too long leads to its last days', async () => {
    const { html } = await browser.get('/dashboard/routes?from=2026-08-01&to=2026-11-20');
    expect(html).toContain('href="/dashboard/explore"');
    const { html: short } = await browser.get('/dashboard/routes?from=2026-11-18&to=2026-11-20');
    expect(short).toContain('href="/dashboard/explore?from=2026-11-18&amp;to=2026-11-20"');
  });

  test('nothing in these hours', async () => {
    const { html } = await browser.get('/dashboard/explore?team=nobody');
    expect(textOf(html)).toContain('Nothing was asked in these hours that the filters let through.');
  });
});
