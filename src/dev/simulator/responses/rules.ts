// What OpenAI's Responses refuses, in its words: parameters and tools.
// Must not change the request. The items are judged in conversation-rules.ts.

import { asList, asNumber, asObject, asText, isObject, type JsonObject } from '../json.ts';
import {
  checkChosenTool,
  checkEffort,
  checkFunctionSchema,
  checkMetadata,
  checkName,
  checkOutputSchema,
  checkSafetyIdentifier,
  containsJsonWord,
  invalid,
  invalidValue,
  missing,
  namesOfTools,
} from '../openai-checks.ts';
import type { Call, WireError } from '../wire.ts';
import { checkItems } from './conversation-rules.ts';
import { allItems, effortOf, textsOf } from './parse.ts';

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
  checkPrevious,
  checkItems,
  checkSampling,
  checkReasoning,
  checkTools,
  checkFormat,
  checkCap,
  checkBackground,
  checkInclude,
  ({ body }) => checkMetadata(body.metadata),
  ({ body }) => checkSafetyIdentifier(body.safety_identifier),
];

function checkEndpoint({ family, model }: Call): WireError | undefined {
  if (family.speaks.includes('responses')) return undefined;
  return { ...invalid(`The model \`${model}\` is not supported in v1/responses.`, 'model'), status: 404 };
}

const knownFields = new Set(
  'access_programs background context_management conversation image include input instructions max_output_tokens max_tool_calls metadata model moderation parallel_tool_calls previous_response_id prompt prompt_cache_key prompt_cache_options prompt_cache_retention reasoning safety_identifier service_tier store stream stream_options temperature text tool_choice tools top_logprobs top_p truncation user'.split(
    ' ',
  ),
);

/** Chat Completions parameters that have another name here. */
const movedFields: Readonly<Record<string, string>> = {
  messages: 'input',
  max_tokens: 'max_output_tokens',
  max_completion_tokens: 'max_output_tokens',
  response_format: 'text.format',
  reasoning_effort: 'reasoning.effort',
  verbosity: 'text.verbosity',
};

function checkFields({ body }: Call): WireError | undefined {
  const unknown = Object.keys(body).find((name) => !knownFields.has(name));
  if (unknown === undefined) return undefined;
  const moved = Object.hasOwn(movedFields, unknown) ? movedFields[unknown] : undefined;
  if (moved === undefined) return invalid(`Unknown parameter: '${unknown}'.`, unknown, 'unknown_parameter');
  return invalid(
    `Unsupported parameter: '${unknown}'. In the Responses API, this parameter has moved to '${moved}'. Try again with the new parameter. See the API documentation for more information: https://platform.openai.com/docs/api-reference/responses/create.`,
    null,
    'unsupported_parameter',
  );
}

function checkPrevious({ body, responses }: Call): WireError | undefined {
  const previous = asText(body.previous_response_id);
  if (previous === '') return undefined;
  if (body.conversation != null) {
    return invalid(
      "Mutually exclusive parameters: 'previous_response_id' and 'conversation'. Ensure you are only providing one of: 'previous_response_id' or 'conversation'.",
      null,
      'mutually_exclusive_parameters',
    );
  }
  if (responses.find(previous) !== undefined) return undefined;
  return invalid(
    `Previous response with id '${previous}' not found.`,
    'previous_response_id',
    'previous_response_not_found',
  );
}

function checkSampling(call: Call): WireError | undefined {
  const { body, family } = call;
  if (family.sampling === 'always' || effortOf(call) === 'none') return undefined;
  const given = ['temperature', 'top_p', 'top_logprobs'].find((name) => {
    const value = asNumber(body[name]);
    return value !== undefined && value !== (name === 'top_logprobs' ? 0 : 1);
  });
  if (given === undefined) return undefined;
  return invalid(`Unsupported parameter: '${given}' is not supported with this model.`, given);
}

