/** /admin/limits: what keys, teams, routes and end users may use. Changing a limit keeps what has been spent. */
import { readKeyRecord } from '../access/key-records.ts';
import { limitsField } from '../access/limits-cache.ts';
import { RouterError } from '../core/errors.ts';
import type { Deps } from '../deps.ts';
import { keys } from '../ledger/keys.ts';
import { parseLimits, printLimits, readLimits, type WrittenLimits } from '../ledger/read-limits.ts';
import type { ScriptStore } from '../ledger/store.ts';
import { orUnavailable, readAdminBody } from './admin-call.ts';
import { type Call, json } from './endpoint.ts';

function storeOf({ scripts }: Deps): ScriptStore {
  if (scripts !== null) return scripts;
  const message = 'Limits need a store: UPSTASH_REDIS_REST_URL, UPSTASH_REDIS_REST_TOKEN.';
  throw new RouterError('store_unavailable', message, { retryable: false });
}

/** Limits of a key that was rotated are those of the first one, so that they hold for all that came of it. */
async function ownerOf({ scope, id }: WrittenLimits, store: ScriptStore): Promise<string> {
  return (scope === 'key' && (await readKeyRecord(id, store))?.lineage) || id;
}

/**
 * Sets all limits of one scope at once; what is left out is not limited. Everybody knows within half a minute.
 * Errors: `invalid_request`, naming the field.
 */
export async function answerSetLimits({ http, deps }: Call): Promise<Response> {
  const store = storeOf(deps);
  const read = readLimits(await readAdminBody(http));
  if (!read.ok) throw new RouterError('invalid_request', read.error.message, { param: read.error.field });
  const { scope } = read.value;
  const id = await orUnavailable(ownerOf(read.value, store));
  if (scope === 'route' && id !== 'model' && !deps.config.routes.has(id))
    throw new RouterError('invalid_request', `must be a route; there is none named '${id}'`, { param: 'id' });
  const shown = printLimits({ ...read.value, id });
  await orUnavailable(store.writeField(keys.limits, limitsField(scope, id), JSON.stringify(shown)));
  return json(shown);
}

export async function answerListLimits({ deps }: Call): Promise<Response> {
  const written = await orUnavailable(storeOf(deps).readHash(keys.limits));
  const all = [...written.values()].map(parseLimits).filter((limits) => limits !== null);
  return json({ object: 'list', data: all.map(printLimits) });
}
