// What OpenAI's Responses refuses among input items: parts, ids, unpaired calls, foreign or torn reasoning.
// Must not judge parameters (rules.ts).

import { asList, asObject, asText, type Json, type JsonObject } from '../json.ts';
import { invalid, invalidValue, missing, tooLong } from '../openai-checks.ts';
import { openOpaque } from '../vault.ts';
import type { Call, WireError } from '../wire.ts';
import { allItems, kindOf, ownItems } from './parse.ts';

const roles = ['assistant', 'system', 'developer', 'user'];
const inputParts = [
  'input_text',
  'input_image',
  'output_text',
  'refusal',
  'input_file',
  'computer_screenshot',
  'summary_text',
];
const assistantParts = ['output_text', 'refusal'];
const ID_LENGTH = 64;

/** Prefix of the id of each kind of item. */
const idPrefixes: Readonly<Record<string, string>> = {
  message: 'msg',
  reasoning: 'rs',
  function_call: 'fc',
  custom_tool_call: 'ctc',
};

export function checkItems(call: Call): WireError | undefined {
  const { input } = call.body;
  const hasOther =
    call.body.previous_response_id != null || call.body.prompt != null || call.body.conversation != null;
  if (input === undefined || input === null) {
    if (hasOther) return undefined;
    return invalid(
      'One of "input" or "previous_response_id" or \'prompt\' or \'conversation_id\' must be provided.',
      'input',
      'missing_required_parameter',
    );
  }
  if (typeof input !== 'string' && !Array.isArray(input)) {
    return invalid(
      "Invalid type for 'input': expected one of a string or array of objects.",
      'input',
      'invalid_type',
    );
  }
  for (const [index, item] of ownItems(input).entries()) {
    const error = checkItem(item, `input[${index}]`, call);
    if (error !== undefined) return error;
  }
  const items = allItems(call);
  return checkPairs(items) ?? (call.family.owner === 'openai' ? checkReasoningTies(items, call) : undefined);
}

function checkItem(item: JsonObject, param: string, call: Call): WireError | undefined {
  const kind = kindOf(item);
  const idProblem = checkId(item, kind, param);
  if (idProblem !== undefined) return idProblem;
  switch (kind) {
    case 'message':
      return checkMessage(item, param);
    case 'function_call':
      return requireFields(item, ['call_id', 'name', 'arguments'], param);
    case 'custom_tool_call':
      return requireFields(item, ['call_id', 'name', 'input'], param);
    case 'function_call_output':
    case 'custom_tool_call_output':
      return (
        requireFields(item, ['call_id', 'output'], param) ??
        checkParts(item.output, inputParts, `${param}.output`)
      );
    case 'item_reference':
      return call.responses.findItem(asText(item.id)) === undefined
        ? itemNotFound(asText(item.id))
        : undefined;
    case 'reasoning':
      return checkReasoning(item, call);
    case '':
      return missing(`${param}.type`);
    default:
      return undefined;
  }
}

function checkId(item: JsonObject, kind: string, param: string): WireError | undefined {
  const callId = asText(item.call_id);
  if (callId.length > ID_LENGTH) return tooLong(`${param}.call_id`, ID_LENGTH, callId.length);
  if (typeof item.id !== 'string') return undefined;
  if (item.id.length > ID_LENGTH) return tooLong(`${param}.id`, ID_LENGTH, item.id.length);
  const prefix = Object.hasOwn(idPrefixes, kind) ? idPrefixes[kind] : undefined;
  if (prefix === undefined || item.id.startsWith(prefix)) return undefined;
  return invalid(
    `Invalid '${param}.id': '${item.id}'. Expected an ID that begins with '${prefix}'.`,
    `${param}.id`,
    'invalid_value',
  );
}

function requireFields(item: JsonObject, fields: string[], param: string): WireError | undefined {
  const lacking = fields.find((field) => item[field] === undefined || item[field] === null);
  return lacking === undefined ? undefined : missing(`${param}.${lacking}`);
}

