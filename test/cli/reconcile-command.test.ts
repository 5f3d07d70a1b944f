/** `signalbox reconcile` without a network: which days it asks for, what it takes of a provider, what it says. */
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RouterRefusal, UsageError } from '../../src/cli/command.ts';
import type { ListedUsage } from '../../src/cli/print-usage.ts';
import { keepResult } from '../../src/cli/reconcile-apply.ts';
import { command } from '../../src/cli/reconcile-command.ts';
import { createBillReader } from '../../src/cli/reconcile-fetch.ts';
import { readLedgerDays } from '../../src/cli/reconcile-ledger.ts';
import { printReconciled } from '../../src/cli/reconcile-print.ts';
import { reconcile } from '../../src/finance/reconcile.ts';
import { noCost, noTokens } from '../../src/finance/reconcile-figures.ts';

const dayMs = 86_400_000;
const utc = (day: string) => Date.parse(`${day}T00:00:00Z`);

describe('wrong usage', () => {
  test.each<[args: string[], words: string]>([
    [['--period', '2026-10'], 'Whose bill?'],
    [['--provider', 'opena', '--period', '2026-10'], 'Did you mean openai?'],
    [['--provider', 'openai'], 'Which days?'],
    [['--provider', 'openai', '--period', '2026-13'], 'write a month'],
    [['--provider', 'openai', '--period', 'October'], 'write a month'],
    [['--provider', 'openai', '--period', '2999-01'], 'no day in this period'],
    [['--provider', 'openai', '--period', '2026-10', '--from', '2026-10-01'], 'not both'],
    [['--provider', 'openai', '--from', '2026-10-32'], 'write a date'],
    [['--provider', 'openai', '--from', '2020-01-01'], 'Up to 100 days'],
    [['--provider', 'openai', '--period', '2026-10', '--tolerance', 'all'], 'write percent'],
    [['--provider', 'openai', '--period', '2026-10', '--tolerance', ''], 'write percent'],
    [['october', '--provider', 'openai'], 'one word too many'],
  ])('%s', async (args, words) => {
    const said = await command.run(args).catch((error: unknown) => error);
    expect(said).toBeInstanceOf(UsageError);
    expect((said as Error).message).toContain(words);
  });
});

