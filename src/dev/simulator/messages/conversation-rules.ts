// What Anthropic's Messages refuses in a conversation: roles, blocks, unpaired tools, foreign thinking.
// Must not judge parameters (rules.ts).

import { asList, asObject, asText, isObject, type JsonObject } from '../json.ts';
import { digest } from '../seed.ts';
import { mintUuid, openOpaque } from '../vault.ts';
import type { Call, WireError } from '../wire.ts';
import { invalid } from './errors.ts';
import { blocksOf, conversationBefore, messagesOf } from './parse.ts';

export function checkConversation(call: Call): WireError | undefined {
  const { body } = call;
  if (!Array.isArray(body.messages)) return invalid('messages: Field required');
  const messages = messagesOf(body);
  if (messages.length === 0) return invalid('messages: at least one message is required');
  if (messages[0]?.role === 'assistant') return invalid('messages: first message must use the "user" role');
  for (const [index, message] of messages.entries()) {
    const error = checkMessage(message, index, messages.length, call);
    if (error !== undefined) return error;
  }
  return (
    checkSystem(body) ??
    checkPairs(messages) ??
    checkThinkingFirst(messages, body) ??
    checkPrefill(messages, call)
  );
}

function checkMessage(message: JsonObject, index: number, count: number, call: Call): WireError | undefined {
  const role = asText(message.role);
  if (!['user', 'assistant', 'system'].includes(role)) {
    return invalid(`messages.${index}.role: Input should be 'user', 'assistant' or 'system'`);
  }
  const extra = Object.keys(message).find((field) => field !== 'role' && field !== 'content');
  if (extra !== undefined) return invalid(`messages.${index}.${extra}: Extra inputs are not permitted`);
  const { content } = message;
  if (typeof content !== 'string' && !Array.isArray(content))
    return invalid(`messages.${index}.content: Field required`);
  const isPrefill = role === 'assistant' && index === count - 1;
  if (content.length === 0 && !isPrefill) {
    return invalid(
      `messages.${index}: all messages must have non-empty content except for the optional final assistant message`,
    );
  }
  for (const [at, block] of blocksOf(content).entries()) {
    const error = checkBlock(block, role, `messages.${index}.content.${at}`, index, call);
    if (error !== undefined) return error;
  }
  return undefined;
}

/** Fields a block may have, by type; other block types belong to tools that run at the provider. */
const blockFields: Readonly<Record<string, readonly string[]>> = {
  text: ['type', 'text', 'cache_control', 'citations'],
  image: ['type', 'source', 'cache_control'],
  document: ['type', 'source', 'cache_control', 'title', 'context', 'citations'],
  tool_use: ['type', 'id', 'name', 'input', 'cache_control', 'caller', 'toolset_name'],
  tool_result: ['type', 'tool_use_id', 'content', 'is_error', 'cache_control', 'caller'],
  thinking: ['type', 'thinking', 'signature'],
  redacted_thinking: ['type', 'data'],
};
const userBlocks = ['text', 'image', 'document', 'tool_result'];
const foreignBlocks = [
  'input_text',
  'output_text',
  'image_url',
  'input_image',
  'input_file',
  'refusal',
  'file',
  'function_call',
];

function checkBlock(
  block: JsonObject,
  role: string,
  at: string,
  index: number,
  call: Call,
): WireError | undefined {
  const type = asText(block.type);
  if (type === '') return invalid(`${at}.type: Field required`);
  if (foreignBlocks.includes(type)) {
    return invalid(
      `${at}: Input tag '${type}' found using 'type' does not match any of the expected tags: ${Object.keys(
        blockFields,
      )
        .map((name) => `'${name}'`)
        .join(', ')}`,
    );
  }
  const fields = Object.hasOwn(blockFields, type) ? blockFields[type] : undefined;
  if (fields === undefined) return undefined;
  const extra = Object.keys(block).find((field) => !fields.includes(field));
  if (extra !== undefined) return invalid(`${at}.${type}.${extra}: Extra inputs are not permitted`);
  const isForOther = role === 'user' ? ['tool_use', 'thinking', 'redacted_thinking'] : ['tool_result'];
  if (isForOther.includes(type)) return invalid(misplaced(type, role, at));
  if (type === 'document' && role === 'assistant')
    return invalid(`${at}: document blocks are not permitted in assistant messages`);
  return checkBlockContent(block, type, at, index, call);
}

