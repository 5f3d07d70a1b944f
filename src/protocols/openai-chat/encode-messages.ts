/**
 * System blocks and canonical messages -> `messages`: one tool message per result, media of results in the user
 * message behind them. Reports only what it meets here; `carriage.ts` speaks for the rest.
 */
import type { Block, ReasoningBlock, ToolCallBlock, ToolResultBlock } from '../../core/block.ts';
import { compact, type JsonObject } from '../../core/json.ts';
import { hasQuirk } from '../../core/protocol.ts';
import type { LlmRequest, Message } from '../../core/request.ts';
import { encodePart, encodeParts, encodeTexts, type Writing } from './encode-content.ts';
import { opensSeal, sealedCalls, signCalls, turnStart } from './thought-signature.ts';

/** Marks a failed tool result: this wire has no flag for it. */
const errorMark = 'Error: ';

const continueInstruction =
  'The last assistant message is the beginning of your answer. Continue it exactly where it ends, without repeating it.';

type Place = { readonly block: Block; readonly field: string };

function places(message: Message, at: number): Place[] {
  return message.content.map((block, index) => ({ block, field: `messages[${at}].content[${index}]` }));
}

/** Media inside a result, led by a text that says whose it is. */
function mediaOfResult(result: ToolResultBlock, field: string, writing: Writing): JsonObject[] {
  const media = result.content.filter((block) => block.type !== 'text');
  if (media.length === 0) return [];
  const parts = media.map((block) => encodePart(block, field, writing)).filter((part) => part !== null);
  return [{ type: 'text', text: `Attachment of the result of tool call ${result.callId}:` }, ...parts];
}

function resultMessage(result: ToolResultBlock, writing: Writing): JsonObject {
  const texts = result.content.filter((block) => block.type === 'text');
  const content = encodeTexts(texts, writing);
  const marked = result.isError
    ? `${errorMark}${typeof content === 'string' ? content : texts.map(({ text }) => text).join('\n\n')}`
    : content;
  return { role: 'tool', tool_call_id: result.callId, content: marked };
}

function userMessages(message: Message, at: number, writing: Writing): JsonObject[] {
  const results: JsonObject[] = [];
  const parts: JsonObject[] = [];
  const rest: JsonObject[] = [];
  for (const { block, field } of places(message, at)) {
    if (block.type === 'tool-result') {
      results.push(resultMessage(block, writing));
      parts.push(...mediaOfResult(block, field, writing));
    } else {
      const part = encodePart(block, field, writing);
      if (part !== null) rest.push(part);
    }
  }
  parts.push(...rest);
  if (parts.length === 0) return results;
  const content = encodeParts(parts, writing);
  return [...results, compact({ role: 'user', content, name: message.name })];
}

function encodeCall(call: ToolCallBlock, writing: Writing): JsonObject {
  const { id, name, input } = call;
  if (call.kind === 'custom' && !hasQuirk(writing.target, 'no-custom-tools')) {
    return { id, type: 'custom', custom: { name, input } };
  }
  const text = call.kind === 'custom' ? JSON.stringify({ input }) : input;
  return { id, type: 'function', function: { name, arguments: text === '' ? '{}' : text } };
}

/** Reasoning of earlier turns goes back as text, and only where the host wants it. */
function encodeReasoning(
  blocks: readonly ReasoningBlock[],
  field: string,
  writing: Writing,
): string | undefined {
  const text = blocks
    .flatMap(({ parts }) => parts)
    .filter((part) => part !== '')
    .join('\n\n');
  if (text === '') return undefined;
  if (hasQuirk(writing.target, 'reasoning-content')) return text;
  const note = 'the provider takes no reasoning back as text';
  writing.losses.push({ what: 'reasoning-text', how: 'dropped', field, note });
  return undefined;
}

/** Seals go back on calls, to the model that made them; those that it cannot open are left out. */
function encodeCalls(message: Message, at: number, isOpen: boolean, writing: Writing): JsonObject[] {
  const { target, losses } = writing;
  const field = `messages[${at}].content`;
  message.content.forEach((block, index) => {
    if (block.type !== 'reasoning' || block.seal === undefined || opensSeal(block.seal, target)) return;
    const note = `sealed by ${block.seal.model ?? block.seal.protocol}`;
    losses.push({ what: 'reasoning-seal', how: 'dropped', field: `${field}[${index}]`, note });
  });
  const calls = sealedCalls(message.content);
  const signatures = signCalls(calls, { isOpen, field, target, losses });
  return calls.map(({ call }, index) => ({ ...encodeCall(call, writing), ...signatures[index] }));
}

function assistantMessage(
  message: Message,
  at: number,
  isOpen: boolean,
  writing: Writing,
): JsonObject | null {
  const { content: blocks, name } = message;
  const ofType = <T extends Block['type']>(type: T) =>
    blocks.filter((block): block is Extract<Block, { type: T }> => block.type === type);
  const texts = ofType('text');
  const refusals = ofType('refusal');
  const calls = encodeCalls(message, at, isOpen, writing);
  const own = ofType('opaque').filter(({ protocol }) => protocol === 'openai-chat');
  const reasoning_content = encodeReasoning(ofType('reasoning'), `messages[${at}].content`, writing);
  if (texts.length + refusals.length + calls.length + own.length === 0 && blocks.length > 0) return null;
  const hasContent = texts.length > 0 || (calls.length === 0 && refusals.length === 0);
  return compact({
    role: 'assistant',
    content: hasContent ? encodeTexts(texts, writing) : null,
    name,
    reasoning_content,
    refusal: refusals.length > 0 ? refusals.map(({ text }) => text).join('\n\n') : undefined,
    tool_calls: calls.length > 0 ? calls : undefined,
    ...Object.assign({}, ...own.map(({ value }) => value)),
  });
}

function systemMessage(message: Message, writing: Writing): JsonObject {
  const texts = message.content.filter((block) => block.type === 'text');
  return compact({ role: 'system', content: encodeTexts(texts, writing), name: message.name });
}

/** `isOpen`: it belongs to the turn that goes on. */
function encodeMessage(message: Message, at: number, isOpen: boolean, writing: Writing): JsonObject[] {
  switch (message.role) {
    case 'system':
      return [systemMessage(message, writing)];
    case 'user':
      return userMessages(message, at, writing);
    case 'assistant': {
      const encoded = assistantMessage(message, at, isOpen, writing);
      return encoded === null ? [] : [encoded];
    }
    default:
      return message.role satisfies never;
  }
}

export function encodeMessages(request: LlmRequest, writing: Writing): JsonObject[] {
  const { system, messages } = request;
  const start = turnStart(messages);
  const encoded = messages.flatMap((message, at) => encodeMessage(message, at, at > start, writing));
  if (system.length > 0) encoded.unshift({ role: 'system', content: encodeTexts(system, writing) });
  if (messages.at(-1)?.role === 'assistant') encoded.push({ role: 'system', content: continueInstruction });
  return encoded;
}
