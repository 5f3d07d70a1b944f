/**
 * Takes a demo out of the store: cells, rows, index, budgets and limits of teams whose names begin with `demo-`, and
 * what the seed has written beside them. All else stays as it is. Twice is as good as once. Errors: StoreError.
 */
import { windowAt } from '../../core/budget-window.ts';
import { demoPrefix } from '../../core/demo.ts';
import { isObject, type JsonObject } from '../../core/json.ts';
import { hourAt, hourStartMs } from '../../ledger/hours.ts';
import { dayTtlSeconds, hourTtlSeconds, keys } from '../../ledger/keys.ts';
import { scopeField, slotFields } from '../../ledger/state-codec.ts';
import type { ScriptStore } from '../../ledger/store.ts';
import { dropCells, dropEntries } from './drop.ts';
import { type DemoEntry, findEntries, newestEntry } from './find-entries.ts';
import { demoScopes } from './limits.ts';
import { type DemoRecord, readRecord } from './record.ts';
import { changeFieldsScript, dropFieldsScript, dropKeysScript } from './scripts.ts';
import { hashesOf } from './spans.ts';

export type RemovePorts = {
  readonly store: ScriptStore;
  /** IANA zone of the days that usage is reported in. */
  readonly timeZone: string;
  readonly now: () => number;
};

export type Removed = { readonly rows: number; readonly cells: number; readonly limits: number };

const timeoutMs = 10_000;
const keysAtOnce = 100;

/** Those of scope `user` are by team. A key or a route of a real team may be called as it likes. */
function isOfDemo({ scope, id }: JsonObject): boolean {
  if (scope === 'team' || scope === 'user') return String(id).startsWith(demoPrefix);
  return demoScopes.some((demo) => demo.scope === scope && demo.id === id);
}

/** Limits of demo teams and keys, and what has been spent of them. */
async function dropLimits({ store }: RemovePorts): Promise<number> {
  const fields: string[] = [];
  const scopes = new Set(demoScopes.map(scopeField));
  for (const [field, text] of await store.readHash(keys.limits)) {
    const value: unknown = JSON.parse(text);
    if (!isObject(value) || !isOfDemo(value)) continue;
    fields.push(field);
    if (value.scope === 'team') scopes.add(scopeField({ scope: 'team', id: String(value.id) }));
  }
  await store.run(dropFieldsScript, [keys.state], [...scopes], timeoutMs);
  if (fields.length === 0) return 0;
  await store.run(dropFieldsScript, [keys.limits], fields, timeoutMs);
  return fields.length;
}

/** What is remembered of demo requests that are over. */
async function forgetRequests(entries: readonly DemoEntry[], { store }: RemovePorts): Promise<void> {
  const ids = new Set(
    entries.flatMap(({ rows }) =>
      rows.flatMap(({ requestId, attempt }) => [requestId, `${requestId}.${attempt}`]),
    ),
  );
  const texts = await store.readFields(keys.state, slotFields);
  const args = slotFields.flatMap((field, at) => {
    const text = texts[at] ?? '';
    const kept = text.split('\n').filter((line) => !ids.has(line.split('\t', 1)[0] ?? ''));
    const now = kept.join('\n');
    return now === text ? [] : [field, text, now];
  });
  if (args.length > 0) await store.run(changeFieldsScript, [keys.state], args, timeoutMs);
}

const marks = ['first', 'closed', 'thirds', 'scan', 'late'] as const;

/** The first hour of a day that something is left of. */
function hourOfDay(day: string, timeZone: string): string {
  const [year, month, date] = [day.slice(0, 4), day.slice(4, 6), day.slice(6)].map(Number);
  const noonMs = Date.UTC(year ?? 0, (month ?? 1) - 1, date ?? 1, 12);
  return hourAt(windowAt('day', timeZone, noonMs).startMs, timeZone).name;
}

/** The first hour that real data may have been counted in, before or meanwhile; empty: there is none. */
function firstReal({ firstBefore }: DemoRecord, left: readonly string[], timeZone: string): string {
  const namesOf = (start: string) =>
    left.flatMap((key) => (key.startsWith(start) ? [key.slice(start.length)] : [])).sort();
  const [hour] = [firstBefore, ...namesOf(keys.hour(''))].filter((name) => name !== '').sort();
  const [day] = namesOf(keys.day(''));
  const startMs = hourStartMs(hour ?? '');
  // Hours are kept for less long than days.
  const isInHours = startMs !== null && (day === undefined || hourAt(startMs, timeZone).day <= day);
  return (isInHours ? hour : day && hourOfDay(day, timeZone)) ?? '';
}

/** Where no real data is left, neither are the marks of what is counted; else the first hour is the real one again. */
async function restoreMarks(
  record: DemoRecord,
  left: readonly string[],
  { store, timeZone }: RemovePorts,
): Promise<void> {
  const texts = await store.readFields(keys.state, marks);
  const real = firstReal(record, left, timeZone);
  const isEmpty = real === '' && (await newestEntry(store)) === '-';
  const [first] = texts;
  // What is older than the demo is not its own.
  const isDemos = first && first >= hourAt(record.startMs, timeZone).name;
  const changes = isEmpty
    ? marks.flatMap((name, at) => [name, texts[at] ?? '', ''])
    : real !== '' && isDemos && first < real
      ? ['first', first, real]
      : [];
  if (changes.length > 0) await store.run(changeFieldsScript, [keys.state], changes, timeoutMs);
}

async function dropKeys(names: readonly string[], { store }: RemovePorts): Promise<void> {
  for (let from = 0; from < names.length; from += keysAtOnce)
    await store.run(dropKeysScript, names.slice(from, from + keysAtOnce), [], timeoutMs);
}

async function dropActors(ids: readonly string[], ports: RemovePorts): Promise<void> {
  if (ids.length > 0) await ports.store.run(dropFieldsScript, [keys.actors], ids, timeoutMs);
  await dropKeys(ids.map(keys.actor), ports);
}

/** `startMs`: the demo goes back no further. Hours before days: what is closed meanwhile is found in its day. */
async function dropAllCells(startMs: number, ports: RemovePorts) {
  const { now, timeZone } = ports;
  const period = hashesOf(startMs, now() + 1, timeZone);
  const keptFromMs = now() - (hourTtlSeconds + 86_400) * 1000;
  const hours = period.hours.filter((hour) => hour.startMs >= keptFromMs);
  const each = [
    await dropCells(
      hours.map(({ name }) => keys.hour(name)),
      ports,
    ),
    await dropCells(period.days.map(keys.day), ports),
    await dropCells(period.thirds.map(keys.third), ports),
  ];
  return { cells: each.reduce((sum, { cells }) => sum + cells, 0), left: each.flatMap(({ left }) => left) };
}

export async function removeDemo(ports: RemovePorts): Promise<Removed> {
  const { store, timeZone, now } = ports;
  const record = await readRecord(store);
  const entries: DemoEntry[] = [];
  for await (const entry of findEntries(record?.entryBefore ?? '-', store)) entries.push(entry);
  const limits = await dropLimits(ports);
  await forgetRequests(entries, ports);
  await dropEntries(entries, { store, timeZone });
  const startMs = record?.startMs ?? now() - dayTtlSeconds * 1000;
  const { cells, left } = await dropAllCells(startMs, ports);
  if (record !== null) await restoreMarks(record, left, ports);
  await dropActors(record?.actors ?? [], ports);
  await dropKeys([keys.demo], ports);
  return { rows: entries.reduce((sum, { rows }) => sum + rows.length, 0), cells, limits };
}
