/** Canonical events -> this wire: order of blocks, pieces, counts, and exactly one end. */
import { describe, expect, test } from 'vitest';
import type { Block } from '../../../src/core/block.ts';
import type { BlockDelta, StreamEvent } from '../../../src/core/stream-event.ts';
import { createSseParser } from '../../../src/sse/parse.ts';
import { answerContext, encodeStream } from './fixtures.ts';

type Wire = { type: string; index?: number; [member: string]: unknown };

function wire(events: readonly StreamEvent[]): Wire[] {
  const parser = createSseParser();
  const parsed = [...parser.push(new TextEncoder().encode(encodeStream(events))), ...parser.end()];
  return parsed.map(({ event, data }) => {
    const value = JSON.parse(data) as Wire;
    expect(value.type).toBe(event);
    return value;
  });
}

const started: StreamEvent = { type: 'response-start', model: 'gpt-5.5' };
const ended: StreamEvent = { type: 'response-end', stop: { reason: 'end' } };

function open(index: number, block: Block): StreamEvent {
  return { type: 'block-start', index, block };
}

function add(index: number, delta: BlockDelta): StreamEvent {
  return { type: 'block-delta', index, delta };
}

function close(index: number): StreamEvent {
  return { type: 'block-end', index };
}

function textBlock(index: number, text: string): StreamEvent[] {
  return [open(index, { type: 'text', text: '' }), add(index, { kind: 'text', text }), close(index)];
}

const call: Block = { type: 'tool-call', id: 'call_1', name: 'read', input: '', kind: 'function' };

test('a whole answer, event by event', () => {
  expect(
    encodeStream([
      started,
      { type: 'usage', usage: { inputTokens: 30, cacheReadInputTokens: 10 } },
      ...textBlock(0, 'Hi "you"'),
      {
        type: 'usage',
        usage: { inputTokens: 30, cacheReadInputTokens: 10, outputTokens: 5, reasoningOutputTokens: 2 },
      },
      ended,
    ]),
  ).toBe(
    [
      'event: message_start',
      'data: {"type":"message_start","message":{"id":"msg_abcdefghijklmnopqrstuvwx","type":"message","role":"assistant","model":"gpt-5.5","content":[],"stop_reason":null,"stop_sequence":null,"stop_details":null,"container":null,"diagnostics":null,"usage":{"input_tokens":20,"cache_creation_input_tokens":null,"cache_read_input_tokens":10,"output_tokens":0,"output_tokens_details":null,"server_tool_use":null,"cache_creation":null,"inference_geo":null,"service_tier":null,"speed":null}}}',
      '',
      'event: content_block_start',
      'data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":"","citations":null}}',
      '',
      'event: content_block_delta',
      'data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi \\"you\\""}}',
      '',
      'event: content_block_stop',
      'data: {"type":"content_block_stop","index":0}',
      '',
      'event: message_delta',
      'data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null,"stop_details":null,"container":null},"usage":{"input_tokens":20,"cache_creation_input_tokens":null,"cache_read_input_tokens":10,"output_tokens":5,"output_tokens_details":{"thinking_tokens":2},"server_tool_use":null}}',
      '',
      'event: message_stop',
      'data: {"type":"message_stop"}',
      '',
      '',
    ].join('\n'),
  );
});

test('the start tells about how much input there is, until its provider has counted', () => {
  const inputTokens = () => 41;
  const usageOf = (events: StreamEvent[], context = answerContext({ inputTokens })) =>
    encodeStream(events, context).match(/"input_tokens":[^,]+/g);
  const counted: StreamEvent = { type: 'usage', usage: { inputTokens: 9, outputTokens: 1 } };
  expect(usageOf([started, ...textBlock(0, 'a'), counted, ended])).toEqual([
    '"input_tokens":41',
    '"input_tokens":9',
  ]);
  expect(usageOf([started, counted, ...textBlock(0, 'a'), ended])).toEqual([
    '"input_tokens":9',
    '"input_tokens":9',
  ]);
  expect(usageOf([started, ended])).toEqual(['"input_tokens":41', '"input_tokens":0']);
  expect(usageOf([started, ended], answerContext({ inputTokens: () => null }))?.[0]).toBe('"input_tokens":0');
});

test('what is not known when the message starts reads 0 there and is told at the end', () => {
  const events = wire([
    started,
    ...textBlock(0, 'a'),
    { type: 'usage', usage: { inputTokens: 9, outputTokens: 1 } },
    ended,
  ]);
  expect(events[0]).toMatchObject({ message: { usage: { input_tokens: 0, output_tokens: 0 } } });
  expect(events.at(-2)).toMatchObject({ usage: { input_tokens: 9, output_tokens: 1 } });
});

test('counts that nobody reported are null, not zero', () => {
  expect(wire([started, ended]).at(-2)).toMatchObject({
    usage: { input_tokens: null, cache_read_input_tokens: null },
  });
});

