/**
 * GET, DELETE /v1/responses/{id} and cancel: sent to the provider that keeps the response, for its own caller only. What
 * an answer in the background has cost is known when it has been read.
 */
import { lineOf } from '../core/caller.ts';
import { RouterError } from '../core/errors.ts';
import { findResponseOwner } from '../ledger/response-owners.ts';
import { settleReadAnswer } from '../settle-late.ts';
import type { KeyedCall } from './endpoint.ts';
import { type Ended, forward } from './forward.ts';

/** Query members that the providers' own API has here. */
const knownQuery = ['stream', 'starting_after', 'include', 'include[]', 'include_obfuscation'];

function pickQuery(url: string): string {
  const picked = new URLSearchParams();
  for (const [name, value] of new URL(url).searchParams)
    if (knownQuery.includes(name)) picked.append(name, value);
  const text = picked.toString();
  return text === '' ? '' : `?${text}`;
}

/** Of a response object, whose state stands near its beginning; a stream begins before it is over. */
function isUnderWay(ended: Ended): boolean {
  if (ended.fault !== null || !ended.answer.head.trimStart().startsWith('{')) return false;
  const [, status = ''] = /"status"\s*:\s*"(\w*)"/.exec(ended.answer.head) ?? [];
  return status === 'queued' || status === 'in_progress';
}

/** Books what it has cost, where that is not known yet. */
async function settleCharge(id: string, { requestId, deps }: KeyedCall): Promise<void> {
  const { scripts } = deps;
  if (scripts !== null) await settleReadAnswer(id, requestId, { ...deps, scripts });
}

/** Errors: `response_not_found`, `store_unavailable`. */
export async function answerStoredResponse(call: KeyedCall): Promise<Response> {
  const { deps, http } = call;
  const id = call.params.id ?? '';
  const owner = await findResponseOwner(id, lineOf(call.caller), deps.store, 'id');
  const provider = deps.config.providers.get(owner.provider);
  if (provider === undefined) {
    throw new RouterError(
      'response_not_found',
      `The provider that kept '${id}' is no longer in the config.`,
      { param: 'id' },
    );
  }
  const action = http.method === 'POST' ? '/cancel' : '';
  // What is deleted cannot be asked after.
  if (http.method === 'DELETE') await settleCharge(id, call);
  return forward(call, {
    provider,
    protocol: 'openai-responses',
    path: `/responses/${id}${action}${pickQuery(http.url)}`,
    onEnd: (ended) => {
      if (ended.fault === null && http.method !== 'DELETE' && !isUnderWay(ended))
        deps.waitUntil(settleCharge(id, call));
    },
  });
}
