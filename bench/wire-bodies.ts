/**
 * What the benchmark's upstream answers in each of the three protocols: a JSON answer of about 1.6 KB and the parts
 * of a stream. Written for this benchmark after the providers' public references; no recorded traffic.
 */

/** `open` and `close` are whole events around `delta(text)`, which carries one piece of the answer. */
export type WireBody = {
  readonly json: string;
  readonly open: readonly string[];
  readonly delta: (text: string) => string;
  readonly close: readonly string[];
};

const model = 'bench-model';
const text = 'A signal box sets its points before it clears its signals. '.repeat(17);

function data(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

function named(value: { readonly type: string }): string {
  return `event: ${value.type}\n${data(value)}`;
}

function chatChunk(delta: object, finish: string | null): object {
  const choices = [{ index: 0, delta, logprobs: null, finish_reason: finish }];
  return {
    id: 'chatcmpl-bench',
    object: 'chat.completion.chunk',
    created: 1_790_000_000,
    model,
    choices,
    usage: null,
  };
}

const chatUsage = {
  prompt_tokens: 420,
  completion_tokens: 200,
  total_tokens: 620,
  prompt_tokens_details: { cached_tokens: 128, audio_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: 64, audio_tokens: 0 },
};

const chat: WireBody = {
  json: JSON.stringify({
    id: 'chatcmpl-bench',
    object: 'chat.completion',
    created: 1_790_000_000,
    model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: text, refusal: null, annotations: [] },
        logprobs: null,
        finish_reason: 'stop',
      },
    ],
    usage: chatUsage,
    service_tier: 'default',
    system_fingerprint: null,
  }),
  open: [data(chatChunk({ role: 'assistant', content: '', refusal: null }, null))],
  delta: (piece) => data(chatChunk({ content: piece }, null)),
  close: [
    data(chatChunk({}, 'stop')),
    data({ ...chatChunk({}, null), choices: [], usage: chatUsage }),
    'data: [DONE]\n\n',
  ],
};

const responsesUsage = {
  input_tokens: 420,
  input_tokens_details: { cached_tokens: 128 },
  output_tokens: 200,
  output_tokens_details: { reasoning_tokens: 64 },
  total_tokens: 620,
};

const itemId = 'msg_bench';

function outputItem(status: string, content: readonly object[]): object {
  return { id: itemId, type: 'message', status, role: 'assistant', content };
}

function outputText(value: string): object {
  return { type: 'output_text', text: value, annotations: [], logprobs: [] };
}

function response(status: string, output: readonly object[], usage: object | null): object {
  return {
    id: 'resp_bench',
    object: 'response',
    created_at: 1_790_000_000,
    status,
    error: null,
    incomplete_details: null,
    model,
    output,
    parallel_tool_calls: true,
    reasoning: { effort: 'medium', summary: null },
    store: false,
    tools: [],
    usage,
  };
}

const at = { item_id: itemId, output_index: 0, content_index: 0 };
const doneItem = outputItem('completed', [outputText(text)]);

const responses: WireBody = {
  json: JSON.stringify(response('completed', [doneItem], responsesUsage)),
  open: [
    { type: 'response.created', sequence_number: 0, response: response('in_progress', [], null) },
    { type: 'response.in_progress', sequence_number: 1, response: response('in_progress', [], null) },
    {
      type: 'response.output_item.added',
      sequence_number: 2,
      output_index: 0,
      item: outputItem('in_progress', []),
    },
    { type: 'response.content_part.added', sequence_number: 3, ...at, part: outputText('') },
  ].map(named),
  delta: (piece) =>
    named({ type: 'response.output_text.delta', sequence_number: 4, ...at, delta: piece, logprobs: [] } as {
      type: string;
    }),
  close: [
    { type: 'response.output_text.done', sequence_number: 5, ...at, text, logprobs: [] },
    { type: 'response.content_part.done', sequence_number: 6, ...at, part: outputText(text) },
    { type: 'response.output_item.done', sequence_number: 7, output_index: 0, item: doneItem },
    {
      type: 'response.completed',
      sequence_number: 8,
      response: response('completed', [doneItem], responsesUsage),
    },
  ].map(named),
};

const messagesUsage = {
  input_tokens: 292,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 128,
  output_tokens: 200,
  service_tier: 'standard',
};

function message(content: readonly object[], stop: string | null): object {
  return {
    id: 'msg_bench',
    type: 'message',
    role: 'assistant',
    model,
    content,
    stop_reason: stop,
    stop_sequence: null,
    usage: messagesUsage,
  };
}

const messages: WireBody = {
  json: JSON.stringify(message([{ type: 'text', text: `${text}${text.slice(0, 300)}` }], 'end_turn')),
  open: [
    { type: 'message_start', message: message([], null) },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'ping' },
  ].map(named),
  delta: (piece) =>
    named({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: piece } } as {
      type: string;
    }),
  close: [
    { type: 'content_block_stop', index: 0 },
    {
      type: 'message_delta',
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: 200 },
    },
    { type: 'message_stop' },
  ].map(named),
};

/** By the path that each protocol is called at. */
export const wireBodies: Readonly<Record<string, WireBody>> = {
  '/v1/chat/completions': chat,
  '/v1/responses': responses,
  '/v1/messages': messages,
};
