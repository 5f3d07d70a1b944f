/**
 * `system` and `messages` of a request -> canonical ones: leading instructions go to `system`, later ones stay where
 * they are. Checks that every tool result answers a call.
 */
import type { Block, TextBlock } from '../../core/block.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Message } from '../../core/request.ts';
import { readContent, readSystem } from './decode-content.ts';
import type { RequestReader } from './features.ts';

const roles = ['user', 'assistant', 'system'] as const;

function readMessage(raw: unknown, at: number, isLast: boolean, reader: RequestReader): Message {
  const field = `messages[${at}]`;
  const message = reader.requiredObject(raw, field);
  reader.noteUnknown(message, 'message', field);
  const role = reader.oneOf(message.role, roles, `${field}.role`);
  if (role === undefined) reader.wrong(`${field}.role`, 'one of "user", "assistant", "system"', message.role);
  const place = `${field}.content`;
  // A message that only sets something (an effort, say) may come without content.
  const isBare = role === 'system' && message.content === undefined;
  const content = isBare ? [] : readContent(message.content, role ?? 'user', place, reader);
  const isEmpty = message.content === '' || (Array.isArray(message.content) && message.content.length === 0);
  if (isEmpty && role !== 'system' && !(isLast && role === 'assistant'))
    reader.fail(place, 'must not be empty');
  return { role: role ?? 'user', content };
}

function isTextOnly(blocks: readonly Block[]): blocks is TextBlock[] {
  return blocks.every(({ type }) => type === 'text');
}

/** Ids of the calls in a message; an unknown block with an id may be a call of a kind that we do not know. */
function callIds(content: readonly Block[]): string[] {
  return content.flatMap((block) => {
    if (block.type === 'tool-call') return [block.id];
    return block.type === 'opaque' && typeof block.value.id === 'string' ? [block.value.id] : [];
  });
}

function checkResults(messages: readonly Message[], first: number, reader: RequestReader): void {
  const known = new Set<string>();
  messages.forEach(({ content }, at) => {
    content.forEach((block, index) => {
      if (block.type !== 'tool-result' || known.has(block.callId)) return;
      reader.fail(
        `messages[${first + at}].content[${index}].tool_use_id`,
        'must be the id of a tool_use block in an earlier assistant message',
      );
    });
    for (const id of callIds(content)) known.add(id);
  });
}

export function readConversation(
  raw: JsonObject,
  reader: RequestReader,
): { system: TextBlock[]; messages: Message[] } {
  const system = readSystem(raw.system, reader);
  const list = reader.filledArray(raw.messages, 'messages');
  const messages = list.map((each, at) => readMessage(each, at, at === list.length - 1, reader));
  let first = 0;
  for (const { role, content } of messages) {
    if (role !== 'system' || !isTextOnly(content)) break;
    system.push(...content);
    first++;
  }
  const rest = messages.slice(first);
  rest.forEach(({ role }, at) => {
    if (role === 'system') reader.use('late-system', `messages[${first + at}]`);
  });
  const last = rest.at(-1);
  if (last?.role === 'assistant' && last.content.at(-1)?.type === 'text') {
    reader.use('prefill', `messages[${messages.length - 1}]`);
  }
  // A thread keeps earlier messages at the provider: their calls are not in this body.
  if (raw.thread === undefined || raw.thread === null) checkResults(rest, first, reader);
  return { system, messages: rest };
}
