/**
 * Whether a FOCUS file is one: every cell against the table of columns, every row against the rules that hold between
 * its columns. Pure. A file that is wrong is not handed out; see the table for what is allowed.
 */
import type { FocusVersion } from '../../core/export.ts';
import { printDecimal } from '../print-csv.ts';
import { readCsv } from '../read-csv.ts';
import { columnsOf, type FocusColumn, type FocusColumnId } from './columns.ts';

export type FocusFault = {
  /** Of the file, from 1; the header is 1. */
  readonly line: number;
  /** Null: the line as a whole. */
  readonly column: string | null;
  readonly what: string;
};

export type CheckedFocus = {
  readonly rows: number;
  /** Of EffectiveCost, USD with nine decimals. */
  readonly sumUsd: string;
  /** Usage whose price is not one rate; its unit price is null. */
  readonly rowsWithoutUnitPrice: number;
  /** The first hundred. */
  readonly faults: readonly FocusFault[];
};

const mostFaults = 100;
const decimalPattern = /^-?(?:0|[1-9]\d*)(?:\.\d{1,9})?$/;
const timePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
/** What a spreadsheet takes for a formula. */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

const typeChecks: Readonly<Record<FocusColumn['type'], (text: string) => string | null>> = {
  string: (text) => (formulaStart.test(text) ? 'begins like a formula' : null),
  decimal: (text) =>
    decimalPattern.test(text) ? null : 'is no decimal with at most nine places and no exponent',
  'date-time': (text) =>
    timePattern.test(text) && new Date(text).toISOString() === text.replace('Z', '.000Z')
      ? null
      : 'is no time in UTC such as 2026-11-30T23:00:00Z',
  json: (text) => (isJsonObject(text) ? null : 'is no JSON object'),
};

function faultOfCell(text: string, { type, nullable, allowed, isNonNegative }: FocusColumn): string | null {
  if (text === '') return nullable ? null : 'is null';
  if (allowed !== undefined && !allowed.includes(text)) return `is none of ${allowed.join(', ')}`;
  const fault = typeChecks[type](text);
  if (fault !== null) return fault;
  return isNonNegative === true && text.startsWith('-') ? 'is negative' : null;
}

/** Billionths. */
function exact(text: string): bigint {
  const [whole = '', places = ''] = text.replace('-', '').split('.');
  const value = BigInt(whole + places.padEnd(9, '0'));
  return text.startsWith('-') ? -value : value;
}

type Read = (id: FocusColumnId) => string;

const bothOrNone = (one: FocusColumnId, other: FocusColumnId) => (read: Read) =>
  (read(one) === '') === (read(other) === '') ? null : `${one} and ${other} must both be null or neither`;

const timesQuantity = (price: FocusColumnId, cost: FocusColumnId) => (read: Read) => {
  if (read(price) === '') return null;
  const product = exact(read(price)) * exact(read('PricingQuantity') || '0');
  return product === exact(read(cost)) * 1_000_000_000n
    ? null
    : `${price} times PricingQuantity is not ${cost}`;
};

const ordered = (one: FocusColumnId, other: FocusColumnId, isStrict: boolean) => (read: Read) => {
  const isFine = isStrict ? read(one) < read(other) : read(one) <= read(other);
  return isFine ? null : `${one} is after ${other}`;
};

/** Each names what is broken, or null. They see rows whose cells are all fine. */
const rowRules: readonly ((read: Read) => string | null)[] = [
  ordered('ChargePeriodStart', 'ChargePeriodEnd', true),
  ordered('BillingPeriodStart', 'ChargePeriodStart', false),
  ordered('ChargePeriodEnd', 'BillingPeriodEnd', false),
  bothOrNone('ConsumedQuantity', 'ConsumedUnit'),
  bothOrNone('PricingQuantity', 'PricingUnit'),
  bothOrNone('SkuPriceId', 'ListUnitPrice'),
  bothOrNone('ListUnitPrice', 'ContractedUnitPrice'),
  timesQuantity('ListUnitPrice', 'ListCost'),
  timesQuantity('ContractedUnitPrice', 'ContractedCost'),
  (read) =>
    read('SkuPriceId') === '' && read('SkuPriceDetails') !== '' ? 'SkuPriceDetails without SkuPriceId' : null,
  (read) => (read('SkuId') === '' && read('SkuMeter') !== '' ? 'SkuMeter without SkuId' : null),
  (read) =>
    read('SkuMeter') === '' && read('ChargeClass') === ''
      ? 'SkuMeter is null and this is no correction'
      : null,
  (read) => (read('PricingCategory') === '' ? 'PricingCategory is null' : null),
];

type FocusColumns = ReturnType<typeof columnsOf>;

function faultsOfRow(cells: readonly string[], columns: FocusColumns): Omit<FocusFault, 'line'>[] {
  if (cells.length !== columns.length)
    return [{ column: null, what: `has ${cells.length} cells, not ${columns.length}` }];
  const faults = columns.flatMap((column, at) => {
    const what = faultOfCell(cells[at] ?? '', column);
    return what === null ? [] : [{ column: column.id, what }];
  });
  if (faults.length > 0) return faults;
  const places = new Map(columns.map(({ id }, at) => [id, at]));
  const read: Read = (id) => cells[places.get(id) ?? -1] ?? '';
  return rowRules.flatMap((rule) => {
    const what = rule(read);
    return what === null ? [] : [{ column: null, what }];
  });
}

/** `text`: the whole file. Never throws: what is no CSV is a fault. */
export function checkFocus(text: string, version: FocusVersion): CheckedFocus {
  const columns = columnsOf(version);
  const faults: FocusFault[] = [];
  let lines: string[][] = [];
  try {
    lines = readCsv(text);
  } catch (error) {
    faults.push({ line: 1, column: null, what: error instanceof Error ? error.message : 'is no CSV' });
  }
  const [header = [], ...rows] = lines;
  const wanted = columns.map(({ id }) => id);
  if (faults.length === 0 && header.join() !== wanted.join())
    faults.push({ line: 1, column: null, what: `the columns are not ${wanted.join(', ')}` });
  if (faults.length > 0) return { rows: 0, sumUsd: printDecimal(0, 9), rowsWithoutUnitPrice: 0, faults };
  const place = (id: FocusColumnId) => wanted.indexOf(id);
  const [costAt, priceAt, classAt] = [place('EffectiveCost'), place('ListUnitPrice'), place('ChargeClass')];
  let sum = 0n;
  let rowsWithoutUnitPrice = 0;
  rows.forEach((cells, at) => {
    const found = faultsOfRow(cells, columns).map((fault) => ({ line: at + 2, ...fault }));
    faults.push(...found.slice(0, mostFaults - faults.length));
    if (found.length > 0) return;
    sum += exact(cells[costAt] ?? '0');
    if (cells[priceAt] === '' && cells[classAt] === '') rowsWithoutUnitPrice++;
  });
  return { rows: rows.length, sumUsd: printDecimal(sum, 9), rowsWithoutUnitPrice, faults };
}
