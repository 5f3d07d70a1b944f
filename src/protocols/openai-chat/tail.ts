/** What the last events of a passed-through stream tell: usage, whether it ended, an error. */
import { asString, isObject, type JsonObject } from '../../core/json.ts';
import type { SseEvent, StreamTail } from '../../core/protocol.ts';
import { mergeUsage, type Usage } from '../../core/usage.ts';
import { isErrorBody, readFault } from './errors.ts';
import { isDone, parseChunk } from './stream-decoder.ts';
import { findUsage } from './usage.ts';

function isUsageChunk(chunk: JsonObject): boolean {
  return Array.isArray(chunk.choices) && chunk.choices.length === 0 && isObject(chunk.usage);
}

function isLast(chunk: JsonObject): boolean {
  const choices = Array.isArray(chunk.choices) ? chunk.choices : [];
  return isUsageChunk(chunk) || choices.some((choice) => isObject(choice) && Boolean(choice.finish_reason));
}

export function readTail(events: readonly SseEvent[]): StreamTail {
  let ended = false;
  let usage: Usage = {};
  let serviceTier: string | undefined;
  for (const { event, data } of events) {
    if (isDone(data)) ended = true;
    const chunk = parseChunk(data);
    if (!chunk) continue;
    usage = mergeUsage(usage, findUsage(chunk) ?? {});
    serviceTier = asString(chunk.service_tier) || serviceTier;
    if (event === 'error' || isErrorBody(chunk))
      return { ended: false, usage, fault: readFault(chunk, null) };
    if (isLast(chunk)) ended = true;
  }
  return { ended, usage, ...(serviceTier !== undefined && { serviceTier }) };
}

/** The usage chunk, which OpenAI sends only to those who ask. The check before parsing spares the other events. */
export function isUnasked({ data }: SseEvent): boolean {
  if (!data.includes('"usage"')) return false;
  const chunk = parseChunk(data);
  return chunk ? isUsageChunk(chunk) : false;
}
