/**
 * Which protocol a body is written in, where the path does not say. Shape only: the chosen decoder is the judge of
 * whether it is right.
 */
import { isObject, type Json, type JsonObject } from '../core/json.ts';
import type { ProtocolId } from '../core/target.ts';

/** Block types that only Messages has. */
const messagesBlocks = new Set(['tool_use', 'tool_result', 'thinking', 'redacted_thinking', 'document']);

function hasMessagesBlock(message: Json): boolean {
  if (!isObject(message) || !Array.isArray(message.content)) return false;
  return message.content.some(
    (block) => isObject(block) && typeof block.type === 'string' && messagesBlocks.has(block.type),
  );
}

function isMessagesTool(tool: Json): boolean {
  return isObject(tool) && 'input_schema' in tool;
}

/** `input` makes it Responses; a top-level `system`, or blocks and tools of its own form, make it Messages; else Chat. */
export function detectProtocol(raw: JsonObject): ProtocolId {
  const { messages, tools } = raw;
  if ('input' in raw && !Array.isArray(messages)) return 'openai-responses';
  if ('system' in raw) return 'anthropic-messages';
  if (Array.isArray(tools) && tools.some(isMessagesTool)) return 'anthropic-messages';
  if (Array.isArray(messages) && messages.some(hasMessagesBlock)) return 'anthropic-messages';
  return 'openai-chat';
}
