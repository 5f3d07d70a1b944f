/** @anthropic-ai/sdk against the running router, over targets of every protocol. */
import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testKey } from '../../support/start-router.ts';
import { type Stack, startStack, targets } from '../../support/start-stack.ts';

let stack: Stack;
let client: Anthropic;

beforeAll(async () => {
  stack = await startStack();
  client = new Anthropic({ baseURL: stack.url, apiKey: testKey, maxRetries: 0 });
});
afterAll(() => stack.stop());

const say = 'Say exactly: Grüße, 世界 🌍!';
const said = 'Grüße, 世界 🌍!';
const tool: Anthropic.Tool = {
  name: 'get_weather',
  description: 'Weather of a city',
  input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};

function textOf(message: Anthropic.Message): string {
  return message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
}

describe.each(targets)('messages over %s', (_, model) => {
  test('unary', async () => {
    const message = await client.messages.create({
      model,
      max_tokens: 500,
      messages: [{ role: 'user', content: say }],
    });
    expect(textOf(message)).toBe(said);
    expect(message.stop_reason).toBe('end_turn');
    expect(message.usage.input_tokens).toBeGreaterThan(0);
  });

  test('stream helper', async () => {
    const stream = client.messages.stream({
      model,
      max_tokens: 500,
      messages: [{ role: 'user', content: say }],
    });
    const started: number[] = [];
    stream.on('streamEvent', (event) => {
      if (event.type === 'message_start') started.push(event.message.usage.input_tokens);
    });
    let text = '';
    stream.on('text', (delta) => {
      text += delta;
    });
    const final = await stream.finalMessage();
    expect(text).toBe(said);
    expect(textOf(final)).toBe(said);
    expect(final.usage.output_tokens).toBeGreaterThan(0);
    expect(started).toEqual([expect.any(Number)]);
    expect(started[0]).toBeGreaterThan(0);
  });

  test.each([false, true])('tool call and result, stream: %s', async (stream) => {
    const messages: Anthropic.MessageParam[] = [{ role: 'user', content: 'What is the weather in Paris?' }];
    const request = { model, max_tokens: 500, messages, tools: [tool] };
    const first = stream
      ? await client.messages.stream(request).finalMessage()
      : await client.messages.create(request);
    const call = first.content.find((block) => block.type === 'tool_use');
    if (!call) throw new Error('no tool call');
    expect(first.stop_reason).toBe('tool_use');
    expect(call.input).toEqual({ city: 'Paris' });
    messages.push(
      { role: 'assistant', content: first.content },
      {
        role: 'user',
        content: [{ type: 'tool_result', tool_use_id: call.id, content: '18 degrees and sunny' }],
      },
    );
    expect(textOf(await client.messages.create(request))).toContain('18 degrees and sunny');
  });

  test('thinking goes back and forth with a tool call between', async () => {
    const messages: Anthropic.MessageParam[] = [{ role: 'user', content: 'What is the weather in Paris?' }];
    const request = {
      model,
      max_tokens: 4000,
      messages,
      tools: [tool],
      thinking: { type: 'adaptive' as const },
    };
    const first = await client.messages.create(request);
    const call = first.content.find((block) => block.type === 'tool_use');
    if (!call) throw new Error('no tool call');
    messages.push(
      { role: 'assistant', content: first.content },
      {
        role: 'user',
        content: [{ type: 'tool_result', tool_use_id: call.id, content: '18 degrees and sunny' }],
      },
    );
    expect(textOf(await client.messages.create(request))).toContain('18 degrees and sunny');
  });

  test("search results in a tool's result arrive, with their address", async () => {
    const found: Anthropic.SearchResultBlockParam = {
      type: 'search_result',
      source: 'https://tea.example',
      title: 'Tea',
      content: [{ type: 'text', text: 'Green: 80 degrees.' }],
    };
    const messages: Anthropic.MessageParam[] = [
      { role: 'user', content: 'How hot for tea?' },
      { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: tool.name, input: {} }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: [found] }] },
    ];
    const before = stack.simulator.requests().length;
    await client.messages.create({ model, max_tokens: 500, tools: [tool], messages });
    const sent = JSON.stringify(stack.simulator.requests().slice(before));
    expect(sent).toContain('Green: 80 degrees.');
    expect(sent).toContain('https://tea.example');
  });

  test('a block that nobody knows is never left out in silence', async () => {
    const zap = { type: 'zap', charge: 3 } as unknown as Anthropic.TextBlockParam;
    const answer = client.messages.create({
      model,
      max_tokens: 500,
      messages: [{ role: 'user', content: [zap, { type: 'text', text: say }] }],
    });
    if (model.startsWith('claude')) return expect(textOf(await answer)).toBe(said);
    await expect(answer).rejects.toMatchObject({ status: 400, message: /messages\[0\]\.content\[0\]/ });
  });

  test('count_tokens', async () => {
    const { input_tokens } = await client.messages.countTokens({
      model,
      messages: [{ role: 'user', content: say }],
    });
    expect(input_tokens).toBeGreaterThan(0);
  });
});

test.each([
  ['deepseek-v4-pro@high', 'claude-opus-4-7@high'],
  ['claude-opus-4-7@high', 'deepseek-v4-pro@high'],
])('thinking of %s stays there when the conversation goes on with %s', async (one, other) => {
  const messages: Anthropic.MessageParam[] = [{ role: 'user', content: 'What is the weather in Paris?' }];
  const request = { max_tokens: 4000, messages, tools: [tool], thinking: { type: 'adaptive' as const } };
  const { content } = await client.messages.create({ ...request, model: one });
  const call = content.find((block) => block.type === 'tool_use');
  expect(content[0]).toMatchObject({ type: 'thinking', signature: expect.stringMatching(/./) });
  messages.push(
    { role: 'assistant', content },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: call?.id ?? '', content: '18 degrees' }] },
  );
  const { data, response } = await client.messages.create({ ...request, model: other }).withResponse();
  expect(textOf(data)).toContain('18 degrees');
  expect(response.headers.get('x-signalbox-losses')).toContain('reasoning-seal');
  const back = await client.messages.create({ ...request, model: one }).withResponse();
  expect(back.response.headers.get('x-signalbox-losses') ?? '').not.toContain('reasoning-seal');
});

test('models in its own form', async () => {
  const page = await client.models.list({ limit: 3 });
  expect(page.data).toHaveLength(3);
  expect(page.data[0]).toMatchObject({ type: 'model', id: 'auto' });
  expect(page.has_more).toBe(true);
});

test('errors are its own', async () => {
  const request = client.messages.create({
    model: 'claude-opus-47',
    max_tokens: 5,
    messages: [{ role: 'user', content: 'hi' }],
  });
  await expect(request).rejects.toBeInstanceOf(Anthropic.NotFoundError);
  await expect(request).rejects.toThrow(/claude-opus-4-7/);
});
