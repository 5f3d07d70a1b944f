/**
 * One sum, wherever it is told: rows = pages = /admin/usage = its CSV = FOCUS = the daily file = the files of pages, to the
 * nano-dollar, in any zone and over days of 23 and 25 hours. What has no price is told and is never 0.
 */
import { describe, expect, test } from 'vitest';
import { requestIdAt } from '../../src/core/request-time.ts';
import { type Row, totalOf } from '../../src/core/row.ts';
import { exportFiles, exportPath } from '../../src/dashboard/export-files.ts';
import { count, dollars, money } from '../../src/dashboard/parts/format.ts';
import { readCsv } from '../../src/finance/read-csv.ts';
import { tellStore } from '../../src/ledger/settle-queue.ts';
import { sweep } from '../../src/ledger/sweep.ts';
import { costing, makeRow } from '../support/ledger/make-row.ts';
import { openSeededStore, type Seeded, seededEndMs } from '../support/seeded-store.ts';
import { type Browser, openBrowser, textOf } from '../support/world/dashboard.ts';
import { makeWorld } from '../support/world/world.ts';

type Case = { readonly from: string; readonly to: string; readonly only?: Partial<Record<Name, string>> };
type Name = 'team' | 'route' | 'model';

const worlds = [
  {
    zone: 'UTC',
    days: 60,
    endMs: seededEndMs,
    scale: 0.03,
    cases: [
      { from: '2026-09-21', to: '2026-11-20' },
      { from: '2026-10-01', to: '2026-10-31', only: { route: 'everyday' } },
      { from: '2026-11-06', to: '2026-11-09', only: { team: 'demo-support' } },
    ],
  },
  {
    zone: 'Europe/Berlin',
    days: 35,
    endMs: seededEndMs,
    scale: 0.05,
    cases: [
      { from: '2026-10-25', to: '2026-10-25' },
      { from: '2026-10-18', to: '2026-11-20', only: { route: 'everyday' } },
    ],
  },
  {
    zone: 'Europe/Berlin',
    days: 8,
    endMs: Date.UTC(2026, 3, 1, 9, 10),
    // The demo's models were not there yet.
    scale: 0,
    cases: [
      { from: '2026-03-29', to: '2026-03-29' },
      { from: '2026-03-24', to: '2026-04-01' },
    ],
  },
  {
    zone: 'Asia/Kolkata',
    days: 16,
    endMs: seededEndMs,
    scale: 0.05,
    cases: [
      { from: '2026-11-07', to: '2026-11-07' },
      { from: '2026-11-05', to: '2026-11-20' },
    ],
  },
] as const satisfies readonly { readonly cases: readonly Case[]; readonly [name: string]: unknown }[];

const nanoOf = (usd: string) => BigInt(usd.replace('.', '') || '0');
const costOf = ({ cost }: Row) => BigInt(cost === null ? 0 : totalOf(cost));
const sum = (all: readonly bigint[]) => all.reduce((total, one) => total + one, 0n);

function columnsOf(csv: string): (column: string) => readonly string[] {
  const [head = [], ...rows] = readCsv(csv);
  return (column) => {
    expect(head).toContain(column);
    return rows.map((row) => row[head.indexOf(column)] ?? '');
  };
}

async function open(zone: string, seeded: Seeded): Promise<Browser> {
  const { config } = makeWorld().deps;
  return openBrowser({
    store: seeded.store,
    nowMs: seeded.endMs,
    timeZone: zone,
    changes: { config: { ...config, ledger: { ...config.ledger, timeZone: zone } } },
  });
}

function rowsOf({ rows, dayOf }: Seeded, { from, to, only = {} }: Case): Row[] {
  const names = Object.entries(only) as [Name, string][];
  return rows.filter(
    (row) => dayOf(row) >= from && dayOf(row) <= to && names.every(([name, value]) => row[name] === value),
  );
}

const paramsOf = ({ from, to, only = {} }: Case) => new URLSearchParams({ from, to, ...only }).toString();

async function askAdmin(browser: Browser, path: string): Promise<string> {
  const request = new Request(`https://router.test${path}`, { headers: { authorization: 'Bearer ADMIN' } });
  const response = await browser.send(request);
  expect([path, response.status]).toEqual([path, 200]);
  return response.text();
}

type Told = {
  readonly cost: bigint;
  readonly estimated: bigint;
  readonly unpriced: number;
  readonly attempts: number;
};

function toldBy(rows: readonly Row[]): Told {
  return {
    cost: sum(rows.map(costOf)),
    estimated: sum(rows.filter(({ usageSource }) => usageSource === 'estimated').map(costOf)),
    unpriced: rows.filter(({ cost }) => cost === null).length,
    attempts: rows.length,
  };
}

async function checkPages(
  browser: Browser,
  params: string,
  { cost, unpriced, attempts }: Told,
): Promise<void> {
  const [usd, cell] = [dollars(Number(cost)), `<td class="number">${money(Number(cost))}</td>`];
  for (const [path, what] of [
    ['/dashboard', 'Routes'],
    ['/dashboard/routes', 'Routes'],
    ['/dashboard/teams', 'Teams'],
  ] as const) {
    const { html } = await browser.get(`${path}?${params}`);
    const text = textOf(html);
    expect(text).toContain(`${what} add up to ${usd}, the headline, to the nano-dollar.`);
    expect(html).toContain(cell);
    expect(html).not.toContain('Do not use this page');
  }
  const overview = textOf((await browser.get(`/dashboard?${params}`)).html);
  expect(overview).toContain(`Cost ${usd}`);
  expect(overview).toContain(`${count(unpriced)} of ${count(attempts)} attempts unpriced`);
}