describe('days of the ledger', () => {
  const nowMs = utc('2026-11-21') + 9.5 * 3_600_000;
  const asked: URLSearchParams[] = [];
  beforeEach(() => asked.splice(0));

  /** A router whose hours begin so many minutes after UTC's. */
  function router(more: Partial<ListedUsage> = {}, minutes = 0) {
    const answer = (path: string): ListedUsage => {
      const params = new URL(path, 'http://router.test').searchParams;
      asked.push(params);
      const from = params.get('from') ?? '';
      const to = params.get('to') ?? '';
      const isDate = from.length === 10;
      const fromMs = isDate ? utc(from) : Date.parse(from) - 1_800_000 + minutes * 60_000;
      const toMs = isDate ? utc(to) + dayMs : Date.parse(to) + minutes * 60_000;
      return {
        from: new Date(fromMs).toISOString(),
        to: new Date(toMs).toISOString(),
        time_zone: 'UTC',
        complete_until: '2026-11-21T09:00:00Z',
        by: ['model'],
        total: {},
        data: [
          {
            model: 'gpt-5.5',
            attempts: 3,
            unpriced_attempts: 1,
            cost_input_nano_usd: 700,
            cost_output_nano_usd: null,
            'gen_ai.usage.input_tokens': 12,
            team: 'care',
          },
          { model: 'gpt-5.5', attempts: 7, team: 'demo-care' },
        ],
        ...more,
      };
    };
    return async <Answer>(_: string, path: string) => answer(path) as Answer;
  }

  test('are asked for by their hours, one after the other, and read without what is unknown', async () => {
    const span = { fromMs: utc('2026-11-19'), toMs: utc('2026-11-22') };
    const { days } = await readLedgerDays(span, nowMs, router());
    expect(asked.map((params) => [params.get('from'), params.get('to')])).toEqual([
      ['2026-11-19T00:30:00Z', '2026-11-20T00:00:00Z'],
      ['2026-11-20T00:30:00Z', '2026-11-21T00:00:00Z'],
      ['2026-11-21T00:30:00Z', '2026-11-22T00:00:00Z'],
    ]);
    expect(days.map(({ day, isExact, isOver }) => [day, isExact, isOver])).toEqual([
      ['2026-11-19', true, true],
      ['2026-11-20', true, true],
      ['2026-11-21', true, false],
    ]);
    // What was made up for a demo is billed by nobody.
    expect(days[0]?.lines).toMatchObject([
      { model: 'gpt-5.5', attempts: 3, unpriced: 1, cost: { input: 700, output: 0 }, tokens: { input: 12 } },
    ]);
  });

  test('where hours begin at half past are not those of the bill', async () => {
    const span = { fromMs: utc('2026-11-19'), toMs: utc('2026-11-20') };
    const { days } = await readLedgerDays(span, nowMs, router({}, 30));
    expect(days).toMatchObject([{ isExact: false, isOver: true }]);
  });

  test('whose hours are gone are asked for as days, which are exact where the zone is UTC', async () => {
    const span = { fromMs: utc('2026-09-30'), toMs: utc('2026-10-01') };
    expect((await readLedgerDays(span, nowMs, router())).days).toMatchObject([{ isExact: true }]);
    expect(asked.map((params) => [params.get('from'), params.get('to')])).toEqual([
      ['2026-09-30', '2026-09-30'],
    ]);
    const berlin = router({
      from: '2026-09-29T22:00:00Z',
      to: '2026-09-30T22:00:00Z',
      time_zone: 'Europe/Berlin',
    });
    const { days, timeZone } = await readLedgerDays(span, nowMs, berlin);
    expect(timeZone).toBe('Europe/Berlin');
    expect(days).toMatchObject([{ isExact: false, isOver: true }]);
  });

  test('are over once the ledger is complete to their end', async () => {
    const span = { fromMs: utc('2026-11-20'), toMs: utc('2026-11-21') };
    const late = router({ complete_until: '2026-11-20T23:00:00Z' });
    expect((await readLedgerDays(span, nowMs, late)).days).toMatchObject([{ isOver: false }]);
    const never = router({ complete_until: null });
    expect((await readLedgerDays(span, nowMs, never)).days).toMatchObject([{ isOver: false }]);
    const unused = router({ complete_until: null, data: [] });
    expect((await readLedgerDays(span, nowMs, unused)).days).toMatchObject([{ isOver: true }]);
  });
});

