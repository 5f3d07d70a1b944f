/**
 * Loops over tools with models that want their thoughts back, by clients of other protocols: what the model sealed or
 * said before a call is there again when its result comes.
 */
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import { testKey } from '../support/start-router.ts';
import { type Stack, startStack } from '../support/start-stack.ts';

let stack: Stack;
let openai: OpenAI;
let anthropic: Anthropic;

beforeAll(async () => {
  stack = await startStack();
  openai = new OpenAI({ baseURL: `${stack.url}/v1`, apiKey: testKey, maxRetries: 0 });
  anthropic = new Anthropic({ baseURL: stack.url, apiKey: testKey, maxRetries: 0 });
});
beforeEach(() => stack.simulator.clear());
afterAll(() => stack.stop());

const question = 'What is the weather in Paris and Rome?';
const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const steps = 2;

/** The answer to the second round of results. */
type Loop = (model: string, stream: boolean) => Promise<string>;

const overMessages: Loop = async (model, stream) => {
  const messages: Anthropic.MessageParam[] = [{ role: 'user', content: question }];
  const tools = [{ name: 'get_weather', input_schema: parameters as Anthropic.Tool.InputSchema }];
  for (let step = 0; ; step++) {
    const tool_choice = { type: step < steps ? ('any' as const) : ('auto' as const) };
    const request = { model, max_tokens: 4000, messages, tools, tool_choice };
    const { content } = stream
      ? await anthropic.messages.stream(request).finalMessage()
      : await anthropic.messages.create(request);
    if (step === steps) return content.map((block) => (block.type === 'text' ? block.text : '')).join('');
    const calls = content.filter((block) => block.type === 'tool_use');
    messages.push(
      { role: 'assistant', content },
      {
        role: 'user',
        content: calls.map(({ id }) => ({ type: 'tool_result', tool_use_id: id, content: '18 degrees' })),
      },
    );
  }
};

const overResponses: Loop = async (model, stream) => {
  const input: OpenAI.Responses.ResponseInput = [{ role: 'user', content: question }];
  const tools = [{ type: 'function' as const, name: 'get_weather', parameters, strict: false }];
  for (let step = 0; ; step++) {
    const tool_choice = step < steps ? ('required' as const) : ('auto' as const);
    const request = { model, input, tools, tool_choice };
    const response = stream
      ? await openai.responses.stream(request).finalResponse()
      : await openai.responses.create(request);
    if (step === steps) return response.output_text;
    const { output } = response;
    input.push(...(output as OpenAI.Responses.ResponseInputItem[]));
    for (const item of output)
      if (item.type === 'function_call')
        input.push({ type: 'function_call_output', call_id: item.call_id, output: '18 degrees' });
  }
};

/** Assistant messages of the last request that a provider got. */
function lastSent(): JsonObject[] {
  const body = stack.simulator.requests().at(-1)?.body as { messages: JsonObject[] };
  return body.messages.filter(({ role }) => role === 'assistant');
}

function signatures(): unknown[] {
  const calls = lastSent().flatMap(({ tool_calls }) => tool_calls as JsonObject[]);
  return calls.map(({ extra_content }) => (extra_content as JsonObject | undefined)?.google);
}

const loops: [string, Loop][] = [
  ['messages', overMessages],
  ['responses', overResponses],
];

describe.each(loops)('%s', (_, loop) => {
  test.each([false, true])('Gemini gets the signatures of all steps, streamed: %s', async (stream) => {
    expect(await loop('gemini-3.8-flash', stream)).toContain('18 degrees');
    const own = { thought_signature: expect.stringMatching(/^Cs/) };
    expect(signatures().filter((one) => one !== undefined)).toEqual([own, own]);
  });

  test.each([false, true])('GLM gets its reasoning of all steps, streamed: %s', async (stream) => {
    expect(await loop('glm-5.3', stream)).toContain('18 degrees');
    const thought = { reasoning_content: expect.stringMatching(/./) };
    expect(lastSent()).toEqual([expect.objectContaining(thought), expect.objectContaining(thought)]);
  });
});

describe('a history that another model has made', () => {
  const call = {
    id: 'call_1',
    type: 'function' as const,
    function: { name: 'get_weather', arguments: '{}' },
  };
  const loss = /thought-signatures/;

  test('over Chat Completions, whose bytes pass else', async () => {
    const { data, response } = await openai.chat.completions
      .create({
        model: 'gemini-3.8-flash',
        messages: [
          { role: 'user', content: question },
          { role: 'assistant', content: null, tool_calls: [call] },
          { role: 'tool', tool_call_id: 'call_1', content: '18 degrees' },
        ],
        tools: [{ type: 'function', function: { name: 'get_weather', parameters } }],
      })
      .withResponse();
    expect(data.object).toBe('chat.completion');
    expect(signatures()).toEqual([{ thought_signature: 'skip_thought_signature_validator' }]);
    expect(response.headers.get('x-signalbox-losses')).toMatch(loss);
  });

  test('over Messages, from a model of Anthropic', async () => {
    const tools = [{ name: 'get_weather', input_schema: parameters as Anthropic.Tool.InputSchema }];
    const messages: Anthropic.MessageParam[] = [{ role: 'user', content: question }];
    const request = { max_tokens: 4000, messages, tools, thinking: { type: 'adaptive' as const } };
    const { content } = await anthropic.messages.create({ ...request, model: 'claude-opus-4-7' });
    const calls = content.filter((block) => block.type === 'tool_use');
    expect(calls).not.toEqual([]);
    messages.push(
      { role: 'assistant', content },
      {
        role: 'user',
        content: calls.map(({ id }) => ({ type: 'tool_result', tool_use_id: id, content: '18 degrees' })),
      },
    );
    const { response } = await anthropic.messages
      .create({ ...request, model: 'gemini-3.8-flash' })
      .withResponse();
    expect(response.headers.get('x-signalbox-losses')).toMatch(loss);
    expect(signatures()[0]).toEqual({ thought_signature: 'skip_thought_signature_validator' });
  });
});

test('what Google refuses is told in its own words', async () => {
  const history = [
    { role: 'user', content: question },
    {
      role: 'assistant',
      content: null,
      tool_calls: [
        {
          id: 'call_1',
          type: 'function',
          function: { name: 'get_weather', arguments: '{}' },
          extra_content: { google: { thought_signature: 'made up' } },
        },
      ],
    },
    { role: 'tool', tool_call_id: 'call_1', content: '18 degrees' },
  ];
  const request = openai.chat.completions.create({ model: 'gemini-3.8-flash', messages: history } as never);
  await expect(request).rejects.toThrow(/Corrupted thought signature/);
});
