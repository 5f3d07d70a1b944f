/** Every member that the client's types require is there, in whole answers and in streams; the compiler keeps the lists. */
import type Anthropic from '@anthropic-ai/sdk';
import { expect, test } from 'vitest';
import { isObject, type JsonObject } from '../../../src/core/json.ts';
import { replay } from '../../../src/core/replay.ts';
import type { LlmResponse } from '../../../src/core/response.ts';
import { anthropicMessages } from '../../../src/protocols/anthropic-messages/index.ts';
import { createSseParser } from '../../../src/sse/parse.ts';
import { answerContext, encodeStream } from './fixtures.ts';

type RequiredKeys<T> = { [K in keyof T]-?: object extends Pick<T, K> ? never : K }[keyof T];
type Members<T> = Readonly<Record<RequiredKeys<T>, true>>;

const message: Members<Anthropic.Message> = {
  id: true,
  container: true,
  content: true,
  diagnostics: true,
  model: true,
  role: true,
  stop_details: true,
  stop_reason: true,
  stop_sequence: true,
  type: true,
  usage: true,
};
const usage: Members<Anthropic.Usage> = {
  cache_creation: true,
  cache_creation_input_tokens: true,
  cache_read_input_tokens: true,
  inference_geo: true,
  input_tokens: true,
  output_tokens: true,
  output_tokens_details: true,
  server_tool_use: true,
  service_tier: true,
  speed: true,
};
const deltaUsage: Members<Anthropic.MessageDeltaUsage> = {
  cache_creation_input_tokens: true,
  cache_read_input_tokens: true,
  input_tokens: true,
  output_tokens: true,
  output_tokens_details: true,
  server_tool_use: true,
};
const text: Members<Anthropic.TextBlock> = { citations: true, text: true, type: true };
const thinking: Members<Anthropic.ThinkingBlock> = { signature: true, thinking: true, type: true };
const toolUse: Members<Anthropic.ToolUseBlock> = {
  id: true,
  caller: true,
  input: true,
  name: true,
  type: true,
};
const blocks: Readonly<Record<string, object>> = { text, thinking, tool_use: toolUse };

function missing(value: unknown, members: object): string[] {
  if (!isObject(value)) return ['all'];
  return Object.keys(members).filter((name) => !Object.hasOwn(value, name));
}

const call = { type: 'tool-call', id: 'c', name: 'a', input: '{}', kind: 'function' } as const;
const response: LlmResponse = {
  blocks: [
    { type: 'reasoning', parts: ['a'] },
    { type: 'text', text: 'b' },
    { type: 'refusal', text: 'c' },
    call,
  ],
  stop: { reason: 'tool-calls' },
  usage: {},
};

test('a whole answer', () => {
  const encoded = anthropicMessages.encodeResponse(response, answerContext());
  expect(missing(encoded, message)).toEqual([]);
  expect(missing(encoded.usage, usage)).toEqual([]);
  const content = encoded.content as JsonObject[];
  expect(content.map(({ type }) => type)).toEqual(['thinking', 'text', 'text', 'tool_use']);
  for (const block of content) expect(missing(block, blocks[String(block.type)] ?? {})).toEqual([]);
});

test('a stream', () => {
  const parser = createSseParser();
  const bytes = new TextEncoder().encode(encodeStream([...replay(response)]));
  const events = [...parser.push(bytes), ...parser.end()].map(({ data }) => JSON.parse(data) as JsonObject);
  const started = events.find(({ type }) => type === 'message_start')?.message as JsonObject;
  expect(missing(started, message)).toEqual([]);
  expect(missing(started.usage, usage)).toEqual([]);
  expect(missing(events.find(({ type }) => type === 'message_delta')?.usage, deltaUsage)).toEqual([]);
  const opened = events.flatMap(({ content_block }) => (isObject(content_block) ? [content_block] : []));
  expect(opened).toHaveLength(4);
  for (const block of opened) expect(missing(block, blocks[String(block.type)] ?? {})).toEqual([]);
});

test('searches that the provider ran are counted', () => {
  const searched = { ...response, usage: { webSearchCalls: 2 } };
  expect(anthropicMessages.encodeResponse(searched, answerContext()).usage).toMatchObject({
    server_tool_use: { web_search_requests: 2, web_fetch_requests: 0 },
  });
});
