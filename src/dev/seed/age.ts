/**
 * What time would have taken from a demo that goes back further than the ledger keeps rows and hours; and from what
 * stays, the time it would have had behind it, where no real data shares it. Errors: StoreError.
 */
import { hourTtlSeconds, keys, rowsTtlSeconds } from '../../ledger/keys.ts';
import type { ScriptStore } from '../../ledger/store.ts';
import { dropCells, dropEntries } from './drop.ts';
import { type DemoEntry, findEntries } from './find-entries.ts';
import type { DemoRecord } from './record.ts';
import { expireScript } from './scripts.ts';
import { endingsOf, hashesOf } from './spans.ts';

type Ports = { readonly store: ScriptStore; readonly timeZone: string };

const timeoutMs = 10_000;
const keysAtOnce = 200;

async function oldEntries(record: DemoRecord, store: ScriptStore): Promise<DemoEntry[]> {
  const before = record.endMs - rowsTtlSeconds * 1000;
  const old: DemoEntry[] = [];
  for await (const entry of findEntries(record.entryBefore, store)) {
    if (entry.rows.some(({ startedAtMs }) => startedAtMs >= before)) break;
    old.push(entry);
  }
  return old;
}

/** `nowMs`: by the clock of the store. */
export async function ageDemo(record: DemoRecord, { store, timeZone }: Ports, nowMs: number): Promise<void> {
  const { startMs, endMs, firstBefore } = record;
  await dropEntries(await oldEntries(record, store), { store, timeZone });
  const period = hashesOf(startMs, endMs, timeZone);
  const oldHours = period.hours.filter((hour) => hour.startMs < endMs - hourTtlSeconds * 1000);
  await dropCells(
    oldHours.map(({ name }) => keys.hour(name)),
    { store, timeZone },
  );
  if (firstBefore !== '') return;
  // An end that lies in the past would take out what the demo's own clock keeps.
  const shiftSeconds = Math.max(0, Math.floor((nowMs - endMs) / 1000));
  const endings = endingsOf(period);
  for (let from = 0; from < endings.length; from += keysAtOnce) {
    const some = endings.slice(from, from + keysAtOnce);
    const times = some.map(({ endsAtSeconds }) => String(endsAtSeconds + shiftSeconds));
    await store.run(
      expireScript,
      some.map(({ key }) => key),
      times,
      timeoutMs,
    );
  }
}
