// Looks at a kept response: retrieve (also as a stream), list its input, cancel, delete.
// Must not create responses.

import type { Fault } from '../faults.ts';
import { invalid } from '../openai-checks.ts';
import type { Pacing } from '../pacing.ts';
import type { ResponseAction } from '../routes.ts';
import type { WireError, WireEvent } from '../wire.ts';
import { listInput } from './list-input.ts';
import type { ResponseStore, StoredResponse } from './store.ts';
import { eventsAfter, nextFault } from './streamed-again.ts';
import { endStatus, renderResponse } from './unary.ts';

export type Look =
  | { body: unknown }
  | { events: Iterable<WireEvent>; stored: StoredResponse; fault: Fault }
  | { error: WireError };

export interface LookRequest {
  action: ResponseAction;
  id: string;
  query: URLSearchParams;
  isStream: boolean;
  /** Only events after this sequence number. */
  startingAfter: number;
}

export function lookAtResponse(
  store: ResponseStore,
  request: LookRequest,
  pacing: (stored: StoredResponse) => Pacing,
  nowMs: number,
): Look {
  const stored = store.find(request.id);
  if (stored === undefined) return { error: notFound(request.id) };
  switch (request.action) {
    case 'delete':
      store.drop(request.id);
      return { body: { id: request.id, object: 'response', deleted: true } };
    case 'cancel':
      return cancel(stored);
    case 'list-input':
      return listInput(stored, request.query);
    case 'retrieve':
      if (request.isStream) return replay(stored, request.startingAfter);
      store.advance(stored, pacing(stored), nowMs);
      return { body: renderStored(stored) };
    default:
      return request.action satisfies never;
  }
}

function notFound(id: string): WireError {
  return { ...invalid(`Response with id '${id}' not found.`), status: 404 };
}

function renderStored({ exchange, state, output }: StoredResponse): unknown {
  const isDone = state === 'completed';
  return renderResponse(exchange, isDone ? endStatus(exchange) : state, isDone ? output : []);
}

/** Cancelling twice is fine; cancelling what is done or never ran in the background is not. */
function cancel(stored: StoredResponse): Look {
  if (stored.exchange.body.background !== true) {
    return { error: invalid('Only responses created with background=true can be cancelled.') };
  }
  if (stored.state === 'completed') return { error: invalid('Cannot cancel a completed response.') };
  stored.cancel();
  return { body: renderStored(stored) };
}

function replay(stored: StoredResponse, startingAfter: number): Look {
  const { background, stream } = stored.exchange.body;
  if (background !== true || stream !== true) {
    return {
      error: invalid(
        'Only responses created with background=true and stream=true can be streamed.',
        'stream',
      ),
    };
  }
  return { events: eventsAfter(stored, startingAfter), stored, fault: nextFault(stored) };
}
