/** An agent's turns over each protocol: what a model answers that calls tools, and how its client goes on. Data only. */
import type { JsonObject } from '../../../src/core/json.ts';
import type { ProtocolId } from '../../../src/core/target.ts';

export type Called = { readonly id: string; readonly name: string; readonly input: JsonObject };

export type ToolTurns = {
  readonly path: string;
  /** That speaks the protocol itself. */
  readonly model: string;
  /** The first request, with the tools `delete_file` and `read_file`. */
  readonly ask: JsonObject;
  /** What the model answers. */
  readonly answer: (calls: readonly Called[]) => JsonObject;
  /** The next request: the calls, and for each its result. */
  readonly goOn: (calls: readonly Called[], result: string) => JsonObject;
};

const said = 'Clean up.';
const names = ['delete_file', 'read_file'];
const schema = { type: 'object', properties: { path: { type: 'string' }, force: { type: 'boolean' } } };

const chatTools = names.map((name) => ({ type: 'function', function: { name, parameters: schema } }));
const chatUser = { role: 'user', content: said };
const chatMessage = (calls: readonly Called[]) => ({
  role: 'assistant',
  content: null,
  tool_calls: calls.map(({ id, name, input }) => ({
    id,
    type: 'function',
    function: { name, arguments: JSON.stringify(input) },
  })),
});

const items = (calls: readonly Called[]) =>
  calls.map(({ id, name, input }) => ({
    type: 'function_call',
    id: `fc_${id}`,
    call_id: id,
    name,
    arguments: JSON.stringify(input),
    status: 'completed',
  }));

const uses = (calls: readonly Called[]) =>
  calls.map(({ id, name, input }) => ({ type: 'tool_use', id, name, input }));
const messagesUser = { role: 'user', content: said };
const messagesTools = names.map((name) => ({ name, input_schema: schema }));

export const toolTurns: Readonly<Record<ProtocolId, ToolTurns>> = {
  'openai-chat': {
    path: '/v1/chat/completions',
    model: 'alpha',
    ask: { messages: [chatUser], tools: chatTools },
    answer: (calls) => ({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1,
      model: 'alpha',
      choices: [{ index: 0, message: chatMessage(calls), finish_reason: 'tool_calls' }],
      usage: { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 },
    }),
    goOn: (calls, content) => ({
      messages: [
        chatUser,
        chatMessage(calls),
        ...calls.map(({ id }) => ({ role: 'tool', tool_call_id: id, content })),
      ],
      tools: chatTools,
    }),
  },
  'openai-responses': {
    path: '/v1/responses',
    model: 'alpha',
    ask: {
      input: [chatUser],
      tools: names.map((name) => ({ type: 'function', name, parameters: schema, strict: false })),
    },
    answer: (calls) => ({
      id: 'resp_1',
      object: 'response',
      created_at: 1,
      model: 'alpha',
      status: 'completed',
      output: items(calls),
      usage: { input_tokens: 11, output_tokens: 7, total_tokens: 18 },
    }),
    goOn: (calls, output) => ({
      input: [
        chatUser,
        ...items(calls),
        ...calls.map(({ id }) => ({ type: 'function_call_output', call_id: id, output })),
      ],
      tools: names.map((name) => ({ type: 'function', name, parameters: schema, strict: false })),
    }),
  },
  'anthropic-messages': {
    path: '/v1/messages',
    model: 'beta',
    ask: { max_tokens: 100, messages: [messagesUser], tools: messagesTools },
    answer: (calls) => ({
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'beta',
      content: uses(calls),
      stop_reason: 'tool_use',
      stop_sequence: null,
      usage: { input_tokens: 11, output_tokens: 7 },
    }),
    goOn: (calls, content) => ({
      max_tokens: 100,
      messages: [
        messagesUser,
        { role: 'assistant', content: uses(calls) },
        { role: 'user', content: calls.map(({ id }) => ({ type: 'tool_result', tool_use_id: id, content })) },
      ],
      tools: messagesTools,
    }),
  },
};
