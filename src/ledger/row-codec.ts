/**
 * A row as it lies in the store: a JSON array of values in a fixed order, half as long as with names. New values are
 * added at the end and older rows read as null there; nothing is ever taken out or moved.
 */
import { isObject } from '../core/json.ts';
import type { CostByMeter, Row } from '../core/row.ts';
import type { Usage } from '../core/usage.ts';

const fields = [
  'requestId',
  'attempt',
  'startedAtMs',
  'durationMs',
  'firstEventMs',
  'caller',
  'team',
  'app',
  'endUser',
  'tags',
  'route',
  'configVersion',
  'arm',
  'task',
  'difficulty',
  'risk',
  'floor',
  'modelAsked',
  'model',
  'modelServed',
  'provider',
  'protocol',
  'lane',
  'losses',
  'effort',
  'role',
  'outcome',
  'errorCode',
  'usage',
  'usageSource',
  'cost',
  'priceVersion',
  'baselineNanoUsd',
  'listNanoUsd',
  'answer',
] as const satisfies readonly (keyof Row)[];

/** Fails to compile while a field of a row is not stored. */
type Forgotten = Exclude<keyof Row, (typeof fields)[number]>;
const forgotten: Forgotten extends never ? true : Forgotten = true;

const meters = [
  'inputTokens',
  'cacheReadInputTokens',
  'cacheCreationInputTokens',
  'cacheCreation1hInputTokens',
  'outputTokens',
  'reasoningOutputTokens',
] as const satisfies readonly (keyof Usage)[];

const costParts = [
  'input',
  'cacheRead',
  'cacheWrite',
  'output',
  'tools',
] as const satisfies readonly (keyof CostByMeter)[];

/** One line of JSON: no tab and no line break in it, which the scripts rely on. */
export function packRow(row: Row): string {
  const usage = meters.map((meter) => row.usage[meter] ?? null);
  const cost = row.cost && costParts.map((part) => row.cost?.[part] ?? 0);
  const values = fields.map((field) => (field === 'usage' ? usage : field === 'cost' ? cost : row[field]));
  return forgotten && JSON.stringify(values);
}

function unpackUsage(values: unknown): Usage {
  const usage: Usage = {};
  if (!Array.isArray(values)) return usage;
  for (const [at, meter] of meters.entries()) {
    const value: unknown = values[at];
    if (typeof value === 'number') usage[meter] = value;
  }
  return usage;
}

function unpackCost(values: unknown): CostByMeter | null {
  if (!Array.isArray(values)) return null;
  const [input = 0, cacheRead = 0, cacheWrite = 0, output = 0, tools = 0] = values as number[];
  return { input, cacheRead, cacheWrite, output, tools };
}

/** Null: not a row of ours. Values are not checked one by one; `packRow` alone writes them. */
export function unpackRow(values: unknown): Row | null {
  if (!Array.isArray(values) || typeof values[0] !== 'string' || typeof values[1] !== 'number') return null;
  const row: Record<string, unknown> = {};
  for (const [at, field] of fields.entries()) row[field] = values[at] ?? null;
  row.usage = unpackUsage(row.usage);
  row.cost = unpackCost(row.cost);
  if (!isObject(row.tags)) row.tags = {};
  if (!Array.isArray(row.losses)) row.losses = [];
  return row as Row;
}

/** As `unpackRow`, from text that may be no JSON. */
export function unpackRowText(text: string): Row | null {
  try {
    return unpackRow(JSON.parse(text));
  } catch {
    return null;
  }
}
