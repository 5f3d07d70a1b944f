/** Token counts: the wire's totals include cached and reasoning tokens, as ours do, so nothing is added. */
import { asCount, isObject, type JsonObject } from '../../core/json.ts';
import type { Usage } from '../../core/usage.ts';

/** Calls of tools that OpenAI runs and bills by the call: they stand among the items of the answer. */
function countToolCalls(output: unknown): Usage {
  if (!Array.isArray(output)) return {};
  const count = (type: string) => output.filter((item) => isObject(item) && item.type === type).length;
  const webSearchCalls = count('web_search_call');
  const fileSearchCalls = count('file_search_call');
  return { ...(webSearchCalls > 0 && { webSearchCalls }), ...(fileSearchCalls > 0 && { fileSearchCalls }) };
}

/** Of a whole answer. Absent or absurd counts are not reported. */
export function decodeUsage({ usage: raw, output: items }: JsonObject): Usage {
  if (!isObject(raw)) return {};
  const input = isObject(raw.input_tokens_details) ? raw.input_tokens_details : {};
  const output = isObject(raw.output_tokens_details) ? raw.output_tokens_details : {};
  const inputTokens = asCount(raw.input_tokens);
  const cacheReadInputTokens = asCount(input.cached_tokens);
  const cacheCreationInputTokens = asCount(input.cache_write_tokens);
  const outputTokens = asCount(raw.output_tokens);
  const reasoningOutputTokens = asCount(output.reasoning_tokens);
  return {
    ...(inputTokens !== undefined && { inputTokens }),
    ...(cacheReadInputTokens !== undefined && { cacheReadInputTokens }),
    ...(cacheCreationInputTokens !== undefined && { cacheCreationInputTokens }),
    ...(outputTokens !== undefined && { outputTokens }),
    ...(reasoningOutputTokens !== undefined && { reasoningOutputTokens }),
    ...countToolCalls(items),
  };
}

/** The complete shape that clients validate, or null where the totals are unknown. */
export function encodeUsage(usage: Usage): JsonObject | null {
  const { inputTokens, outputTokens } = usage;
  if (inputTokens === undefined || outputTokens === undefined) return null;
  return {
    input_tokens: inputTokens,
    input_tokens_details: {
      cached_tokens: usage.cacheReadInputTokens ?? 0,
      cache_write_tokens: usage.cacheCreationInputTokens ?? 0,
    },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: usage.reasoningOutputTokens ?? 0 },
    total_tokens: inputTokens + outputTokens,
  };
}
