// What Chat Completions refuses: each rule by a request that breaks it and nothing else.

import { describe, expect, it } from 'vitest';
import { errorOf, useClients, weatherSchema } from '../clients.ts';

const { openai, openaiAt, post } = await useClients();

type Body = Record<string, unknown>;
const hello = { messages: [{ role: 'user', content: 'Hello' }] };
const tool = { type: 'function', function: { name: 'get_weather', parameters: weatherSchema } };
const call = { id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: '{}' } };

const send = (body: Body, client = openai) =>
  client.chat.completions.create({ model: 'gpt-5.5', ...hello, ...body } as never);

interface Refusal {
  name: string;
  body: Body;
  status?: number;
  param?: string | null;
  code?: string | null;
  message: string | RegExp;
}

const refusals: Refusal[] = [
  {
    name: 'max_tokens on gpt-5 and later',
    body: { max_tokens: 9 },
    param: 'max_tokens',
    code: 'unsupported_parameter',
    message:
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
  },
  {
    name: 'temperature while reasoning',
    body: { temperature: 0.2 },
    param: 'temperature',
    code: 'unsupported_value',
    message:
      "Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is supported.",
  },
  {
    name: 'top_p while reasoning',
    body: { top_p: 0.5 },
    param: 'top_p',
    code: 'unsupported_parameter',
    message: /'top_p' is not supported/,
  },
  {
    name: 'logprobs while reasoning',
    body: { logprobs: true },
    param: 'logprobs',
    message: /'logprobs' is not supported/,
  },
  {
    name: 'a temperature out of range',
    body: { model: 'gpt-4o', temperature: -0.5 },
    param: 'temperature',
    message: /below minimum/,
  },
  {
    name: 'an effort the model lacks',
    body: { reasoning_effort: 'minimal' },
    param: 'reasoning_effort',
    code: 'unsupported_value',
    message: /Supported values are: 'none', 'low', 'medium', 'high', and 'xhigh'/,
  },
  {
    name: 'effort max on this endpoint',
    body: { model: 'gpt-6-sol', reasoning_effort: 'max' },
    param: 'reasoning_effort',
    message: /'max' is not supported/,
  },
  {
    name: 'effort on a model that does not reason',
    body: { model: 'gpt-4o', reasoning_effort: 'low' },
    message: 'Unrecognized request argument supplied: reasoning_effort',
  },
  {
    name: 'tools while reasoning',
    body: { reasoning_effort: 'low', tools: [tool] },
    param: 'reasoning_effort',
    code: null,
    message: /^Function tools with reasoning_effort are not supported for gpt-5.5 in \/v1\/chat\/completions/,
  },
  {
    name: 'tools at the default effort',
    body: { tools: [tool] },
    param: 'reasoning_effort',
    message: /Function tools/,
  },
  {
    name: 'a pro model',
    body: { model: 'gpt-5.5-pro' },
    status: 404,
    param: 'model',
    message: 'This model is only supported in v1/responses and not in v1/chat/completions.',
  },
  {
    name: 'an unknown model',
    body: { model: 'gpt-9' },
    status: 404,
    code: 'model_not_found',
    message: 'The model `gpt-9` does not exist or you do not have access to it.',
  },
  {
    name: 'another maker’s model',
    body: { model: 'claude-opus-5' },
    status: 404,
    code: 'model_not_found',
    message: /does not exist/,
  },
  { name: 'a missing model', body: { model: '' }, message: 'you must provide a model parameter' },
  {
    name: 'empty messages',
    body: { messages: [] },
    param: 'messages',
    code: 'empty_array',
    message: /^Invalid 'messages': empty array/,
  },
  {
    name: 'missing messages',
    body: { messages: undefined },
    param: 'messages',
    code: 'missing_required_parameter',
    message: /messages/,
  },
  {
    name: 'an unknown role',
    body: { messages: [{ role: 'robot', content: 'x' }] },
    param: 'messages[0].role',
    message: /Invalid value: 'robot'/,
  },
  {
    name: 'null content',
    body: { messages: [{ role: 'user', content: null }] },
    message: /expected a string, got null/,
  },
  {
    name: 'a part of another protocol',
    body: { messages: [{ role: 'user', content: [{ type: 'input_text', text: 'x' }] }] },
    param: 'messages[0].content[0].type',
    code: 'invalid_value',
    message: /Invalid value: 'input_text'/,
  },
  {
    name: 'an image in a system message',
    body: {
      messages: [
        { role: 'system', content: [{ type: 'image_url', image_url: { url: 'https://example.com/a.png' } }] },
      ],
    },
    message: /Supported values are: 'text'/,
  },
  {
    name: 'a tool message without a call',
    body: {
      messages: [
        { role: 'user', content: 'x' },
        { role: 'tool', tool_call_id: 'call_1', content: 'y' },
      ],
    },
    message: /must be a response to a preceeding message/,
  },
  {
    name: 'a call without its result',
    body: {
      messages: [
        { role: 'assistant', tool_calls: [call] },
        { role: 'user', content: 'x' },
      ],
    },
    message: /did not have response messages: call_1/,
  },
  {
    name: 'a result for another call',
    body: {
      messages: [
        { role: 'assistant', tool_calls: [call] },
        { role: 'tool', tool_call_id: 'call_2', content: 'y' },
      ],
    },
    message: /'call_2' not found/,
  },
  {
    name: 'an unknown argument',
    body: { top_k: 4 },
    message: 'Unrecognized request argument supplied: top_k',
  },
  { name: 'empty tools', body: { tools: [] }, param: 'tools', code: 'empty_array', message: /empty array/ },
  {
    name: 'a tool choice without tools',
    body: { tool_choice: 'auto' },
    param: 'tool_choice',
    message: /only allowed when 'tools' are specified/,
  },
  {
    name: 'a choice of an undeclared tool',
    body: {
      reasoning_effort: 'none',
      tools: [tool],
      tool_choice: { type: 'function', function: { name: 'other' } },
    },
    param: 'tool_choice',
    message: /'other' not found/,
  },
  {
    name: 'a flat tool',
    body: { tools: [{ type: 'function', name: 'x' }] },
    param: 'tools[0].function',
    message: /Missing required parameter/,
  },
  {
    name: 'a tool name with a dot',
    body: { tools: [{ type: 'function', function: { name: 'a.b' } }] },
    param: 'tools[0].function.name',
    message: /does not match pattern/,
  },
  {
    name: 'a tool name that is too long',
    body: { tools: [{ type: 'function', function: { name: 'x'.repeat(65) } }] },
    code: 'string_above_max_length',
    message: /maximum length 64/,
  },
  {
    name: 'an open strict tool schema',
    body: {
      tools: [
        {
          type: 'function',
          function: { name: 'x', strict: true, parameters: { type: 'object', properties: {} } },
        },
      ],
    },
    code: 'invalid_function_parameters',
    message: /'additionalProperties' is required to be supplied and to be false/,
  },
  {
    name: 'an incomplete strict output schema',
    body: {
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'x', strict: true, schema: { ...weatherSchema, required: ['city'] } },
      },
    },
    message: /Missing 'unit'/,
  },
  {
    name: 'a schema without a name',
    body: { response_format: { type: 'json_schema', json_schema: { schema: weatherSchema } } },
    param: 'response_format.json_schema.name',
    message: /Missing required parameter/,
  },
  {
    name: 'json_object without the word',
    body: { response_format: { type: 'json_object' } },
    param: 'messages',
    message: /must contain the word 'json'/,
  },
  {
    name: 'five stop strings',
    body: { stop: ['a', 'b', 'c', 'd', 'e'] },
    param: 'stop',
    code: 'array_above_max_length',
    message: /maximum length 4/,
  },
  {
    name: 'stream options without a stream',
    body: { stream_options: { include_usage: true } },
    param: 'stream_options',
    message: /only allowed when 'stream' is enabled/,
  },
  {
    name: 'a cap above the model’s',
    body: { max_completion_tokens: 200_000 },
    message: /supports at most 128000 completion tokens/,
  },
  {
    name: 'metadata of seventeen pairs',
    body: {
      metadata: Object.fromEntries(Array.from({ length: 17 }, (_unused, index) => [`k${index}`, 'v'])),
    },
    param: 'metadata',
    message: /at most 16 properties/,
  },
  {
    name: 'a long safety identifier',
    body: { safety_identifier: 'x'.repeat(129) },
    param: 'safety_identifier',
    message: /maximum length 128/,
  },
  {
    name: 'a prompt beyond the window',
    body: { model: 'gpt-4o', messages: [{ role: 'user', content: 'word '.repeat(130_000) }] },
    code: 'context_length_exceeded',
    message: /maximum context length is 128000 tokens/,
  },
];

