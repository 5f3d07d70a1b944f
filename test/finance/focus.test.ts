/** FOCUS files of real prices: valid, and their sum is the ledger's to the nano-dollar, whatever was booked. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findModel, listModels } from '../../src/catalogue/catalogue.ts';
import { type FocusVersion, focusVersions } from '../../src/core/export.ts';
import { type Row, totalOf } from '../../src/core/row.ts';
import type { Usage } from '../../src/core/usage.ts';
import { type ExportRequest, openExport } from '../../src/finance/export.ts';
import { chargePeriodOf } from '../../src/finance/focus/charge-period.ts';
import { checkFocus } from '../../src/finance/focus/check-focus.ts';
import { columnsOf } from '../../src/finance/focus/columns.ts';
import { readCsv } from '../../src/finance/read-csv.ts';
import { priceUsage } from '../../src/ledger/price-usage.ts';
import { costing, makeRow } from '../support/ledger/make-row.ts';
import { slicesOf } from '../support/usage/slices-of.ts';

const noonMs = Date.UTC(2026, 10, 21, 12);

type Changes = Partial<ExportRequest> & { readonly timeZone?: string; readonly factor?: number };

function printed(
  rows: readonly Row[],
  { timeZone = 'UTC', factor = 1000, ...changes }: Changes = {},
): string {
  const request: ExportRequest = {
    kind: 'focus',
    version: '1.2',
    fromMs: 0,
    toMs: Number.MAX_SAFE_INTEGER / 2,
    filter: {},
    ...changes,
  };
  const known = (id: string) => {
    const model = findModel(id);
    return model === undefined ? null : { model, factor };
  };
  const source = {
    slices: slicesOf(rows, timeZone),
    teams: 'all' as const,
    completeUntilMs: null,
    configVersion: 'c',
    release: '1',
    timeZone,
    findModel: known,
  };
  const opened = openExport({ ...request, toMs: noonMs }, source, ['2026-11-01', '2026-11-30']);
  return [...opened.pieces()].map(({ text }) => text).join('');
}

/** Rows by column. */
function readRows(text: string): Record<string, string>[] {
  const [header = [], ...rows] = readCsv(text);
  return rows.map((cells) => Object.fromEntries(header.map((name, at) => [name, cells[at] ?? ''])));
}

function billed(
  usage: Usage,
  given: Partial<Row> & { tier?: string | undefined; factor?: number | undefined } = {},
): Row {
  const { tier = null, factor, ...changes } = given;
  const row = makeRow({ startedAtMs: noonMs, usage, ...changes });
  const model = findModel(row.model);
  const provider = { id: row.provider, ...(factor !== undefined && { priceFactor: factor }) };
  const priced = model && priceUsage({ usage, model, provider, tier, atMs: row.startedAtMs });
  return { ...row, cost: null, listNanoUsd: null, priceVersion: null, ...priced };
}

const sumOf = (rows: readonly Row[]) =>
  rows.reduce((sum, { cost }) => sum + BigInt(cost === null ? 0 : totalOf(cost)), 0n);

const nano = (text: string) => BigInt(text.replace('.', ''));

describe('a row for each meter', () => {
  const rows = [
    billed({ inputTokens: 1000, cacheReadInputTokens: 400, outputTokens: 200, reasoningOutputTokens: 150 }),
  ];

  test('quantity, unit price and cost, as the catalogue has them', () => {
    const shown = readRows(printed(rows)).map((row) => [
      row.SkuMeter,
      row.ConsumedQuantity,
      row.PricingQuantity,
      row.ListUnitPrice,
      row.ContractedUnitPrice,
      row.EffectiveCost,
      row.SkuPriceId,
    ]);
    expect(shown).toEqual([
      [
        'Input Tokens',
        '600',
        '0.000600',
        '5.000000',
        '5.000000000',
        '0.003000000',
        'openai/gpt-5.5/input/standard',
      ],
      [
        'Cached Input Tokens',
        '400',
        '0.000400',
        '0.500000',
        '0.500000000',
        '0.000200000',
        'openai/gpt-5.5/cacheRead/standard',
      ],
      [
        'Output Tokens',
        '200',
        '0.000200',
        '30.000000',
        '30.000000000',
        '0.006000000',
        'openai/gpt-5.5/output/standard',
      ],
    ]);
  });

  test('what is counted of the whole group stands in one of its rows, so that columns can be added up', () => {
    const shown = readRows(printed([...rows, billed({ inputTokens: 5, outputTokens: 5 })]));
    expect(shown.map((row) => row.x_RequestCount)).toEqual(['2', '', '']);
    expect(shown.map((row) => row.x_ReasoningTokens)).toEqual(['', '', '150']);
  });

  test('both versions name who is charged for by their own columns', () => {
    const [old] = readRows(printed(rows));
    const [young] = readRows(printed(rows, { version: '1.4' }));
    expect(old).toMatchObject({
      ProviderName: 'OpenAI',
      PublisherName: 'OpenAI',
      InvoiceIssuerName: 'OpenAI',
    });
    expect(young).toMatchObject({ ServiceProviderName: 'OpenAI', HostProviderName: 'OpenAI' });
    expect(young).not.toHaveProperty('ProviderName');
    for (const version of focusVersions)
      expect(columnsOf(version).filter(({ level }) => level === 'mandatory')).toHaveLength(21);
  });
});

