// What OpenAI's Chat Completions refuses, in its words: parameters and tools.
// Must not change the request. The conversation itself is judged in conversation-rules.ts.

import type { Effort } from '../ask.ts';
import { asList, asNumber, asObject, asText, isObject, type Json, type JsonObject } from '../json.ts';
import {
  checkChosenTool,
  checkEffort,
  checkFunctionSchema,
  checkMetadata,
  checkName,
  checkOutputSchema,
  checkSafetyIdentifier,
  containsJsonWord,
  emptyArray,
  invalid,
  invalidValue,
  missing,
  namesOfTools,
} from '../openai-checks.ts';
import type { Call, WireError } from '../wire.ts';
import { checkConversation } from './conversation-rules.ts';
import { effortOf, textsOf } from './parse.ts';

type Check = (call: Call) => WireError | undefined;

export function checkRules(call: Call): WireError | undefined {
  for (const check of checks) {
    const error = check(call);
    if (error !== undefined) return error;
  }
  return undefined;
}

const checks: readonly Check[] = [
  checkEndpoint,
  checkFields,
  checkOldMaxTokens,
  checkConversation,
  checkSampling,
  checkReasoning,
  checkTools,
  checkToolsWhileReasoning,
  checkFormat,
  checkLimits,
  ({ body }) => checkMetadata(body.metadata),
  ({ body }) => checkSafetyIdentifier(body.safety_identifier),
];

function checkEndpoint({ family }: Call): WireError | undefined {
  if (family.speaks.includes('chat')) return undefined;
  return {
    ...invalid('This model is only supported in v1/responses and not in v1/chat/completions.', 'model'),
    status: 404,
  };
}

const knownFields = new Set(
  'messages model audio frequency_penalty function_call functions logit_bias logprobs max_completion_tokens max_tokens metadata modalities moderation n parallel_tool_calls prediction presence_penalty prompt_cache_key prompt_cache_options prompt_cache_retention reasoning_effort response_format safety_identifier seed service_tier stop store stream stream_options temperature tool_choice tools top_logprobs top_p user verbosity web_search_options'.split(
    ' ',
  ),
);

function checkFields({ body, habits, family }: Call): WireError | undefined {
  if (family.owner !== 'openai' || habits.owners === undefined) return undefined;
  const unknown = Object.keys(body).find((name) => !knownFields.has(name));
  return unknown === undefined ? undefined : invalid(`Unrecognized request argument supplied: ${unknown}`);
}

function checkOldMaxTokens({ body, family }: Call): WireError | undefined {
  const both = body.max_tokens != null && body.max_completion_tokens != null;
  if (both && family.owner === 'openai') {
    return invalid(
      "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
      'max_tokens',
    );
  }
  if (family.oldMaxTokens || body.max_tokens == null) return undefined;
  return unsupported('max_tokens', " Use 'max_completion_tokens' instead.");
}

function unsupported(param: string, advice = ''): WireError {
  return invalid(
    `Unsupported parameter: '${param}' is not supported with this model.${advice}`,
    param,
    'unsupported_parameter',
  );
}

const plainDefaults: readonly (readonly [string, number])[] = [
  ['temperature', 1],
  ['top_p', 1],
  ['presence_penalty', 0],
  ['frequency_penalty', 0],
];

function checkSampling(call: Call): WireError | undefined {
  const { body, family } = call;
  const temperature = asNumber(body.temperature);
  if (temperature !== undefined && (temperature < 0 || temperature > 2)) {
    const [edge, word] = temperature < 0 ? ['>= 0', 'below minimum'] : ['<= 2', 'above maximum'];
    return invalid(
      `Invalid 'temperature': decimal ${word} value. Expected a value ${edge}, but got ${temperature} instead.`,
      'temperature',
      `decimal_${word.replace(' ', '_')}_value`,
    );
  }
  if (family.sampling === 'always' || effortOf(call) === 'none') return undefined;
  for (const [name, usual] of plainDefaults) {
    const value = asNumber(body[name]);
    if (value === undefined || value === usual) continue;
    if (name !== 'temperature') return unsupported(name);
    return invalid(
      `Unsupported value: 'temperature' does not support ${value} with this model. Only the default (1) value is supported.`,
      'temperature',
      'unsupported_value',
    );
  }
  if (body.logprobs === true) return unsupported('logprobs');
  if (body.top_logprobs != null) return unsupported('top_logprobs');
  return isObject(body.logit_bias) ? unsupported('logit_bias') : undefined;
}

/** Chat Completions takes every effort but `max`. */
function chatEfforts(efforts: readonly Effort[], owner: string): Effort[] {
  return efforts.filter((effort) => owner !== 'openai' || effort !== 'max');
}