function misplaced(type: string, role: string, at: string): string {
  const proper = userBlocks.includes(type) ? 'user' : 'assistant';
  return `${at}: \`${type}\` blocks can only be in \`${proper}\` messages, found in \`${role}\``;
}

function checkBlockContent(
  block: JsonObject,
  type: string,
  at: string,
  index: number,
  call: Call,
): WireError | undefined {
  switch (type) {
    case 'text':
      if (typeof block.text !== 'string') return invalid(`${at}.text.text: Field required`);
      return block.text === '' ? invalid('messages: text content blocks must be non-empty') : undefined;
    case 'image':
    case 'document':
      return isObject(block.source)
        ? checkSource(block.source, at, type)
        : invalid(`${at}.${type}.source: Field required`);
    case 'tool_use':
      if (asText(block.id) === '') return invalid(`${at}.tool_use.id: Field required`);
      if (!/^[a-zA-Z0-9_-]+$/.test(asText(block.id)))
        return invalid(`${at}.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'`);
      return isObject(block.input)
        ? undefined
        : invalid(`${at}.tool_use.input: Input should be a valid dictionary`);
    case 'tool_result':
      return asText(block.tool_use_id) === ''
        ? invalid(`${at}.tool_result.tool_use_id: Field required`)
        : undefined;
    case 'thinking':
    case 'redacted_thinking':
      return checkThinkingBlock(block, type, at, index, call);
    default:
      return undefined;
  }
}

const imageTypes = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'];

function checkSource(source: JsonObject, at: string, type: string): WireError | undefined {
  const kinds = type === 'image' ? ['base64', 'url', 'file'] : ['base64', 'text', 'content', 'url', 'file'];
  const kind = asText(source.type);
  if (!kinds.includes(kind)) {
    return invalid(
      `${at}.${type}.source: Input tag '${kind}' found using 'type' does not match any of the expected tags: ${kinds.map((name) => `'${name}'`).join(', ')}`,
    );
  }
  if (kind !== 'base64') return undefined;
  const data = asText(source.data);
  if (data === '' || /[^A-Za-z0-9+/=\s]/.test(data.slice(0, 1000))) {
    return invalid(`${at}.${type}.source.base64.data: Invalid base64 data`);
  }
  if (type === 'image' && !imageTypes.includes(asText(source.media_type))) {
    return invalid(
      `${at}.image.source.base64.media_type: Input should be ${imageTypes.map((name) => `'${name}'`).join(', ')}`,
    );
  }
  return undefined;
}

/** Thinking must come back as it was given, signed here, and for some models in the same conversation. */
function checkThinkingBlock(
  block: JsonObject,
  type: string,
  at: string,
  index: number,
  call: Call,
): WireError | undefined {
  if (call.family.owner === 'deepseek' && !isOwnUuid(block, call)) {
    return invalid(`${at}: the \`thinking\` block was not made by this provider`);
  }
  if (call.family.owner !== 'anthropic') return undefined;
  const isRedacted = type === 'redacted_thinking';
  const token = asText(isRedacted ? block.data : block.signature);
  if (token === '') return invalid(`${at}.${type}.${isRedacted ? 'data' : 'signature'}: Field required`);
  const facts = openOpaque(isRedacted ? 'redacted' : 'signature', token);
  const refusal = `${at}: Invalid \`${isRedacted ? 'data' : 'signature'}\` in \`${type}\` block`;
  if (facts === undefined || facts.provider !== call.provider) return invalid(refusal);
  if (!isRedacted && facts.text !== digest(asText(block.thinking))) {
    return invalid(
      `${at}: \`thinking\` or \`redacted_thinking\` blocks in the latest assistant message cannot be modified. These blocks must remain as they were in the original response.`,
    );
  }
  if (!call.family.boundThinking || facts.conversation === conversationBefore(call.body, index))
    return undefined;
  return invalid(
    `${refusal}. The block is bound to a different conversation. Remove the block, or set \`thinking.block_binding.prefix_mismatch_behavior\` to "drop_block".`,
  );
}

