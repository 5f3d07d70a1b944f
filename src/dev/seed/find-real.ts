/** Whether a store holds rows of teams that are no demo's. Errors: StoreError. */
import { keys } from '../../ledger/keys.ts';
import { readCells, recentRows } from '../../ledger/read-usage.ts';
import type { ScriptStore } from '../../ledger/store.ts';
import { isDemo } from './find-entries.ts';
import { hashesOf } from './spans.ts';

type Ports = { readonly store: ScriptStore; readonly timeZone: string; readonly now: () => number };

const lookedAtFlushes = 20;
const lookedBackMs = 31 * 86_400_000;
/** Some of them are named. */
const mostNamed = 3;

/** `exempt`: a team that does not count. Names of such teams, a few of them; empty: there are none among the newest rows and the days of a month. */
export async function findRealTeams(
  { store, timeZone, now }: Ports,
  exempt: string | null = null,
): Promise<string[]> {
  const newest = await recentRows(lookedAtFlushes, { store });
  const teams = new Set(newest.map(({ row }) => row.team));
  for (const day of hashesOf(now() - lookedBackMs, now(), timeZone).days)
    for (const { cell } of await readCells(keys.day(day), store)) teams.add(cell.team);
  return [...teams].filter((team) => !isDemo({ team }) && team !== exempt).slice(0, mostNamed);
}
