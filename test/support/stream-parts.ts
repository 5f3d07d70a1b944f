/** The least streams of the three protocols, in parts that a test can send one by one. */
import type { ProtocolId } from '../../src/core/target.ts';

export type StreamParts = {
  /** Before any output. */
  readonly start: string;
  /** One piece of text. */
  readonly delta: (text: string) => string;
  /** Everything behind the text: 7 tokens in, 5 tokens out, the end marker. */
  readonly end: string;
};

const event = (data: object & { type: string }) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
const chunk = (data: object) =>
  `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'led', ...data })}\n\n`;
const choice = (delta: object, finish_reason: string | null = null) => ({
  choices: [{ index: 0, delta, finish_reason }],
});
const response = (status: string, more: object = {}) => ({
  id: 'resp_1',
  object: 'response',
  created_at: 1,
  model: 'led',
  status,
  output: [],
  ...more,
});
const item = { id: 'msg_1', type: 'message', role: 'assistant', status: 'in_progress', content: [] };
const at = { item_id: 'msg_1', output_index: 0, content_index: 0 };

export const streamParts: Readonly<Record<ProtocolId, StreamParts>> = {
  'openai-chat': {
    start: chunk(choice({ role: 'assistant', content: '' })),
    delta: (text) => chunk(choice({ content: text })),
    end:
      chunk(choice({}, 'stop')) +
      chunk({ choices: [], usage: { prompt_tokens: 7, completion_tokens: 5, total_tokens: 12 } }) +
      'data: [DONE]\n\n',
  },
  'openai-responses': {
    start:
      event({ type: 'response.created', ...{ sequence_number: 0, response: response('in_progress') } }) +
      event({ type: 'response.output_item.added', ...{ output_index: 0, item } }) +
      event({
        type: 'response.content_part.added',
        ...{ ...at, part: { type: 'output_text', text: '', annotations: [] } },
      }),
    delta: (text) => event({ type: 'response.output_text.delta', ...{ ...at, delta: text } }),
    end: event({
      type: 'response.completed',
      ...{
        response: response('completed', { usage: { input_tokens: 7, output_tokens: 5, total_tokens: 12 } }),
      },
    }),
  },
  'anthropic-messages': {
    start:
      event({
        type: 'message_start',
        ...{
          message: {
            id: 'msg_1',
            type: 'message',
            role: 'assistant',
            model: 'led',
            content: [],
            stop_reason: null,
            stop_sequence: null,
            usage: { input_tokens: 7, output_tokens: 1 },
          },
        },
      }) + event({ type: 'content_block_start', ...{ index: 0, content_block: { type: 'text', text: '' } } }),
    delta: (text) =>
      event({ type: 'content_block_delta', ...{ index: 0, delta: { type: 'text_delta', text } } }),
    end:
      event({ type: 'content_block_stop', ...{ index: 0 } }) +
      event({
        type: 'message_delta',
        ...{ delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: 5 } },
      }) +
      event({ type: 'message_stop' }),
  },
};
