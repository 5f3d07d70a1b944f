/** The canonical answer -> a unary Messages answer, with every member that clients of this protocol expect. */
import type { JsonObject } from '../../core/json.ts';
import type { AnswerContext } from '../../core/protocol.ts';
import type { LlmResponse } from '../../core/response.ts';
import { encodeBlock } from './blocks.ts';
import { encodeStop } from './stop.ts';
import { encodeUsage } from './usage.ts';

export function messageId(context: AnswerContext): string {
  return `msg_${context.id}`;
}

export function encodeResponse(response: LlmResponse, context: AnswerContext): JsonObject {
  const isRefused = response.blocks.some(({ type }) => type === 'refusal');
  return {
    id: messageId(context),
    type: 'message',
    role: 'assistant',
    model: response.model ?? context.model,
    content: response.blocks.flatMap<JsonObject>((block) => encodeBlock(block) ?? []),
    ...encodeStop(response.stop, isRefused),
    container: null,
    diagnostics: null,
    usage: encodeUsage(response.usage, response.serviceTier),
    ...context.extension?.(),
  };
}
