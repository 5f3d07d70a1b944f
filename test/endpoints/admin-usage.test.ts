/** GET /admin/usage through the app, over the counters of a real store. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { printCsv, printUsd } from '../../src/finance/print-csv.ts';
import { StoreError } from '../../src/ledger/store.ts';
import { costing } from '../support/ledger/make-row.ts';
import { openUsageBench, type UsageBench } from '../support/usage/usage-bench.ts';
import { makeApp } from '../support/world/app.ts';

const admin = { authorization: 'Bearer admin-token' };

let bench: UsageBench;
beforeAll(async () => {
  bench = await openUsageBench();
});
afterAll(() => bench.close());
beforeEach(() => bench.clear());

function makeUsage(changes: Parameters<typeof makeApp>[1] = {}) {
  const deps = { usage: bench.reader(), adminToken: 'admin-token', now: bench.now, ...changes };
  const app = makeApp(undefined, deps);
  const get = (query = '', headers: HeadersInit = {}) =>
    app.call('GET', `/admin/usage${query}`, undefined, { ...admin, ...headers });
  return { ...app, get };
}

type Told = { total: Record<string, unknown>; data: Record<string, unknown>[] };

test('the month up to now, by default, with everything that is known of it', async () => {
  await bench.book([
    {
      usage: { inputTokens: 100, cacheReadInputTokens: 40, outputTokens: 50, reasoningOutputTokens: 20 },
      cost: { input: 1, cacheRead: 2, cacheWrite: 3, output: 4, tools: 5 },
      listNanoUsd: 20,
      baselineNanoUsd: 60,
    },
    { role: 'fallback', outcome: 'lost', usageSource: 'estimated', cost: costing(7), firstEventMs: null },
    { startedAtMs: Date.UTC(2026, 9, 31, 23, 59), cost: costing(1000) },
  ]);
  const { get } = makeUsage();
  const response = await get();
  expect(response.status).toBe(200);
  const told = (await response.json()) as Told;
  expect(told).toMatchObject({
    object: 'usage',
    from: '2026-11-01T00:00:00Z',
    to: '2026-11-21T10:00:00Z',
    time_zone: 'UTC',
    complete_until: null,
    by: [],
    filter: {},
  });
  expect(told.data).toEqual([told.total]);
  expect(told.total).toMatchObject({
    requests: 1,
    attempts: 2,
    fallbacks: 1,
    succeeded: 1,
    lost_attempts: 1,
    estimated_attempts: 1,
    unpriced_attempts: 0,
    'gen_ai.usage.input_tokens': 200,
    'gen_ai.usage.cache_read.input_tokens': 40,
    'gen_ai.usage.reasoning.output_tokens': 20,
    cost_nano_usd: 22,
    cost_input_nano_usd: 1,
    cost_tools_nano_usd: 5,
    cost_estimated_nano_usd: 7,
    cost_besides_nano_usd: 7,
    cost_at_list_nano_usd: 20,
    cost_compared_nano_usd: 15,
    cost_baseline_nano_usd: 60,
    first_event_ms_p50: 292,
  });
});

test('what has no price is null and counted, and never 0', async () => {
  await bench.book([{ cost: null, team: 'blue' }, { team: 'red' }, { cost: null, team: 'red' }]);
  const { data, total } = (await (await makeUsage().get('?by=team')).json()) as Told;
  expect(data).toMatchObject([
    {
      team: 'blue',
      attempts: 1,
      unpriced_attempts: 1,
      cost_nano_usd: null,
      cost_output_nano_usd: null,
      cost_baseline_nano_usd: null,
      cost_per_attempt_p95_nano_usd: null,
    },
    { team: 'red', attempts: 2, unpriced_attempts: 1, cost_nano_usd: 1000 },
  ]);
  expect(total).toMatchObject({ attempts: 3, unpriced_attempts: 2, cost_nano_usd: 1000 });
});

test('groups have their names, in order; what was not classified has no task', async () => {
  await bench.book([
    { route: 'route-b', task: null },
    { route: 'route-a', task: 'code' },
    { route: 'route-b', task: 'code', model: 'glm' },
  ]);
  const { get } = makeUsage();
  const { data } = (await (await get('?by=hour,route&by=task')).json()) as Told;
  expect(data.map(({ hour, route, task }) => [hour, route, task])).toEqual([
    ['2026-11-21T09:00:00Z', 'route-a', 'code'],
    ['2026-11-21T09:00:00Z', 'route-b', null],
    ['2026-11-21T09:00:00Z', 'route-b', 'code'],
  ]);
  const filtered = (await (await get('?by=day&route=route-b&task=code')).json()) as Told;
  expect(filtered.data).toMatchObject([{ day: '2026-11-21', attempts: 1 }]);
});

test('providers, apps and keys are groups and filters like any other', async () => {
  await bench.book([
    { provider: 'openai', app: 'shop', caller: 'key-1', cost: costing(1) },
    { provider: 'openrouter', app: 'shop', caller: 'key-2', cost: costing(10) },
    { provider: 'openai', app: null, caller: 'key-3', cost: costing(100) },
  ]);
  await bench.sweep();
  const { get } = makeUsage();
  const told = async (query: string) => (await (await get(query)).json()) as Told;
  const { data, total } = await told('?by=app,key,provider');
  expect(data.map(({ app, key, provider, cost_nano_usd }) => [app, key, provider, cost_nano_usd])).toEqual([
    [null, 'key-3', 'openai', 100],
    ['shop', 'key-1', 'openai', 1],
    ['shop', 'key-2', 'openrouter', 10],
  ]);
  expect(total.cost_nano_usd).toBe(111);
  expect((await told('?app=shop')).total.cost_nano_usd).toBe(11);
  expect((await told('?app=&provider=openai')).total.cost_nano_usd).toBe(100);
  expect((await told('?key=key-1&key=key-2&provider=openai')).total.cost_nano_usd).toBe(1);
});

describe('days of another zone', () => {
  const at = (day: number, hour: number) => Date.UTC(2026, 10, day, hour);
  const rows = [
    { startedAtMs: at(18, 14), cost: costing(1) },
    { startedAtMs: at(18, 15), cost: costing(10) },
    { startedAtMs: at(19, 14), cost: costing(100) },
    { startedAtMs: at(19, 15), cost: costing(1000) },
  ];

  test('are made of hours, and add up to the same', async () => {
    await bench.book(rows);
    const { get } = makeUsage();
    const query = '?time_zone=Asia/Tokyo&from=2026-11-18&to=2026-11-20';
    const told = (await (await get(`${query}&by=day`)).json()) as Told;
    expect(told).toMatchObject({ time_zone: 'Asia/Tokyo', from: '2026-11-17T15:00:00Z' });
    expect(told.data.map(({ day, cost_nano_usd }) => [day, cost_nano_usd])).toEqual([
      ['2026-11-18', 1],
      ['2026-11-19', 110],
      ['2026-11-20', 1000],
    ]);
    expect(told.total.cost_nano_usd).toBe(1111);
    expect(((await (await get(query)).json()) as Told).total).toEqual(told.total);
    const closed = async () => {
      await bench.sweep();
      return (await (await get(`${query}&by=day`)).json()) as Told;
    };
    expect((await closed()).data).toEqual(told.data);
  });

  test('also where its clocks change', async () => {
    await bench.book([
      { startedAtMs: Date.UTC(2026, 10, 1, 3), cost: costing(1) },
      { startedAtMs: Date.UTC(2026, 10, 1, 4), cost: costing(10) },
      { startedAtMs: Date.UTC(2026, 10, 2, 4), cost: costing(100) },
      { startedAtMs: Date.UTC(2026, 10, 2, 5), cost: costing(1000) },
    ]);
    const { get } = makeUsage();
    const response = await get('?time_zone=America/New_York&from=2026-11-01&to=2026-11-01&by=day');
    expect(await response.json()).toMatchObject({
      data: [{ day: '2026-11-01', cost_nano_usd: 110 }],
    });
  });

  test.each<[name: string, query: string, message: RegExp]>([
    ['a zone nobody knows', '?time_zone=Mars/Base', /IANA time zone.*Mars/],
    ['hours that begin at other times', '?time_zone=Asia/Kolkata', /hours begin when those of UTC do/],
    ['a zone twice', '?time_zone=UTC&time_zone=UTC', /once/],
  ])('%s: refused', async (_, query, message) => {
    const response = await makeUsage().get(query);
    expect(response.status).toBe(400);
    const { error } = (await response.json()) as { error: { param: string; message: string } };
    expect(error.param).toBe('time_zone');
    expect(error.message).toMatch(message);
  });

  test('more than 31 days are refused by day, and taken as a whole', async () => {
    const { get } = makeUsage();
    const query = '?time_zone=Asia/Tokyo&from=2026-10-15&to=2026-11-20';
    const response = await get(`${query}&by=day`);
    expect(await response.json()).toMatchObject({
      error: { param: 'from', message: expect.stringMatching(/31 days .* another zone/) },
    });
    expect((await get(query)).status).toBe(200);
  });
});

describe('a period', () => {
  const at = (...time: [number, number, number, number?]) => Date.UTC(...time);

  test('of dates has both its days, of instants ends before the second', async () => {
    await bench.book([
      { startedAtMs: at(2026, 10, 18, 23), cost: costing(1) },
      { startedAtMs: at(2026, 10, 19, 0), cost: costing(10) },
      { startedAtMs: at(2026, 10, 20, 23), cost: costing(100) },
      { startedAtMs: at(2026, 10, 21, 0), cost: costing(1000) },
    ]);
    const { get } = makeUsage();
    const costIn = async (query: string) => ((await (await get(query)).json()) as Told).total.cost_nano_usd;
    expect(await costIn('?from=2026-11-19&to=2026-11-20')).toBe(110);
    expect(await costIn('?from=2026-11-19T00:00:00Z&to=2026-11-20T23:00:00Z')).toBe(10);
    expect(await costIn('?from=2026-11-19T01:00:00%2B01:00&to=2026-11-21T00:00:00+00:00')).toBe(110);
    expect(await costIn('?from=2026-11-18&to=2026-11-18')).toBe(1);
  });

  test.each<[name: string, query: string, field: string]>([
    ['a group nobody knows', '?by=route,planet', 'by'],
    ['a filter nobody knows', '?planet=mars', 'planet'],
    ['a format nobody knows', '?format=xml', 'format'],
    ['a date that is none', '?from=2026-02-30', 'from'],
    ['an instant without a zone', '?to=2026-11-20T10:00:00', 'to'],
    ['an instant on no day', '?to=2026-11-31T10:00:00Z', 'to'],
    ['an empty date', '?from=', 'from'],
    ['a period twice begun', '?from=2026-11-01&from=2026-11-02', 'from'],
    ['a period that ends before it begins', '?from=2026-11-20&to=2026-11-19', 'from'],
    ['a period of nothing', '?from=2026-11-20T10:00:00Z&to=2026-11-20T10:00:00Z', 'from'],
    ['more than 400 days', '?from=2025-10-17&to=2026-11-21', 'from'],
    ['days that are kept no more', '?from=2025-10-01&to=2025-10-31', 'from'],
    ['more than 31 days by hour', '?by=hour&from=2026-10-21', 'from'],
    ['hours that are kept no more', '?by=hour&from=2026-10-01&to=2026-10-02', 'from'],
    ['an end among such hours', '?from=2026-09-01&to=2026-09-02T10:00:00Z', 'to'],
  ])('%s is refused by its name', async (_, query, field) => {
    const { get } = makeUsage();
    const before = bench.store.billedCommands();
    const response = await get(query);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { param: field, code: 'invalid_request' } });
    expect(bench.store.billedCommands()).toBe(before);
  });

  test('of 400 days is taken', async () => {
    expect((await makeUsage().get('?from=2025-10-18&to=2026-11-21')).status).toBe(200);
  });
});

describe('CSV', () => {
  test('has money with nine decimals, and a header that says what is complete', async () => {
    await bench.book([{ cost: costing(1_234_567_890_123) }, { startedAtMs: bench.clock.ms - 3_600_000 }]);
    await bench.sweep();
    const response = await makeUsage().get('?by=model&format=csv');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [head = '', line = '', ...rest] = (await response.text()).split('\r\n');
    expect(rest).toEqual(['']);
    const cells = line.split(',');
    const cell = (name: string) => cells[head.split(',').indexOf(name)];
    expect(head.startsWith('from,to,time_zone,complete_until,model,requests,attempts,')).toBe(true);
    expect(cells.length).toBe(head.split(',').length);
    expect(cell('complete_until')).toBe('2026-11-21T09:00:00Z');
    expect(cell('model')).toBe('gpt-5.5');
    expect(cell('cost_usd')).toBe('1234.567891123');
    expect(cell('cost_baseline_usd')).toBe('');
  });

  test('is what a client gets that accepts it, unless it asks for JSON', async () => {
    const { get } = makeUsage();
    const kind = async (query: string) =>
      (await get(query, { accept: 'text/csv' })).headers.get('content-type');
    expect(await kind('')).toBe('text/csv; charset=utf-8');
    expect(await kind('?format=json')).toBe('application/json');
  });

  test('runs nothing in a spreadsheet', async () => {
    await bench.book([{ team: '=HYPERLINK("http://x","y")' }]);
    const text = await (await makeUsage().get('?by=team&format=csv')).text();
    expect(text).toContain(`,"'=HYPERLINK(""http://x"",""y"")",`);
  });

  test.each([
    ['=1', "'=1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@x', "'@x"],
    ['\tx', "'\tx"],
    ['\rx', '"\'\rx"'],
    ['＝1', "'＝1"],
    ['a=1', 'a=1'],
    ['a,"b"\n', '"a,""b""\n"'],
    ['', ''],
  ])('writes %j as %j', (text, printed) => {
    expect(printCsv([[text, null, { digits: '-1' }]])).toBe(`${printed},,-1\r\n`);
  });

  test.each([
    [0, '0.000000000'],
    [1, '0.000000001'],
    [-1, '-0.000000001'],
    [1_000_000_000, '1.000000000'],
    [9_007_199_254_740_991, '9007199.254740991'],
  ])('%i nano-USD are %s', (nanoUsd, text) => {
    expect(printUsd(nanoUsd)).toBe(text);
  });
});

describe('complete_until', () => {
  const until = async (outboxState: () => Promise<{ depth: number; oldestAtMs: number | null }>) => {
    await bench.book([{ startedAtMs: Date.UTC(2026, 10, 21, 4) }]);
    await bench.sweep();
    const response = await makeUsage({ outboxState }).get();
    return ((await response.json()) as { complete_until: string }).complete_until;
  };

  test('is the end of the last hour that is over and counted', async () => {
    expect(await until(async () => ({ depth: 0, oldestAtMs: null }))).toBe('2026-11-21T09:00:00Z');
  });

  test('is no later than what waits in the outbox', async () => {
    const oldestAtMs = Date.UTC(2026, 10, 21, 7, 30);
    expect(await until(async () => ({ depth: 3, oldestAtMs }))).toBe('2026-11-21T07:30:00Z');
  });
});

test('a store that is away is told as what it is; without one there is no usage', async () => {
  const away = () => Promise.reject(new StoreError('read', null));
  const response = await makeUsage({ usage: away }).get();
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ error: { code: 'store_unavailable' } });
  expect((await makeUsage({ usage: null }).get()).status).toBe(503);
});

test('callers read nothing', async () => {
  const { call } = makeUsage();
  expect((await call('GET', '/admin/usage')).status).toBe(401);
});
