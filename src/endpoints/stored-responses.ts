/** GET, DELETE /v1/responses/{id} and cancel: sent to the provider that keeps the response, for its own caller only. */
import { RouterError } from '../core/errors.ts';
import { findResponseOwner } from '../ledger/response-owners.ts';
import type { KeyedCall } from './endpoint.ts';
import { forward } from './forward.ts';

/** Query members that the providers' own API has here. */
const knownQuery = ['stream', 'starting_after', 'include', 'include[]', 'include_obfuscation'];

function pickQuery(url: string): string {
  const picked = new URLSearchParams();
  for (const [name, value] of new URL(url).searchParams)
    if (knownQuery.includes(name)) picked.append(name, value);
  const text = picked.toString();
  return text === '' ? '' : `?${text}`;
}

/** Errors: `response_not_found`, `store_unavailable`. */
export async function answerStoredResponse(call: KeyedCall): Promise<Response> {
  const id = call.params.id ?? '';
  const owner = await findResponseOwner(id, call.caller.id, call.deps.store, 'id');
  const provider = call.deps.config.providers.get(owner.provider);
  if (provider === undefined) {
    throw new RouterError(
      'response_not_found',
      `The provider that kept '${id}' is no longer in the config.`,
      { param: 'id' },
    );
  }
  const action = call.http.method === 'POST' ? '/cancel' : '';
  return forward(call, {
    provider,
    protocol: 'openai-responses',
    path: `/responses/${id}${action}${pickQuery(call.http.url)}`,
  });
}
