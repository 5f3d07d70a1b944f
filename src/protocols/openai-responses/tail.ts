/** The end of a passed-through stream: usage and outcome stand in the terminal event. No output is decoded here. */
import { asString, isObject, type JsonObject } from '../../core/json.ts';
import type { SseEvent, StreamTail } from '../../core/protocol.ts';
import { decodeFailure } from './decode-response.ts';
import { decodeErrorObject } from './errors.ts';
import { decodeUsage } from './usage.ts';

/** The data of an event, with its type; null where it is no JSON object. Never throws. */
export function parseEvent(event: SseEvent): { type: string; data: JsonObject } | null {
  try {
    const data: unknown = JSON.parse(event.data);
    return isObject(data) ? { type: asString(data.type) ?? event.event ?? '', data } : null;
  } catch {
    return null;
  }
}

export const terminalTypes: ReadonlySet<string> = new Set([
  'response.completed',
  'response.incomplete',
  'response.failed',
  'response.cancelled',
]);

export function readTail(events: readonly SseEvent[]): StreamTail {
  let tail: StreamTail = { ended: false, usage: {} };
  for (const event of events) {
    const parsed = parseEvent(event);
    if (parsed === null) continue;
    const { type, data } = parsed;
    if (terminalTypes.has(type)) {
      const response = isObject(data.response) ? data.response : {};
      const fault = decodeFailure(response);
      const serviceTier = asString(response.service_tier);
      const usage = decodeUsage(response);
      tail = { ended: true, usage, ...(fault && { fault }), ...(serviceTier && { serviceTier }) };
    } else if (type === 'error') {
      const error = isObject(data.error) ? data.error : data;
      tail = { ...tail, ended: true, fault: decodeErrorObject(error, null) };
    }
  }
  return tail;
}
