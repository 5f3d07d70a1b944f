/** `signalbox limits` as a program, against the app over real HTTP. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AdminServer, startAdminServer } from './admin-server.ts';

let server: AdminServer;

beforeEach(async () => {
  server = await startAdminServer();
});

afterEach(() => server.stop());

const set = (...args: string[]) => server.signalbox(['limits', 'set', ...args]);

test('are set whole, listed in the words they are written in, and taken away by --none', async () => {
  const written = ['--budget', 'month:25usd', '--budget', 'day:2000000tokens:alert:Europe/Berlin'];
  await set('key', 'one', '--concurrent', '3');
  expect(await set('team', 'care', '--requests-per-minute', '60', ...written)).toEqual({
    status: 0,
    out: `scope  id    requests/min  tokens/min  at once  budget
team   care            60                       month:25usd:refuse
                                                day:2000000tokens:alert:Europe/Berlin
`,
    err: '',
  });
  expect(
    (await server.signalbox(['limits', 'list'])).out,
  ).toBe(`scope  id    requests/min  tokens/min  at once  budget
key    one                                   3
team   care            60                       month:25usd:refuse
                                                day:2000000tokens:alert:Europe/Berlin
`);
  const { out } = await set('team', 'care', '--none', '--json');
  expect(JSON.parse(out)).toEqual({
    object: 'limits',
    scope: 'team',
    id: 'care',
    requests_per_minute: null,
    tokens_per_minute: null,
    concurrent: null,
    budgets: [],
  });
});

test('reach the router as numbers, zero too', async () => {
  const { out } = await set(
    ...['user', 'care', '--tokens-per-minute', '0', '--budget', 'total:0.005usd:downgrade', '--json'],
  );
  expect(JSON.parse(out)).toMatchObject({
    tokens_per_minute: 0,
    budgets: [{ window: 'total', limit_usd: 0.005, limit_tokens: null, on_limit: 'downgrade' }],
  });
});

test('none are set: nothing on stdout', async () => {
  expect(await server.signalbox(['limits', 'list'])).toEqual({
    status: 0,
    out: '',
    err: 'No limits are set.\n',
  });
});

test.each<[name: string, args: readonly string[], status: number, reason: RegExp]>([
  ['a scope nobody knows', ['planet', 'x', '--concurrent', '1'], 2, /^scope: must be one of /],
  ['a route that is not there', ['route', 'no', '--concurrent', '1'], 1, /^id: must be a route/],
  [
    'a window nobody knows',
    ['key', 'x', '--budget', 'year:1usd'],
    2,
    /^budgets\[0\]\.window: must be one of/,
  ],
  ['a zone nobody knows', ['key', 'x', '--budget', 'day:1usd:alert:Mars'], 2, /^budgets\[0\]\.time_zone: /],
  ['a key nobody has', ['key', 'nope', '--budget', 'day:5usd'], 1, /^id: must be the id of a key.*'nope'/],
  ['half a request', ['key', 'x', '--concurrent', '1.5'], 2, /^--concurrent 1\.5: write a whole number/],
  [
    'less than none',
    ['team', 'care', '--requests-per-minute', '-5'],
    2,
    /^--requests-per-minute -5: write a whole number, 0 or more/,
  ],
  [
    'an option for a number',
    ['team', 'care', '--concurrent', '--none'],
    2,
    /^--concurrent needs a value\. One with a dash: --concurrent=--none/,
  ],
  ['an id of nothing', ['team', '', '--none'], 2, /^id: must be a string that is not empty/],
  ['a scope nobody knows, and none', ['zork', 'care', '--none'], 2, /^scope: must be one of .*got "zork"/],
  ['no scope', [], 2, /^Whose limits\?/],
  ['no id', ['key', '--concurrent', '1'], 2, /^Whose limits\?/],
  ['nothing to set', ['key', 'x'], 2, /^Write limits, or --none/],
  ['limits and none', ['key', 'x', '--none', '--concurrent', '1'], 2, /^Write limits, or --none/],
  [
    'a limit that is no number',
    ['key', 'x', '--concurrent', 'many'],
    2,
    /^--concurrent many: write a whole number/,
  ],
  [
    'a budget without a unit',
    ['key', 'x', '--budget', 'day:5'],
    2,
    /^--budget day:5: write it as month:25usd/,
  ],
])('refuses %s', async (_, args, code, reason) => {
  const { status, out, err } = await set(...args);
  expect({ status, out }).toEqual({ status: code, out: '' });
  expect(err).toMatch(reason);
  expect(server.scripts.hashes.size).toBe(0);
});
