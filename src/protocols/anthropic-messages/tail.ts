/** What the last events of a passed-through stream tell: counts, the end marker, or an error in its place. */
import { isObject, type JsonObject } from '../../core/json.ts';
import type { SseEvent, StreamTail } from '../../core/protocol.ts';
import { decodeErrorBody } from './errors.ts';
import { readServiceTier, readUsage, toUsage, type WireUsage } from './usage.ts';

/** Events worth parsing; pieces of blocks are not. */
const telling = new Set<string | undefined>([
  'message_start',
  'message_delta',
  'message_stop',
  'error',
  undefined,
]);

function parse(event: SseEvent): JsonObject | null {
  if (!telling.has(event.event)) return null;
  try {
    const value: unknown = JSON.parse(event.data);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

export function readTail(events: readonly SseEvent[]): StreamTail {
  let usage: WireUsage = {};
  let serviceTier: string | undefined;
  const tail = (ended: boolean): StreamTail => ({
    ended,
    usage: toUsage(usage),
    ...(serviceTier !== undefined && { serviceTier }),
  });
  for (const event of events) {
    const data = parse(event);
    if (data === null) continue;
    if (data.type === 'error') return { ...tail(false), fault: decodeErrorBody(null, data) };
    if (data.type === 'message_stop') return tail(true);
    const { usage: said, container } = isObject(data.message)
      ? data.message
      : { usage: data.usage, container: isObject(data.delta) ? data.delta.container : null };
    usage = readUsage(said, container, usage);
    serviceTier = readServiceTier(said) ?? serviceTier;
  }
  return tail(false);
}
