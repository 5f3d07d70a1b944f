// For any request, an answer streamed is the answer given at once, on every protocol.

import Anthropic from '@anthropic-ai/sdk';
import fc from 'fast-check';
import OpenAI from 'openai';
import { expect, it } from 'vitest';
import { collect, useClients } from './clients.ts';

const { simulator } = await useClients();
const openai = new OpenAI({ apiKey: 'k', baseURL: `${simulator.url}/openai/v1`, maxRetries: 0 });
const anthropic = new Anthropic({ apiKey: 'k', baseURL: `${simulator.url}/anthropic`, maxRetries: 0 });

const prompts = fc.oneof(
  fc
    .array(fc.constantFrom('a ', 'é', '漢', '😀', '\n', '"', '\\', '{', '7', '.'), {
      minLength: 1,
      maxLength: 60,
    })
    .map((units) => `Say exactly: x${units.join('')}x`),
  fc.constantFrom(
    'Why?',
    'Write code for a queue',
    'weather in Paris and London',
    '[[refuse]]',
    '[[filter]] go',
    'List five ideas',
    '[[call:note]]',
  ),
);
const caps = fc.constantFrom(16, 64, 4000);
const schema = { type: 'object' as const, properties: { city: { type: 'string' } }, required: ['city'] };
const runs = { numRuns: 15 };

it('Chat Completions', async () => {
  const tools = ['get_weather', 'note'].map((name) => ({
    type: 'function' as const,
    function: { name, parameters: schema },
  }));
  await fc.assert(
    fc.asyncProperty(prompts, caps, async (content, cap) => {
      const ask = {
        model: 'gpt-4o',
        messages: [{ role: 'user' as const, content }],
        tools,
        max_completion_tokens: cap,
      };
      const whole = await openai.chat.completions.create(ask);
      const chunks = await collect(
        await openai.chat.completions.create({
          ...ask,
          stream: true,
          stream_options: { include_usage: true },
        }),
      );
      const deltas = chunks.map((chunk) => chunk.choices[0]?.delta);
      const calls = deltas.flatMap((delta) => delta?.tool_calls ?? []);
      const { content: text, refusal, tool_calls } = whole.choices[0]?.message ?? {};
      expect(deltas.map((delta) => delta?.content ?? '').join('')).toBe(text ?? '');
      expect(deltas.map((delta) => delta?.refusal ?? '').join('')).toBe(refusal ?? '');
      const joined = (tool_calls ?? []).map((_call, index) =>
        calls
          .filter((call) => call.index === index)
          .map((call) => call.function?.arguments ?? '')
          .join(''),
      );
      expect(joined).toEqual(
        (tool_calls ?? []).map((call) => (call.type === 'function' ? call.function.arguments : '')),
      );
      expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe(whole.choices[0]?.finish_reason);
      expect(chunks.at(-1)?.usage).toEqual(whole.usage);
    }),
    runs,
  );
});

it('Responses', async () => {
  const tools = ['get_weather', 'note'].map((name) => ({
    type: 'function' as const,
    name,
    parameters: schema,
    strict: false,
  }));
  await fc.assert(
    fc.asyncProperty(prompts, caps, async (input, cap) => {
      const ask = {
        model: 'gpt-5.5',
        input,
        tools,
        max_output_tokens: cap,
        reasoning: { summary: 'auto' as const },
      };
      const whole = await openai.responses.create(ask);
      const streamed = await openai.responses.stream(ask).finalResponse();
      const bare = (output: unknown) => JSON.stringify(output).replaceAll(/"(id|call_id)":"[^"]*"/g, '');
      const withoutParsed = streamed.output.map((item) =>
        JSON.parse(JSON.stringify(item), (key, value) =>
          key === 'parsed' || key === 'parsed_arguments' ? undefined : value,
        ),
      );
      expect(bare(withoutParsed)).toBe(bare(whole.output));
      expect(streamed.status).toBe(whole.status);
      expect(streamed.usage).toEqual(whole.usage);
    }),
    runs,
  );
});

it('Messages', async () => {
  const tools = ['get_weather', 'note'].map((name) => ({ name, input_schema: schema }));
  await fc.assert(
    fc.asyncProperty(prompts, caps, async (content, cap) => {
      const thinking = { type: 'adaptive' as const, display: 'summarized' as const };
      const ask = {
        model: 'claude-opus-4-7',
        max_tokens: cap,
        messages: [{ role: 'user' as const, content }],
        tools,
        thinking,
      };
      const whole = await anthropic.messages.create(ask);
      const events = await collect(await anthropic.messages.create({ ...ask, stream: true }));
      const texts = events.flatMap((event) =>
        event.type === 'content_block_delta' && event.delta.type === 'text_delta' ? [event.delta.text] : [],
      );
      const thoughts = events.flatMap((event) =>
        event.type === 'content_block_delta' && event.delta.type === 'thinking_delta'
          ? [event.delta.thinking]
          : [],
      );
      const opened = events.flatMap((event) =>
        event.type === 'content_block_start' ? [event.content_block.type] : [],
      );
      expect(opened).toEqual(whole.content.map((block) => block.type));
      expect(texts.join('')).toBe(
        whole.content.map((block) => (block.type === 'text' ? block.text : '')).join(''),
      );
      expect(thoughts.join('')).toBe(
        whole.content.map((block) => (block.type === 'thinking' ? block.thinking : '')).join(''),
      );
      const tail = events.at(-2);
      expect(tail).toMatchObject({
        delta: { stop_reason: whole.stop_reason },
        usage: { output_tokens: whole.usage.output_tokens },
      });
    }),
    runs,
  );
});
