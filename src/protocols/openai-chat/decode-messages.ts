/**
 * `messages` -> system blocks and canonical messages: leading instructions apart, tool results as blocks of a user
 * message. No content parts here.
 */
import type { Block, TextBlock, ToolCallBlock } from '../../core/block.ts';
import { isObject, type JsonObject } from '../../core/json.ts';
import type { Message } from '../../core/request.ts';
import {
  decodeAssistantContent,
  decodeResultContent,
  decodeSystemContent,
  decodeUserContent,
} from './decode-content.ts';
import type { Reading } from './reading.ts';
import { makeSeal, readSignature } from './thought-signature.ts';

type Conversation = { system: TextBlock[]; messages: Message[] };

const roles = ['system', 'developer', 'user', 'assistant', 'tool', 'function'] as const;

function readName(message: JsonObject, field: string, reading: Reading): { name?: string } {
  const name = reading.check.string(message.name, `${field}.name`);
  if (!name) return {};
  reading.use('participant-name', `${field}.name`);
  return { name };
}

function readCall(value: unknown, field: string, reading: Reading): Block[] {
  const { check } = reading;
  const call = check.requiredObject(value, field);
  const id = check.name(call.id, `${field}.id`);
  const kind = check.oneOf(call.type, ['function', 'custom'], `${field}.type`) ?? 'function';
  const inner = check.requiredObject(call[kind], `${field}.${kind}`);
  const name = check.name(inner.name, `${field}.${kind}.name`);
  const argument = kind === 'function' ? 'arguments' : 'input';
  const input = check.string(inner[argument], `${field}.${kind}.${argument}`) ?? '';
  reading.calls.set(id, kind);
  const block: ToolCallBlock = { type: 'tool-call', id, name, input, kind };
  const signature = readSignature(call);
  if (signature === undefined) return [block];
  reading.use('reasoning-seal', `${field}.extra_content`);
  return [{ type: 'reasoning', parts: [], seal: makeSeal(signature, undefined) }, block];
}

function readLegacyCall(value: JsonObject, field: string, reading: Reading): ToolCallBlock {
  const name = reading.check.name(value.name, `${field}.name`);
  const input = reading.check.string(value.arguments, `${field}.arguments`) ?? '';
  const id = `call_${reading.calls.size}`;
  reading.calls.set(id, 'function');
  reading.legacyCalls.set(name, id);
  return { type: 'tool-call', id, name, input, kind: 'function' };
}

function readReasoning(message: JsonObject, field: string, reading: Reading): Block[] {
  const name = typeof message.reasoning_content === 'string' ? 'reasoning_content' : 'reasoning';
  const text = message[name];
  if (typeof text !== 'string' || text === '') return [];
  reading.use('reasoning-text', `${field}.${name}`);
  return [{ type: 'reasoning', parts: [text] }];
}

function readAssistant(message: JsonObject, field: string, reading: Reading): Block[] {
  const { check } = reading;
  const blocks = [
    ...readReasoning(message, field, reading),
    ...decodeAssistantContent(message.content, `${field}.content`, reading),
  ];
  const refusal = check.string(message.refusal, `${field}.refusal`);
  if (refusal) blocks.push({ type: 'refusal', text: refusal });
  if (isObject(message.audio)) {
    reading.use('opaque-block', `${field}.audio`);
    blocks.push({ type: 'opaque', protocol: 'openai-chat', kind: 'audio', value: { audio: message.audio } });
  }
  const calls = check.array(message.tool_calls, `${field}.tool_calls`) ?? [];
  calls.forEach((call, at) => {
    blocks.push(...readCall(call, `${field}.tool_calls[${at}]`, reading));
  });
  const legacy = check.object(message.function_call, `${field}.function_call`);
  if (legacy) blocks.push(readLegacyCall(legacy, `${field}.function_call`, reading));
  if (blocks.length === 0 && typeof message.content !== 'string') {
    check.fail(`${field}.content`, 'must be a string or an array of parts where there are no tool_calls');
  }
  return blocks;
}

function readResult(message: JsonObject, field: string, reading: Reading): Block {
  const callId = reading.check.name(message.tool_call_id, `${field}.tool_call_id`);
  const kind = reading.calls.get(callId);
  if (kind === undefined) {
    reading.check.fail(
      `${field}.tool_call_id`,
      'must be the id of a tool call in an earlier assistant message; there is none with this id',
    );
  }
  const content = decodeResultContent(message.content, `${field}.content`, reading);
  return { type: 'tool-result', callId, kind: kind ?? 'function', content };
}

function readLegacyResult(message: JsonObject, field: string, reading: Reading): Block {
  const name = reading.check.name(message.name, `${field}.name`);
  const callId = reading.legacyCalls.get(name);
  if (callId === undefined) {
    reading.check.fail(
      `${field}.name`,
      'must be the name of a function_call in an earlier assistant message; there is none of this name',
    );
  }
  const content =
    message.content === null ? [] : decodeResultContent(message.content, `${field}.content`, reading);
  return { type: 'tool-result', callId: callId ?? '', kind: 'function', content };
}

function isResults(message: Message | undefined): message is Message {
  return message?.role === 'user' && message.content[0]?.type === 'tool-result';
}

function addMessage(value: unknown, at: number, into: Conversation, reading: Reading): void {
  const field = `messages[${at}]`;
  const message = reading.check.requiredObject(value, field);
  const { messages } = into;
  const role = reading.check.oneOf(message.role, roles, `${field}.role`);
  switch (role) {
    case undefined:
      reading.check.wrong(`${field}.role`, `one of ${roles.join(', ')}`, message.role);
      return;
    case 'system':
    case 'developer': {
      const content = decodeSystemContent(message.content, `${field}.content`, reading);
      const name = readName(message, field, reading);
      if (messages.length === 0) {
        into.system.push(...content);
        return;
      }
      reading.use('late-system', field);
      messages.push({ role: 'system', content, ...name });
      return;
    }
    case 'user': {
      const content = decodeUserContent(message.content, `${field}.content`, reading);
      messages.push({ role: 'user', content, ...readName(message, field, reading) });
      return;
    }
    case 'assistant': {
      const content = readAssistant(message, field, reading);
      messages.push({ role: 'assistant', content, ...readName(message, field, reading) });
      return;
    }
    case 'tool':
    case 'function': {
      const read = role === 'tool' ? readResult : readLegacyResult;
      const result = read(message, field, reading);
      const last = messages.at(-1);
      if (isResults(last)) last.content.push(result);
      else messages.push({ role: 'user', content: [result] });
      return;
    }
    default:
      role satisfies never;
  }
}

export function decodeMessages(value: unknown, reading: Reading): Conversation {
  const conversation: Conversation = { system: [], messages: [] };
  const all = reading.check.filledArray(value, 'messages');
  all.forEach((message, at) => {
    addMessage(message, at, conversation, reading);
  });
  if (conversation.messages.at(-1)?.role === 'assistant')
    reading.use('prefill', `messages[${all.length - 1}]`);
  return conversation;
}
