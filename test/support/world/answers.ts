/** What the made-up models answer over each protocol, whole and as a stream, one text per server-sent event. Data only. */
import type { JsonObject } from '../../../src/core/json.ts';
import type { ProtocolId } from '../../../src/core/target.ts';
import { printData, printEvent } from '../../../src/sse/print.ts';

export type StreamScript = {
  readonly events: readonly string[];
  /** Index of the first event that is output. */
  readonly outputAt: number;
  /** An error as this protocol sends it inside a stream. */
  readonly error: string;
};

/** The answer in every form below, and what it cost. */
export const said = 'Hello back';
export const told = { inputTokens: 11, outputTokens: 7 };

/** Stands in every text of a provider that may never reach a client or a log. */
export const secret = 'UPSTREAM-SECRET';

function chunk(more: JsonObject): string {
  const base = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'alpha' };
  return printData(JSON.stringify({ ...base, ...more }));
}

function choice(delta: JsonObject, finish: string | null = null): string {
  return chunk({ choices: [{ index: 0, delta, finish_reason: finish }] });
}

const chatUsage = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 };

const chat: StreamScript = {
  events: [
    choice({ role: 'assistant', content: '' }),
    choice({ content: 'Hello ' }),
    choice({ content: 'back' }),
    choice({}, 'stop'),
    chunk({ choices: [], usage: chatUsage }),
    printData('[DONE]'),
  ],
  outputAt: 1,
  error: printData(JSON.stringify({ error: { message: secret, type: 'server_error', code: 'broken' } })),
};

const item = { id: 'msg_1', type: 'message', role: 'assistant', content: [] };
const part = { type: 'output_text', text: said, annotations: [] };
const wholeItem = { ...item, status: 'completed', content: [part] };
const responsesUsage = { input_tokens: 11, output_tokens: 7, total_tokens: 18 };
const whole = {
  id: 'resp_1',
  object: 'response',
  created_at: 1,
  model: 'alpha',
  status: 'completed',
  output: [wholeItem],
  usage: responsesUsage,
};

function named(type: string, more: JsonObject): string {
  return printEvent(type, JSON.stringify({ type, ...more }));
}

const place = { output_index: 0, content_index: 0, item_id: 'msg_1' };

const responses: StreamScript = {
  events: [
    named('response.created', { response: { ...whole, status: 'in_progress', output: [] } }),
    named('response.in_progress', { response: { ...whole, status: 'in_progress', output: [] } }),
    named('response.output_item.added', { output_index: 0, item }),
    named('response.content_part.added', { ...place, part: { ...part, text: '' } }),
    named('response.output_text.delta', { ...place, delta: 'Hello ' }),
    named('response.output_text.delta', { ...place, delta: 'back' }),
    named('response.output_text.done', { ...place, text: said }),
    named('response.content_part.done', { ...place, part }),
    named('response.output_item.done', { output_index: 0, item: wholeItem }),
    named('response.completed', { response: whole }),
  ],
  outputAt: 4,
  error: named('error', { code: 'server_error', message: secret, param: null }),
};

const message = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'beta',
  content: [],
  stop_reason: null,
  stop_sequence: null,
};

const messages: StreamScript = {
  events: [
    named('message_start', { message: { ...message, usage: { input_tokens: 11, output_tokens: 1 } } }),
    named('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    named('ping', {}),
    named('content_block_delta', { index: 0, delta: { type: 'text_delta', text: 'Hello ' } }),
    named('content_block_delta', { index: 0, delta: { type: 'text_delta', text: 'back' } }),
    named('content_block_stop', { index: 0 }),
    named('message_delta', {
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: 7 },
    }),
    named('message_stop', {}),
  ],
  outputAt: 3,
  error: named('error', { error: { type: 'api_error', message: secret } }),
};

export const streams: Readonly<Record<ProtocolId, StreamScript>> = {
  'openai-chat': chat,
  'openai-responses': responses,
  'anthropic-messages': messages,
};

export const unary: Readonly<Record<ProtocolId, JsonObject>> = {
  'openai-chat': {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'alpha',
    choices: [{ index: 0, message: { role: 'assistant', content: said }, finish_reason: 'stop' }],
    usage: chatUsage,
  },
  'openai-responses': whole,
  'anthropic-messages': {
    ...message,
    content: [{ type: 'text', text: said }],
    stop_reason: 'end_turn',
    usage: { input_tokens: 11, output_tokens: 7 },
  },
};
