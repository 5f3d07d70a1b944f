/**
 * The passthrough lane in JavaScript: where one event must not reach the client (the usage chunk that only we asked
 * for), and for streams put together of several connections. Every other event goes on with its data as sent.
 */
import type { Carried } from '../core/carried.ts';
import { errorOfFault } from '../core/fault-table.ts';
import type { SseEvent } from '../core/protocol.ts';
import { mergeUsage, tierIn, usageIn } from '../core/usage.ts';
import { createSseParser } from '../sse/parse.ts';
import { printData, printEvent } from '../sse/print.ts';
import { type CarryInput, faultOfEnd } from './carry-input.ts';
import { GatheredBody } from './gathered-body.ts';
import type { Outlet } from './outlet.ts';
import { pump } from './pump.ts';

/** Enough of a stream's end to hold its finish, its usage and its marker. */
const tailEvents = 8;

function printAsSent({ event, data }: SseEvent): string {
  return event === undefined ? printData(data) : printEvent(event, data);
}

export async function carryFiltered(
  input: CarryInput,
  outlet: Outlet,
  isUnasked: (event: SseEvent) => boolean,
): Promise<Carried> {
  const { answer, caller, planned, stop } = input;
  let tail: SseEvent[] = [];
  const take = (events: SseEvent[]): string => {
    tail = [...tail, ...events].slice(-tailEvents);
    return events
      .filter((event) => !isUnasked(event))
      .map(printAsSent)
      .join('');
  };
  // The head was parsed for its meaning; for its events as sent it is parsed once more, by a parser that goes on.
  const parser = createSseParser();
  outlet.push(take(parser.push(answer.head)));
  const pieces = new GatheredBody(answer.body);
  const end = await pump({
    isOver: () => false,
    pieces,
    parser,
    outlet,
    take,
    stop,
    idleMs: planned.deadlines.idleMs,
  });
  const { ended, usage, fault: said, serviceTier = tierIn(answer.events) } = caller.readTail(tail);
  const seen = {
    usage: mergeUsage(usageIn(answer.events), usage),
    stop: null,
    hasEnded: ended,
    streamedBytes: answer.head.byteLength + pieces.readBytes,
    ...(serviceTier !== undefined && { serviceTier }),
  };
  const missing =
    said !== undefined || ended || end === 'client-left' ? null : faultOfEnd(end === 'ended' ? 'cut' : end);
  if (missing) outlet.push(caller.encodeStreamError(errorOfFault(missing, []), input.requestId));
  await outlet.drain();
  if (outlet.hasClientLeft || end === 'client-left') return { ...seen, outcome: 'client-left', fault: null };
  const fault = said ?? missing;
  return { ...seen, outcome: fault === null ? 'completed' : 'failed', fault };
}