test('a later block waits until the earlier one has ended', () => {
  const piece = (index: number, text: string) => add(index, { kind: 'input', text });
  const events = wire([
    started,
    open(0, call),
    open(1, { ...call, id: 'call_2' }),
    piece(1, '{"b"'),
    piece(0, '{"a"'),
    piece(1, ':2}'),
    close(1),
    open(2, { type: 'text', text: '' }),
    add(2, { kind: 'text', text: 'x' }),
    piece(0, ':1}'),
    close(0),
    add(2, { kind: 'text', text: 'y' }),
    close(2),
    ended,
  ]);
  expect(
    events
      .slice(1, -2)
      .map(({ type, index, delta }) => [index, type, ...Object.values(delta ?? {}).slice(1)]),
  ).toEqual([
    [0, 'content_block_start'],
    [0, 'content_block_delta', '{"a"'],
    [0, 'content_block_delta', ':1}'],
    [0, 'content_block_stop'],
    [1, 'content_block_start'],
    [1, 'content_block_delta', '{"b"'],
    [1, 'content_block_delta', ':2}'],
    [1, 'content_block_stop'],
    [2, 'content_block_start'],
    [2, 'content_block_delta', 'x'],
    [2, 'content_block_delta', 'y'],
    [2, 'content_block_stop'],
  ]);
});

test('blocks that never ended are written and closed at the end', () => {
  const events = wire([started, open(0, call), open(1, call), add(1, { kind: 'input', text: '{}' }), ended]);
  expect(events.filter(({ type }) => type === 'content_block_stop')).toHaveLength(2);
});

test('reasoning of another maker: parts joined, its seal wrapped into the signature', () => {
  const events = wire([
    started,
    open(0, { type: 'reasoning', parts: [] }),
    add(0, { kind: 'reasoning', text: 'one', part: 0 }),
    add(0, { kind: 'reasoning', text: 'tw', part: 1 }),
    add(0, { kind: 'reasoning', text: 'o', part: 1 }),
    add(0, { kind: 'seal', seal: { protocol: 'openai-responses', model: 'gpt-5.5', data: 'enc' } }),
    close(0),
    ended,
  ]);
  expect(events[1]).toMatchObject({ content_block: { type: 'thinking', thinking: '', signature: '' } });
  expect(events.slice(2, 6).map(({ delta }) => delta)).toEqual([
    { type: 'thinking_delta', thinking: 'one' },
    { type: 'thinking_delta', thinking: '\n\ntw' },
    { type: 'thinking_delta', thinking: 'o' },
    { type: 'signature_delta', signature: 'sbx1.openai-responses.gpt-5%2E5.enc' },
  ]);
});

test('a free-text call is a function call with the text in `input`, escaped piece by piece', () => {
  const events = wire([
    started,
    open(0, { ...call, kind: 'custom' }),
    add(0, { kind: 'input', text: 'say "' }),
    add(0, { kind: 'input', text: 'hi"\n😀' }),
    close(0),
    ended,
  ]);
  const pieces = events.flatMap(({ delta }) => (delta as { partial_json?: string })?.partial_json ?? []);
  expect(JSON.parse(pieces.join(''))).toEqual({ input: 'say "hi"\n😀' });
});

test('a refusal is text, and the stop reason says so', () => {
  const events = wire([
    started,
    open(0, { type: 'refusal', text: '' }),
    add(0, { kind: 'refusal', text: 'I cannot.' }),
    close(0),
    ended,
  ]);
  expect(events[2]).toMatchObject({ delta: { type: 'text_delta', text: 'I cannot.' } });
  expect(events.at(-2)).toMatchObject({
    delta: { stop_reason: 'refusal', stop_details: { type: 'refusal' } },
  });
});

test('blocks without a form here take no place', () => {
  const foreign: Block = {
    type: 'opaque',
    protocol: 'openai-responses',
    kind: 'web_search_call',
    value: { id: 'ws' },
  };
  const audio: Block = { type: 'audio', format: 'wav', data: 'AA==' };
  const events = wire([
    started,
    open(0, foreign),
    close(0),
    open(1, audio),
    close(1),
    ...textBlock(2, 'x'),
    ended,
  ]);
  expect(events.filter(({ type }) => type === 'content_block_start')).toMatchObject([{ index: 0 }]);
});

describe('the end', () => {
  test('comes once, whatever follows', () => {
    const events = wire([started, ended, ...textBlock(0, 'x'), ended, { type: 'ping' }]);
    expect(events.map(({ type }) => type)).toEqual(['message_start', 'message_delta', 'message_stop']);
  });

  test('is an error event after a fault, in our words', () => {
    const fault = { kind: 'server', status: 500, code: 'x', message: 'secret of the provider' } as const;
    const events = wire([started, ...textBlock(0, 'x'), { type: 'error', fault }, ended]);
    expect(events.at(-1)).toMatchObject({
      type: 'error',
      error: { type: 'api_error', message: 'The provider failed.' },
    });
    expect(events.map(({ type }) => type)).not.toContain('message_stop');
  });
});

test('a ping may come before the start', () => {
  expect(wire([{ type: 'ping' }, started, { type: 'ping' }, ended]).map(({ type }) => type)).toEqual([
    'ping',
    'ping',
    'message_start',
    'message_delta',
    'message_stop',
  ]);
});
