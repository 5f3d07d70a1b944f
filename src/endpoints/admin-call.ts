/** What the endpoints of administration share: a small JSON body, and a store that may be away. */
import { RouterError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import { parseObjectText } from '../intake/parse-object.ts';
import { readText } from '../intake/read-text.ts';
import { StoreError } from '../ledger/store.ts';

const bodyBytes = 64 * 1024;
const bodyDepth = 8;

/** A store that is away is told as what it is. */
export async function orUnavailable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw new RouterError('store_unavailable', 'The store does not answer.', { detail: error.message });
  }
}

/** An empty body is an empty object. Errors: `invalid_json`, `request_too_large`. */
export async function readAdminBody(http: Request): Promise<JsonObject> {
  const text = await readText(http, bodyBytes);
  return text.trim() === '' ? {} : parseObjectText(text, bodyDepth).raw;
}
