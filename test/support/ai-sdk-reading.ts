/** What the Vercel AI SDK reads of an answer over one of the three protocols, reduced to what must not change. */
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import type { ProtocolId } from '../../src/core/target.ts';

type Model = ReturnType<ReturnType<typeof createOpenAI>['chat']>;
type Generated = Awaited<ReturnType<Model['doGenerate']>>;
type Part = Generated['content'][number];

export type Reading = {
  text: string;
  toolCalls: { name: string; input: unknown }[];
  finish: string;
  reasoning: string;
  usage: Record<string, number | undefined>;
};

export type Endpoint = {
  readonly protocol: ProtocolId;
  readonly baseUrl: string;
  readonly key: string;
  readonly model: string;
};

function modelAt({ protocol, baseUrl, key, model }: Endpoint): Model {
  switch (protocol) {
    case 'openai-chat':
      return createOpenAI({ baseURL: baseUrl, apiKey: key }).chat(model);
    case 'openai-responses':
      return createOpenAI({ baseURL: baseUrl, apiKey: key }).responses(model) as Model;
    case 'anthropic-messages':
      return createAnthropic({ baseURL: baseUrl, apiKey: key })(model) as Model;
    default:
      return protocol satisfies never;
  }
}

function parseInput(input: string): unknown {
  try {
    return input === '' ? {} : JSON.parse(input);
  } catch {
    return input;
  }
}

function readUsage(usage: Generated['usage']): Reading['usage'] {
  return {
    input: usage.inputTokens.total,
    cacheRead: usage.inputTokens.cacheRead ?? 0,
    cacheWrite: usage.inputTokens.cacheWrite ?? 0,
    output: usage.outputTokens.total,
    reasoning: usage.outputTokens.reasoning ?? 0,
  };
}

function read(parts: readonly Part[], finish: string, usage: Generated['usage']): Reading {
  const join = (type: 'text' | 'reasoning') =>
    parts.map((part) => (part.type === type ? part.text : '')).join('');
  return {
    text: join('text'),
    reasoning: join('reasoning'),
    toolCalls: parts.flatMap((part) =>
      part.type === 'tool-call' ? [{ name: part.toolName, input: parseInput(part.input) }] : [],
    ),
    finish,
    usage: readUsage(usage),
  };
}

const options: Parameters<Model['doGenerate']>[0] = {
  prompt: [{ role: 'user', content: [{ type: 'text', text: 'Replay, please.' }] }],
};

async function readStream(model: Model): Promise<Reading> {
  const { stream } = await model.doStream(options);
  const parts: Part[] = [];
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) throw new Error('the stream ended without a finish part');
    if (value.type === 'error')
      throw value.error instanceof Error ? value.error : new Error(JSON.stringify(value.error));
    if (value.type === 'text-delta') parts.push({ type: 'text', text: value.delta });
    if (value.type === 'reasoning-delta') parts.push({ type: 'reasoning', text: value.delta });
    if (value.type === 'tool-call') parts.push(value);
    if (value.type === 'finish') return read(parts, value.finishReason.unified, value.usage);
  }
}

export async function readWithAiSdk(endpoint: Endpoint, stream: boolean): Promise<Reading> {
  const model = modelAt(endpoint);
  if (stream) return readStream(model);
  const { content, finishReason, usage } = await model.doGenerate(options);
  return read(content, finishReason.unified, usage);
}
