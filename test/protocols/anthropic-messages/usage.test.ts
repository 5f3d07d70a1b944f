/** Tools that Anthropic runs: counted alike in a whole message, in a stream that is decoded and at the end of one that passes. */
import { expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { usageIn } from '../../../src/core/usage.ts';
import { anthropicMessages } from '../../../src/protocols/anthropic-messages/index.ts';

const container = { id: 'container_1', expires_at: '2026-11-21T10:00:00Z' };
const advice = { type: 'advisor_message', model: 'claude-opus-5', input_tokens: 7, output_tokens: 9 };

type Case = readonly [name: string, usage: JsonObject, more: JsonObject, calls: object];

const cases: readonly Case[] = [
  ['nothing', { server_tool_use: { web_search_requests: 0, web_fetch_requests: 0 } }, {}, {}],
  ['searches', { server_tool_use: { web_search_requests: 2 } }, {}, { webSearchCalls: 2 }],
  [
    'what costs its tokens alone',
    { server_tool_use: { web_fetch_requests: 3, tool_search_requests: 1 } },
    {},
    {},
  ],
  ['a tool of next year', { server_tool_use: { map_requests: 2 } }, {}, { otherToolCalls: 2 }],
  ['code in a container', {}, { container }, { otherToolCalls: 1 }],
  ['no container', {}, { container: null }, {}],
  ['advice of another model', { iterations: [{ type: 'message' }, advice] }, {}, { otherToolCalls: 1 }],
  [
    'several',
    { iterations: [advice], server_tool_use: { web_search_requests: 1 } },
    { container },
    { webSearchCalls: 1, otherToolCalls: 2 },
  ],
];

const start = { type: 'message_start', message: { id: 'msg_1', content: [], usage: { input_tokens: 3 } } };

function streamOf(usage: JsonObject, more: JsonObject): { event: string; data: string }[] {
  const delta = { type: 'message_delta', delta: { stop_reason: 'end_turn', ...more }, usage };
  const text = { type: 'content_block_start', index: 0, content_block: { type: 'text', text: 'So.' } };
  const end = { type: 'content_block_stop', index: 0 };
  const all = [start, text, end, delta, { type: 'message_stop' }];
  return all.map((data) => ({ event: data.type, data: JSON.stringify(data) }));
}

test.each(cases)('%s', (_, tools, more, calls) => {
  const usage = { input_tokens: 3, output_tokens: 4, ...tools };
  const expected = { inputTokens: 3, outputTokens: 4, ...calls };
  const content = [{ type: 'text', text: 'So.' }];
  const whole = anthropicMessages.decodeResponse({ content, stop_reason: 'end_turn', usage, ...more });
  expect(whole.ok && whole.value.usage).toEqual(expected);
  const events = streamOf(usage, more);
  const decoder = anthropicMessages.streamDecoder();
  expect(usageIn(events.flatMap((event) => decoder.push(event)))).toEqual(expected);
  expect(anthropicMessages.readTail(events.slice(-2)).usage).toEqual(expected);
});
