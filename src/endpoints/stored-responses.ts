/**
 * GET, DELETE /v1/responses/{id}, its input items and cancel: sent to the provider that keeps the response, for its own
 * caller only. What an answer in the background has cost is known when it has been read.
 */
import { lineOf } from '../core/caller.ts';
import { RouterError } from '../core/errors.ts';
import { findResponseOwner } from '../ledger/response-owners.ts';
import { settleReadAnswer } from '../settle-late.ts';
import type { Endpoint, KeyedCall } from './endpoint.ts';
import { type Ended, forward } from './forward.ts';

type Operation = {
  /** Behind the response's own path. */
  readonly path: '' | '/cancel' | '/input_items';
  /** Query members that the providers' own API has here, each with one line for GET /openapi.json; others stay here. */
  readonly query: Readonly<Record<string, string>>;
  /** Whether its answer says how the response stands, which is when it is booked; `gone`: nobody can ask afterwards. */
  readonly tells: 'state' | 'gone' | 'nothing';
};

const include = {
  include: 'more that the provider is to tell; may be repeated',
  'include[]': 'the same, as clients write it',
};

const read: Operation = {
  path: '',
  query: {
    stream: '`true` tells an answer in the background from its start',
    starting_after: 'of a stream, only events after this sequence number',
    include_obfuscation: 'of a stream, `false` leaves out the padding',
    ...include,
  },
  tells: 'state',
};

const remove: Operation = { path: '', query: {}, tells: 'gone' };

const cancel: Operation = { path: '/cancel', query: {}, tells: 'state' };

const listInput: Operation = {
  path: '/input_items',
  query: {
    after: 'id of the item behind which to begin',
    limit: 'items of a page',
    order: '`asc` or `desc`',
    ...include,
  },
  tells: 'nothing',
};

function pickQuery(url: string, known: Operation['query']): string {
  const picked = new URLSearchParams();
  for (const [name, value] of new URL(url).searchParams)
    if (Object.hasOwn(known, name)) picked.append(name, value);
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
async function ask(call: KeyedCall, { path, query, tells }: Operation): Promise<Response> {
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
  // What is deleted cannot be asked after.
  if (tells === 'gone') await settleCharge(id, call);
  const onEnd = (ended: Ended) => {
    if (ended.fault === null && !isUnderWay(ended)) deps.waitUntil(settleCharge(id, call));
  };
  return forward(call, {
    provider,
    protocol: 'openai-responses',
    path: `/responses/${id}${path}${pickQuery(http.url, query)}`,
    ...(tells === 'state' && { onEnd }),
  });
}

/** As GET /v1/responses/{id}, for a call of another path. Errors: the same. */
export function readResponse(call: KeyedCall, id: string): Promise<Response> {
  const { url, headers, signal } = call.http;
  const http = new Request(new URL(`/v1/responses/${id}`, url), { headers, signal });
  return ask({ ...call, http, params: { id } }, read);
}

const errors = 'openai-responses';
const path = '/v1/responses/:id';

export const storedResponseEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path,
    auth: 'key',
    errors,
    summary: 'A response that its provider keeps',
    query: read.query,
    answer: (call) => ask(call, read),
  },
  {
    method: 'DELETE',
    path,
    auth: 'key',
    errors,
    summary: 'Delete a kept response',
    answer: (call) => ask(call, remove),
  },
  {
    method: 'POST',
    path: `${path}${cancel.path}`,
    auth: 'key',
    errors,
    summary: 'Cancel a background response',
    answer: (call) => ask(call, cancel),
  },
  {
    method: 'GET',
    path: `${path}${listInput.path}`,
    auth: 'key',
    errors,
    summary: 'What a kept response was asked with',
    query: listInput.query,
    answer: (call) => ask(call, listInput),
  },
];
