/** What the tests of request encoding share: short ways to encode, and a tool loop. */
import type { LlmRequest, Message } from '../../../src/core/request.ts';
import type { Target } from '../../../src/core/target.ts';
import { anthropicMessages } from '../../../src/protocols/anthropic-messages/index.ts';
import { emptyRequest, messagesTarget } from './fixtures.ts';

export function encode(over: Partial<LlmRequest>, target: Target = messagesTarget()) {
  return anthropicMessages.encodeRequest(emptyRequest(over), target);
}

/** `what` and `how` of each loss. */
export function lost(over: Partial<LlmRequest>, target?: Target): string[] {
  return encode(over, target).losses.map(({ what, how }) => `${what} ${how}`);
}

export function text(value: string) {
  return { type: 'text' as const, text: value };
}

export const call = {
  type: 'tool-call',
  id: 'call_1',
  name: 'read',
  input: '{"a":1}',
  kind: 'function',
} as const;
export const result = {
  type: 'tool-result',
  callId: 'call_1',
  kind: 'function',
  content: [text('ok')],
} as const;
export const tool = { kind: 'function', name: 'read', schema: { type: 'object', properties: {} } } as const;
export const user: Message = { role: 'user', content: [text('go')] };

/** A tool loop whose results are the last word. */
export const loop: Message[] = [
  user,
  { role: 'assistant', content: [call] },
  { role: 'user', content: [{ ...result, content: [text('ok')] }] },
];
