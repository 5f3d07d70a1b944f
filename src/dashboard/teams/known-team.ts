/** Whether there is such a team: nobody lists them, so it is one that has anything at all. */
import { listKeyRecords } from '../../access/key-records.ts';
import { limitsField } from '../../access/limits-cache.ts';
import { orUnavailable } from '../../endpoints/admin-call.ts';
import { dayTtlSeconds, keys } from '../../ledger/keys.ts';
import type { ScriptStore } from '../../ledger/store.ts';
import type { PageCall } from '../call.ts';
import { readFigures } from '../usage.ts';
import { unallocatedTeams } from './load.ts';

async function hasKey(team: string, store: ScriptStore): Promise<boolean> {
  return (await listKeyRecords(store)).some((record) => record.team === team);
}

/** Its own, or those of each of its end users. */
async function hasLimits(team: string, store: ScriptStore): Promise<boolean> {
  const found = await store.readFields(keys.limits, [limitsField('team', team), limitsField('user', team)]);
  return found.some((text) => text !== null);
}

/** In any period that is kept. */
async function hasCalls(team: string, { person, deps, nowMs }: PageCall): Promise<boolean> {
  const span = { fromMs: nowMs - dayTtlSeconds * 1000, toMs: nowMs, byDay: false };
  const { total } = (await readFigures(span, person, deps)).by([], { team: [team] });
  return total.attempts + total.corrections > 0;
}

/**
 * A key, a limit, a call in any period that is kept; a viewer's entry names their own. Asked only of a team without use
 * in the period. Errors: `store_unavailable`.
 */
export async function isTeamKnown(team: string, call: PageCall): Promise<boolean> {
  const { person, deps } = call;
  const { scripts } = deps;
  if (person.teams !== 'all' || unallocatedTeams.includes(team) || scripts === null) return true;
  const isSet = orUnavailable(Promise.all([hasKey(team, scripts), hasLimits(team, scripts)]));
  return (await isSet).includes(true) || hasCalls(team, call);
}
