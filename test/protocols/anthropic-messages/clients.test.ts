/** What callers of this protocol really use reads our answers: the maker's SDK and the Vercel AI SDK, both ways. */
import { createAnthropic } from '@ai-sdk/anthropic';
import Anthropic from '@anthropic-ai/sdk';
import { generateText, streamText } from 'ai';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { replay } from '../../../src/core/replay.ts';
import type { LlmResponse } from '../../../src/core/response.ts';
import { anthropicMessages } from '../../../src/protocols/anthropic-messages/index.ts';
import { arbitraryResponse } from '../../support/arbitrary.ts';
import { answerContext, encodeStream } from './fixtures.ts';

/** Answers as models of other makers give them, with everything that this wire has another form for. */
const answers = arbitraryResponse({
  stops: [{ reason: 'end' }, { reason: 'max-tokens' }, { reason: 'content-filter', explanation: 'No.' }],
  toolStop: { reason: 'tool-calls' },
  reasoning: 'parts',
  seal: { protocol: 'openai-responses', model: 'gpt-5.5' },
  urlCitations: true,
  refusals: true,
  customTools: true,
  reasoningUsage: true,
  cacheWrites: true,
  serviceTiers: ['default', 'flex', 'priority'],
});

function reply(response: LlmResponse, isStream: boolean): typeof fetch {
  const body = isStream
    ? encodeStream(replay(response))
    : JSON.stringify(anthropicMessages.encodeResponse(response, answerContext()));
  const type = isStream ? 'text/event-stream' : 'application/json';
  return () => Promise.resolve(new Response(body, { headers: { 'content-type': type } }));
}

function textOf({ blocks }: LlmResponse): string {
  return blocks
    .map((block) => (block.type === 'text' || block.type === 'refusal' ? block.text : ''))
    .join('');
}

function callsOf({ blocks }: LlmResponse) {
  return blocks.flatMap((block) => {
    if (block.type !== 'tool-call') return [];
    const input: unknown = block.kind === 'custom' ? { input: block.input } : JSON.parse(block.input);
    return [{ id: block.id, name: block.name, input }];
  });
}

function thoughtsOf({ blocks }: LlmResponse): string[] {
  return blocks.flatMap((block) => (block.type === 'reasoning' ? [block.parts.join('\n\n')] : []));
}

describe.each([
  ['unary', false],
  ['streamed', true],
])('%s', (_, isStream) => {
  test("the maker's SDK", async () => {
    await fc.assert(
      fc.asyncProperty(answers, async (response) => {
        const client = new Anthropic({ apiKey: 'k', maxRetries: 0, fetch: reply(response, isStream) });
        const params = { model: 'm', max_tokens: 100, messages: [{ role: 'user' as const, content: 'x' }] };
        const message = isStream
          ? await client.messages.stream(params).finalMessage()
          : await client.messages.create(params);
        const { content, usage } = message;
        const text = content.map((block) => (block.type === 'text' ? block.text : '')).join('');
        const calls = content.flatMap((block) => {
          return block.type === 'tool_use' ? [{ id: block.id, name: block.name, input: block.input }] : [];
        });
        const thoughts = content.flatMap((block) => (block.type === 'thinking' ? [block.thinking] : []));
        const signatures = content.flatMap((block) => (block.type === 'thinking' ? [block.signature] : []));
        expect(text).toBe(textOf(response));
        expect(calls).toEqual(callsOf(response));
        expect(thoughts).toEqual(thoughtsOf(response));
        expect(signatures.every((each) => each.startsWith('sbx1.openai-responses.gpt-5%2E5.'))).toBe(true);
        const input =
          usage.input_tokens +
          (usage.cache_read_input_tokens ?? 0) +
          (usage.cache_creation_input_tokens ?? 0);
        expect([input, usage.output_tokens, usage.output_tokens_details?.thinking_tokens]).toEqual([
          response.usage.inputTokens,
          response.usage.outputTokens,
          response.usage.reasoningOutputTokens,
        ]);
      }),
      { numRuns: 30 },
    );
  });

  test('the Vercel AI SDK', async () => {
    await fc.assert(
      fc.asyncProperty(answers, async (response) => {
        const model = createAnthropic({ apiKey: 'k', fetch: reply(response, isStream) })('claude-haiku-4-5');
        const options = { model, prompt: 'x', maxRetries: 0 };
        const result = isStream
          ? streamText({ ...options, onError: ({ error }) => Promise.reject(error) })
          : await generateText(options);
        const [text, reasoning, calls, finishReason, usage] = await Promise.all([
          result.text,
          result.reasoning,
          result.toolCalls,
          result.finishReason,
          result.usage,
        ]);
        expect(text).toBe(textOf(response));
        expect(reasoning.map((part) => (part.type === 'reasoning' ? part.text : ''))).toEqual(
          thoughtsOf(response),
        );
        expect(
          calls.map(({ toolCallId, toolName, input }) => ({ id: toolCallId, name: toolName, input })),
        ).toEqual(callsOf(response));
        expect(finishReason).not.toBe('other');
        expect(usage).toMatchObject({
          inputTokens: response.usage.inputTokens,
          outputTokens: response.usage.outputTokens,
          inputTokenDetails: { cacheReadTokens: response.usage.cacheReadInputTokens ?? 0 },
          outputTokenDetails: { reasoningTokens: response.usage.reasoningOutputTokens },
        });
      }),
      { numRuns: 30 },
    );
  });
});