type UsageAnswer = {
  readonly total: Record<string, number | null>;
  readonly data: readonly Record<string, number | null>[];
};

function checkUsage(text: string, told: Told): void {
  const { total, data } = JSON.parse(text) as UsageAnswer;
  expect(total.cost_nano_usd).toBe(Number(told.cost));
  expect(total.cost_estimated_nano_usd).toBe(Number(told.estimated));
  expect([total.unpriced_attempts, total.attempts]).toEqual([told.unpriced, told.attempts]);
  expect(sum(data.map((group) => BigInt(group.cost_nano_usd ?? 0)))).toBe(told.cost);
  // A group of which no price is known has no cost; 0 would be one.
  for (const group of data)
    expect(group.cost_nano_usd === null).toBe(
      group.unpriced_attempts === group.attempts && group.attempts !== 0,
    );
}

async function checkFiles(browser: Browser, params: string, told: Told): Promise<void> {
  for (const { file, asks, from } of exportFiles) {
    const own = await browser.get(`${exportPath(file)}?${params}`);
    expect([file, own.status]).toEqual([file, 200]);
    const by = from === 'usage' ? '&by=day,team,route,model' : '';
    const given = `/admin/${from}?${params}&${new URLSearchParams(asks)}${by}`;
    expect(own.html).toBe(await askAdmin(browser, given));
    if (file === 'usage.json') checkUsage(own.html, told);
    else if (file.endsWith('.json')) {
      const { cost_usd, unpriced_attempts, estimated_cost_usd } = JSON.parse(own.html);
      expect(nanoOf(cost_usd)).toBe(told.cost);
      expect(nanoOf(estimated_cost_usd)).toBe(told.estimated);
      expect(unpriced_attempts).toBe(told.unpriced);
    } else {
      const column = columnsOf(own.html);
      const isFocus = file.startsWith('focus');
      expect(sum(column(isFocus ? 'BilledCost' : 'cost_usd').map(nanoOf))).toBe(told.cost);
      if (!isFocus) expect(sum(column('unpriced_attempts').map(BigInt))).toBe(BigInt(told.unpriced));
    }
  }
}

/** Beside what is there a row every 20 minutes, late where hours have been closed. */
async function bookRows(seeded: Seeded): Promise<Seeded> {
  const { startMs, endMs, timeZone, store } = seeded;
  const count = Math.floor((endMs - startMs) / 1_200_000);
  const rows = Array.from({ length: count }, (_, at) => {
    const startedAtMs = startMs + at * 1_200_000;
    return makeRow({
      requestId: requestIdAt(startedAtMs, String(at).padStart(16, '0')),
      startedAtMs,
      team: at % 3 === 0 ? 'blue' : 'red',
      route: at % 2 === 0 ? 'auto' : 'chat',
      usageSource: at % 11 === 0 ? 'estimated' : 'measured',
      cost: at % 7 === 0 ? null : costing(1_000_003 * at + 1),
    });
  });
  for (let at = 0; at < rows.length; at += 64) {
    const some = rows.slice(at, at + 64);
    const notes = some.map((row) => ({ kind: 'row', row, isLast: true, scopes: [] }) as const);
    await tellStore(notes, { store, timeZone, now: () => some[0]?.startedAtMs ?? startMs });
  }
  while ((await sweep({ store, timeZone, now: () => endMs })).hoursClosed > 0);
  return { ...seeded, rows: [...seeded.rows, ...rows] };
}

const stores: Seeded[] = [];
for (const { zone, days, endMs, scale } of worlds) {
  const seeded = await openSeededStore({ days, endMs, scale, timeZone: zone });
  stores.push(zone === 'Europe/Berlin' ? await bookRows(seeded) : seeded);
}

describe.each(worlds.map((world, at) => [`${world.zone}, ${world.days} days`, world, at] as const))(
  '%s',
  (_, { zone, cases }, at) => {
    test.each(cases.map((each: Case) => [paramsOf(each), each] as const))('%s', async (params, each) => {
      const seeded = stores[at] as Seeded;
      const browser = await open(zone, seeded);
      const told = toldBy(rowsOf(seeded, each));
      expect(told.attempts).toBeGreaterThan(0);
      await checkPages(browser, params, told);
      await checkFiles(browser, params, told);
    });
  },
);

test('among what is added up are rows without a price, estimated ones, and days of 23 and 25 hours', () => {
  const [utc, autumn, spring] = stores as [Seeded, Seeded, Seeded];
  for (const { rows } of [utc, spring]) {
    expect(toldBy(rows).unpriced).toBeGreaterThan(0);
    expect(toldBy(rows).estimated).toBeGreaterThan(0n);
  }
  const hoursOf = ({ rows, dayOf }: Seeded, day: string) =>
    new Set(rows.filter((row) => dayOf(row) === day).map((row) => Math.floor(row.startedAtMs / 3_600_000)));
  expect(hoursOf(spring, '2026-03-29').size).toBe(23);
  expect(hoursOf(autumn, '2026-10-25').size).toBe(25);
});