describe('a unit price stands only where it gives the cost exactly', () => {
  const usage = { inputTokens: 1000, outputTokens: 100 };
  const long = { inputTokens: 300_000, outputTokens: 100 };
  const offers = (rows: readonly Row[], factor = 1000) =>
    readRows(printed(rows, { factor })).map((row) => row.SkuPriceId);

  test.each([
    ['one tier', [billed(usage, { tier: 'priority' })], 'openai/gpt-5.5/input/priority'],
    ['tiers of one rate', [billed(usage, { tier: 'batch' })], 'openai/gpt-5.5/input/batch+flex'],
    ['a long context', [billed(long)], 'openai/gpt-5.5/input/standard-long-context'],
    ['two tiers', [billed(usage), billed(usage, { tier: 'batch' })], ''],
    ['two sizes', [billed(usage), billed(long)], ''],
  ])('%s', (_, rows, offer) => {
    expect(offers(rows)[0]).toBe(offer);
  });

  test('with a discount both prices stand, and both costs', () => {
    const [row] = readRows(printed([billed(usage, { factor: 900 })], { factor: 900 }));
    expect(row).toMatchObject({
      ListUnitPrice: '5.000000',
      ListCost: '0.005000000',
      ContractedUnitPrice: '4.500000000',
      ContractedCost: '0.004500000',
      EffectiveCost: '0.004500000',
      BilledCost: '0.004500000',
    });
  });

  test('a model that nobody knows any more has none, and its cost stands all the same', () => {
    const row = makeRow({ startedAtMs: noonMs, model: 'gone', cost: costing(5), listNanoUsd: 5 });
    const text = printed([row]);
    expect(readRows(text).at(-1)).toMatchObject({
      SkuMeter: 'Output Tokens',
      EffectiveCost: '0.000000005',
      ListUnitPrice: '',
      ProviderName: 'Unknown',
    });
    expect(checkFocus(text, '1.2')).toMatchObject({ sumUsd: '0.000000005', faults: [] });
  });
});

test('usage without a price is no cost of 0: it is in no row', () => {
  const unpriced = makeRow({ startedAtMs: noonMs, cost: null });
  expect(readRows(printed([unpriced]))).toEqual([]);
  const beside = readRows(printed([unpriced, billed({ inputTokens: 100, outputTokens: 0 })]));
  expect(beside).toMatchObject([
    { SkuMeter: 'Input Tokens', EffectiveCost: '0.000500000', x_UnpricedAttemptCount: '1' },
  ]);
});

test('corrections are rows of their own, up or down', () => {
  const correction = makeRow({
    startedAtMs: noonMs,
    role: 'correction',
    usage: {},
    cost: { input: -700, cacheRead: 0, cacheWrite: 0, output: 0, tools: 0 },
  });
  const text = printed([billed({ inputTokens: 1000, outputTokens: 100 }), correction]);
  const shown = readRows(text).map((row) => [
    row.ChargeClass,
    row.SkuMeter,
    row.EffectiveCost,
    row.x_UsageSource,
  ]);
  expect(shown.at(-1)).toEqual(['Correction', '', '-0.000000700', 'reconciled']);
  expect(checkFocus(text, '1.2')).toMatchObject({ sumUsd: '0.007999300', faults: [] });
  const cost = { ...costing(200), input: -700 };
  const unpriced = makeRow({ startedAtMs: noonMs, cost: null });
  for (const rows of [[], [unpriced]]) {
    const alone = readRows(printed([{ ...correction, cost }, ...rows]));
    expect(alone.map((row) => row.EffectiveCost)).toEqual(['-0.000000500']);
  }
  // Fees of tools are billed without a model, and have a provider all the same.
  const [fees] = readRows(printed([{ ...correction, model: 'openai:(tools)' }]));
  expect(fees).toMatchObject({ ProviderName: 'OpenAI', BillingAccountId: 'openai' });
});

