// The input items of a kept response, a page at a time, the newest first unless asked otherwise.
// Must not look for the response.

import type { JsonObject } from '../json.ts';
import { invalid } from '../openai-checks.ts';
import { mintId } from '../seed.ts';
import type { WireError } from '../wire.ts';
import type { StoredResponse } from './store.ts';

const mostItems = 100;
const usualItems = 20;

/** Every item of a list has an id and its content as parts. */
function listed(item: JsonObject, at: number, responseId: string): JsonObject {
  const id = typeof item.id === 'string' ? item.id : mintId('message', `${responseId}:input:${at}`);
  if (typeof item.content !== 'string') return { ...item, id };
  return { ...item, id, content: [{ type: 'input_text', text: item.content }] };
}

export function listInput(
  { exchange, input }: StoredResponse,
  query: URLSearchParams,
): { body: unknown } | { error: WireError } {
  const limit = Number(query.get('limit') ?? usualItems);
  if (!Number.isInteger(limit) || limit < 1 || limit > mostItems)
    return { error: invalid(`Invalid 'limit': expected a whole number from 1 to ${mostItems}.`, 'limit') };
  const order = query.get('order') ?? 'desc';
  if (order !== 'asc' && order !== 'desc')
    return { error: invalid("Invalid value for 'order': expected 'asc' or 'desc'.", 'order') };
  const all = input.map((item, at) => listed(item, at, exchange.id));
  if (order === 'desc') all.reverse();
  const after = query.get('after');
  const begin = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
  if (after !== null && begin === 0) return { error: invalid(`Item '${after}' not found.`, 'after') };
  const data = all.slice(begin, begin + limit);
  return {
    body: {
      object: 'list',
      data,
      first_id: data[0]?.id ?? null,
      last_id: data.at(-1)?.id ?? null,
      has_more: begin + limit < all.length,
    },
  };
}
