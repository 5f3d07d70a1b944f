/** Every rule of a FOCUS file, broken once: the check says which, where, and lets nothing else through. */
import { expect, test } from 'vitest';
import { checkFocus } from '../../src/finance/focus/check-focus.ts';
import { columnsOf, type FocusColumnId } from '../../src/finance/focus/columns.ts';
import { type CsvCell, printCsv } from '../../src/finance/print-csv.ts';

const columns = columnsOf('1.2');

const good: Readonly<Partial<Record<FocusColumnId, string>>> = {
  BilledCost: '0.003000000',
  BillingAccountId: 'openai',
  BillingCurrency: 'USD',
  BillingPeriodEnd: '2026-12-01T00:00:00Z',
  BillingPeriodStart: '2026-11-01T00:00:00Z',
  ChargeCategory: 'Usage',
  ChargeFrequency: 'Usage-Based',
  ChargePeriodEnd: '2026-11-22T00:00:00Z',
  ChargePeriodStart: '2026-11-21T00:00:00Z',
  ConsumedQuantity: '600',
  ConsumedUnit: 'Tokens',
  ContractedCost: '0.003000000',
  ContractedUnitPrice: '5',
  EffectiveCost: '0.003000000',
  InvoiceIssuerName: 'OpenAI',
  ListCost: '0.003000000',
  ListUnitPrice: '5.000000',
  PricingCategory: 'Standard',
  PricingQuantity: '0.000600',
  PricingUnit: '1000000 Tokens',
  ProviderName: 'OpenAI',
  PublisherName: 'OpenAI',
  ServiceCategory: 'AI and Machine Learning',
  ServiceName: 'OpenAI API',
  ServiceSubcategory: 'Generative AI',
  SkuId: 'openai/gpt-5.5',
  SkuMeter: 'Input Tokens',
  SkuPriceDetails: '{"Offer":"standard"}',
  SkuPriceId: 'openai/gpt-5.5/input/standard',
  Tags: '{}',
};

const header = columns.map(({ id }) => id);

function fileOf(changes: Partial<Record<FocusColumnId, string>>): string {
  const cells = columns.map(({ id }): CsvCell => {
    const text = changes[id] ?? good[id] ?? '';
    return text === '' ? null : { digits: /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text };
  });
  return printCsv([header, cells]);
}

test('a good row passes, and is added up', () => {
  expect(checkFocus(fileOf({}), '1.2')).toEqual({
    rows: 1,
    sumUsd: '0.003000000',
    rowsWithoutUnitPrice: 0,
    faults: [],
  });
});

test.each<[column: FocusColumnId, value: string, what: string]>([
  ['EffectiveCost', '', 'is null'],
  ['EffectiveCost', '3e-3', 'is no decimal'],
  ['EffectiveCost', '1,000', 'is no decimal'],
  ['EffectiveCost', '+1', 'is no decimal'],
  ['EffectiveCost', '0.0000000001', 'is no decimal'],
  ['EffectiveCost', '01', 'is no decimal'],
  ['ListUnitPrice', '-5', 'is negative'],
  ['BillingCurrency', 'EUR', 'is none of USD'],
  ['ChargeCategory', 'usage', 'is none of Usage, Purchase'],
  ['ChargeClass', 'Refund', 'is none of Correction'],
  ['ServiceSubcategory', 'LLM', 'is none of'],
  ['ChargePeriodStart', '2026-11-21 00:00:00', 'is no time in UTC'],
  ['ChargePeriodStart', '2026-11-31T00:00:00Z', 'is no time in UTC'],
  ['ChargePeriodStart', '2026-11-21T00:00:00+01:00', 'is no time in UTC'],
  ['Tags', '[]', 'is no JSON object'],
  ['Tags', '{', 'is no JSON object'],
  ['ResourceName', '=1+1', 'begins like a formula'],
])('%s may not be %j', (column, value, what) => {
  const { faults } = checkFocus(fileOf({ [column]: value }), '1.2');
  expect(faults).toEqual([{ line: 2, column, what: expect.stringContaining(what) }]);
});

test.each<[what: string, changes: Partial<Record<FocusColumnId, string>>]>([
  ['ChargePeriodStart is after ChargePeriodEnd', { ChargePeriodEnd: '2026-11-21T00:00:00Z' }],
  ['BillingPeriodStart is after ChargePeriodStart', { BillingPeriodStart: '2026-11-21T00:00:01Z' }],
  ['ChargePeriodEnd is after BillingPeriodEnd', { BillingPeriodEnd: '2026-11-21T23:00:00Z' }],
  ['ListUnitPrice times PricingQuantity is not ListCost', { ListCost: '0.003000001' }],
  ['ContractedUnitPrice times PricingQuantity is not ContractedCost', { ContractedUnitPrice: '5.000000001' }],
])('%s', (what, changes) => {
  expect(checkFocus(fileOf(changes), '1.2').faults).toEqual([{ line: 2, column: null, what }]);
});

test.each<[what: string, changed: FocusColumnId]>([
  ['ConsumedQuantity and ConsumedUnit', 'ConsumedUnit'],
  ['PricingQuantity and PricingUnit', 'PricingUnit'],
  ['SkuPriceId and ListUnitPrice', 'SkuPriceId'],
  ['SkuMeter is null and this is no correction', 'SkuMeter'],
  ['SkuMeter without SkuId', 'SkuId'],
  ['PricingCategory is null', 'PricingCategory'],
])('%s, where %s is left out', (what, changed) => {
  const { faults } = checkFocus(fileOf({ [changed]: '' }), '1.2');
  expect(faults.map((fault) => fault.what)).toContainEqual(expect.stringContaining(what));
});

test('another header, other cells, no CSV', () => {
  const faultsOf = (text: string) => checkFocus(text, '1.2').faults;
  expect(faultsOf(fileOf({}).replace('BilledCost', 'Billed'))[0]?.what).toContain(
    'the columns are not BilledCost',
  );
  expect(faultsOf('')[0]?.what).toContain('the columns are not');
  expect(faultsOf(`${header.join()}\r\n1,2\r\n`)).toEqual([
    { line: 2, column: null, what: `has 2 cells, not ${columns.length}` },
  ]);
  expect(faultsOf(`${header.join()}\r\n"open`)[0]?.what).toContain('no cell of CSV');
  // A file of one version is none of another.
  expect(checkFocus(fileOf({}), '1.4').faults).toHaveLength(1);
});
