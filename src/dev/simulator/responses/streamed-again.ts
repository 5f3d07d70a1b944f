// The streams of a background answer after its first: which events they hold and what befalls them.
// Must not talk to sockets.

import { type Fault, parseFault } from '../faults.ts';
import type { WireEvent } from '../wire.ts';
import type { StoredResponse } from './store.ts';
import { renderEvents } from './stream.ts';
import { renderResponse } from './unary.ts';

/**
 * The fault of the next stream, out of a text such as `cut-after:2,status:503,reset*`: one for each stream in turn,
 * `*` for that one and all that follow, `+` between the parts of one.
 */
export function nextFault(stored: StoredResponse): Fault {
  const turns = (stored.exchange.fault.resumed ?? '').split(',');
  const last = turns.at(-1) ?? '';
  const turn = turns[stored.streams] ?? (last.endsWith('*') ? last : '');
  stored.streams += 1;
  const reading = parseFault(turn.replace(/\*$/, '').replaceAll(':', '=').replaceAll('+', '&'));
  return 'fault' in reading ? reading.fault : {};
}

/** Who hears the last event has seen the answer complete. */
export function* eventsAfter(stored: StoredResponse, startingAfter: number): Generator<WireEvent> {
  if (stored.state === 'cancelled') return yield* cancelledAfter(stored, startingAfter);
  let sequence = 0;
  for (const event of renderEvents(stored.exchange)) {
    if (event.part === 'end') stored.complete();
    if (sequence > startingAfter) yield event;
    sequence += 1;
  }
}

function* cancelledAfter({ exchange }: StoredResponse, startingAfter: number): Generator<WireEvent> {
  const [opening] = renderEvents(exchange);
  if (opening !== undefined && startingAfter < 0) yield opening;
  const name = 'response.cancelled';
  const response = renderResponse(exchange, 'cancelled', []);
  const number = Math.max(0, startingAfter) + 1;
  yield { name, data: { type: name, sequence_number: number, response }, part: 'end', tokens: 0 };
}
