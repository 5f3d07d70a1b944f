// What Anthropic's Messages refuses, in its words: headers, parameters, thinking and tools.
// Must not change the request. The conversation itself is judged in conversation-rules.ts.

import { asList, asNumber, asObject, asText, isObject, type Json, type JsonObject } from '../json.ts';
import type { Call, WireError } from '../wire.ts';
import { checkConversation } from './conversation-rules.ts';
import { invalid } from './errors.ts';

type Check = (call: Call) => WireError | undefined;

export function checkRules(call: Call): WireError | undefined {
  for (const check of checks) {
    const error = check(call);
    if (error !== undefined) return error;
  }
  return undefined;
}

/** The rules of POST /v1/messages/count_tokens: all but the output cap. */
export function checkCountRules(call: Call): WireError | undefined {
  for (const check of checks) {
    const error = check === checkMaxTokens ? undefined : check(call);
    if (error !== undefined) return error;
  }
  return undefined;
}

const checks: readonly Check[] = [
  checkVersion,
  checkFields,
  checkMaxTokens,
  checkConversation,
  checkSampling,
  checkThinking,
  checkEffort,
  checkTools,
  checkToolChoice,
  checkCacheMarks,
  checkStops,
];

/** From this version on, sampling parameters are gone on every model. */
const VERSION_WITHOUT_SAMPLING = '2026-10-21';

function checkVersion({ headers }: Call): WireError | undefined {
  return headers['anthropic-version'] === undefined
    ? invalid('anthropic-version: header is required')
    : undefined;
}

const knownFields = new Set(
  'max_tokens messages model cache_control container diagnostics inference_geo metadata output_config service_tier speed stop_sequences stream system temperature thinking tool_choice tools top_k top_p user_profile_id workspace_id'.split(
    ' ',
  ),
);

/** Unknown fields are refused, unless a beta header may have brought them. */
function checkFields({ body, headers }: Call): WireError | undefined {
  const isBeta = headers['anthropic-beta'] !== undefined;
  const unknown = isBeta ? undefined : Object.keys(body).find((name) => !knownFields.has(name));
  if (unknown !== undefined) return invalid(`${unknown}: Extra inputs are not permitted`);
  const extra = Object.keys(asObject(body.metadata)).find((name) => name !== 'user_id');
  return extra === undefined ? undefined : invalid(`metadata.${extra}: Extra inputs are not permitted`);
}

function checkMaxTokens({ body, family, model }: Call): WireError | undefined {
  if (body.max_tokens === undefined || body.max_tokens === null) return invalid('max_tokens: Field required');
  const cap = asNumber(body.max_tokens);
  if (cap === undefined || !Number.isInteger(cap))
    return invalid('max_tokens: Input should be a valid integer');
  if (cap < 0) return invalid('max_tokens: Input should be greater than or equal to 0');
  if (cap <= family.maxOutputTokens) return undefined;
  return invalid(
    `max_tokens: ${cap} > ${family.maxOutputTokens}, which is the maximum allowed number of output tokens for ${model}`,
  );
}

function checkSampling({ body, family, headers }: Call): WireError | undefined {
  const given = ['temperature', 'top_p', 'top_k'].find((name) => body[name] != null);
  if (given === undefined) return undefined;
  const isGone =
    family.owner === 'anthropic' && (headers['anthropic-version'] ?? '') >= VERSION_WITHOUT_SAMPLING;
  if (family.sampling === 'never' || isGone) return invalid(`\`${given}\` is deprecated for this model.`);
  const temperature = asNumber(body.temperature);
  if (temperature === undefined) return undefined;
  if (temperature < 0 || temperature > 1) return invalid('temperature: range: 0..1');
  if (asObject(body.thinking).type !== 'enabled' || temperature === 1) return undefined;
  return invalid(
    '`temperature` may only be set to 1 when thinking is enabled. Please consult our documentation at https://docs.claude.com/en/docs/build-with-claude/extended-thinking#important-considerations-when-using-extended-thinking',
  );
}

const LEAST_BUDGET = 1024;
const thinkingTypes = ['adaptive', 'disabled', 'enabled', 'between_tools'];

function checkThinking(call: Call): WireError | undefined {
  const { body, family } = call;
  if (body.thinking == null || family.owner !== 'anthropic') return undefined;
  const type = asText(asObject(body.thinking).type);
  if (!thinkingTypes.includes(type)) {
    return invalid(
      `thinking: Input tag '${type}' found using 'type' does not match any of the expected tags: ${thinkingTypes.map((name) => `'${name}'`).join(', ')}`,
    );
  }
  if (type === 'adaptive' && family.thinking === 'manual') {
    return invalid('adaptive thinking is not supported on this model');
  }
  if (type === 'disabled' && family.thinking === 'always') {
    return invalid(
      '"thinking.type.disabled" is not supported for this model. Use "output_config.effort" to control thinking behavior.',
    );
  }
  if (type === 'enabled') return checkEnabledThinking(call);
  return type === 'adaptive' ? checkForcedChoice(body) : undefined;
}

