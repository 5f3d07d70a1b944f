/**
 * What we print, read by the clients that people use: openai's stream helper with its strict accumulator and parser,
 * and the Vercel AI SDK with its schemas. No network: the answer is handed to the client's own fetch.
 */
import { createOpenAI } from '@ai-sdk/openai';
import { generateText, jsonSchema, streamText, type ToolSet } from 'ai';
import OpenAI from 'openai';
import { describe, expect, test } from 'vitest';
import { RouterError } from '../../../src/core/errors.ts';
import { replay } from '../../../src/core/replay.ts';
import type { LlmRequest } from '../../../src/core/request.ts';
import type { LlmResponse } from '../../../src/core/response.ts';
import { openaiResponses } from '../../../src/protocols/openai-responses/index.ts';
import { answerContext, decoded, encodeStream } from './fixtures.ts';

/** A fetch that answers every request with this response, in the form asked for. */
function serve(response: LlmResponse, requests: LlmRequest[] = []): typeof fetch {
  return async (_, init) => {
    const request = decoded(JSON.parse(String(init?.body)));
    requests.push(request);
    const context = answerContext({ request });
    if (!request.stream) return Response.json(openaiResponses.encodeResponse(response, context));
    return new Response(encodeStream(replay(response), context), {
      headers: { 'content-type': 'text/event-stream' },
    });
  };
}

const response: LlmResponse = {
  model: 'claude-x',
  blocks: [
    {
      type: 'reasoning',
      parts: ['Look it up.', 'Then answer.'],
      seal: { protocol: 'anthropic-messages', model: 'claude-x', data: 'EqQB' },
    },
    {
      type: 'text',
      text: 'Two trains 🚆 run.',
      citations: [{ kind: 'url', url: 'https://example.com/a', title: 'Timetable' }],
    },
    { type: 'tool-call', id: 'toolu_1', name: 'weather', input: '{"city":"Bern"}', kind: 'function' },
    { type: 'tool-call', id: 'toolu_2', name: 'weather', input: '{"city":"Rome"}', kind: 'function' },
  ],
  stop: { reason: 'tool-calls' },
  usage: {
    inputTokens: 100,
    cacheReadInputTokens: 40,
    cacheCreationInputTokens: 10,
    outputTokens: 30,
    reasoningOutputTokens: 12,
  },
};

const weather: OpenAI.Responses.FunctionTool = {
  type: 'function',
  name: 'weather',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  strict: true,
};

function client(over: typeof fetch) {
  return new OpenAI({ apiKey: 'k', baseURL: 'http://signalbox.test/v1', maxRetries: 0, fetch: over });
}

const asked = { model: 'auto', input: 'Weather?', tools: [weather] };

describe('openai', () => {
  test('its stream helper accumulates and parses what we print', async () => {
    const stream = client(serve(response)).responses.stream(asked);
    const deltas: string[] = [];
    stream.on('response.output_text.delta', (event) => deltas.push(event.delta));
    const final = await stream.finalResponse();
    expect(deltas.join('')).toBe('Two trains 🚆 run.');
    expect(final.output_text).toBe('Two trains 🚆 run.');
    expect(final.output.map(({ type }) => type)).toEqual([
      'reasoning',
      'message',
      'function_call',
      'function_call',
    ]);
    expect(
      final.output.flatMap((item) => (item.type === 'function_call' ? [item.parsed_arguments] : [])),
    ).toEqual([{ city: 'Bern' }, { city: 'Rome' }]);
    expect(final.usage?.input_tokens_details.cached_tokens).toBe(40);
  });

  test('its unary call and parser read the same', async () => {
    const openai = client(serve({ ...response, blocks: [{ type: 'text', text: '{"cars":12}' }] }));
    const parsed = await openai.responses.parse({
      model: 'auto',
      input: 'Cars?',
      text: { format: { type: 'json_schema', name: 'train', schema: { type: 'object' }, strict: true } },
    });
    expect(parsed.output_text).toBe('{"cars":12}');
    expect(parsed.text?.format).toMatchObject({ type: 'json_schema', name: 'train' });
  });

  test('a refusal and a cut answer accumulate too', async () => {
    const refused = client(
      serve({ ...response, blocks: [], stop: { reason: 'refusal', explanation: 'No.' } }),
    );
    const refusal = await refused.responses.stream(asked).finalResponse();
    expect(refusal.output).toMatchObject([
      { type: 'message', content: [{ type: 'refusal', refusal: 'No.' }] },
    ]);
    const cut = client(serve({ ...response, stop: { reason: 'max-tokens' } }));
    const final = await cut.responses.stream(asked).finalResponse();
    expect(final).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
    });
  });

  test('a failure inside the stream is thrown', async () => {
    const error = new RouterError('upstream_stalled', 'The provider stopped sending.');
    const [start] = replay(response);
    const text = encodeStream(start ? [start] : []) + openaiResponses.encodeStreamError(error, 'req_1');
    const broken = client(
      async () => new Response(text, { headers: { 'content-type': 'text/event-stream' } }),
    );
    await expect(broken.responses.stream(asked).finalResponse()).rejects.toMatchObject({
      code: 'upstream_stalled',
    });
  });

  test('an error body is thrown with its code', async () => {
    const error = new RouterError('model_not_found', 'No such model.', { param: 'model' });
    const refused = client(async () =>
      Response.json(openaiResponses.encodeError(error, 'req_1'), { status: error.status }),
    );
    await expect(refused.responses.create(asked)).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
      param: 'model',
    });
  });
});

