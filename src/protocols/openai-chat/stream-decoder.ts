/** Chunks -> canonical events. `[DONE]` ends the answer; a finish reason without it is enough. */
import { enforceGrammar } from '../../core/grammar.ts';
import { isObject, type JsonObject } from '../../core/json.ts';
import type { SseEvent, StreamDecoder } from '../../core/protocol.ts';
import type { StreamEvent } from '../../core/stream-event.ts';
import { AnswerReader } from './answer-reader.ts';
import { readFault } from './errors.ts';

/** The object in an event's data; null: none that concerns us; undefined: not JSON. */
export function parseChunk(data: string): JsonObject | null | undefined {
  try {
    const value: unknown = JSON.parse(data);
    return isObject(value) ? value : null;
  } catch {
    return undefined;
  }
}

/** With room for the spaces that some hosts put behind it. */
export function isDone(data: string): boolean {
  return data.startsWith('[DONE]') && data.trimEnd() === '[DONE]';
}

function read(reader: AnswerReader, event: SseEvent): StreamEvent[] {
  if (isDone(event.data)) return reader.end();
  if (event.data === '') return [];
  const chunk = parseChunk(event.data);
  if (chunk === null) return [];
  if (chunk === undefined) {
    const message = 'an event is not JSON';
    return [{ type: 'error', fault: { kind: 'invalid-response', status: null, code: null, message } }];
  }
  if (event.event === 'error') return [{ type: 'error', fault: readFault(chunk, null) }];
  return reader.read(chunk);
}

export function streamDecoder(): StreamDecoder {
  const reader = new AnswerReader();
  return enforceGrammar(
    (event) => read(reader, event),
    () => (reader.isFinished ? reader.end() : []),
  );
}