describe('a provider', () => {
  let server: Server;
  let url = '';
  let answers: (path: string) => unknown = () => ({});
  beforeEach(async () => {
    server = createServer((incoming, outgoing) => {
      const body = answers(incoming.url ?? '');
      outgoing.writeHead(typeof body === 'number' ? body : 200, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify(typeof body === 'number' ? { error: { message: 'Not\nnow.' } } : body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    url = `http://127.0.0.1:${address.port}`;
  });
  afterEach(() => new Promise<void>((resolve) => void server.close(() => resolve())));

  const query = { fromMs: utc('2026-10-05'), toMs: utc('2026-10-06'), projects: ['wrkspc_a'] };
  const read = (provider: 'openai' | 'anthropic') =>
    createBillReader(provider, url, { OPENAI_ADMIN_KEY: 'key', ANTHROPIC_ADMIN_KEY: 'key' })(query);

  test('whose costs cannot be asked for by workspace is asked for all, and others’ are left out', async () => {
    const line = { amount: '10', currency: 'USD', cost_type: 'web_search' };
    const results = ['wrkspc_a', 'wrkspc_b', null].map((workspace_id) => ({ ...line, workspace_id }));
    const paths: string[] = [];
    answers = (path) => {
      paths.push(path);
      const data = path.includes('cost_report') ? [{ starting_at: '2026-10-05T00:00:00Z', results }] : [];
      return { data, has_more: false, next_page: null };
    };
    expect(await read('anthropic')).toMatchObject({
      usage: [],
      costs: [{ project: 'wrkspc_a', nanoUsd: 100_000_000, day: '2026-10-05' }],
    });
    expect(paths[0]).toContain('workspace_ids%5B%5D=wrkspc_a');
    expect(paths[1]).not.toContain('workspace_ids');
  });

  test.each<[what: string, answer: unknown, words: string]>([
    ['that refuses', 429, 'answers with 429: Not now.'],
    ['that turns in circles', { data: [], has_more: true, next_page: 'again' }, 'has more than 50 pages'],
    [
      'that says what nobody understands',
      { data: {}, has_more: false },
      'data must be an array; got an object',
    ],
    ['that says nothing', [], 'answers with 200'],
  ])('%s is told of', async (_, answer, words) => {
    answers = () => answer;
    const said = await read('openai').catch((error: unknown) => error);
    expect(said).toBeInstanceOf(RouterRefusal);
    expect((said as Error).message).toContain(words);
  });
});

test('models of nobody, projects and days that are not over are said for people', () => {
  const reconciliation = {
    ...reconcile({
      provider: 'openai',
      ledger: [{ day: '2026-11-21', isExact: true, isOver: false, lines: [] }],
      usage: [],
      costs: [],
      directory: { idOfBilled: (name) => name, idOfCounted: (model) => model },
      withOpenDays: false,
    }),
    unknownModels: ['gone'],
  };
  const cost = { day: '2026-11-21', name: 'x', meter: 'input', nanoUsd: 2e9 } as const;
  const lines = printReconciled({
    provider: 'openai',
    from: '2026-11-21',
    to: '2026-11-21',
    timeZone: 'Europe/Berlin',
    reconciliation,
    costs: [
      { ...cost, project: 'proj_a' },
      { ...cost, project: null, nanoUsd: 1e9 },
    ],
    tolerancePercent: 1,
    driftShareAfter: 0,
    isWithin: false,
    booked: null,
  });
  expect(lines).toContain('billed by project: proj_a $2.00, (none) $1.00');
  expect(lines).toContain('in no catalogue, so left out: gone. --config names other routes.');
  expect(lines.at(-1)).toBe(
    'No day of it is over, so nothing was compared. --open-days takes them as they are.',
  );
});

test('drift of a bill of nothing has no share, and a tolerance is told as it was given', () => {
  const line = { model: 'gpt-5.5', attempts: 1, estimated: 0, unpriced: 0, corrections: 0 };
  const figures = {
    tokens: noTokens,
    cost: { ...noCost, output: 9 },
    estimatedNanoUsd: 0,
    correctionsNanoUsd: 0,
  };
  const reconciliation = reconcile({
    provider: 'openai',
    ledger: [{ day: '2026-11-19', isExact: true, isOver: true, lines: [{ ...line, ...figures }] }],
    usage: [],
    costs: [],
    directory: { idOfBilled: (name) => name, idOfCounted: (model) => model },
    withOpenDays: false,
  });
  const lines = printReconciled({
    provider: 'openai',
    from: '2026-11-19',
    to: '2026-11-19',
    timeZone: 'UTC',
    reconciliation,
    costs: [],
    tolerancePercent: 7,
    driftShareAfter: null,
    isWithin: false,
    booked: { booked: 0, known: 0 },
  });
  expect(lines.at(-1)).toContain(
    'drift of a bill of nothing, of a bill of nothing once corrected (beyond 7 %)',
  );
});

test('a ledger that is read as it was before its last corrections does not undo what was kept', async () => {
  const nowMs = utc('2026-11-21');
  const day = (name: string) => ({ day: name, isExact: true, isOver: true, lines: [] });
  const reconciliation = reconcile({
    provider: 'openai',
    ledger: ['2026-11-17', '2026-11-18', '2026-11-19'].map(day),
    usage: [],
    costs: [],
    directory: { idOfBilled: (name) => name, idOfCounted: (model) => model },
    withOpenDays: false,
  });
  const kept = (name: string, corrected: number, minutes: number, provider = 'openai') => ({
    provider,
    day: name,
    corrected_nano_usd: corrected,
    at: new Date(nowMs - minutes * 60_000).toISOString(),
  });
  const asked: unknown[] = [];
  const ask = async <Answer>(method: string, path: string, body?: unknown) => {
    asked.push(body === undefined ? `${method} ${path}` : body);
    const data = [
      kept('2026-11-17', 500, 9),
      kept('2026-11-18', 500, 11),
      kept('2026-11-19', 500, 1, 'anthropic'),
    ];
    return { data } as Answer;
  };
  await keepResult('openai', reconciliation, [], nowMs, ask);
  expect(asked).toMatchObject([
    'GET /admin/reconciliations?from=2026-11-17&to=2026-11-19',
    { provider: 'openai', days: [{ day: '2026-11-18' }, { day: '2026-11-19' }] },
  ]);
});
