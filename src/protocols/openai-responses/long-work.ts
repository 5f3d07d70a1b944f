/**
 * Background mode: an answer that OpenAI goes on with although nobody listens, whose stream is taken up again behind
 * any of its events. Its rules: https://developers.openai.com/api/docs/guides/background
 */
import { asNumber, asString, isObject, type JsonObject } from '../../core/json.ts';
import { scanObject } from '../../core/json-text.ts';
import type { LongWork, Mark } from '../../core/long-work.ts';
import type { SseEvent } from '../../core/protocol.ts';
import type { LlmRequest } from '../../core/request.ts';
import { parseEvent, terminalTypes } from './tail.ts';
import { createTeller } from './tell-rest.ts';

/** Becomes a part of a path. */
const idPattern = /^[A-Za-z0-9_-]{1,200}$/;

function ask(request: LlmRequest): LlmRequest {
  return { ...request, stream: true, state: { ...request.state, background: true } };
}

function readMark(event: SseEvent): Mark {
  const parsed = parseEvent(event);
  if (parsed === null) return { number: null, responseId: null, state: 'going' };
  const { type, data } = parsed;
  const response: JsonObject = isObject(data.response) ? data.response : {};
  const id = asString(response.id) ?? '';
  return {
    number: asNumber(data.sequence_number) ?? null,
    responseId: idPattern.test(id) ? id : null,
    state: terminalTypes.has(type) ? 'over' : type === 'error' ? 'failing' : 'going',
  };
}

/** The very text of the `response` member: no byte of it is written anew. */
function readWhole(event: SseEvent): string | null {
  const parsed = parseEvent(event);
  if (parsed === null || !terminalTypes.has(parsed.type)) return null;
  const span = scanObject(event.data).members.get('response');
  return span === undefined ? null : event.data.slice(span.valueStart, span.end);
}

function answerPath(responseId: string): string {
  return `/responses/${responseId}`;
}

function resumePath(responseId: string, after: number | null): string {
  const place = after === null ? '' : `&starting_after=${after}`;
  return `${answerPath(responseId)}?stream=true${place}`;
}

export const longWork: LongWork = {
  ask,
  readMark,
  readWhole,
  resumePath,
  answerPath,
  cancelPath: (responseId) => `${answerPath(responseId)}/cancel`,
  isOver: ({ status }) => status !== 'queued' && status !== 'in_progress',
  teller: createTeller,
};
