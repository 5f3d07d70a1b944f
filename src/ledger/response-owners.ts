/**
 * Which provider keeps a stored response, and which caller it belongs to: nobody reads or continues another
 * caller's conversation.
 */
import { RouterError } from '../core/errors.ts';
import { isObject } from '../core/json.ts';
import { isOwnId } from '../core/own-id.ts';
import { keys, responseOwnerTtlSeconds } from './keys.ts';
import type { Store } from './store.ts';

export type ResponseOwner = { readonly provider: string; readonly caller: string };

const idPattern = /^[A-Za-z0-9_-]{1,200}$/;

function parseOwner(text: string | null): ResponseOwner | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (!isObject(value) || typeof value.provider !== 'string' || typeof value.caller !== 'string')
      return null;
    return { provider: value.provider, caller: value.caller };
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

export async function rememberResponseOwner(
  responseId: string,
  owner: ResponseOwner,
  store: Store,
): Promise<void> {
  if (!idPattern.test(responseId)) return;
  await store.setFor(keys.responseOwner(responseId), JSON.stringify(owner), responseOwnerTtlSeconds);
}
