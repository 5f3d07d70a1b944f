/**
 * Which provider keeps a stored response, and which caller it belongs to: nobody reads or continues another
 * caller's conversation.
 */
import { RouterError } from '../core/errors.ts';
import { isObject } from '../core/json.ts';
import type { KeptRisk } from '../core/kept-risk.ts';
import { isOwnId } from '../core/own-id.ts';
import { riskDomains, riskLevels } from '../core/risk.ts';
import { safeguardLevels } from '../core/target.ts';
import { keys, responseOwnerTtlSeconds } from './keys.ts';
import type { Store } from './store.ts';

export type ResponseOwner = {
  readonly provider: string;
  readonly caller: string;
  /** Of the conversation up to it; null: not known, which says nothing. */
  readonly risk: KeptRisk | null;
};

const idPattern = /^[A-Za-z0-9_-]{1,200}$/;

function parseRisk(value: unknown): KeptRisk | null {
  if (!isObject(value)) return null;
  const level = riskLevels.find((one) => one === value.level);
  const floor = safeguardLevels.find((one) => one === value.floor);
  if (level === undefined || floor === undefined) return null;
  const given = isObject(value.levels) ? value.levels : {};
  const levels = riskDomains.flatMap((domain) => {
    const found = riskLevels.find((one) => one === given[domain]);
    return found === undefined ? [] : [[domain, found] as const];
  });
  const domain = riskDomains.find((one) => one === value.domain) ?? null;
  return { level, levels: Object.fromEntries(levels), domain, floor };
}

function parseOwner(text: string | null): ResponseOwner | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (!isObject(value) || typeof value.provider !== 'string' || typeof value.caller !== 'string')
      return null;
    return { provider: value.provider, caller: value.caller, risk: parseRisk(value.risk) };
  } catch {
    return null;
  }
}

/** Of our own answers only the items are kept; the store is not even asked, since such an id would open them. */
function refuseOwnId(responseId: string, param: string): void {
  if (!isOwnId(responseId)) return;
  const message =
    'This answer came from a model over another protocol, where no conversation is kept: send its items, or ' +
    'references to them, in `input`.';
  throw new RouterError('response_not_found', message, { param });
}

/** Errors: `response_not_found` (unknown here, or another caller's: the same words), `store_unavailable`. */
export async function findResponseOwner(
  responseId: string,
  caller: string,
  store: Store | null,
  param: string,
): Promise<ResponseOwner> {
  refuseOwnId(responseId, param);
  const missing = new RouterError(
    'response_not_found',
    `No response '${responseId.slice(0, 80)}' is stored for this key.`,
    {
      param,
    },
  );
  if (!idPattern.test(responseId)) throw missing;
  if (store === null)
    throw new RouterError('store_unavailable', 'This router keeps no record of stored responses.');
  const text = await store.get(keys.responseOwner(responseId)).catch((cause: unknown) => {
    throw new RouterError('store_unavailable', 'The record of stored responses cannot be read now.', {
      cause,
    });
  });
  const owner = parseOwner(text);
  if (owner === null || owner.caller !== caller) throw missing;
  return owner;
}

/** What is on record stays: whoever comes back for an answer knows less of it than the request that began it. */
export async function rememberResponseOwner(
  responseId: string,
  owner: ResponseOwner,
  store: Store,
): Promise<void> {
  if (!idPattern.test(responseId)) return;
  await store.setIfAbsent(keys.responseOwner(responseId), JSON.stringify(owner), responseOwnerTtlSeconds);
}