function checkReasoning({ body, family }: Call): WireError | undefined {
  if (family.owner !== 'openai' || body.reasoning_effort == null) return undefined;
  if (family.efforts.length === 0) return invalid('Unrecognized request argument supplied: reasoning_effort');
  return checkEffort(body.reasoning_effort, chatEfforts(family.efforts, family.owner), 'reasoning_effort');
}

function checkTools({ body }: Call): WireError | undefined {
  const declared = body.tools;
  if (declared == null) {
    const needsTools = ['tool_choice', 'parallel_tool_calls'].find(
      (name) => body[name] != null && body[name] !== 'none',
    );
    if (needsTools === undefined) return undefined;
    return invalid(
      `Invalid value for '${needsTools}': '${needsTools}' is only allowed when 'tools' are specified.`,
      needsTools,
    );
  }
  const tools = asList(declared);
  if (tools.length === 0) return emptyArray('tools');
  for (const [index, tool] of tools.map(asObject).entries()) {
    const error = checkTool(tool, `tools[${index}]`);
    if (error !== undefined) return error;
  }
  return checkChosenTool(body.tool_choice, namesOfTools(declared));
}

function checkTool(tool: JsonObject, param: string): WireError | undefined {
  if (typeof tool.type !== 'string') return missing(`${param}.type`);
  if (tool.type !== 'function' && tool.type !== 'custom') {
    return invalidValue(`${param}.type`, tool.type, ['function', 'custom']);
  }
  const declared = tool[tool.type];
  if (!isObject(declared)) return missing(`${param}.${tool.type}`);
  const named = checkName(declared.name, `${param}.${tool.type}.name`);
  return named ?? (tool.type === 'function' ? checkFunctionSchema(declared, `${param}.function`) : undefined);
}

function checkToolsWhileReasoning(call: Call): WireError | undefined {
  const { body, family, model } = call;
  if (family.chatToolsWhileReasoning || asList(body.tools).length === 0) return undefined;
  if (effortOf(call) === 'none') return undefined;
  return invalid(
    `Function tools with reasoning_effort are not supported for ${model} in /v1/chat/completions. To use function tools, use /v1/responses or set reasoning_effort to 'none'.`,
    'reasoning_effort',
  );
}

function checkFormat({ body }: Call): WireError | undefined {
  const format = asObject(body.response_format);
  switch (format.type) {
    case undefined:
      return body.response_format == null ? undefined : missing('response_format.type');
    case 'text':
      return undefined;
    case 'json_object': {
      const texts = asList(body.messages).flatMap((message) => textsOf(asObject(message)));
      if (containsJsonWord(texts)) return undefined;
      return invalid(
        "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
        'messages',
      );
    }
    case 'json_schema':
      if (!isObject(format.json_schema)) return missing('response_format.json_schema');
      return checkOutputSchema(format.json_schema, 'response_format.json_schema');
    default:
      return invalidValue('response_format.type', asText(format.type), [
        'json_object',
        'json_schema',
        'text',
      ]);
  }
}

const MAX_STOPS = 4;
const MAX_CHOICES = 128;

function checkLimits({ body, family }: Call): WireError | undefined {
  const stops = asList(body.stop).length;
  if (stops > MAX_STOPS) {
    return invalid(
      `Invalid 'stop': array too long. Expected an array with maximum length ${MAX_STOPS}, but got an array with length ${stops} instead.`,
      'stop',
      'array_above_max_length',
    );
  }
  if (body.stream_options != null && body.stream !== true) {
    return invalid(
      "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
      'stream_options',
    );
  }
  const choices = asNumber(body.n);
  if (choices !== undefined && (choices < 1 || choices > MAX_CHOICES)) {
    return invalid(
      `Invalid 'n': expected a value between 1 and ${MAX_CHOICES}, but got ${choices} instead.`,
      'n',
    );
  }
  return checkCap('max_completion_tokens', body.max_completion_tokens, family.maxOutputTokens);
}

function checkCap(param: string, asked: Json | undefined, most: number): WireError | undefined {
  const cap = asNumber(asked);
  if (cap === undefined) return undefined;
  if (cap < 1) {
    return invalid(
      `Invalid '${param}': integer below minimum value. Expected a value >= 1, but got ${cap} instead.`,
      param,
      'integer_below_min_value',
    );
  }
  if (cap <= most) return undefined;
  return invalid(
    `max_tokens is too large: ${cap}. This model supports at most ${most} completion tokens, whereas you provided ${cap}.`,
    param,
    'invalid_value',
  );
}
