/** /admin/limits: what keys, teams, routes and end users may use. Changing a limit keeps what has been spent. */
import { keyPrefix } from '../access/key-format.ts';
import { readKeyRecord } from '../access/key-records.ts';
import { limitsField } from '../access/limits-cache.ts';
import { noLimits, type ScopeLimits } from '../core/budget.ts';
import { RouterError } from '../core/errors.ts';
import type { Deps } from '../deps.ts';
import { keys } from '../ledger/keys.ts';
import {
  hasLimits,
  parseLimits,
  printLimits,
  readLimits,
  type WrittenLimits,
} from '../ledger/read-limits.ts';
import type { ScriptStore } from '../ledger/store.ts';
import { orUnavailable, readAdminBody } from './admin-call.ts';
import { type Call, json } from './endpoint.ts';

function storeOf({ scripts }: Deps): ScriptStore {
  if (scripts !== null) return scripts;
  const message = 'Limits need a store: UPSTASH_REDIS_REST_URL, UPSTASH_REDIS_REST_TOKEN.';
  throw new RouterError('store_unavailable', message, { retryable: false });
}

function unknownKey(id: string): RouterError {
  const named = id.startsWith(keyPrefix) ? '' : ` named '${id.slice(0, 80)}'`;
  const message = `must be the id of a key, as \`keys list\` has it, or a name of SIGNALBOX_API_KEYS; there is none${named}`;
  return new RouterError('invalid_request', message, { param: 'id' });
}

/**
 * Limits of a key that was rotated are those of the first one, so that they hold for all that came of it. A key that
 * nobody has can be freed of limits, not given any: they would hold for nobody. Errors: `invalid_request`.
 */
async function ownerOf(
  { scope, id, limits }: WrittenLimits,
  store: ScriptStore,
  { keyRing }: Pick<Deps, 'keyRing'>,
): Promise<string> {
  if (scope !== 'key') return id;
  const record = await orUnavailable(readKeyRecord(id, store));
  if (record === null && hasLimits(limits) && !keyRing().some((key) => key.id === id)) throw unknownKey(id);
  return record?.lineage ?? id;
}

/**
 * Sets all limits of one scope at once; what is left out is not limited. This isolate knows at once, every other within a minute.
 * Errors: `invalid_request`, naming the field.
 */
export async function answerSetLimits({ http, deps }: Call): Promise<Response> {
  const store = storeOf(deps);
  const read = readLimits(await readAdminBody(http));
  if (!read.ok) throw new RouterError('invalid_request', read.error.message, { param: read.error.field });
  const { scope } = read.value;
  const id = await ownerOf(read.value, store, deps);
  if (scope === 'route' && id !== 'model' && !deps.config.routes.has(id))
    throw new RouterError('invalid_request', `must be a route; there is none named '${id}'`, { param: 'id' });
  const shown = printLimits({ ...read.value, id });
  const field = limitsField(scope, id);
  const [was] = await orUnavailable(store.readFields(keys.limits, [field]));
  await orUnavailable(store.writeField(keys.limits, field, JSON.stringify(shown)));
  deps.limits?.noteSet(scope, id, read.value.limits);
  const before = typeof was === 'string' ? nameLimits(parseLimits(was)?.limits) : [];
  const after = nameLimits(read.value.limits);
  const by = { actor: 'admin', object: field };
  if (after.length === 0) deps.audit?.append({ action: 'limit.removed', ...by, details: { before } });
  else deps.audit?.append({ action: 'limit.set', ...by, details: { before, after } });
  return json(shown);
}

/** Each limit as one word for the audit log: `tokens_per_minute:2000000`, `month:25000000000nanoUsd:refuse:UTC`. */
function nameLimits(limits: ScopeLimits = noLimits): string[] {
  const { requestsPerMinute, tokensPerMinute, concurrent, budgets } = limits;
  const rates = { requests_per_minute: requestsPerMinute, tokens_per_minute: tokensPerMinute, concurrent };
  const named = Object.entries(rates).flatMap(([name, value]) =>
    value === null ? [] : [`${name}:${value}`],
  );
  const each = budgets.flatMap(({ window, timeZone, limitNanoUsd, limitTokens, onLimit }) => [
    ...(limitNanoUsd === null ? [] : [`${window}:${limitNanoUsd}nanoUsd:${onLimit}:${timeZone}`]),
    ...(limitTokens === null ? [] : [`${window}:${limitTokens}tokens:${onLimit}:${timeZone}`]),
  ]);
  return [...named, ...each];
}

export async function answerListLimits({ deps }: Call): Promise<Response> {
  const written = await orUnavailable(storeOf(deps).readHash(keys.limits));
  const all = [...written.values()].map(parseLimits).filter((limits) => limits !== null);
  return json({ object: 'list', data: all.map(printLimits) });
}
