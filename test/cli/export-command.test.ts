/** `signalbox export` as a program, against the app over real HTTP: the files, what they say, and every exit code. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalogue } from '../../src/catalogue/catalogue.ts';
import type { ExportManifest } from '../../src/finance/export.ts';
import { checkFocus } from '../../src/finance/focus/check-focus.ts';
import { costing } from '../support/ledger/make-row.ts';
import { openUsageBench, type UsageBench } from '../support/usage/usage-bench.ts';
import { type AdminServer, startAdminServer } from './admin-server.ts';

let bench: UsageBench;
let server: AdminServer;
const folder = mkdtempSync(join(tmpdir(), 'signalbox-export-'));
const out = join(folder, 'oct.csv');

beforeAll(async () => {
  bench = await openUsageBench();
  server = await startAdminServer({ usage: bench.reader(), now: bench.now, catalogue });
  const inOctober = { startedAtMs: Date.UTC(2026, 9, 15, 12) };
  await bench.book([
    {
      ...inOctober,
      usage: { inputTokens: 0, outputTokens: 50 },
      cost: costing(1_500_000),
      listNanoUsd: 1_500_000,
    },
    {
      ...inOctober,
      team: 'red',
      usage: { inputTokens: 0, outputTokens: 9 },
      cost: costing(7),
      listNanoUsd: 7,
    },
    { team: 'green', cost: null },
  ]);
  await bench.sweep();
});
afterAll(async () => {
  await server.stop();
  await bench.close();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (...args: string[]) => server.signalbox(['export', ...args]);

test('writes a valid file, a manifest that fits it beside it, and a line that says what it is', async () => {
  const said = await ask('focus', '--version', '1.4', '--period', '2026-10', '--out', out);
  expect(said).toEqual({
    status: 0,
    out: `${out}: 2 rows, sum of EffectiveCost $0.00150, complete
2026-10-01T00:00:00Z to 2026-11-01T00:00:00Z, days of UTC; $0 of it estimated
1 rows without a unit price: of several prices, or of calls of tools
`,
    err: '',
  });
  const text = readFileSync(out, 'utf8');
  expect(checkFocus(text, '1.4')).toMatchObject({ rows: 2, sumUsd: '0.001500007', faults: [] });
  const manifest = JSON.parse(readFileSync(`${out}.manifest.json`, 'utf8')) as ExportManifest;
  expect(manifest).toMatchObject({
    file: out,
    rows: 2,
    cost_usd: '0.001500007',
    is_complete: true,
    sha256: createHash('sha256').update(text).digest('hex'),
  });
});

test('- is the file alone on standard output, and its line beside it', async () => {
  const said = await ask('focus', '--period', '2026-10', '--team', 'red', '--out', '-');
  expect(said.status).toBe(0);
  expect(checkFocus(said.out, '1.2')).toMatchObject({ sumUsd: '0.000000007', faults: [] });
  expect(said.err).toContain('1 rows, sum of EffectiveCost $0.000000007, complete');
});

test('--json is the manifest', async () => {
  const { out: text } = await ask(
    'usage-daily',
    '--from',
    '2026-10-15',
    '--to',
    '2026-10-15',
    '--out',
    out,
    '--json',
  );
  expect(JSON.parse(text)).toMatchObject({ kind: 'usage-daily', rows: 2, cost_usd: '0.001500007' });
});

test('usage without a price is said loudly, and is a finding unless it is allowed', async () => {
  const said = await ask('focus', '--out', out);
  expect(said.status).toBe(1);
  expect(said.err).toContain('NOT IN THE FILE: 1 attempts whose price nobody knows');
  expect(said.out).toContain(
    '0 rows, sum of EffectiveCost $0, incomplete: counted until 2026-11-21T09:00:00Z',
  );
  expect(await ask('focus', '--out', out, '--allow-unpriced')).toMatchObject({ status: 0, err: said.err });
});

test.each<[name: string, args: string[], status: number, words: string]>([
  ['no kind', [], 2, 'Say which: focus, usage-daily'],
  ['another version', ['focus', '--version', '1.3'], 2, 'use one of 1.2, 1.4'],
  ['a version of what has none', ['usage-daily', '--version', '1.2'], 2, '--version goes with focus'],
  ['a month that is none', ['focus', '--period', '2026-13'], 2, 'write a month such as 2026-10'],
  [
    'two periods',
    ['focus', '--period', '2026-10', '--from', '2026-10-01'],
    2,
    '--period, or --from and --to',
  ],
  ['a day that is none', ['focus', '--from', '2026-02-30', '--out', out], 3, 'from: must be a date'],
])('%s', async (_, args, status, words) => {
  const said = await ask(...args);
  expect(said).toMatchObject({ status, out: '' });
  expect(said.err).toContain(words);
});

test('a router that is not there is no finding', async () => {
  const said = await server.signalbox(['export', 'focus'], { SIGNALBOX_URL: 'http://127.0.0.1:1' });
  expect(said).toMatchObject({ status: 3, out: '' });
});

async function serving(text: string, headers: Record<string, string>): Promise<Server> {
  const made = createServer((_, response) => response.writeHead(200, headers).end(text));
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  return made;
}

const focusBroken: [wrong: (text: string) => string, words: string][] = [
  [(text) => text.replace(',USD,', ',usd,'), 'line 2, BillingCurrency: is none of USD'],
  [
    (text) => `${text.split('\r\n').slice(0, 2).join('\r\n')}\r\n`,
    'the rows add up to 0.001500000 USD, and the router says 0.001500007',
  ],
];
const dailyBroken: typeof focusBroken = [
  [(text) => text.replace('date,', 'day,'), 'line 1: these are other columns'],
  [(text) => `${text}"2026-`, 'no cell of CSV at character'],
  [(text) => text.replaceAll('0.001500000', 'much'), 'much'],
];

test.each([
  ...focusBroken.map((broken) => ['focus', ...broken] as const),
  ...dailyBroken.map((broken) => ['usage-daily', ...broken] as const),
])('%s: a file that is wrong or short is not written', async (kind, wrong, words) => {
  const answer = await fetch(`${server.url}/admin/export?kind=${kind}&from=2026-10-01&to=2026-10-31`, {
    headers: { authorization: 'Bearer admin-token' },
  });
  const other = await serving(wrong(await answer.text()), {
    'content-type': 'text/csv',
    'x-signalbox-export': answer.headers.get('x-signalbox-export') ?? '',
  });
  const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  const file = join(folder, 'wrong.csv');
  const said = await server.signalbox(['export', kind, '--out', file], { SIGNALBOX_URL: url });
  expect(said).toMatchObject({ status: 1, out: '' });
  expect(said.err).toContain('The file is wrong and is not written');
  expect(said.err).toContain(words);
  expect(existsSync(file)).toBe(false);
  await new Promise((resolve) => other.close(resolve));
});
