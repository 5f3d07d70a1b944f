/** Real clients of this protocol read what our encoders write: the OpenAI SDK and the Vercel AI SDK with its schemas. */
import { createOpenAI } from '@ai-sdk/openai';
import OpenAI from 'openai';
import { describe, expect, test } from 'vitest';
import type { Block } from '../../../src/core/block.ts';
import { replay } from '../../../src/core/replay.ts';
import type { LlmResponse } from '../../../src/core/response.ts';
import { openaiChat } from '../../../src/protocols/openai-chat/index.ts';
import { answerContext, encodeStream } from './fixtures.ts';

const answer: LlmResponse = {
  model: 'claude-opus-5',
  serviceTier: 'standard',
  blocks: [
    { type: 'reasoning', parts: ['Think.'] },
    {
      type: 'text',
      text: 'Looking it up.',
      citations: [{ kind: 'url', url: 'https://rail.example/a', start: 0, end: 7 }],
    },
    { type: 'tool-call', id: 'toolu_1', name: 'get_time', input: '{"zone":"UTC"}', kind: 'function' },
    { type: 'tool-call', id: 'toolu_2', name: 'get_date', input: '', kind: 'function' },
  ] satisfies Block[],
  stop: { reason: 'tool-calls', raw: 'tool_use' },
  usage: { inputTokens: 100, cacheReadInputTokens: 60, outputTokens: 40, reasoningOutputTokens: 10 },
};

const refused: LlmResponse = {
  blocks: [{ type: 'refusal', text: 'No.' }],
  stop: { reason: 'refusal' },
  usage: { inputTokens: 5, outputTokens: 1 },
};

/** A `fetch` that answers with this answer, streamed where the body asks for it. */
function serve(response: LlmResponse): typeof fetch {
  return async (_, init) => {
    const isStream = (JSON.parse(String(init?.body)) as { stream?: boolean }).stream === true;
    const context = answerContext({ wantsUsage: true });
    const body = isStream
      ? encodeStream(replay(response), context)
      : JSON.stringify(openaiChat.encodeResponse(response, context));
    return new Response(body, {
      headers: { 'content-type': isStream ? 'text/event-stream' : 'application/json' },
    });
  };
}

async function gather<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const calls = [
  { id: 'toolu_1', type: 'function', function: { name: 'get_time', arguments: '{"zone":"UTC"}' } },
  { id: 'toolu_2', type: 'function', function: { name: 'get_date', arguments: '{}' } },
];

describe('OpenAI SDK', () => {
  const clientOf = (response: LlmResponse) =>
    new OpenAI({ apiKey: 'k', baseURL: 'http://router.test/v1', fetch: serve(response) });
  const params = { model: 'auto', messages: [{ role: 'user' as const, content: 'Hi' }] };

  test('a whole answer', async () => {
    const completion = await clientOf(answer).chat.completions.create(params);
    expect(completion.choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: { content: 'Looking it up.', tool_calls: calls },
    });
    expect(completion.usage).toMatchObject({ prompt_tokens: 100, completion_tokens: 40, total_tokens: 140 });
  });

  test('a stream, put together by the SDK', async () => {
    const stream = clientOf(answer).chat.completions.stream({
      ...params,
      stream_options: { include_usage: true },
    });
    const completion = await stream.finalChatCompletion();
    expect(completion.choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: { content: 'Looking it up.', tool_calls: calls },
    });
    expect(completion.usage).toMatchObject({ prompt_tokens: 100, completion_tokens: 40, total_tokens: 140 });
  });

  test('a refusal in a stream', async () => {
    const completion = await clientOf(refused).chat.completions.stream(params).finalChatCompletion();
    expect(completion.choices[0]?.message).toMatchObject({ content: '', refusal: 'No.' });
  });

  test('an error in a stream is thrown', async () => {
    const fault = { kind: 'server', status: null, code: null, message: 'x' } as const;
    const text = encodeStream([{ type: 'response-start' }, { type: 'error', fault }]);
    const client = new OpenAI({
      apiKey: 'k',
      baseURL: 'http://router.test/v1',
      fetch: async () => new Response(text, { headers: { 'content-type': 'text/event-stream' } }),
    });
    const stream = await client.chat.completions.create({ ...params, stream: true });
    await expect(gather(stream)).rejects.toThrow('The provider failed.');
  });
});

describe('Vercel AI SDK', () => {
  const modelOf = (response: LlmResponse) =>
    createOpenAI({ apiKey: 'k', baseURL: 'http://router.test/v1', fetch: serve(response) }).chat('auto');
  const options = {
    prompt: [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Hi' }] }],
  };
  const usage = {
    inputTokens: { total: 100, noCache: 40, cacheRead: 60 },
    outputTokens: { total: 40, text: 30, reasoning: 10 },
  };

  test('a whole answer', async () => {
    const result = await modelOf(answer).doGenerate(options);
    expect(result.content).toMatchObject([
      { type: 'text', text: 'Looking it up.' },
      { type: 'tool-call', toolCallId: 'toolu_1', toolName: 'get_time', input: '{"zone":"UTC"}' },
      { type: 'tool-call', toolCallId: 'toolu_2', toolName: 'get_date', input: '{}' },
      { type: 'source', sourceType: 'url', url: 'https://rail.example/a' },
    ]);
    expect(result.finishReason.unified).toBe('tool-calls');
    expect(result.usage).toMatchObject(usage);
  });

  test('a stream', async () => {
    const { stream } = await modelOf(answer).doStream(options);
    const parts = await gather(stream);
    expect(parts.filter(({ type }) => type === 'error')).toEqual([]);
    const text = parts.flatMap((part) => (part.type === 'text-delta' ? [part.delta] : []));
    expect(text.join('')).toBe('Looking it up.');
    const called = parts.flatMap((part) => (part.type === 'tool-call' ? [[part.toolName, part.input]] : []));
    expect(called).toEqual([
      ['get_time', '{"zone":"UTC"}'],
      ['get_date', '{}'],
    ]);
    expect(parts.at(-1)).toMatchObject({ type: 'finish', finishReason: { unified: 'tool-calls' }, usage });
  });

  test('a refusal', async () => {
    const result = await modelOf(refused).doGenerate(options);
    expect(result.finishReason.unified).toBe('content-filter');
  });
});
