/** The openai package against the running router: both of its APIs, over targets of every protocol. */
import OpenAI from 'openai';
import { zodResponseFormat, zodTextFormat } from 'openai/helpers/zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { testKey } from '../../support/start-router.ts';
import { type Stack, startStack, targets } from '../../support/start-stack.ts';

let stack: Stack;
let client: OpenAI;

beforeAll(async () => {
  stack = await startStack();
  client = new OpenAI({ baseURL: `${stack.url}/v1`, apiKey: testKey, maxRetries: 0 });
});
afterAll(() => stack.stop());

const say = 'Say exactly: Grüße, 世界 🌍!';
const said = 'Grüße, 世界 🌍!';
const City = z.object({ city: z.string(), population: z.number() });

const parameters = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
} as const;
const chatTool = { type: 'function', function: { name: 'get_weather', parameters } } as const;
const responsesTool = { type: 'function', name: 'get_weather', parameters, strict: true } as const;
const askWeather = 'What is the weather in Paris?';

describe.each(targets)('chat.completions over %s', (_, model) => {
  test('unary', async () => {
    const answer = await client.chat.completions.create({
      model,
      messages: [{ role: 'user', content: say }],
    });
    expect(answer.choices[0]?.message.content).toBe(said);
    expect(answer.choices[0]?.finish_reason).toBe('stop');
    expect(answer.usage?.total_tokens).toBeGreaterThan(0);
  });

  test('stream helper', async () => {
    const stream = client.chat.completions.stream({
      model,
      messages: [{ role: 'user', content: say }],
      stream_options: { include_usage: true },
    });
    let text = '';
    stream.on('content', (delta) => {
      text += delta;
    });
    const final = await stream.finalChatCompletion();
    expect(text).toBe(said);
    expect(final.choices[0]?.message.content).toBe(said);
    expect(final.usage?.prompt_tokens).toBeGreaterThan(0);
  });

  test('a stream without the usage that nobody asked for', async () => {
    const chunks = [];
    for await (const chunk of await client.chat.completions.create({
      model,
      stream: true,
      messages: [{ role: 'user', content: say }],
    })) {
      chunks.push(chunk);
    }
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe(said);
    expect(chunks.every((chunk) => chunk.choices.length === 1)).toBe(true);
  });

  test.each([false, true])('tool call and result, stream: %s', async (stream) => {
    const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: askWeather }];
    const request = { model, messages, tools: [chatTool] };
    const first = stream
      ? await client.chat.completions.stream(request).finalChatCompletion()
      : await client.chat.completions.create(request);
    const message = first.choices[0]?.message;
    const call = message?.tool_calls?.[0];
    if (call?.type !== 'function' || !message) throw new Error('no tool call');
    expect(first.choices[0]?.finish_reason).toBe('tool_calls');
    expect(call.function.name).toBe('get_weather');
    expect(JSON.parse(call.function.arguments)).toEqual({ city: 'Paris' });
    messages.push(message, { role: 'tool', tool_call_id: call.id, content: '18 degrees and sunny' });
    const second = await client.chat.completions.create(request);
    expect(second.choices[0]?.message.content).toContain('18 degrees and sunny');
  });

  test('structured output, parsed', async () => {
    const answer = await client.chat.completions.parse({
      model,
      messages: [{ role: 'user', content: 'Which city is the capital of France?' }],
      response_format: zodResponseFormat(City, 'city'),
    });
    expect(City.parse(answer.choices[0]?.message.parsed)).toBeTruthy();
  });
});

describe.each(targets)('responses over %s', (_, model) => {
  test('unary', async () => {
    const answer = await client.responses.create({ model, input: say });
    expect(answer.output_text).toBe(said);
    expect(answer.status).toBe('completed');
    expect(answer.usage?.total_tokens).toBeGreaterThan(0);
  });

  test('stream helper', async () => {
    const stream = client.responses.stream({ model, input: say });
    let text = '';
    stream.on('response.output_text.delta', ({ delta }) => {
      text += delta;
    });
    const final = await stream.finalResponse();
    expect(text).toBe(said);
    expect(final.output_text).toBe(said);
  });

  test.each([false, true])('tool call and result, stream: %s', async (stream) => {
    const input: OpenAI.Responses.ResponseInput = [{ role: 'user', content: askWeather }];
    const request = { model, input, tools: [responsesTool], store: false };
    const first = stream
      ? await client.responses.stream(request).finalResponse()
      : await client.responses.create(request);
    const call = first.output.find((item) => item.type === 'function_call');
    if (call?.type !== 'function_call') throw new Error('no tool call');
    expect(JSON.parse(call.arguments)).toEqual({ city: 'Paris' });
    const { call_id, name, arguments: sent } = call;
    input.push({ type: 'function_call', call_id, name, arguments: sent });
    input.push({ type: 'function_call_output', call_id, output: '18 degrees and sunny' });
    const second = await client.responses.create(request);
    expect(second.output_text).toContain('18 degrees and sunny');
  });

  test('structured output, parsed', async () => {
    const answer = await client.responses.parse({
      model,
      input: 'Which city is the capital of France?',
      text: { format: zodTextFormat(City, 'city') },
    });
    expect(City.parse(answer.output_parsed)).toBeTruthy();
  });
});

test('embeddings', async () => {
  const { data } = await client.embeddings.create({ model: 'text-embedding-3-small', input: ['a', 'b'] });
  expect(data).toHaveLength(2);
});

test('models', async () => {
  const ids = [];
  for await (const model of client.models.list()) ids.push(model.id);
  expect(ids).toEqual(expect.arrayContaining(['auto', 'gpt-5.5', 'claude-opus-4-7']));
  expect(await client.models.retrieve('gpt-5.5')).toMatchObject({ id: 'gpt-5.5', object: 'model' });
});

test('an unknown model is an error that the client knows, with near matches', async () => {
  const request = client.chat.completions.create({
    model: 'gpt-5,5',
    messages: [{ role: 'user', content: 'hi' }],
  });
  await expect(request).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  await expect(request).rejects.toThrow(/gpt-5\.5/);
});

test('a wrong key is an error that the client knows', async () => {
  const stranger = client.withOptions({ apiKey: 'sk-wrong' });
  await expect(stranger.models.list()).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
});
