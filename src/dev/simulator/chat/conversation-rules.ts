// What OpenAI's Chat Completions refuses in a conversation: roles, parts, and unpaired tool calls.
// Must not judge parameters (rules.ts).

import { asList, asObject, asText, type Json, type JsonObject } from '../json.ts';
import { emptyArray, invalid, invalidValue, missing } from '../openai-checks.ts';
import type { Call, WireError } from '../wire.ts';
import { callsOf, effortOf } from './parse.ts';
import { checkSignatures } from './signed-calls.ts';

const roles = ['system', 'assistant', 'user', 'function', 'tool', 'developer'];

/** Content part types each role may hold. */
const partsByRole: Readonly<Record<string, readonly string[]>> = {
  system: ['text'],
  developer: ['text'],
  user: ['text', 'image_url', 'input_audio', 'file'],
  assistant: ['text', 'refusal'],
  tool: ['text'],
  function: ['text'],
};

export function checkConversation(call: Call): WireError | undefined {
  const { body, habits } = call;
  if (!Array.isArray(body.messages)) return missing('messages');
  if (body.messages.length === 0) return emptyArray('messages');
  const messages = body.messages.map(asObject);
  for (const [index, message] of messages.entries()) {
    const error = checkMessage(message, index, habits.openaiFields);
    if (error !== undefined) return error;
  }
  return checkPairs(messages) ?? checkReasoningBack(messages, call) ?? checkSignatures(messages, call);
}

function checkMessage(message: JsonObject, index: number, openaiFields: boolean): WireError | undefined {
  const role = asText(message.role);
  if (role === '') return missing(`messages[${index}].role`);
  if (!openaiFields && role === 'developer') {
    return invalid(
      `Failed to deserialize the JSON body into the target type: messages[${index}].role: unknown variant \`developer\`, expected one of \`system\`, \`user\`, \`assistant\`, \`tool\``,
    );
  }
  if (!roles.includes(role)) return invalidValue(`messages[${index}].role`, role, roles);
  if (role === 'tool' && asText(message.tool_call_id) === '')
    return missing(`messages[${index}].tool_call_id`);
  return checkContent(message, role, index);
}

function checkContent(message: JsonObject, role: string, index: number): WireError | undefined {
  const param = `messages[${index}].content`;
  const { content } = message;
  if (typeof content === 'string') return undefined;
  if (content === null || content === undefined) {
    const mayBeEmpty =
      role === 'assistant' &&
      (callsOf(message).length > 0 || message.refusal != null || message.audio != null);
    if (mayBeEmpty) return undefined;
    return invalid(
      `Invalid value for 'content': expected a string, got null.`,
      `messages.[${index}].content`,
      'invalid_type',
    );
  }
  if (!Array.isArray(content)) {
    return invalid(
      `Invalid type for '${param}': expected one of a string or array of objects.`,
      param,
      'invalid_type',
    );
  }
  if (content.length === 0) return emptyArray(param);
  return checkParts(content, partsByRole[role] ?? [], param);
}

function checkParts(parts: Json[], allowed: readonly string[], param: string): WireError | undefined {
  for (const [index, part] of parts.map(asObject).entries()) {
    const type = asText(part.type);
    const at = `${param}[${index}]`;
    if (type === '') return missing(`${at}.type`);
    if (!allowed.includes(type)) return invalidValue(`${at}.type`, type, allowed);
    const inner = type === 'text' || type === 'refusal' ? typeof part[type] === 'string' : part[type] != null;
    if (!inner) return missing(`${at}.${type}`);
    if (type === 'image_url' && asText(asObject(part.image_url).url) === '')
      return missing(`${at}.image_url.url`);
  }
  return undefined;
}

/** Every tool call is answered at once, and every answer has its call. */
function checkPairs(messages: JsonObject[]): WireError | undefined {
  let open = new Set<string>();
  let isAfterCalls = false;
  for (const [index, message] of messages.entries()) {
    if (message.role === 'tool') {
      const id = asText(message.tool_call_id);
      if (!isAfterCalls) {
        return invalid(
          "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
          `messages.[${index}].role`,
        );
      }
      if (!open.delete(id)) {
        return invalid(
          `Invalid parameter: 'tool_call_id' of '${id}' not found in 'tool_calls' of previous message.`,
          `messages.[${index}].tool_call_id`,
        );
      }
      continue;
    }
    if (open.size > 0) return unanswered(open, index);
    const calls = message.role === 'assistant' ? callsOf(message) : [];
    open = new Set(calls.map((toolCall) => asText(toolCall.id)));
    isAfterCalls = calls.length > 0;
  }
  return open.size > 0 ? unanswered(open, messages.length) : undefined;
}

function unanswered(open: Set<string>, index: number): WireError {
  return invalid(
    `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${[...open].join(', ')}`,
    `messages.[${index}].role`,
  );
}

/** Some makers want the reasoning text back with the tool calls it led to. */
function checkReasoningBack(messages: JsonObject[], call: Call): WireError | undefined {
  if (!call.habits.wantsReasoningBack || effortOf(call) === 'none') return undefined;
  const from = messages.findLastIndex((message) => message.role === 'user');
  const lacking = messages.findIndex(
    (message, index) =>
      index > from && asList(message.tool_calls).length > 0 && asText(message.reasoning_content) === '',
  );
  if (lacking === -1) return undefined;
  return invalid(
    `Missing \`reasoning_content\` field in the assistant message at message index ${lacking}. In thinking mode, assistant messages with tool calls must contain it.`,
  );
}
