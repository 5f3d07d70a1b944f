/**
 * The passthrough lane where one event must not reach the client (the usage chunk that only we asked for): every
 * other event goes on with its data as sent.
 */

import type { Carried } from '../core/carried.ts';
import { errorOfFault } from '../core/fault-table.ts';
import type { Protocol, SseEvent } from '../core/protocol.ts';
import { mergeUsage, type Usage } from '../core/usage.ts';
import { createSseParser } from '../sse/parse.ts';
import { printData, printEvent } from '../sse/print.ts';
import { type PumpInput, pump } from './pump.ts';
import { faultOfEnd } from './translate.ts';

export type FilterInput = Omit<PumpInput, 'take'> & {
  readonly protocol: Protocol;
  readonly requestId: string;
};

/** Enough of a stream's end to hold its finish, its usage and its marker. */
const tailEvents = 8;

function printAsSent({ event, data }: SseEvent): string {
  return event === undefined ? printData(data) : printEvent(event, data);
}

export function usageOfHead(events: PumpInput['answer']['events']): Usage {
  let usage: Usage = {};
  for (const event of events) if (event.type === 'usage') usage = mergeUsage(usage, event.usage);
  return usage;
}

export async function carryFiltered(input: FilterInput): Promise<Carried> {
  const { answer, protocol, sink } = input;
  let tail: SseEvent[] = [];
  const take = (events: SseEvent[]): string => {
    tail = [...tail, ...events].slice(-tailEvents);
    return events
      .filter((event) => !protocol.isUnasked(event))
      .map(printAsSent)
      .join('');
  };
  // The head was parsed for its meaning; for its events as sent it is parsed once more, into a parser that goes on.
  const parser = createSseParser();
  const head = take(parser.push(answer.head));
  const hasLeft = await sink.write(head).then(
    () => false,
    () => true,
  );
  if (hasLeft && input.onClientAbort === 'cancel') input.stop.stop('client-left');
  const end = await pump({ ...input, answer: { ...answer, parser }, take });
  const { ended, usage, fault } = protocol.readTail(tail);
  const whole = mergeUsage(usageOfHead(answer.events), usage);
  if (end === 'client-left' || hasLeft)
    return { outcome: 'client-left', fault: null, usage: whole, stop: null };
  if (fault) return { outcome: 'failed', fault, usage: whole, stop: null };
  if (ended) return { outcome: 'completed', fault: null, usage: whole, stop: null };
  const missing = faultOfEnd(end === 'ended' ? 'cut' : end);
  await sink
    .write(protocol.encodeStreamError(errorOfFault(missing, []), input.requestId))
    .catch(() => undefined);
  return { outcome: 'failed', fault: missing, usage: whole, stop: null };
}
