/** The canonical answer -> a `chat.completion` object. */
import type { Block } from '../../core/block.ts';
import { compact, type JsonObject } from '../../core/json.ts';
import type { AnswerContext } from '../../core/protocol.ts';
import type { LlmResponse } from '../../core/response.ts';
import {
  encodeCall,
  encodeCitation,
  encodeOpaque,
  encodeServiceTier,
  reasoningGap,
  restoreCall,
} from './encode-blocks.ts';
import { encodeStop, refusalText } from './stop.ts';
import { sealedCalls } from './thought-signature.ts';
import { encodeUsage } from './usage.ts';

function ofType<T extends Block['type']>(blocks: readonly Block[], type: T): Extract<Block, { type: T }>[] {
  return blocks.filter((block): block is Extract<Block, { type: T }> => block.type === type);
}

/** All texts as one, and their citations moved to where they are in it. */
function encodeTexts(blocks: readonly Block[]): { content: string | null; annotations: JsonObject[] } {
  const texts = ofType(blocks, 'text');
  const annotations: JsonObject[] = [];
  let content = '';
  for (const { text, citations = [] } of texts) {
    for (const citation of citations) {
      const annotation = encodeCitation(citation, content.length);
      if (annotation !== null) annotations.push(annotation);
    }
    content += text;
  }
  return { content: texts.length > 0 ? content : null, annotations };
}

function encodeMessage({ blocks, stop }: LlmResponse, { request }: AnswerContext): JsonObject {
  const { content, annotations } = encodeTexts(blocks);
  const refusals = ofType(blocks, 'refusal').map(({ text }) => text);
  const refusal = refusals.length > 0 ? refusals.join('') : refusalText(stop);
  const reasoning = ofType(blocks, 'reasoning').flatMap(({ parts }) => parts.filter((part) => part !== ''));
  const calls = sealedCalls(blocks).map(({ call, seal }) => encodeCall(restoreCall(call, request), seal));
  const isSilent = calls.length === 0 && refusal === null;
  const called = request.legacyFunctions
    ? { function_call: calls[0]?.function }
    : { tool_calls: calls.length > 0 ? calls : undefined };
  return compact({
    role: 'assistant',
    content: content ?? (isSilent ? '' : null),
    refusal,
    reasoning_content: reasoning.length > 0 ? reasoning.join(reasoningGap) : undefined,
    ...called,
    annotations: annotations.length > 0 ? annotations : undefined,
    ...Object.assign({}, ...ofType(blocks, 'opaque').map(encodeOpaque)),
  });
}

/** The word for the end; callers of the old form know `function_call`. */
export function finishReason(stop: LlmResponse['stop'], hasRefusal: boolean, isLegacy: boolean): string {
  const word = encodeStop(stop.reason, hasRefusal);
  return isLegacy && word === 'tool_calls' ? 'function_call' : word;
}

export function encodeResponse(response: LlmResponse, context: AnswerContext): JsonObject {
  const hasRefusal = response.blocks.some(({ type }) => type === 'refusal');
  const isLegacy = context.request.legacyFunctions ?? false;
  const choice = {
    index: 0,
    message: encodeMessage(response, context),
    logprobs: null,
    finish_reason: finishReason(response.stop, hasRefusal, isLegacy),
  };
  return compact({
    id: `chatcmpl-${context.id}`,
    object: 'chat.completion',
    created: context.created,
    model: response.model ?? context.model,
    choices: [choice],
    usage: encodeUsage(response.usage),
    service_tier: encodeServiceTier(response.serviceTier),
    ...context.extension?.(),
  });
}
