// OpenAI's error shape, and the checks that both of its protocols share, in its own words.
// Must not hold rules of one protocol only.

import type { Effort } from './ask.ts';
import { asList, asObject, asText, isObject, type Json, type JsonObject } from './json.ts';
import type { ModelFamily } from './models.ts';
import { strictSchemaProblem } from './strict-schema.ts';
import type { WireError } from './wire.ts';

export function invalid(message: string, param: string | null = null, code: string | null = null): WireError {
  return { status: 400, type: 'invalid_request_error', message, param, code };
}

export function renderOpenaiError(error: WireError): unknown {
  return { error: { message: error.message, type: error.type, param: error.param, code: error.code } };
}

export function invalidValue(param: string, value: string, supported: readonly string[]): WireError {
  return invalid(
    `Invalid value: '${value}'. Supported values are: ${joinQuoted(supported)}.`,
    param,
    'invalid_value',
  );
}

export function missing(param: string): WireError {
  return invalid(`Missing required parameter: '${param}'.`, param, 'missing_required_parameter');
}

export function emptyArray(param: string): WireError {
  return invalid(
    `Invalid '${param}': empty array. Expected an array with minimum length 1, but got an empty array instead.`,
    param,
    'empty_array',
  );
}

function joinQuoted(names: readonly string[]): string {
  const quoted = names.map((name) => `'${name}'`);
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : `${quoted.join(', ')}${quoted.length > 1 ? ',' : ''} and ${last}`;
}

export function unknownModel(model: string): WireError {
  return {
    status: 404,
    type: 'invalid_request_error',
    message: `The model \`${model}\` does not exist or you do not have access to it.`,
    param: null,
    code: 'model_not_found',
  };
}

/** Whether the family takes this effort; `supported` is the list of the protocol. */
export function checkEffort(
  effort: Json | undefined,
  supported: readonly Effort[],
  param: string,
): WireError | undefined {
  if (effort === undefined || effort === null) return undefined;
  const asked = asText(effort);
  if (supported.some((known) => known === asked)) return undefined;
  return invalid(
    `Unsupported value: '${asked}' is not supported with this model. Supported values are: ${joinQuoted(supported)}.`,
    param,
    'unsupported_value',
  );
}

const NAME_PATTERN = /^[a-zA-Z0-9_-]+$/;
const NAME_LENGTH = 64;

export function checkName(name: Json | undefined, param: string): WireError | undefined {
  if (typeof name !== 'string') return missing(param);
  if (name.length > NAME_LENGTH) return tooLong(param, NAME_LENGTH, name.length);
  if (NAME_PATTERN.test(name)) return undefined;
  return invalid(
    `Invalid '${param}': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`,
    param,
    'invalid_value',
  );
}

export function tooLong(param: string, most: number, got: number): WireError {
  return invalid(
    `Invalid '${param}': string too long. Expected a string with maximum length ${most}, but got a string with length ${got} instead.`,
    param,
    'string_above_max_length',
  );
}

/** A function's schema: always an object; with `strict`, closed and complete as well. */
export function checkFunctionSchema(tool: JsonObject, param: string): WireError | undefined {
  const name = asText(tool.name);
  const schema = tool.parameters;
  if (schema === undefined || schema === null) return undefined;
  if (!isObject(schema) || (schema.type !== undefined && schema.type !== 'object')) {
    return invalid(
      `Invalid schema for function '${name}': schema must be a JSON Schema of 'type: "object"', got 'type: "${asText(asObject(schema).type) || 'None'}"'.`,
      `${param}.parameters`,
      'invalid_function_parameters',
    );
  }
  const problem = tool.strict === true ? strictSchemaProblem(schema) : undefined;
  if (problem === undefined) return undefined;
  return invalid(
    `Invalid schema for function '${name}': ${problem}`,
    `${param}.parameters`,
    'invalid_function_parameters',
  );
}

/** `format` is the inner object that holds name, schema and strict; `param` names where it stands. */
export function checkOutputSchema(format: JsonObject, param: string): WireError | undefined {
  const named = checkName(format.name, `${param}.name`);
  if (named !== undefined) return named;
  if (!isObject(format.schema)) return format.strict === true ? missing(`${param}.schema`) : undefined;
  const problem = format.strict === true ? strictSchemaProblem(format.schema) : undefined;
  if (problem === undefined) return undefined;
  return invalid(`Invalid schema for response_format '${asText(format.name)}': ${problem}`, param, null);
}

const METADATA_PAIRS = 16;
const METADATA_KEY = 64;
const METADATA_VALUE = 512;

export function checkMetadata(metadata: Json | undefined): WireError | undefined {
  if (metadata === undefined || metadata === null) return undefined;
  if (!isObject(metadata))
    return invalid("Invalid type for 'metadata': expected an object.", 'metadata', 'invalid_type');
  const pairs = Object.entries(metadata);
  if (pairs.length > METADATA_PAIRS) {
    return invalid(
      `Invalid 'metadata': too many properties. Expected an object with at most ${METADATA_PAIRS} properties, but got an object with ${pairs.length} properties instead.`,
      'metadata',
      'object_above_max_properties',
    );
  }
  for (const [key, value] of pairs) {
    if (key.length > METADATA_KEY) return tooLong('metadata', METADATA_KEY, key.length);
    if (typeof value !== 'string') {
      return invalid(
        `Invalid type for 'metadata.${key}': expected a string.`,
        `metadata.${key}`,
        'invalid_type',
      );
    }
    if (value.length > METADATA_VALUE) return tooLong(`metadata.${key}`, METADATA_VALUE, value.length);
  }
  return undefined;
}

const SAFETY_IDENTIFIER = 128;

export function checkSafetyIdentifier(identifier: Json | undefined): WireError | undefined {
  const length = asText(identifier).length;
  return length > SAFETY_IDENTIFIER ? tooLong('safety_identifier', SAFETY_IDENTIFIER, length) : undefined;
}

/** Names every tool the choice mentions must be declared. */
export function checkChosenTool(choice: Json | undefined, names: readonly string[]): WireError | undefined {
  if (!isObject(choice)) return undefined;
  const inner = asObject(choice.function ?? choice.custom);
  const chosen = asText(choice.name) || asText(inner.name);
  if (chosen === '' || names.includes(chosen)) return undefined;
  return invalid(`Tool choice '${chosen}' not found in 'tools' parameter.`, 'tool_choice', null);
}

export function checkWindow(inputTokens: number, family: ModelFamily, what: string): WireError | undefined {
  if (inputTokens <= family.contextTokens) return undefined;
  return invalid(
    `This model's maximum context length is ${family.contextTokens} tokens. However, your ${what} resulted in ${inputTokens} tokens. Please reduce the length of the ${what}.`,
    what === 'input' ? 'input' : 'messages',
    'context_length_exceeded',
  );
}

export function containsJsonWord(texts: Iterable<string>): boolean {
  for (const text of texts) if (/json/i.test(text)) return true;
  return false;
}

/** Service tier as answered: what was asked, or the default one. */
export function answeredTier(asked: Json | undefined): string {
  const tier = asText(asked);
  return tier === '' || tier === 'auto' ? 'default' : tier;
}

export function namesOfTools(tools: Json | undefined): string[] {
  return asList(tools).map((tool) => {
    const inner = asObject(asObject(tool).function ?? asObject(tool).custom);
    return asText(asObject(tool).name) || asText(inner.name);
  });
}
