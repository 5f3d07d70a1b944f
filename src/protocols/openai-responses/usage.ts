/** Token counts: the wire's totals include cached and reasoning tokens, as ours do, so nothing is added. */
import { asCount, isObject, type JsonObject } from '../../core/json.ts';
import type { ToolMeter, Usage } from '../../core/usage.ts';

/** Calls that the client runs itself, or that are billed by their tokens alone: remote MCP servers, the search for tools. */
const unbilled: ReadonlySet<string> = new Set([
  'function_call',
  'custom_tool_call',
  'computer_call',
  'local_shell_call',
  'apply_patch_call',
  'mcp_call',
  'tool_search_call',
]);

/** Null: the item is no call that the provider bills. A kind that nobody knows yet may be one. */
function meterOf({ type, environment }: JsonObject): ToolMeter | null {
  switch (type) {
    case 'web_search_call':
      return 'webSearchCalls';
    case 'file_search_call':
      return 'fileSearchCalls';
    case 'shell_call': {
      const isHosted = isObject(environment) && environment.type !== 'local';
      return isHosted ? 'otherToolCalls' : null;
    }
    case 'program':
      return 'otherToolCalls';
    default: {
      const isCall = typeof type === 'string' && type.endsWith('_call');
      return isCall && !unbilled.has(type) ? 'otherToolCalls' : null;
    }
  }
}

/** Calls of tools that the provider runs: they stand among the items of the answer. */
function countToolCalls(output: unknown): Usage {
  const usage: Usage = {};
  for (const item of Array.isArray(output) ? output : []) {
    const meter = isObject(item) ? meterOf(item) : null;
    if (meter !== null) usage[meter] = (usage[meter] ?? 0) + 1;
  }
  return usage;
}

/** Of a whole answer. Absent or absurd counts are not reported. */
export function decodeUsage({ usage: raw, output: items }: JsonObject): Usage {
  if (!isObject(raw)) return countToolCalls(items);
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
