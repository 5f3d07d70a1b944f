/** Canonical pieces of an answer -> members of this wire's messages and deltas, for both kinds of answers. */
import type { Citation, OpaqueBlock, Seal, ToolCallBlock } from '../../core/block.ts';
import { isWrappedCustomCall, unwrapCustomInput } from '../../core/custom-tool.ts';
import type { JsonObject } from '../../core/json.ts';
import type { LlmRequest } from '../../core/request.ts';
import { serviceTiers } from './encode-request.ts';
import { signatureOf } from './thought-signature.ts';

/** Between parts and blocks of reasoning: this wire has one text for all. */
export const reasoningGap = '\n\n';

/** `offset`: characters of the answer before the cited block. Clients demand all four members. */
export function encodeCitation(citation: Citation, offset: number): JsonObject | null {
  if (citation.kind === 'opaque') return citation.protocol === 'openai-chat' ? citation.value : null;
  const { url, title = '', start = 0, end = 0 } = citation;
  return {
    type: 'url_citation',
    url_citation: { start_index: offset + start, end_index: offset + end, url, title },
  };
}

/** The call as the caller declared its tool: free text where a function stood for a free-text tool. */
export function restoreCall(call: ToolCallBlock, request: LlmRequest): ToolCallBlock {
  if (!isWrappedCustomCall(call, request)) return call;
  return { ...call, kind: 'custom', input: unwrapCustomInput(call.input) };
}

export function encodeCall({ id, name, input, kind }: ToolCallBlock, seal: Seal | undefined): JsonObject {
  const signature = signatureOf(seal);
  return kind === 'custom'
    ? { id, type: 'custom', custom: { name, input }, ...signature }
    : { id, type: 'function', function: { name, arguments: input === '' ? '{}' : input }, ...signature };
}

/** Our own and Anthropic's words for a tier, in OpenAI's; undefined where there is none. */
export function encodeServiceTier(tier: string | undefined): string | undefined {
  if (tier === undefined || serviceTiers.has(tier)) return tier;
  return tier === 'standard' ? 'default' : undefined;
}

/** Members of the message that only this protocol knows; those of another are dropped. */
export function encodeOpaque(block: OpaqueBlock): JsonObject {
  return block.protocol === 'openai-chat' ? block.value : {};
}