function checkMessage(item: JsonObject, param: string): WireError | undefined {
  const role = asText(item.role);
  if (!roles.includes(role)) return invalidValue(param, role, roles);
  if (item.content === undefined || item.content === null) return missing(`${param}.content`);
  return checkParts(item.content, role === 'assistant' ? assistantParts : inputParts, `${param}.content`);
}

function checkParts(content: Json | undefined, allowed: string[], param: string): WireError | undefined {
  for (const [index, part] of asList(content).map(asObject).entries()) {
    const type = asText(part.type);
    if (!allowed.includes(type)) return invalidValue(`${param}[${index}]`, type, allowed);
    if (type.endsWith('_text') && typeof part.text !== 'string') return missing(`${param}[${index}].text`);
    if (type === 'input_image' && typeof part.image_url === 'object' && part.image_url !== null) {
      return invalid(
        `Invalid type for '${param}[${index}].image_url': expected an image URL, but got an object instead.`,
        `${param}[${index}].image_url`,
        'invalid_type',
      );
    }
  }
  return undefined;
}

function itemNotFound(id: string): WireError {
  return {
    ...invalid(
      `Item with id '${id}' not found. Items are not persisted when \`store\` is set to false. Try again with \`store\` set to true, or remove this item from your input.`,
      'input',
    ),
    status: 404,
  };
}

/** Encrypted reasoning must have been minted by this provider; reasoning without it must be stored. */
function checkReasoning(item: JsonObject, call: Call): WireError | undefined {
  if (call.family.owner !== 'openai') return undefined;
  const id = asText(item.id);
  if (typeof item.encrypted_content !== 'string') {
    return id !== '' && call.responses.findItem(id) === undefined ? itemNotFound(id) : undefined;
  }
  const facts = openOpaque('encrypted', item.encrypted_content);
  if (facts !== undefined && facts.provider === call.provider) return undefined;
  const named = id === '' ? 'The encrypted content' : `The encrypted content for item ${id}`;
  return invalid(
    `${named} could not be verified. Reason: Encrypted content could not be decrypted or parsed.`,
    null,
    'invalid_encrypted_content',
  );
}

/** Every output has its call, and every call its output. */
function checkPairs(items: JsonObject[]): WireError | undefined {
  const open = new Map<string, string>();
  const answered = new Set<string>();
  for (const item of items) {
    const kind = kindOf(item);
    const id = asText(item.call_id);
    if (kind === 'function_call' || kind === 'custom_tool_call') open.set(id, kind);
    if (kind !== 'function_call_output' && kind !== 'custom_tool_call_output') continue;
    const words = kind === 'function_call_output' ? 'function call output' : 'custom tool call output';
    if (!open.has(id)) return invalid(`No tool call found for ${words} with call_id ${id}.`, 'input');
    answered.add(id);
  }
  for (const [id, kind] of open) {
    const words = kind === 'function_call' ? 'function call' : 'custom tool call';
    if (!answered.has(id)) return invalid(`No tool output found for ${words} ${id}.`, 'input');
  }
  return undefined;
}

/** A reasoning item and the item generated after it go together. */
function checkReasoningTies(items: JsonObject[], call: Call): WireError | undefined {
  const present = new Set(items.map((item) => asText(item.id)));
  for (const [index, item] of items.entries()) {
    const id = asText(item.id);
    const kind = kindOf(item);
    const needed = call.responses.requiredReasoning(id);
    if (needed !== undefined && !present.has(needed)) {
      return invalid(
        `Item '${id}' of type '${kind}' was provided without its required 'reasoning' item: '${needed}'.`,
        'input',
      );
    }
    if (kind !== 'reasoning' || !call.responses.isReasoningKnown(id)) continue;
    const next = items.slice(index + 1).find((other) => kindOf(other) !== 'reasoning');
    const follows = next !== undefined && (next.role === 'assistant' || /_call$/.test(kindOf(next)));
    if (!follows) {
      return invalid(
        `Item '${id}' of type 'reasoning' was provided without its required following item.`,
        'input',
      );
    }
  }
  return undefined;
}