function isOwnUuid(block: JsonObject, { provider }: Call): boolean {
  return block.signature === mintUuid(provider, digest(asText(block.thinking)));
}

function checkSystem(body: JsonObject): WireError | undefined {
  if (body.system === undefined || typeof body.system === 'string') return undefined;
  if (!Array.isArray(body.system)) return invalid('system: Input should be a valid list');
  const wrong = asList(body.system).findIndex((block) => asObject(block).type !== 'text');
  if (wrong !== -1) return invalid(`system.${wrong}.type: Input should be 'text'`);
  const empty = asList(body.system).some((block) => asText(asObject(block).text) === '');
  return empty ? invalid('system: text content blocks must be non-empty') : undefined;
}

/** Tool results stand in the message right after their calls, all of them, and nowhere else. */
function checkPairs(messages: JsonObject[]): WireError | undefined {
  let open: string[] = [];
  for (const [index, message] of messages.entries()) {
    const blocks = blocksOf(message.content);
    const results = new Set<string>();
    for (const [at, block] of blocks.entries()) {
      if (block.type !== 'tool_result') continue;
      const id = asText(block.tool_use_id);
      if (!open.includes(id)) {
        return invalid(
          `messages.${index}.content.${at}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`,
        );
      }
      if (results.has(id)) {
        return invalid(
          `messages.${index}.content.${at}: each tool_use must have a single result. Found multiple \`tool_result\` blocks with id: ${id}`,
        );
      }
      results.add(id);
    }
    const unanswered = open.filter((id) => !results.has(id));
    if (unanswered.length > 0) return missingResults(unanswered, index - 1);
    open = blocks.filter((block) => block.type === 'tool_use').map((block) => asText(block.id));
    if (new Set(open).size < open.length)
      return invalid(`messages.${index}: \`tool_use\` ids must be unique`);
  }
  return open.length > 0 ? missingResults(open, messages.length - 1) : undefined;
}

function missingResults(ids: string[], index: number): WireError {
  return invalid(
    `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${ids.join(', ')}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
  );
}

/** With manual thinking, the assistant turn of a running tool loop must begin with its thinking. */
function checkThinkingFirst(messages: JsonObject[], body: JsonObject): WireError | undefined {
  if (asObject(body.thinking).type !== 'enabled') return undefined;
  const last = blocksOf(messages.at(-1)?.content);
  if (!last.some((block) => block.type === 'tool_result')) return undefined;
  const index = messages.findLastIndex((message) => message.role === 'assistant');
  const first = asText(blocksOf(messages[index]?.content)[0]?.type);
  if (index === -1 || first === 'thinking' || first === 'redacted_thinking') return undefined;
  return invalid(
    `messages.${index}.content.0.type: Expected \`thinking\` or \`redacted_thinking\`, but found \`${first}\`. When \`thinking\` is enabled, a final \`assistant\` message must start with a thinking block (preceeding the lastmost set of \`tool_use\` and \`tool_result\` blocks). To avoid this requirement, disable \`thinking\`.`,
  );
}

function checkPrefill(messages: JsonObject[], { family }: Call): WireError | undefined {
  const last = messages.at(-1);
  if (last?.role !== 'assistant' || family.owner !== 'anthropic') return undefined;
  if (!family.prefill) {
    return invalid(
      'This model does not support assistant message prefill. The conversation must end with a user message.',
    );
  }
  const text = asText(blocksOf(last.content).at(-1)?.text);
  return text === text.trimEnd()
    ? undefined
    : invalid('messages: final assistant content cannot end with trailing whitespace');
}
