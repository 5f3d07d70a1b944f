/** What lies in the store of a run, read as a reader of the ledger would. */
import type { ScopeAsk } from '../../src/core/budget.ts';
import { type Row, rowId, totalOf } from '../../src/core/row.ts';
import { mergeCounters, packCounters, unpackCounters } from '../../src/ledger/counters.ts';
import { keys } from '../../src/ledger/keys.ts';
import { unpackRow } from '../../src/ledger/row-codec.ts';
import { parseScope, type ScopeState, scopeField } from '../../src/ledger/state-codec.ts';
import type { MemoryRedis } from './memory-redis.ts';

export type Filed = {
  /** As it is known best. */
  readonly rows: ReadonlyMap<string, Row>;
  /** What was added to budgets without having been held: measured after all, and more than had been guessed. */
  readonly raisedNanoUsd: number;
  readonly problems: readonly string[];
};

type Reading = {
  lastId: string;
  readonly rows: Map<string, Row>;
  raisedNanoUsd: number;
  readonly problems: string[];
};

/** Entries of a stream never change: each is read once. */
const readings = new WeakMap<MemoryRedis, Reading>();

const costOf = (row: Row) => (row.cost === null ? 0 : totalOf(row.cost));

function readValues(values: unknown, isFix: boolean, into: Reading): void {
  const { rows, problems } = into;
  const row = unpackRow(values);
  if (row === null) return void problems.push('a row cannot be read');
  const known = rows.get(rowId(row));
  if (!isFix && known !== undefined) problems.push(`${rowId(row)} is filed twice`);
  if (isFix && known === undefined) problems.push(`${rowId(row)} corrects nothing`);
  if (isFix && known !== undefined) {
    if (known.usageSource !== 'estimated') problems.push(`${rowId(row)} corrects what was known`);
    into.raisedNanoUsd += Math.max(0, costOf(row) - costOf(known));
  }
  rows.set(rowId(row), row);
}

export function readFiled(redis: MemoryRedis): Filed {
  const reading = readings.get(redis) ?? { lastId: '0', rows: new Map(), raisedNanoUsd: 0, problems: [] };
  readings.set(redis, reading);
  const news = redis.send('XRANGE', keys.rows, `(${reading.lastId}`, '+') as [string, string[]][];
  for (const [id, fields] of news) {
    reading.lastId = id;
    for (const isFix of [false, true]) {
      for (const values of JSON.parse(fields[isFix ? 3 : 1] ?? '[]') as unknown[]) {
        readValues(values, isFix, reading);
      }
    }
  }
  return reading;
}

type Standing = { readonly scope: ScopeAsk; readonly state: ScopeState };

function readTexts(redis: MemoryRedis, scopes: readonly ScopeAsk[]): { scope: ScopeAsk; text: string }[] {
  const texts = redis.send('HMGET', keys.state, ...scopes.map(scopeField)) as (string | null)[];
  return scopes.map((scope, at) => ({ scope, text: texts[at] ?? '' }));
}

export function readScopes(redis: MemoryRedis, scopes: readonly ScopeAsk[]): Standing[] {
  return readTexts(redis, scopes).map(({ scope, text }) => ({ scope, state: parseScope(text) }));
}

/** By scope, as it was when it was read last. */
const lastTexts = new WeakMap<MemoryRedis, Map<ScopeAsk, string>>();

/** Those that do not stand as they stood when this was called last. */
export function readNewScopes(redis: MemoryRedis, scopes: readonly ScopeAsk[]): Standing[] {
  const last = lastTexts.get(redis) ?? new Map<ScopeAsk, string>();
  lastTexts.set(redis, last);
  const news = readTexts(redis, scopes).filter(({ scope, text }) => last.get(scope) !== text);
  for (const { scope, text } of news) last.set(scope, text);
  return news.map(({ scope, text }) => ({ scope, state: parseScope(text) }));
}

function readHash(redis: MemoryRedis, key: string): Map<string, string> {
  const flat = redis.send('HGETALL', key) as string[];
  const fields = new Map<string, string>();
  for (let at = 0; at + 1 < flat.length; at += 2) fields.set(flat[at] ?? '', flat[at + 1] ?? '');
  return fields;
}

export function readState(redis: MemoryRedis): Map<string, string> {
  return readHash(redis, keys.state);
}

type SumKind = 'hour' | 'day' | 'third';

/** Of all hours, days or thirds of months: by what `groupOf` makes of the name of each, and then by cell. */
export function readSums(
  redis: MemoryRedis,
  kind: SumKind,
  groupOf: (name: string) => string,
): Map<string, Map<string, string>> {
  const groups = new Map<string, Map<string, string>>();
  for (const key of redis.send('KEYS', `sbx:${kind}:*`) as string[]) {
    const group = groupOf(key.slice(`sbx:${kind}:`.length));
    const cells = groups.get(group) ?? new Map<string, string>();
    groups.set(group, cells);
    for (const [field, text] of readHash(redis, key)) {
      if (field === '#') continue;
      const known = cells.get(field);
      const all = known === undefined ? [text] : [known, text];
      cells.set(field, packCounters(mergeCounters(all.map(unpackCounters))));
    }
  }
  return groups;
}

/** Of all of them, by cell. */
export function readCells(redis: MemoryRedis, kind: SumKind): Map<string, string> {
  return readSums(redis, kind, () => '').get('') ?? new Map();
}