describe('refusals', () => {
  it.each(refusals)('$name', async ({ body, status = 400, param, code, message }) => {
    const error = await errorOf(send(body));
    expect(error.status).toBe(status);
    expect((error.error as Body).type).toBe('invalid_request_error');
    expect((error.error as Body).message).toEqual(
      typeof message === 'string' ? message : expect.stringMatching(message),
    );
    if (param !== undefined) expect((error.error as Body).param).toBe(param);
    if (code !== undefined) expect((error.error as Body).code).toBe(code);
  });
});

describe('what is allowed', () => {
  it.each<{ name: string; body: Body }>([
    { name: 'sampling without reasoning', body: { reasoning_effort: 'none', temperature: 0.2, top_p: 0.5 } },
    { name: 'default sampling while reasoning', body: { temperature: 1, top_p: 1 } },
    { name: 'tools without reasoning', body: { reasoning_effort: 'none', tools: [tool] } },
    { name: 'tools at the default effort of 5.4, which is none', body: { model: 'gpt-5.4', tools: [tool] } },
    { name: 'max_tokens on older models', body: { model: 'gpt-4o', max_tokens: 9, temperature: 0.2 } },
    { name: 'null for what may be absent', body: { temperature: null, stop: null, metadata: null } },
  ])('$name', async ({ body }) => {
    await expect(send(body)).resolves.toMatchObject({ object: 'chat.completion' });
  });
});

