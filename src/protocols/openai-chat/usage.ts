/** Token usage both ways. On this wire totals include their subsets, as in the canonical form. */
import { asCount, compact, defined, isObject, type JsonObject } from '../../core/json.ts';
import type { Usage } from '../../core/usage.ts';

/**
 * Output as billed. Some hosts (Gemini, Grok) leave reasoning out of `completion_tokens` and count it in
 * `total_tokens` only: what the total has more is reasoning.
 */
function readOutput(
  usage: JsonObject,
  input: number | undefined,
): Pick<Usage, 'outputTokens' | 'reasoningOutputTokens'> {
  const details = isObject(usage.completion_tokens_details) ? usage.completion_tokens_details : {};
  const reasoning = asCount(details.reasoning_tokens);
  const output = asCount(usage.completion_tokens);
  const total = asCount(usage.total_tokens);
  const hidden =
    input === undefined || output === undefined || total === undefined ? 0 : total - input - output;
  if (output === undefined || hidden <= 0)
    return defined<Usage>({ outputTokens: output, reasoningOutputTokens: reasoning });
  return { outputTokens: output + hidden, reasoningOutputTokens: Math.max(reasoning ?? 0, hidden) };
}

/** Undefined where the object reports nothing that can be believed: no object, or all zero. */
export function decodeUsage(value: unknown): Usage | undefined {
  if (!isObject(value)) return undefined;
  const input = asCount(value.prompt_tokens);
  const output = readOutput(value, input);
  if (!input && !output.outputTokens) return undefined;
  const details = isObject(value.prompt_tokens_details) ? value.prompt_tokens_details : {};
  const tools = isObject(value.server_tool_use) ? value.server_tool_use : {};
  return defined<Usage>({
    inputTokens: input,
    // DeepSeek and Moonshot have names of their own.
    cacheReadInputTokens:
      asCount(details.cached_tokens) ??
      asCount(value.prompt_cache_hit_tokens) ??
      asCount(value.cached_tokens),
    cacheCreationInputTokens: asCount(details.cache_write_tokens),
    // OpenRouter; others do not tell what their tools were called for.
    webSearchCalls: asCount(tools.web_search_requests) || undefined,
    ...output,
  });
}

/** Usage wherever hosts put it in a chunk or answer: on top, in `x_groq`, in the choice (Moonshot). */
export function findUsage(body: JsonObject): Usage | undefined {
  const found = decodeUsage(body.usage);
  if (found !== undefined) return found;
  if (isObject(body.x_groq)) return decodeUsage(body.x_groq.usage);
  const [choice] = Array.isArray(body.choices) ? body.choices : [];
  return isObject(choice) ? decodeUsage(choice.usage) : undefined;
}

/** Undefined where nothing was reported: unknown is not zero. */
export function encodeUsage(usage: Usage): JsonObject | undefined {
  const { inputTokens, outputTokens, cacheReadInputTokens, cacheCreationInputTokens, reasoningOutputTokens } =
    usage;
  if (inputTokens === undefined && outputTokens === undefined) return undefined;
  const isWhole = inputTokens !== undefined && outputTokens !== undefined;
  const prompt = compact({
    cached_tokens: cacheReadInputTokens,
    cache_write_tokens: cacheCreationInputTokens,
  });
  return compact({
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: isWhole ? inputTokens + outputTokens : undefined,
    prompt_tokens_details: Object.keys(prompt).length > 0 ? prompt : undefined,
    completion_tokens_details:
      reasoningOutputTokens === undefined ? undefined : { reasoning_tokens: reasoningOutputTokens },
  });
}
