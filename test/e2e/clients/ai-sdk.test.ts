/** The Vercel AI SDK against the running router: its three protocols, over targets of every protocol. */
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { generateText, isStepCount, type LanguageModel, Output, streamText, tool } from 'ai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { testKey } from '../../support/start-router.ts';
import { type Stack, startStack, targets } from '../../support/start-stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.stop());

const say = 'Say exactly: Grüße, 世界 🌍!';
const said = 'Grüße, 世界 🌍!';

const callers: Record<string, (model: string) => LanguageModel> = {
  chat: (model) => createOpenAI({ baseURL: `${stack.url}/v1`, apiKey: testKey }).chat(model),
  responses: (model) => createOpenAI({ baseURL: `${stack.url}/v1`, apiKey: testKey }).responses(model),
  messages: (model) => createAnthropic({ baseURL: `${stack.url}/v1`, apiKey: testKey })(model),
};

const weather = tool({
  description: 'Weather of a city',
  inputSchema: z.object({ city: z.string() }),
  execute: async ({ city }) => `18 degrees in ${city}`,
});

const pairs = Object.keys(callers).flatMap((caller) =>
  targets.map(([target, model]) => [caller, target, model] as const),
);

describe.each(pairs)('%s over %s', (caller, _, model) => {
  const languageModel = () => {
    const make = callers[caller];
    if (!make) throw new Error(caller);
    return make(model);
  };

  test('generateText', async () => {
    const { text, finishReason, usage } = await generateText({
      model: languageModel(),
      prompt: say,
      maxRetries: 0,
    });
    expect(text).toBe(said);
    expect(finishReason).toBe('stop');
    expect(usage.inputTokens).toBeGreaterThan(0);
  });

  test('streamText', async () => {
    const result = streamText({ model: languageModel(), prompt: say, maxRetries: 0 });
    let text = '';
    for await (const delta of result.textStream) text += delta;
    expect(text).toBe(said);
    expect(await result.finishReason).toBe('stop');
    expect((await result.usage).outputTokens).toBeGreaterThan(0);
  });

  test.each([false, true])('a loop with a tool, stream: %s', async (stream) => {
    const request = {
      model: languageModel(),
      prompt: 'What is the weather in Paris?',
      tools: { get_weather: weather },
      stopWhen: isStepCount(3),
      maxRetries: 0,
    };
    const text = stream ? await streamText(request).text : (await generateText(request)).text;
    expect(text).toContain('18 degrees in Paris');
  });

  test('structured output', async () => {
    const schema = z.object({ city: z.string(), population: z.number() });
    const { output } = await generateText({
      model: languageModel(),
      prompt: 'Which city is the capital of France?',
      output: Output.object({ schema }),
      maxRetries: 0,
    });
    expect(schema.parse(output)).toBeTruthy();
  });
});
