// What Responses refuses: each rule by a request that breaks it and nothing else.

import { describe, expect, it } from 'vitest';
import { errorOf, useClients, weatherSchema } from '../clients.ts';

const { openai, openaiAt } = await useClients();

type Body = Record<string, unknown>;
const send = (body: Body) => openai.responses.create({ model: 'gpt-5.5', input: 'Hello', ...body } as never);

interface Refusal {
  name: string;
  body: Body;
  status?: number;
  param?: string | null;
  code?: string | null;
  message: string | RegExp;
}

const callItem = { type: 'function_call', call_id: 'call_1', name: 'get_weather', arguments: '{}' };
const user = { role: 'user', content: 'x' };

const refusals: Refusal[] = [
  {
    name: 'an unknown parameter',
    body: { top_k: 4 },
    param: 'top_k',
    code: 'unknown_parameter',
    message: "Unknown parameter: 'top_k'.",
  },
  {
    name: 'chat’s messages',
    body: { messages: [] },
    code: 'unsupported_parameter',
    message: /has moved to 'input'/,
  },
  { name: 'chat’s response_format', body: { response_format: {} }, message: /has moved to 'text.format'/ },
  { name: 'chat’s max_tokens', body: { max_tokens: 20 }, message: /has moved to 'max_output_tokens'/ },
  {
    name: 'an unknown model',
    body: { model: 'gpt-9' },
    status: 404,
    code: 'model_not_found',
    message: /`gpt-9` does not exist/,
  },
  { name: 'no model', body: { model: '' }, param: 'model', message: /Missing required parameter: 'model'/ },
  {
    name: 'no input',
    body: { input: undefined },
    param: 'input',
    code: 'missing_required_parameter',
    message: /must be provided/,
  },
  {
    name: 'temperature while reasoning',
    body: { temperature: 0.3 },
    param: 'temperature',
    code: null,
    message: "Unsupported parameter: 'temperature' is not supported with this model.",
  },
  {
    name: 'an effort the model lacks',
    body: { model: 'gpt-5.5-pro', reasoning: { effort: 'low' } },
    param: 'reasoning.effort',
    code: 'unsupported_value',
    message: /'medium', 'high', and 'xhigh'/,
  },
  {
    name: 'effort on a model that does not reason',
    body: { model: 'gpt-4o', reasoning: { effort: 'low' } },
    param: 'reasoning.effort',
    message: /not supported with this model/,
  },
  {
    name: 'an unknown summary',
    body: { reasoning: { summary: 'long' } },
    param: 'reasoning.summary',
    message: /Invalid value: 'long'/,
  },
  {
    name: 'a cap below sixteen',
    body: { max_output_tokens: 5 },
    param: 'max_output_tokens',
    code: 'integer_below_min_value',
    message: /Expected a value >= 16, but got 5/,
  },
  {
    name: 'a nested tool',
    body: { tools: [{ type: 'function', function: { name: 'x' } }] },
    param: 'tools[0].name',
    code: 'missing_required_parameter',
    message: "Missing required parameter: 'tools[0].name'.",
  },
  {
    name: 'a choice of an undeclared tool',
    body: { tool_choice: { type: 'function', name: 'x' } },
    param: 'tool_choice',
    message: /'x' not found/,
  },
  {
    name: 'a forced choice without tools',
    body: { tool_choice: 'required' },
    param: 'tool_choice',
    message: /must be specified with 'tools'/,
  },
  {
    name: 'an open strict schema',
    body: {
      tools: [
        {
          type: 'function',
          name: 'x',
          strict: true,
          parameters: {
            type: 'object',
            properties: { a: { type: 'object', properties: {} } },
            required: ['a'],
            additionalProperties: false,
          },
        },
      ],
    },
    code: 'invalid_function_parameters',
    message: /In context=\('properties', 'a'\)/,
  },
  {
    name: 'a schema without a name',
    body: { text: { format: { type: 'json_schema', schema: weatherSchema } } },
    param: 'text.format.name',
    message: /Missing required parameter/,
  },
  {
    name: 'json_object without the word',
    body: { text: { format: { type: 'json_object' } } },
    param: 'input',
    message: /must contain the word 'json'/,
  },
  {
    name: 'background without store',
    body: { background: true, store: false },
    param: 'background',
    message: /requires 'store' to be true/,
  },
  {
    name: 'an unknown include',
    body: { include: ['everything'] },
    param: 'include[0]',
    message: /Invalid value: 'everything'/,
  },
  {
    name: 'an unknown previous response',
    body: { previous_response_id: 'resp_0' },
    param: 'previous_response_id',
    code: 'previous_response_not_found',
    message: "Previous response with id 'resp_0' not found.",
  },
  {
    name: 'a role of chat',
    body: { input: [{ role: 'tool', content: 'x' }] },
    param: 'input[0]',
    message: /Supported values are: 'assistant', 'system', 'developer', and 'user'/,
  },
  {
    name: 'a part of chat',
    body: { input: [{ role: 'user', content: [{ type: 'text', text: 'x' }] }] },
    param: 'input[0].content[0]',
    message: /^Invalid value: 'text'. Supported values are: 'input_text'/,
  },
  {
    name: 'input text from the assistant',
    body: { input: [{ role: 'assistant', content: [{ type: 'input_text', text: 'x' }] }] },
    message: "Invalid value: 'input_text'. Supported values are: 'output_text' and 'refusal'.",
  },
  {
    name: 'an image url as an object',
    body: {
      input: [
        { role: 'user', content: [{ type: 'input_image', image_url: { url: 'https://example.com' } }] },
      ],
    },
    code: 'invalid_type',
    message: /expected an image URL, but got an object/,
  },
  {
    name: 'a call id in place of an item id',
    body: {
      input: [
        user,
        { ...callItem, id: 'call_1' },
        { type: 'function_call_output', call_id: 'call_1', output: 'x' },
      ],
    },
    param: 'input[1].id',
    message: "Invalid 'input[1].id': 'call_1'. Expected an ID that begins with 'fc'.",
  },
  {
    name: 'a long call id',
    body: { input: [user, { ...callItem, call_id: 'c'.repeat(65) }] },
    param: 'input[1].call_id',
    code: 'string_above_max_length',
    message: /maximum length 64/,
  },
  {
    name: 'an output without its call',
    body: { input: [user, { type: 'function_call_output', call_id: 'call_1', output: 'x' }] },
    param: 'input',
    message: 'No tool call found for function call output with call_id call_1.',
  },
  {
    name: 'a call without its output',
    body: { input: [user, callItem] },
    param: 'input',
    message: 'No tool output found for function call call_1.',
  },
  {
    name: 'foreign encrypted reasoning',
    body: {
      input: [{ type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'gAAAAABforeign' }, user],
    },
    code: 'invalid_encrypted_content',
    message: /^The encrypted content for item rs_1 could not be verified/,
  },
  {
    name: 'reasoning that is not stored',
    body: { input: [{ type: 'reasoning', id: 'rs_1', summary: [] }, user] },
    status: 404,
    message: /^Item with id 'rs_1' not found/,
  },
  {
    name: 'a reference to nothing',
    body: { input: [{ type: 'item_reference', id: 'msg_1' }] },
    status: 404,
    message: /^Item with id 'msg_1' not found/,
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

describe('reasoning and what follows it', () => {
  const tools = [{ type: 'function', name: 'get_weather', parameters: weatherSchema, strict: true }];
  const ask = {
    tools,
    input: 'What is the weather in Rome?',
    include: ['reasoning.encrypted_content'],
    store: false,
  };
  const turn = async () => {
    const { output } = (await send(ask)) as unknown as { output: Body[] };
    const [reasoning, call] = output;
    return {
      reasoning,
      call,
      result: { type: 'function_call_output', call_id: call?.call_id, output: 'sun' },
    };
  };

  it('go together', async () => {
    const { reasoning, call, result } = await turn();
    const question = { role: 'user', content: ask.input };
    await expect(send({ ...ask, input: [question, reasoning, call, result] })).resolves.toMatchObject({
      status: 'completed',
    });
    const torn = await errorOf(send({ ...ask, input: [question, call, result] }));
    expect(torn.message).toContain(`was provided without its required 'reasoning' item: '${reasoning?.id}'`);
    const alone = await errorOf(send({ ...ask, input: [question, reasoning] }));
    expect(alone.message).toContain('was provided without its required following item');
  });

  it('stay with the provider that made them', async () => {
    const { reasoning, call, result } = await turn();
    const input = [{ role: 'user', content: ask.input }, reasoning, call, result];
    const error = await errorOf(
      openaiAt('azure').responses.create({ model: 'gpt-5.5', ...ask, input } as never),
    );
    expect(error).toMatchObject({ status: 400, code: 'invalid_encrypted_content' });
  });

  it('may lose their ids when the call is kept alone', async () => {
    const { call, result } = await turn();
    const { id: _id, ...bare } = call ?? {};
    const input = [{ role: 'user', content: ask.input }, bare, result];
    await expect(send({ ...ask, input })).resolves.toMatchObject({ status: 'completed' });
  });
});
