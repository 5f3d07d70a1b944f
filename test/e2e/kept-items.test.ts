/** Clients that name earlier output items instead of sending them, from one model to the next. */
import { createOpenAI } from '@ai-sdk/openai';
import { generateText, isStepCount, type ModelMessage, streamText, tool } from 'ai';
import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { testKey } from '../support/start-router.ts';
import { type Stack, startStack } from '../support/start-stack.ts';

let stack: Stack;
let client: OpenAI;
beforeAll(async () => {
  stack = await startStack();
  client = new OpenAI({ baseURL: `${stack.url}/v1`, apiKey: testKey, maxRetries: 0 });
});
afterAll(() => stack.stop());
beforeEach(() => stack.simulator.clear());

const askWeather = { role: 'user', content: 'What is the weather in Paris?' } as const;
const weatherTool = {
  type: 'function',
  name: 'get_weather',
  parameters: {
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
    additionalProperties: false,
  },
  strict: true,
} as const;

/** Bodies that providers got, in order. */
function received(): string[] {
  return stack.simulator.requests().map(({ text }) => text);
}

describe.each([false, true])('openai, stream: %s', (stream) => {
  type Input = OpenAI.Responses.ResponseInput;

  const ask = (model: string, input: Input) => {
    const request = { model, input, tools: [weatherTool] };
    return stream ? client.responses.stream(request).finalResponse() : client.responses.create(request);
  };

  const named = ({ output }: OpenAI.Responses.Response): Input =>
    output.map(({ id }) => ({ type: 'item_reference', id: id ?? '' }));

  test('a conversation begins on a Messages model and goes on at OpenAI itself', async () => {
    const first = await ask('claude-opus-4-7@high', [askWeather]);
    const call = first.output.find((item) => item.type === 'function_call');
    if (call?.type !== 'function_call') throw new Error('no tool call');
    const output = '18 degrees and sunny';
    const input: Input = [
      askWeather,
      ...named(first),
      { type: 'function_call_output', call_id: call.call_id, output },
    ];
    const second = await ask('claude-opus-4-7@high', input);
    expect(second.output_text).toContain(output);
    input.push(...named(second), { role: 'user', content: 'Say exactly: Au revoir!' });
    const third = await ask('gpt-5.5', input);
    expect(third.output_text).toBe('Au revoir!');

    const [, again = '', last = ''] = received();
    // The reasoning before the call goes back to its maker, who checks the signature; no other model gets it.
    const { messages } = JSON.parse(again) as { messages: { content: { type: string }[] }[] };
    expect(messages[1]?.content.map(({ type }) => type)).toEqual(['thinking', 'text', 'tool_use']);
    expect(stack.simulator.requests().at(-1)).toMatchObject({ provider: 'openai', wire: 'responses' });
    expect(last).not.toContain('sbx_');
    expect(JSON.parse(last)).toMatchObject({
      input: [
        askWeather,
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: first.output_text }] },
        { type: 'function_call', call_id: call.call_id, name: 'get_weather' },
        { type: 'function_call_output', call_id: call.call_id, output },
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: second.output_text }] },
        { role: 'user', content: 'Say exactly: Au revoir!' },
      ],
    });
  });
});

describe.each(['claude-opus-4-7', 'glm-5.1'])('the AI SDK with its defaults, over %s', (model) => {
  const languageModel = () => createOpenAI({ baseURL: `${stack.url}/v1`, apiKey: testKey }).responses(model);

  test.each([false, true])('a conversation of three turns, stream: %s', async (stream) => {
    const messages: ModelMessage[] = [];
    for (const word of ['Grüße', '世界', '🌍']) {
      messages.push({ role: 'user', content: `Say exactly: ${word}!` });
      const request = { model: languageModel(), messages, maxRetries: 0 };
      const result = stream ? streamText(request) : await generateText(request);
      const { messages: said } = await result.response;
      expect(await result.text).toBe(`${word}!`);
      messages.push(...said);
    }
    const { messages: seen } = JSON.parse(received().at(-1) ?? '') as { messages: unknown[] };
    expect(JSON.stringify(seen)).toMatch(/Grüße!.*Grüße!.*世界!.*世界!.*🌍!/);
  });

  test('a loop over tools, and a question about it', async () => {
    const execute = async ({ city }: { city: string }) => `18 degrees in ${city}`;
    const inputSchema = z.object({ city: z.string() });
    const tools = { get_weather: tool({ description: 'Weather of a city', inputSchema, execute }) };
    const messages: ModelMessage[] = [askWeather];
    const loop = { model: languageModel(), tools, stopWhen: isStepCount(3), maxRetries: 0 };
    const { text, response } = await generateText({ ...loop, messages });
    expect(text).toContain('18 degrees in Paris');
    messages.push(...response.messages, { role: 'user', content: 'Say exactly: Thanks!' });
    expect((await generateText({ ...loop, messages })).text).toBe('Thanks!');
    expect(received().at(-1)).toContain(JSON.stringify(text).slice(1, -1));
  });
});

describe('what is not kept', () => {
  test('a previous response of a model over another protocol', async () => {
    const { id } = await client.responses.create({ model: 'claude-opus-4-7', input: 'Hello' });
    const next = client.responses.create({ model: 'claude-opus-4-7', input: 'On', previous_response_id: id });
    await expect(next).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    await expect(next).rejects.toThrow(/in `input`/);
    await expect(client.responses.retrieve(id)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  });

  test('an item of an answer that the caller wanted not to be kept', async () => {
    const request = { model: 'claude-opus-4-7', store: false };
    const { output } = await client.responses.create({ ...request, input: 'Hello' });
    const id = output[0]?.id ?? '';
    const next = client.responses.create({ ...request, input: [{ type: 'item_reference', id }] });
    await expect(next).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    await expect(next).rejects.toMatchObject({ param: 'input[0].id', code: 'response_not_found' });
  });
});
