/** LangChain, LlamaIndex and the OpenAI Agents SDK against the running router, over targets of every protocol. */
import { ChatAnthropic } from '@langchain/anthropic';
import { tool as langchainTool } from '@langchain/core/tools';
import { ChatOpenAI } from '@langchain/openai';
import { AnthropicSession, Anthropic as LlamaAnthropic } from '@llamaindex/anthropic';
import { OpenAI as LlamaOpenAI, OpenAIResponses as LlamaResponses } from '@llamaindex/openai';
import {
  Agent,
  tool as agentTool,
  OpenAIChatCompletionsModel,
  OpenAIResponsesModel,
  Runner,
  setTracingDisabled,
} from '@openai/agents';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { testKey } from '../../support/start-router.ts';
import { type Stack, startStack, targets } from '../../support/start-stack.ts';

let stack: Stack;
beforeAll(async () => {
  setTracingDisabled(true);
  stack = await startStack();
});
afterAll(() => stack.stop());

const say = 'Say exactly: Grüße, 世界 🌍!';
const said = 'Grüße, 世界 🌍!';
const askWeather = 'What is the weather in Paris?';
const base = () => `${stack.url}/v1`;

describe.each(targets)('LangChain over %s', (_, model) => {
  const clients = {
    chat: () =>
      new ChatOpenAI({
        model,
        apiKey: testKey,
        configuration: { baseURL: base() },
        maxRetries: 0,
        useResponsesApi: false,
      }),
    responses: () =>
      new ChatOpenAI({
        model,
        apiKey: testKey,
        configuration: { baseURL: base() },
        maxRetries: 0,
        useResponsesApi: true,
      }),
    messages: () =>
      new ChatAnthropic({
        model,
        apiKey: testKey,
        anthropicApiUrl: stack.url,
        maxRetries: 0,
        maxTokens: 500,
      }),
  };
  const weather = langchainTool(async ({ city }: { city: string }) => `18 degrees in ${city}`, {
    name: 'get_weather',
    description: 'Weather of a city',
    schema: z.object({ city: z.string() }),
  });

  test.each(Object.keys(clients) as (keyof typeof clients)[])('%s: invoke, stream, tool', async (caller) => {
    const client = clients[caller]();
    expect((await client.invoke(say)).text).toBe(said);
    let text = '';
    for await (const chunk of await client.stream(say)) text += chunk.text;
    expect(text).toBe(said);
    const asked = await client.bindTools([weather]).invoke(askWeather);
    expect(asked.tool_calls?.[0]).toMatchObject({ name: 'get_weather', args: { city: 'Paris' } });
  });
});

describe.each(targets)('LlamaIndex over %s', (_, model) => {
  const asked = { messages: [{ role: 'user' as const, content: say }] };

  test('chat: chat and stream', async () => {
    const client = new LlamaOpenAI({ model, apiKey: testKey, baseURL: base(), maxRetries: 0 });
    expect((await client.chat(asked)).message.content).toBe(said);
    let text = '';
    for await (const chunk of await client.chat({ ...asked, stream: true })) text += chunk.delta;
    expect(text).toBe(said);
  });

  test('responses: chat and stream', async () => {
    const client = new LlamaResponses({ model, apiKey: testKey, baseURL: base(), maxRetries: 0 });
    expect(textOf((await client.chat(asked)).message.content)).toBe(said);
    // It repeats its last delta for every event that has none; the deltas themselves are what came over the wire.
    let text = '';
    for await (const { raw, delta } of await client.chat({ ...asked, stream: true })) {
      if ((raw as { type?: string }).type === 'response.output_text.delta') text += delta;
    }
    expect(text).toBe(said);
  });

  test('messages: chat and stream', async () => {
    const session = new AnthropicSession({ apiKey: testKey });
    session.anthropic.baseURL = stack.url;
    const client = new LlamaAnthropic({ model: model as 'claude-opus-4-0', maxTokens: 500, session });
    expect(textOf((await client.chat(asked)).message.content)).toBe(said);
    let text = '';
    for await (const chunk of await client.chat({ ...asked, stream: true })) text += chunk.delta;
    expect(text).toBe(said);
  });
});

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return (content as { text?: string }[]).map((part) => part.text ?? '').join('');
}

describe.each(targets)('OpenAI Agents SDK over %s', (_, model) => {
  const weather = agentTool({
    name: 'get_weather',
    description: 'Weather of a city',
    parameters: z.object({ city: z.string() }),
    execute: async ({ city }) => `18 degrees in ${city}`,
  });
  const client = () => new OpenAI({ baseURL: base(), apiKey: testKey, maxRetries: 0 });
  const models = {
    chat: () => new OpenAIChatCompletionsModel(client(), model),
    responses: () => new OpenAIResponsesModel(client(), model),
  };
  const cases = (Object.keys(models) as (keyof typeof models)[]).flatMap((caller) =>
    [false, true].map((stream) => [caller, stream] as const),
  );

  test.each(cases)('%s: an agent runs its tool, stream: %s', async (caller, stream) => {
    const agent = new Agent({
      name: 'Weather',
      instructions: 'Answer with the tool.',
      model: models[caller](),
      tools: [weather],
    });
    const runner = new Runner({ tracingDisabled: true });
    if (stream) {
      const result = await runner.run(agent, askWeather, { stream: true });
      await result.completed;
      expect(result.finalOutput).toContain('18 degrees in Paris');
    } else {
      expect((await runner.run(agent, askWeather)).finalOutput).toContain('18 degrees in Paris');
    }
  });
});