describe('other makers', () => {
  it('do not know the developer role', async () => {
    const error = await errorOf(
      openaiAt('deepseek').chat.completions.create({
        model: 'deepseek-flash',
        messages: [{ role: 'developer', content: 'x' }],
      }),
    );
    expect(error).toMatchObject({
      status: 400,
      message: expect.stringContaining('unknown variant `developer`'),
    });
  });

  it('ignore max_completion_tokens and keep max_tokens', async () => {
    const ask = {
      model: 'glm-5.3',
      messages: [{ role: 'user' as const, content: '[[length:50]]' }],
      reasoning_effort: 'none' as const,
    };
    const ignored = await openaiAt('zai').chat.completions.create({ ...ask, max_completion_tokens: 5 });
    const kept = await openaiAt('zai').chat.completions.create({ ...ask, max_tokens: 5 });
    expect([ignored.usage?.completion_tokens, kept.usage?.completion_tokens]).toEqual([50, 5]);
  });

  it('want reasoning text back with the calls it led to', async () => {
    const messages = [
      { role: 'user', content: 'What is the weather in Rome?' },
      { role: 'assistant', content: '', tool_calls: [call] },
      { role: 'tool', tool_call_id: 'call_1', content: 'sun' },
    ];
    const ask = { model: 'deepseek-flash', messages, tools: [tool] };
    const error = await errorOf(send(ask, openaiAt('deepseek')));
    expect(error.message).toContain('Missing `reasoning_content`');
    const patched = messages.map((message) =>
      message.role === 'assistant' ? { ...message, reasoning_content: 'Rome, then.' } : message,
    );
    await expect(send({ ...ask, messages: patched }, openaiAt('deepseek'))).resolves.toMatchObject({
      object: 'chat.completion',
    });
  });
});

