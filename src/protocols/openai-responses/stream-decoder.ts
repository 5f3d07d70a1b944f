/**
 * Responses stream -> canonical events: the life of the answer. What happens inside output items is in
 * stream-decoder-items.ts. Unknown events are skipped; invalid JSON ends the stream as an error.
 */
import { enforceGrammar } from '../../core/grammar.ts';
import { isObject, type JsonObject } from '../../core/json.ts';
import type { SseEvent, StreamDecoder } from '../../core/protocol.ts';
import type { StreamEvent } from '../../core/stream-event.ts';
import { decodeFailure, decodeHeader } from './decode-response.ts';
import { decodeErrorObject } from './errors.ts';
import { decodeStop } from './stop.ts';
import { ItemReader } from './stream-decoder-items.ts';
import { parseEvent, terminalTypes } from './tail.ts';
import { decodeUsage } from './usage.ts';

const startTypes: ReadonlySet<string> = new Set([
  'response.created',
  'response.queued',
  'response.in_progress',
]);

class Decoder {
  readonly #items = new ItemReader();
  #isStarted = false;

  push(event: SseEvent): StreamEvent[] {
    if (event.data === '[DONE]') return [];
    const parsed = parseEvent(event);
    if (parsed === null) {
      const fault = { status: null, code: null, message: 'an event is no JSON object' } as const;
      return [{ type: 'error', fault: { kind: 'invalid-response', ...fault } }];
    }
    const { type, data } = parsed;
    if (startTypes.has(type)) return this.#start(data.response);
    if (terminalTypes.has(type)) return this.#end(isObject(data.response) ? data.response : {});
    if (type === 'error' || isObject(data.error)) {
      const fault = decodeErrorObject(isObject(data.error) ? data.error : data, null);
      return [{ type: 'error', fault }];
    }
    if (type === 'keepalive') return [{ type: 'ping' }];
    const events = this.#items.read(type, data);
    return this.#isStarted || events.length === 0 ? events : [...this.#start(undefined), ...events];
  }

  /** Some hosts leave `response.created` out: the first event then starts the answer. */
  #start(response: unknown): StreamEvent[] {
    if (this.#isStarted) return [];
    this.#isStarted = true;
    const header = isObject(response) ? decodeHeader(response) : {};
    this.#items.feed.model = header.model;
    return [{ type: 'response-start', ...header }];
  }

  #end(response: JsonObject): StreamEvent[] {
    const started = this.#start(response);
    const usage = decodeUsage(response);
    const events: StreamEvent[] = Object.keys(usage).length > 0 ? [{ type: 'usage', usage }] : [];
    const fault = decodeFailure(response);
    if (fault !== null) return [...started, ...events, { type: 'error', fault }];
    const late = this.#items.finish(response.output);
    const stop = decodeStop(response, this.#items.feed);
    const tier = response.service_tier;
    const end: StreamEvent = {
      type: 'response-end',
      stop,
      ...(typeof tier === 'string' && tier !== '' && { serviceTier: tier }),
    };
    return [...started, ...late, ...events, end];
  }
}

export function streamDecoder(): StreamDecoder {
  const decoder = new Decoder();
  return enforceGrammar((event) => decoder.push(event));
}