function checkReasoning({ body, family }: Call): WireError | undefined {
  const reasoning = asObject(body.reasoning);
  if (family.owner !== 'openai') return undefined;
  if (family.efforts.length === 0 && reasoning.effort != null) {
    return invalid(
      "Unsupported parameter: 'reasoning.effort' is not supported with this model.",
      'reasoning.effort',
      'unsupported_parameter',
    );
  }
  const summary = asText(reasoning.summary);
  const summaries = ['auto', 'concise', 'detailed'];
  if (summary !== '' && !summaries.includes(summary))
    return invalidValue('reasoning.summary', summary, summaries);
  return checkEffort(reasoning.effort, family.efforts, 'reasoning.effort');
}

function checkTools({ body }: Call): WireError | undefined {
  for (const [index, tool] of asList(body.tools).map(asObject).entries()) {
    const error = checkTool(tool, `tools[${index}]`);
    if (error !== undefined) return error;
  }
  const isForced = body.tool_choice === 'required';
  if (isForced && asList(body.tools).length === 0) {
    return invalid("Tool choice 'required' must be specified with 'tools' parameter.", 'tool_choice');
  }
  return checkChosenTool(body.tool_choice, namesOfTools(body.tools));
}

function checkTool(tool: JsonObject, param: string): WireError | undefined {
  if (typeof tool.type !== 'string') return missing(`${param}.type`);
  if (tool.type !== 'function' && tool.type !== 'custom') return undefined;
  const named = checkName(tool.name, `${param}.name`);
  return named ?? (tool.type === 'function' ? checkFunctionSchema(tool, param) : undefined);
}

function checkFormat(call: Call): WireError | undefined {
  const format = asObject(asObject(call.body.text).format);
  switch (format.type) {
    case undefined:
    case 'text':
      return undefined;
    case 'json_object': {
      const items = allItems(call).flatMap((item) => textsOf(item.content));
      if (containsJsonWord([...items, asText(call.body.instructions)])) return undefined;
      return invalid(
        "Response input messages must contain the word 'json' in some form to use 'text.format' of type 'json_object'.",
        'input',
      );
    }
    case 'json_schema':
      if (!isObject(format.schema)) return missing('text.format.schema');
      return checkOutputSchema(format, 'text.format');
    default:
      return invalidValue('text.format.type', asText(format.type), ['json_object', 'json_schema', 'text']);
  }
}

const LEAST_OUTPUT = 16;

function checkCap({ body, family }: Call): WireError | undefined {
  const cap = asNumber(body.max_output_tokens);
  if (cap === undefined) return undefined;
  const edge = cap < LEAST_OUTPUT ? LEAST_OUTPUT : family.maxOutputTokens;
  if (cap >= LEAST_OUTPUT && cap <= edge) return undefined;
  const [word, sign] = cap < LEAST_OUTPUT ? ['below minimum', '>='] : ['above maximum', '<='];
  return invalid(
    `Invalid 'max_output_tokens': integer ${word} value. Expected a value ${sign} ${edge}, but got ${cap} instead.`,
    'max_output_tokens',
    `integer_${word === 'below minimum' ? 'below_min' : 'above_max'}_value`,
  );
}

function checkBackground({ body }: Call): WireError | undefined {
  if (body.background !== true || body.store !== false) return undefined;
  return invalid("Background mode requires 'store' to be true.", 'background', 'invalid_value');
}

const includables = [
  'file_search_call.results',
  'web_search_call.results',
  'web_search_call.action.sources',
  'message.input_image.image_url',
  'computer_call_output.output.image_url',
  'code_interpreter_call.outputs',
  'reasoning.encrypted_content',
  'message.output_text.logprobs',
];

function checkInclude({ body }: Call): WireError | undefined {
  for (const [index, include] of asList(body.include).map(asText).entries()) {
    if (!includables.includes(include)) return invalidValue(`include[${index}]`, include, includables);
  }
  return undefined;
}
