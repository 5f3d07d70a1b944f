/** `signalbox usage` as a program, against the app over real HTTP; and its table. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { printUsage } from '../../src/cli/print-usage.ts';
import { costing } from '../support/ledger/make-row.ts';
import { openUsageBench, type UsageBench } from '../support/usage/usage-bench.ts';
import { type AdminServer, startAdminServer } from './admin-server.ts';

let bench: UsageBench;
let server: AdminServer;

beforeAll(async () => {
  bench = await openUsageBench();
  server = await startAdminServer({ usage: bench.reader(), now: bench.now });
  await bench.book([
    { route: 'support', outcome: 'truncated', cost: costing(12_345_678_901) },
    { route: 'support', role: 'fallback', cost: costing(1), usageSource: 'estimated' },
    { route: 'batch', cost: null },
  ]);
});
afterAll(async () => {
  await server.stop();
  await bench.close();
});

const ask = (...args: string[]) => server.signalbox(['usage', ...args]);

test('is a table with its total, what is estimated and what has no price', async () => {
  expect(await ask('--from', '2026-11-01', '--to', '2026-11-30', '--by', 'route')).toEqual({
    status: 0,
    out: `2026-11-01T00:00:00Z to 2026-12-01T00:00:00Z, days of UTC, complete until nothing is over yet

route    requests  succeeded   in  cached  out    cost  baseline  first p95
batch           1          1  100       0   50       –         –     0.29 s  1 unpriced
support         1          1  200       0  100  $12.35         –     0.29 s  1 estimated
total           2          2  300       0  150  $12.35         –     0.29 s  1 estimated, 1 unpriced
`,
    err: '',
  });
});

test('--csv is what the router writes, --json what it answers', async () => {
  const { out } = await ask('--by', 'route', '--csv', '--route', 'support');
  const [head = '', line = '', ...rest] = out.split('\r\n');
  expect(rest).toEqual(['']);
  expect(line.split(',')[head.split(',').indexOf('cost_usd')]).toBe('12.345678902');
  const json = JSON.parse((await ask('--json')).out) as { total: object };
  expect(json.total).toMatchObject({ requests: 2, cost_nano_usd: 12_345_678_902 });
});

test.each<[name: string, args: string[], status: number, words: string]>([
  ['a group nobody knows', ['--by', 'planet'], 1, 'by: must be one of "day", "hour", "route"'],
  ['a group nobody knows, as CSV', ['--by', 'planet', '--csv'], 1, 'by: must be one of "day"'],
  ['an option nobody knows', ['--form', '2026-11-01'], 2, 'Did you mean --from?'],
  ['two forms at once', ['--csv', '--json'], 2, 'not both'],
  ['a word too many', ['all'], 2, 'one word too many'],
])('%s', async (_, args, status, words) => {
  const said = await ask(...args);
  expect(said).toMatchObject({ status, out: '' });
  expect(said.err).toContain(words);
});

test('a table that is not grouped is its total', () => {
  const total = { requests: 1234, cost_nano_usd: null };
  const span = { from: 'a', to: 'b', time_zone: 'UTC', complete_until: 'c' };
  const [, , , line] = printUsage({ ...span, by: [], total, data: [total] });
  expect(line).toBe('   1,234          –   –       –    –     –         –          –');
});
