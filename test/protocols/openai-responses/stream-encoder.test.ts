/** The event sequence that clients of this API expect: every event, in order, numbered, under stable ids. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { replay } from '../../../src/core/replay.ts';
import type { LlmResponse } from '../../../src/core/response.ts';
import type { StreamEvent } from '../../../src/core/stream-event.ts';
import { openaiResponses } from '../../../src/protocols/openai-responses/index.ts';
import { answerContext, emptyRequest, encodeStream, wireEvents } from './fixtures.ts';

const usage = { inputTokens: 10, outputTokens: 2 };

function answer(blocks: LlmResponse['blocks'], stop: LlmResponse['stop'] = { reason: 'end' }): LlmResponse {
  return { model: 'claude-x', blocks, stop, usage };
}

function typesOf(events: readonly JsonObject[]): string[] {
  return events.map(({ type }) => String(type).replace('response.', ''));
}

const lifeBefore = ['created', 'in_progress'];

describe('event sequence', () => {
  test('of a text', () => {
    const events = wireEvents(encodeStream(replay(answer([{ type: 'text', text: 'Hi' }]))));
    expect(typesOf(events)).toEqual([
      ...lifeBefore,
      'output_item.added',
      'content_part.added',
      'output_text.delta',
      'output_text.done',
      'content_part.done',
      'output_item.done',
      'completed',
    ]);
    expect(events.map(({ sequence_number }) => sequence_number)).toEqual([...events.keys()]);
  });

  test('of reasoning in two parts', () => {
    const events = wireEvents(encodeStream(replay(answer([{ type: 'reasoning', parts: ['Why', 'How'] }]))));
    const part = [
      'reasoning_summary_part.added',
      'reasoning_summary_text.delta',
      'reasoning_summary_text.done',
      'reasoning_summary_part.done',
    ];
    expect(typesOf(events)).toEqual([
      ...lifeBefore,
      'output_item.added',
      ...part,
      ...part,
      'output_item.done',
      'completed',
    ]);
    expect(events.slice(3, 11).map(({ summary_index }) => summary_index)).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
  });

  test('of a tool call', () => {
    const call = { type: 'tool-call', id: 'toolu_1', name: 'now', kind: 'function', input: '{}' } as const;
    const events = wireEvents(encodeStream(replay(answer([call], { reason: 'tool-calls' }))));
    expect(typesOf(events)).toEqual([
      ...lifeBefore,
      'output_item.added',
      'function_call_arguments.delta',
      'function_call_arguments.done',
      'output_item.done',
      'completed',
    ]);
    expect(events[2]).toMatchObject({
      output_index: 0,
      item: { type: 'function_call', status: 'in_progress', call_id: 'toolu_1', name: 'now', arguments: '' },
    });
  });

  test('of a free-text tool that came as a function: one whole piece', () => {
    const request = emptyRequest({ tools: [{ kind: 'custom', name: 'sql' }] });
    const call = { type: 'tool-call', id: 'toolu_1', name: 'sql', kind: 'function' } as const;
    const events: StreamEvent[] = [
      { type: 'response-start' },
      { type: 'block-start', index: 0, block: { ...call, input: '' } },
      { type: 'block-delta', index: 0, delta: { kind: 'input', text: '{"input":"SEL' } },
      { type: 'block-delta', index: 0, delta: { kind: 'input', text: 'ECT \\"a\\""}' } },
      { type: 'block-end', index: 0 },
      { type: 'response-end', stop: { reason: 'tool-calls' } },
    ];
    const wire = wireEvents(encodeStream(events, answerContext({ request }))).slice(2, -1);
    expect(typesOf(wire)).toEqual([
      'output_item.added',
      'custom_tool_call_input.delta',
      'custom_tool_call_input.done',
      'output_item.done',
    ]);
    expect(wire[1]?.delta).toBe('SELECT "a"');
    expect(wire[3]?.item).toMatchObject({
      type: 'custom_tool_call',
      input: 'SELECT "a"',
      status: 'completed',
    });
  });

  test('a call without arguments still has a piece, as clients join pieces', () => {
    const call = { type: 'tool-call', id: 'c', name: 'now', kind: 'function', input: '' } as const;
    const events = wireEvents(encodeStream(replay(answer([call], { reason: 'tool-calls' }))));
    expect(events[3]).toMatchObject({ type: 'response.function_call_arguments.delta', delta: '{}' });
  });

  test('an item of the protocol itself passes as it came', () => {
    const value = { id: 'ws_1', type: 'web_search_call', status: 'completed' };
    const block = { type: 'opaque', protocol: 'openai-responses', kind: 'web_search_call', value } as const;
    const events = wireEvents(encodeStream(replay(answer([{ ...block, value: { ...value } }]))));
    expect(events.slice(2, 4)).toMatchObject([
      { type: 'response.output_item.added', item: value },
      { type: 'response.output_item.done', item: value },
    ]);
  });

  test('blocks that this protocol cannot hold leave no gap in the numbering of items', () => {
    const foreign = { type: 'opaque', protocol: 'anthropic-messages', kind: 'x', value: {} } as const;
    const blocks: LlmResponse['blocks'] = [
      { ...foreign, value: {} },
      { type: 'text', text: 'Hi' },
    ];
    const events = wireEvents(encodeStream(replay(answer(blocks))));
    expect(events[2]).toMatchObject({ type: 'response.output_item.added', output_index: 0 });
  });

  test('blocks that interleave keep their own item', () => {
    const text = (index: number, value: string): StreamEvent => ({
      type: 'block-delta',
      index,
      delta: { kind: 'text', text: value },
    });
    const open = (index: number): StreamEvent => ({
      type: 'block-start',
      index,
      block: { type: 'text', text: '' },
    });
    const events: StreamEvent[] = [
      { type: 'response-start' },
      open(0),
      open(1),
      text(0, 'a'),
      text(1, 'b'),
      text(0, 'c'),
      { type: 'block-end', index: 1 },
      { type: 'block-end', index: 0 },
      { type: 'response-end', stop: { reason: 'end' } },
    ];
    const last = wireEvents(encodeStream(events)).at(-1)?.response as JsonObject;
    const texts = (last.output as { content: { text: string }[] }[]).map(({ content }) => content[0]?.text);
    expect(texts).toEqual(['ac', 'b']);
  });

  test('citations are told when the text is whole', () => {
    const citations = [{ kind: 'url', url: 'https://example.com', title: 'A' } as const];
    const events = wireEvents(encodeStream(replay(answer([{ type: 'text', text: 'Hello', citations }]))));
    expect(events[5]).toMatchObject({
      type: 'response.output_text.annotation.added',
      annotation_index: 0,
      annotation: { type: 'url_citation', start_index: 0, end_index: 5, title: 'A' },
    });
  });
});

describe('the end', () => {
  test.each([
    [{ reason: 'max-tokens' }, 'response.incomplete'],
    [{ reason: 'content-filter' }, 'response.incomplete'],
    [{ reason: 'end' }, 'response.completed'],
  ] as const)('%j is %s', (stop, type) => {
    const events = wireEvents(encodeStream(replay(answer([{ type: 'text', text: 'Hi' }], stop))));
    expect(events.at(-1)?.type).toBe(type);
  });

  test('holds the whole object that the unary answer is', () => {
    const response = answer([
      { type: 'reasoning', parts: ['Why'] },
      { type: 'text', text: 'Hi 🚆', citations: [{ kind: 'url', url: 'https://example.com' }] },
      { type: 'tool-call', id: 'c', name: 'now', kind: 'function', input: '{"a":1}' },
    ]);
    const events = wireEvents(encodeStream(replay(response)));
    expect(events.at(-1)?.response).toEqual(openaiResponses.encodeResponse(response, answerContext()));
  });

  test('a refusal told by the stop alone becomes an item before it', () => {
    const events = wireEvents(encodeStream(replay(answer([], { reason: 'refusal', explanation: 'No.' }))));
    expect(typesOf(events)).toEqual([
      ...lifeBefore,
      'output_item.added',
      'content_part.added',
      'refusal.delta',
      'refusal.done',
      'content_part.done',
      'output_item.done',
      'completed',
    ]);
  });

  test('comes once, and nothing after it', () => {
    const encoder = openaiResponses.streamEncoder(answerContext());
    for (const event of replay(answer([]))) encoder.push(event);
    expect(encoder.push({ type: 'ping' })).toBe('');
    expect(encoder.push({ type: 'response-end', stop: { reason: 'end' } })).toBe('');
  });

  test('an error ends with the error event and the failed response, in the running numbers', () => {
    const fault = { kind: 'policy', status: null, code: 'cyber_policy', message: 'secret words' } as const;
    const text = encodeStream([
      { type: 'response-start', model: 'gpt-x' },
      { type: 'ping' },
      { type: 'error', fault },
    ]);
    expect(text).toContain(': ping\n\n');
    expect(text).not.toContain('secret words');
    const events = wireEvents(text);
    expect(typesOf(events)).toEqual([...lifeBefore, 'error', 'failed']);
    expect(events.map(({ sequence_number }) => sequence_number)).toEqual([0, 1, 2, 3]);
    expect(events.at(-1)).toMatchObject({
      response: { model: 'gpt-x', status: 'failed', error: { code: 'policy_refused' } },
    });
  });
});

describe('an answer that was cut off', () => {
  const text = { type: 'text', text: 'Hi' } as const;
  const call = { type: 'tool-call', id: 'c', name: 'now', kind: 'function', input: '{"a":' } as const;
  const custom = { type: 'tool-call', id: 'd', name: 'sql', kind: 'custom', input: 'SEL' } as const;
  const statusesOf = (items: unknown) => (items as JsonObject[]).map(({ status }) => status);

  test.each([
    [[text], 'max-tokens', ['incomplete']],
    [[text], 'content-filter', ['incomplete']],
    [[text], 'end', ['completed']],
    [[text, call], 'max-tokens', ['completed', 'incomplete']],
    [[call, custom], 'context-window', ['completed', 'incomplete']],
    [[text, call], 'tool-calls', ['completed', 'completed']],
    [[], 'max-tokens', []],
  ] as const)('%j after %s: its items are %j, streamed and whole', (blocks, reason, statuses) => {
    const response = answer([...blocks], { reason });
    const events = wireEvents(encodeStream(replay(response)));
    const done = events.filter(({ type }) => type === 'response.output_item.done');
    expect(statusesOf(done.map(({ item }) => item))).toEqual(statuses);
    const whole = events.at(-1)?.response as JsonObject;
    expect(statusesOf(whole.output)).toEqual(statuses);
    expect(whole).toEqual(openaiResponses.encodeResponse(response, answerContext()));
    expect(events.map(({ sequence_number }) => sequence_number)).toEqual([...events.keys()]);
  });

  test('by an error: what had ended is whole, and the end comes last', () => {
    const fault = { kind: 'server', status: null, code: null, message: '' } as const;
    const events = wireEvents(
      encodeStream([
        { type: 'response-start' },
        { type: 'block-start', index: 0, block: { ...text, text: '' } },
        { type: 'block-delta', index: 0, delta: { kind: 'text', text: 'Hi' } },
        { type: 'block-end', index: 0 },
        { type: 'error', fault },
      ]),
    );
    expect(typesOf(events).slice(-3)).toEqual(['output_item.done', 'error', 'failed']);
    expect(events.at(-3)?.item).toMatchObject({ status: 'completed' });
    expect(events.map(({ sequence_number }) => sequence_number)).toEqual([...events.keys()]);
  });
});