describe('google', () => {
  const google = openaiAt('google');
  const asked = { role: 'user', content: 'What is the weather in Rome and Oslo?' };
  const ask = { model: 'gemini-3.8-flash', messages: [asked], tools: [tool] };
  const results = (calls: readonly { id: string }[]) =>
    calls.map(({ id }) => ({ role: 'tool', tool_call_id: id, content: 'sun' }));
  const signed = (thought_signature: unknown) => ({ extra_content: { google: { thought_signature } } });
  const history = (more: Body) => [
    asked,
    { role: 'assistant', content: null, tool_calls: [{ ...call, ...more }] },
    ...results([call]),
  ];
  const refused = async (body: Body) => {
    const response = await post('/google/v1beta/openai/chat/completions', body);
    return { status: response.status, body: await response.json() };
  };

  it.each([false, true])('signs the first of the calls made at once, streamed: %s', async (stream) => {
    const calls = stream
      ? (await google.chat.completions.stream({ ...ask, stream } as never).finalChatCompletion()).choices[0]
          ?.message.tool_calls
      : (await google.chat.completions.create(ask as never)).choices[0]?.message.tool_calls;
    expect(calls).toMatchObject([
      { extra_content: { google: { thought_signature: expect.any(String) } } },
      {},
    ]);
    expect(calls?.[1]).not.toHaveProperty('extra_content');
    const message = { role: 'assistant', content: null, tool_calls: calls };
    const next = { ...ask, messages: [asked, message, ...results(calls ?? [])] };
    await expect(send(next, google)).resolves.toMatchObject({ object: 'chat.completion' });
  });

  it('wants it back while the turn goes on, and says so in its own form', async () => {
    expect(await refused({ ...ask, messages: history({}) })).toEqual({
      status: 400,
      body: [
        {
          error: {
            code: 400,
            message: expect.stringMatching(
              /^Function call is missing a thought_signature .* function call `default_api:get_weather` , position 2\./,
            ),
            status: 'INVALID_ARGUMENT',
          },
        },
      ],
    });
    const over = { ...ask, messages: [...history({}), { role: 'assistant', content: 'Sun.' }, asked] };
    await expect(send(over, google)).resolves.toMatchObject({ object: 'chat.completion' });
  });

  it.each([
    ['made by somebody else', 'AbC', 400],
    ['no text', 5, 400],
    ['the one for any', 'skip_thought_signature_validator', 200],
  ])('judges a signature: %s', async (_, signature, status) => {
    expect((await refused({ ...ask, messages: history(signed(signature)) })).status).toBe(status);
  });

  it('asks nothing of models that do not think, nor do other hosts', async () => {
    const messages = history({});
    await expect(send({ ...ask, model: 'gemma-4-31b-it', messages }, google)).resolves.toBeDefined();
    const other = { ...ask, model: 'google/gemini-3.8-flash', messages };
    await expect(send(other, openaiAt('openrouter'))).resolves.toBeDefined();
  });
});

describe('before any rule', () => {
  it('wants a key', async () => {
    const response = await post('/openai/v1/chat/completions', { model: 'gpt-5.5', ...hello }, {});
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      error: {
        message: expect.stringContaining("You didn't provide an API key"),
        type: 'invalid_request_error',
      },
    });
  });

  it('wants JSON', async () => {
    const response = await post('/openai/v1/chat/completions', '{"model":');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { message: expect.stringContaining('could not parse the JSON body') },
    });
  });

  it('wants a path of the provider', async () => {
    const response = await post('/google/v1beta/openai/responses', { model: 'gemini-3.8-flash', input: 'x' });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      error: { message: 'Invalid URL (POST /google/v1beta/openai/responses)' },
    });
  });
});
