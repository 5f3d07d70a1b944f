/** Why an answer ended, both ways. */
import { asString, isObject, type JsonObject } from '../../core/json.ts';
import type { Stop, StopReason } from '../../core/response.ts';

const reasonOf: Readonly<Record<string, StopReason>> = {
  end_turn: 'end',
  max_tokens: 'max-tokens',
  model_context_window_exceeded: 'context-window',
  tool_use: 'tool-calls',
  stop_sequence: 'stop-string',
  refusal: 'refusal',
  pause_turn: 'pause',
  // The provider compacted the conversation and stopped; sending the answer back continues, like a pause.
  compaction: 'pause',
};

const wireOf: Readonly<Record<StopReason, string>> = {
  end: 'end_turn',
  'max-tokens': 'max_tokens',
  'context-window': 'model_context_window_exceeded',
  'tool-calls': 'tool_use',
  'stop-string': 'stop_sequence',
  'content-filter': 'refusal',
  refusal: 'refusal',
  pause: 'pause_turn',
  unknown: 'end_turn',
};

/** Reads `stop_reason`, `stop_sequence` and `stop_details` of a message or of a `message_delta`. */
export function decodeStop(raw: JsonObject): Stop {
  const word = asString(raw.stop_reason);
  if (word === undefined) return { reason: 'unknown' };
  const stop: Stop = {
    reason: Object.hasOwn(reasonOf, word) ? (reasonOf[word] ?? 'unknown') : 'unknown',
    raw: word,
  };
  const sequence = asString(raw.stop_sequence);
  if (sequence !== undefined) stop.sequence = sequence;
  if (!isObject(raw.stop_details)) return stop;
  const category = asString(raw.stop_details.category);
  const explanation = asString(raw.stop_details.explanation);
  if (category !== undefined) stop.category = category;
  if (explanation !== undefined) stop.explanation = explanation;
  return stop;
}

/** `isRefused`: the answer holds a refusal block, which other protocols end in their ordinary words. */
export function encodeStop(stop: Stop, isRefused: boolean): JsonObject {
  const isPlain = stop.reason === 'end' || stop.reason === 'unknown';
  const word = isRefused && isPlain ? 'refusal' : wireOf[stop.reason];
  return {
    stop_reason: word,
    stop_sequence: stop.reason === 'stop-string' ? (stop.sequence ?? null) : null,
    stop_details:
      word === 'refusal'
        ? { type: 'refusal', category: stop.category ?? null, explanation: stop.explanation ?? null }
        : null,
  };
}