describe('periods are days of the reporting zone, as instants', () => {
  const periodOf = (startedAtMs: number, timeZone: string) => {
    const rows = readRows(
      printed([billed({ inputTokens: 1, outputTokens: 0 }, { startedAtMs })], { timeZone }),
    );
    return rows.map((row) => [
      row.ChargePeriodStart,
      row.ChargePeriodEnd,
      row.BillingPeriodStart,
      row.BillingPeriodEnd,
    ]);
  };

  test('a day of 25 hours', () => {
    expect(periodOf(Date.UTC(2026, 9, 25, 12), 'Europe/Berlin')).toEqual([
      ['2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', '2026-09-30T22:00:00Z', '2026-10-31T23:00:00Z'],
    ]);
  });

  test('a day of 23 hours', () => {
    const { from, to, monthFrom, monthTo } = chargePeriodOf('2026-03-29', 'Europe/Berlin');
    expect([from, to, monthFrom, monthTo]).toEqual([
      '2026-03-28T23:00:00Z',
      '2026-03-29T22:00:00Z',
      '2026-02-28T23:00:00Z',
      '2026-03-31T22:00:00Z',
    ]);
  });

  test('a zone half an hour off', () => {
    expect(periodOf(Date.UTC(2026, 10, 20, 18, 45), 'Asia/Kolkata')).toEqual([
      ['2026-11-20T18:30:00Z', '2026-11-21T18:30:00Z', '2026-10-31T18:30:00Z', '2026-11-30T18:30:00Z'],
    ]);
  });
});

test('names that a spreadsheet would run are told as text', () => {
  const text = printed([billed({ inputTokens: 1, outputTokens: 0 }, { team: '=cmd|"x"', route: '@sum' })]);
  expect(readRows(text)).toMatchObject([{ SubAccountId: `'=cmd|"x"`, ResourceName: "'@sum" }]);
  expect(checkFocus(text, '1.2').faults).toEqual([]);
});

const someAmount = { min: -10_000, max: 10_000 };

const someRow = fc
  .record({
    minutes: fc.nat(40 * 24 * 60),
    route: fc.constantFrom('auto', 'route,"odd"', '=cmd'),
    model: fc.constantFrom(...listModels().map(({ id }) => id), 'gone'),
    team: fc.constantFrom('blue', 'red', ''),
    tier: fc.constantFrom(undefined, 'batch', 'flex', 'priority'),
    factor: fc.constantFrom(undefined, 900, 875),
    usage: fc.record({
      inputTokens: fc.nat(400_000),
      cacheReadInputTokens: fc.nat(1000),
      cacheCreationInputTokens: fc.nat(1000),
      outputTokens: fc.nat(100_000),
      webSearchCalls: fc.constantFrom(0, 0, 3),
    }),
    correction: fc.option(fc.record({ input: fc.integer(someAmount), output: fc.integer(someAmount) }), {
      freq: 3,
    }),
  })
  .map(({ minutes, usage, correction, ...given }): Row => {
    const startedAtMs = noonMs - minutes * 60_000;
    const row = billed(usage, {
      ...given,
      startedAtMs,
      provider: findModel(given.model)?.provider ?? 'gone',
    });
    return correction === null
      ? row
      : { ...row, role: 'correction', usage: {}, cost: { ...costing(0), ...correction } };
  });

test('whatever was booked, the file is valid and adds up to it, to the nano-dollar', () => {
  fc.assert(
    fc.property(
      fc.array(someRow, { maxLength: 12 }),
      fc.constantFrom<FocusVersion>(...focusVersions),
      fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata'),
      fc.constantFrom(1000, 900, 876.5),
      (rows, version, timeZone, factor) => {
        const text = printed(rows, { version, timeZone, factor });
        const checked = checkFocus(text, version);
        expect(checked.faults).toEqual([]);
        expect(nano(checked.sumUsd)).toBe(sumOf(rows));
        const daily = readRows(printed(rows, { kind: 'usage-daily', timeZone, factor }));
        expect(daily.reduce((sum, row) => sum + nano(row.cost_usd || '0'), 0n)).toBe(sumOf(rows));
      },
    ),
  );
});
