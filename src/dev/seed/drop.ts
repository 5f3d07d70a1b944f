/** Takes demo rows and demo cells out of the store, and nothing else. Errors: StoreError. */
import { demoPrefix } from '../../core/demo.ts';
import type { Row } from '../../core/row.ts';
import { rowId } from '../../core/row.ts';
import { keys } from '../../ledger/keys.ts';
import { hourOf } from '../../ledger/settle-call.ts';
import type { ScriptStore } from '../../ledger/store.ts';
import type { DemoEntry } from './find-entries.ts';
import { dropCellsScript, dropEntriesScript, dropFieldsScript } from './scripts.ts';

type Ports = { readonly store: ScriptStore; readonly timeZone: string };

const timeoutMs = 10_000;
/** Hashes of one call. */
const keysAtOnce = 40;

export type DroppedCells = {
  readonly cells: number;
  /** Of the keys, in their order, those that hold something still. */
  readonly left: readonly string[];
};

/** `hashes`: of hours, days and thirds of months. */
export async function dropCells(hashes: readonly string[], { store }: Ports): Promise<DroppedCells> {
  let cells = 0;
  const left: string[] = [];
  for (let from = 0; from < hashes.length; from += keysAtOnce) {
    const some = hashes.slice(from, from + keysAtOnce);
    const reply = (await store.run(dropCellsScript, some, [demoPrefix], timeoutMs)) as number[];
    for (const [at, key] of some.entries()) {
      cells += Number(reply[2 * at]);
      if (Number(reply[2 * at + 1]) > 0) left.push(key);
    }
  }
  return { cells, left };
}

function byHour(rows: readonly Row[], timeZone: string): Map<string, string[]> {
  const ids = new Map<string, string[]>();
  for (const row of rows) {
    const { name } = hourOf(row.requestId, row.startedAtMs, timeZone);
    ids.set(name, [...(ids.get(name) ?? []), rowId(row)]);
  }
  return ids;
}

/** Flushes, and the fields of the index that name their rows. */
export async function dropEntries(entries: readonly DemoEntry[], { store, timeZone }: Ports): Promise<void> {
  if (entries.length === 0) return;
  const ids = byHour(
    entries.flatMap(({ rows }) => rows),
    timeZone,
  );
  for (const [hour, fields] of ids) await store.run(dropFieldsScript, [keys.index(hour)], fields, timeoutMs);
  const gone = entries.map(({ id }) => id);
  await store.run(dropEntriesScript, [keys.rows], gone, timeoutMs);
}