function checkEnabledThinking({ body, family }: Call): WireError | undefined {
  if (family.thinking === 'adaptive' || family.thinking === 'always') {
    return invalid(
      '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.',
    );
  }
  const budget = asNumber(asObject(body.thinking).budget_tokens);
  if (budget === undefined) return invalid('thinking.enabled.budget_tokens: Field required');
  if (budget < LEAST_BUDGET) {
    return invalid(
      `thinking.enabled.budget_tokens: Input should be greater than or equal to ${LEAST_BUDGET}`,
    );
  }
  if (budget >= (asNumber(body.max_tokens) ?? Number.POSITIVE_INFINITY)) {
    return invalid(
      '`max_tokens` must be greater than `thinking.budget_tokens`. Please consult our documentation at https://docs.claude.com/en/docs/build-with-claude/extended-thinking#max-tokens-and-context-window-size',
    );
  }
  return checkForcedChoice(body);
}

function checkForcedChoice(body: JsonObject): WireError | undefined {
  const choice = asText(asObject(body.tool_choice).type);
  if (choice !== 'any' && choice !== 'tool') return undefined;
  return invalid('Thinking may not be enabled when tool_choice forces tool use.');
}

function checkEffort({ body, family }: Call): WireError | undefined {
  const config = asObject(body.output_config);
  const unknown = Object.keys(config).find((name) => name !== 'effort' && name !== 'format');
  if (unknown !== undefined) return invalid(`output_config.${unknown}: Extra inputs are not permitted`);
  if (isObject(config.format) && config.format.type !== 'json_schema') {
    return invalid("output_config.format.type: Input should be 'json_schema'");
  }
  if (config.effort == null) return undefined;
  if (family.efforts.length === 0) return invalid('This model does not support the effort parameter.');
  if (family.efforts.some((effort) => effort === config.effort)) return undefined;
  const names = family.efforts.map((effort) => `'${effort}'`);
  return invalid(`output_config.effort: Input should be ${names.join(', ').replace(/, ([^,]*)$/, ' or $1')}`);
}

const NAME_PATTERN = /^[a-zA-Z0-9_-]{1,128}$/;
/** Tools that run at the provider carry a date; MCP toolsets do not. */
const PROVIDER_TOOL = /_\d{8}$|^mcp_toolset$/;

function checkTools({ body }: Call): WireError | undefined {
  const names = new Set<string>();
  for (const [index, tool] of asList(body.tools).map(asObject).entries()) {
    const hasOwnType = typeof tool.type === 'string' && tool.type !== 'custom';
    const at = `tools.${index}${hasOwnType ? '' : '.custom'}`;
    const name = asText(tool.name);
    if (hasOwnType && !PROVIDER_TOOL.test(asText(tool.type))) {
      return invalid(
        `tools.${index}: Input tag '${asText(tool.type)}' found using 'type' does not match any of the expected tags: 'custom', 'bash_20250124', 'web_search_20250305'`,
      );
    }
    if (hasOwnType) continue;
    if (name === '') return invalid(`${at}.name: Field required`);
    if (!NAME_PATTERN.test(name))
      return invalid(`${at}.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'`);
    if (names.has(name)) return invalid('tools: Tool names must be unique.');
    names.add(name);
    if (!isObject(tool.input_schema)) return invalid(`${at}.input_schema: Field required`);
    if (tool.input_schema.type !== 'object')
      return invalid(`${at}.input_schema.type: Input should be 'object'`);
    const extra = Object.keys(tool).find((field) => !toolFields.has(field));
    if (extra !== undefined) return invalid(`${at}.${extra}: Extra inputs are not permitted`);
  }
  return undefined;
}

const toolFields = new Set(
  'name description input_schema type cache_control strict defer_loading eager_input_streaming input_examples allowed_callers'.split(
    ' ',
  ),
);

const choiceTypes = ['auto', 'any', 'tool', 'none'];

function checkToolChoice({ body }: Call): WireError | undefined {
  if (body.tool_choice == null) return undefined;
  if (!isObject(body.tool_choice)) return invalid('tool_choice: Input should be an object');
  const { type } = body.tool_choice;
  if (!choiceTypes.includes(asText(type))) {
    return invalid(
      `tool_choice: Input tag '${asText(type)}' found using 'type' does not match any of the expected tags: 'auto', 'any', 'tool', 'none'`,
    );
  }
  const names = asList(body.tools).map((tool) => asText(asObject(tool).name));
  if (names.length === 0 && type !== 'none')
    return invalid('tool_choice may only be specified while providing tools.');
  const name = asText(body.tool_choice.name);
  if (type === 'tool' && !names.includes(name)) return invalid(`Tool '${name}' not found in provided tools`);
  return undefined;
}

const MAX_CACHE_MARKS = 4;

function checkCacheMarks({ body }: Call): WireError | undefined {
  const found = countMarks(body);
  if (found <= MAX_CACHE_MARKS) return undefined;
  return invalid(
    `A maximum of ${MAX_CACHE_MARKS} blocks with cache_control may be provided. Found ${found}.`,
  );
}

function countMarks(value: Json | undefined): number {
  if (Array.isArray(value)) return value.reduce((sum: number, inner) => sum + countMarks(inner), 0);
  if (!isObject(value)) return 0;
  const own = value.cache_control == null ? 0 : 1;
  return (
    own + ['tools', 'system', 'messages', 'content'].reduce((sum, name) => sum + countMarks(value[name]), 0)
  );
}

function checkStops({ body }: Call): WireError | undefined {
  const blank = asList(body.stop_sequences).find((stop) => asText(stop).trim() === '');
  return blank === undefined
    ? undefined
    : invalid('stop_sequences: each stop sequence must contain non-whitespace');
}
