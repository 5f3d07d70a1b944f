/** Whatever a provider sends: what is unknown is skipped, nothing throws, and there is exactly one end. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collect } from '../../../src/core/collect.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import type { StreamEvent } from '../../../src/core/stream-event.ts';
import { anthropicMessages } from '../../../src/protocols/anthropic-messages/index.ts';

function decode(...events: readonly (JsonObject | string)[]): StreamEvent[] {
  const decoder = anthropicMessages.streamDecoder();
  const pushed = events.flatMap((event) =>
    decoder.push(
      typeof event === 'string'
        ? { data: event }
        : { event: String(event.type), data: JSON.stringify(event) },
    ),
  );
  return [...pushed, ...decoder.end()];
}

const usage = { input_tokens: 5, output_tokens: 1 };
const start = { type: 'message_start', message: { id: 'msg_1', model: 'm', content: [], usage } };
const text = { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } };
const stopped = { type: 'content_block_stop', index: 0 };
const end = [
  { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 2 } },
  { type: 'message_stop' },
];

function piece(delta: JsonObject, index = 0): JsonObject {
  return { type: 'content_block_delta', index, delta };
}

describe('skipped', () => {
  const clean = decode(start, text, piece({ type: 'text_delta', text: 'a' }), stopped, ...end);

  test.each<[string, JsonObject | string]>([
    ['an unknown event', { type: 'future_event', index: 0 }],
    ['an unknown piece', piece({ type: 'future_delta', text: 'x' })],
    ['an empty piece', piece({ type: 'text_delta', text: '' })],
    ['a piece without its text', piece({ type: 'text_delta' })],
    ['a marker of another protocol', '[DONE]'],
    ['empty data', ''],
    ['the end of a block that is not open', { type: 'content_block_stop', index: 7 }],
  ])('%s', (_, odd) => {
    expect(decode(start, text, piece({ type: 'text_delta', text: 'a' }), odd, stopped, ...end)).toEqual(
      clean,
    );
  });
});

describe('errors', () => {
  test.each<[string, (JsonObject | string)[]]>([
    ['data that is no JSON', [start, '{"type":']],
    ['data that is no object', [start, '[]']],
    ['a piece of a block that is not open', [start, piece({ type: 'text_delta', text: 'a' })]],
    ['a block before the start', [text]],
    ['a block started twice', [start, text, text]],
    ['an end before the start', [...end]],
  ])('%s', (_, events) => {
    expect(decode(...events).at(-1)).toMatchObject({ type: 'error', fault: { kind: 'invalid-response' } });
  });
});

describe('counts', () => {
  const last = (...deltas: JsonObject[]) => {
    const cached = { ...usage, cache_read_input_tokens: 100, cache_creation_input_tokens: 10 };
    const first = { ...start, message: { ...start.message, usage: cached } };
    const events = deltas.map((each) => ({
      type: 'message_delta',
      delta: { stop_reason: 'end_turn' },
      usage: each,
    }));
    const collected = collect(decode(first, ...events, { type: 'message_stop' }));
    return collected.ok && collected.value.usage;
  };
  const cache = { cacheReadInputTokens: 100, cacheCreationInputTokens: 10 };

  test('each replaces the one before, field by field', () => {
    expect(last({ output_tokens: 4 }, { output_tokens: 9 })).toEqual({
      inputTokens: 115,
      ...cache,
      outputTokens: 9,
    });
    expect(last({ input_tokens: 8, output_tokens: 4 })).toEqual({
      inputTokens: 118,
      ...cache,
      outputTokens: 4,
    });
    expect(last({ cache_read_input_tokens: 0, output_tokens: 4 })).toMatchObject({ inputTokens: 15 });
  });

  test('absurd ones count as not reported', () => {
    expect(last({ input_tokens: -1, output_tokens: '7', cache_read_input_tokens: null })).toEqual({
      inputTokens: 115,
      ...cache,
      outputTokens: 1,
    });
  });
});

test('text that stands at the start of a block is text', () => {
  const full = { type: 'content_block_start', index: 0, content_block: { type: 'text', text: 'He' } };
  const collected = collect(decode(start, full, piece({ type: 'text_delta', text: 'y' }), ...end));
  expect(collected.ok && collected.value.blocks).toEqual([{ type: 'text', text: 'Hey' }]);
});

test('whatever comes, nothing throws and there is one end', () => {
  const block = fc.record({
    type: fc.constantFrom(
      'text',
      'thinking',
      'redacted_thinking',
      'tool_use',
      'server_tool_use',
      'compaction',
      'fallback',
    ),
    text: fc.constantFrom('', 'x', 5),
    input: fc.constantFrom({}, { a: 1 }, null, 'x'),
    data: fc.constantFrom('x', null),
    to: fc.constantFrom({ model: 'n' }, null),
  });
  const delta = fc.record({
    type: fc.constantFrom(
      'text_delta',
      'thinking_delta',
      'signature_delta',
      'input_json_delta',
      'citations_delta',
      'compaction_delta',
    ),
    text: fc.constantFrom('x', 1),
    thinking: fc.constantFrom('x', null),
    signature: fc.constantFrom('x', 'sbx1.anthropic-messages.%E0.x', ''),
    partial_json: fc.constantFrom('{', '}', ''),
    citation: fc.constantFrom({ type: 'char_location' }, null),
  });
  const event = fc.record({
    type: fc.constantFrom(
      'message_start',
      'content_block_start',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
      'error',
      'ping',
      'x',
    ),
    index: fc.constantFrom(0, 1, -1, null),
    message: fc.constantFrom(start.message, { id: 'other' }, null),
    content_block: fc.oneof(block, fc.constant(null)),
    delta: fc.oneof(delta, fc.constantFrom({ stop_reason: 'end_turn' }, null)),
    usage: fc.constantFrom(usage, null, [], { iterations: [null] }),
    error: fc.constantFrom({ type: 'overloaded_error', message: 'm' }, null, 'x'),
  });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 25 }), (events) => {
      const decoded = decode(start, ...(events as JsonObject[]));
      const ends = decoded.filter(({ type }) => type === 'response-end' || type === 'error');
      expect(ends).toHaveLength(1);
      expect(decoded.at(-1)).toBe(ends[0]);
    }),
    { numRuns: 500 },
  );
});