describe('Vercel AI SDK', () => {
  const tools: ToolSet = {
    weather: { inputSchema: jsonSchema<{ city: string }>(weather.parameters ?? {}) } as ToolSet[string],
  };
  const model = (over: typeof fetch) =>
    createOpenAI({ apiKey: 'k', baseURL: 'http://signalbox.test/v1', fetch: over }).responses('auto');

  const calls = [
    { toolCallId: 'toolu_1', input: { city: 'Bern' } },
    { toolCallId: 'toolu_2', input: { city: 'Rome' } },
  ];
  const counts = {
    inputTokens: 100,
    outputTokens: 30,
    inputTokenDetails: { cacheReadTokens: 40, cacheWriteTokens: 10 },
    outputTokenDetails: { reasoningTokens: 12 },
  };

  test('reads a unary answer', async () => {
    const result = await generateText({ model: model(serve(response)), prompt: 'Weather?', tools });
    expect(result.text).toBe('Two trains 🚆 run.');
    expect(result.reasoningText).toContain('Look it up.');
    expect(result.toolCalls).toMatchObject(calls);
    expect(result.finishReason).toBe('tool-calls');
    expect(result.usage).toMatchObject(counts);
    expect(result.sources).toMatchObject([{ url: 'https://example.com/a', title: 'Timetable' }]);
  });

  test('reads a streamed answer', async () => {
    const result = streamText({ model: model(serve(response)), prompt: 'Weather?', tools });
    expect(await result.text).toBe('Two trains 🚆 run.');
    expect(await result.reasoningText).toContain('Then answer.');
    expect(await result.toolCalls).toMatchObject(calls);
    expect(await result.finishReason).toBe('tool-calls');
    expect(await result.usage).toMatchObject(counts);
    expect(await result.sources).toMatchObject([{ url: 'https://example.com/a' }]);
  });

  test('sends back the sealed reasoning that it got, so that the next turn has it', async () => {
    const requests: LlmRequest[] = [];
    const first = await generateText({
      model: model(serve(response, requests)),
      prompt: 'Weather?',
      tools,
      providerOptions: {
        openai: { store: false, include: ['reasoning.encrypted_content'], forceReasoning: true },
      },
    });
    const answered = first.toolCalls.map(({ toolCallId }) => ({
      type: 'tool-result' as const,
      toolCallId,
      toolName: 'weather',
      output: { type: 'text' as const, value: 'Sunny' },
    }));
    await generateText({
      model: model(serve(response, requests)),
      messages: [
        { role: 'user', content: 'Weather?' },
        ...first.response.messages,
        { role: 'tool', content: answered },
      ],
      tools,
      providerOptions: { openai: { store: false, forceReasoning: true } },
    });
    const [assistant, results] = requests[1]?.messages.slice(1) ?? [];
    expect(assistant?.content).toMatchObject([
      {
        type: 'reasoning',
        parts: ['Look it up.', 'Then answer.'],
        seal: { protocol: 'anthropic-messages', model: 'claude-x', data: 'EqQB' },
      },
      { type: 'text', text: 'Two trains 🚆 run.' },
      { type: 'tool-call', id: 'toolu_1' },
      { type: 'tool-call', id: 'toolu_2' },
    ]);
    expect(results?.content).toMatchObject([{ callId: 'toolu_1' }, { callId: 'toolu_2' }]);
  });

  test('is told what to do when it refers to items that nobody keeps', async () => {
    const requests: LlmRequest[] = [];
    const options = { openai: { forceReasoning: true } };
    const over = serve(
      { ...response, blocks: response.blocks.slice(0, 2), stop: { reason: 'end' } },
      requests,
    );
    const first = await generateText({ model: model(over), prompt: 'Hi', providerOptions: options });
    const next = generateText({
      model: model(over),
      messages: [
        { role: 'user', content: 'Hi' },
        ...first.response.messages,
        { role: 'user', content: 'On' },
      ],
      providerOptions: options,
      maxRetries: 0,
    });
    await expect(next).rejects.toThrow('providerOptions.openai.store = false');
  });
});
