// Carries faults into a stream: a pure pass from events to steps, so that every fault is one visible line.
// Must not write or wait: send.ts does what the steps say.

import type { Fault } from './faults.ts';
import type { WireEvent } from './wire.ts';

export type SendStep =
  | { do: 'send'; event: WireEvent }
  /** A broken line in place of an event. */
  | { do: 'write'; text: string }
  /** Half of the event, then the connection breaks. */
  | { do: 'cut'; event: WireEvent }
  /** Silence until the client goes away. */
  | { do: 'stall' };

type Ending = 'stall' | 'cut' | 'end' | 'error';

const endings: readonly (readonly ['stall-after' | 'cut-after' | 'end-after' | 'error-after', Ending])[] = [
  ['stall-after', 'stall'],
  ['cut-after', 'cut'],
  ['end-after', 'end'],
  ['error-after', 'error'],
];

/** Counts refer to output events; a fault whose count is never reached happens before the closing events. */
export function* applyStreamFaults(
  events: Iterable<WireEvent>,
  fault: Fault,
  errorEvents: (sent: number) => WireEvent[],
): Generator<SendStep> {
  if (fault['stall-before']) return yield { do: 'stall' };
  let outputs = 0;
  let sent = 0;
  let breaks = fault['bad-json'] === true;
  for (const event of events) {
    if (event.part !== 'head') {
      const ending = fault['error-after-start'] ? 'error' : endingAt(fault, outputs, event);
      if (ending !== undefined) return yield* endWith(ending, event, () => errorEvents(sent));
    }
    if (breaks && outputs === 1) {
      breaks = false;
      yield { do: 'write', text: 'data: {"id": "broken\n\n' };
    }
    if (event.part === 'content') outputs += 1;
    const isDropped =
      (event.part === 'usage' && (fault['no-usage'] || fault['no-end'])) ||
      (event.part === 'end' && fault['no-end']);
    if (isDropped) continue;
    sent += 1;
    yield { do: 'send', event };
  }
}

function endingAt(fault: Fault, outputs: number, event: WireEvent): Ending | undefined {
  const found = endings.find(([name]) => {
    const after = fault[name];
    return after !== undefined && (outputs >= after || (event.part !== 'content' && event.part !== 'frame'));
  });
  return found?.[1];
}

function* endWith(ending: Ending, event: WireEvent, errorEvents: () => WireEvent[]): Generator<SendStep> {
  switch (ending) {
    case 'stall':
      return yield { do: 'stall' };
    case 'cut':
      return yield { do: 'cut', event };
    case 'end':
      return;
    case 'error':
      for (const errorEvent of errorEvents()) yield { do: 'send', event: errorEvent };
      return;
    default:
      ending satisfies never;
  }
}
