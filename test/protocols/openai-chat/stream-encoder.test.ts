/** What clients get on the wire, event by event: order, shapes, the one terminal signal. */
import { describe, expect, test } from 'vitest';
import type { Block } from '../../../src/core/block.ts';
import { replay } from '../../../src/core/replay.ts';
import type { LlmRequest } from '../../../src/core/request.ts';
import type { LlmResponse } from '../../../src/core/response.ts';
import type { StreamEvent } from '../../../src/core/stream-event.ts';
import { answerContext, chunksOf, contextId, encodeStream } from './fixtures.ts';

const start: StreamEvent = { type: 'response-start', model: 'gpt-5.5' };
const end: StreamEvent = { type: 'response-end', stop: { reason: 'end' } };

function stream(response: Partial<LlmResponse>, request: Partial<LlmRequest> = {}): string {
  const whole: LlmResponse = { blocks: [], stop: { reason: 'end' }, usage: {}, ...response };
  return encodeStream(replay(whole), answerContext(request));
}

/** Deltas and finish reasons, in order. */
function deltas(text: string) {
  return chunksOf(text).flatMap(({ choices }) => {
    const [choice] = choices as { delta: object; finish_reason: string | null }[];
    return choice ? [choice.finish_reason === null ? choice.delta : choice.finish_reason] : [];
  });
}

function call(input: string, kind: 'function' | 'custom' = 'function', name = 'f'): Block {
  return { type: 'tool-call', id: 'call_1', name, input, kind };
}

const opening = { role: 'assistant', content: '', refusal: null };

test('the bytes of a short answer', () => {
  const text = stream({
    model: 'gpt-5.5',
    serviceTier: 'default',
    blocks: [{ type: 'text', text: 'Hi "you"' }],
  });
  const head = `{"id":"chatcmpl-${contextId}","object":"chat.completion.chunk","created":1790000000,"model":"gpt-5.5","service_tier":"default"`;
  const chunk = (delta: string, finish: string) =>
    `data: ${head},"choices":[{"index":0,"delta":${delta},"logprobs":null,"finish_reason":${finish}}]}\n\n`;
  expect(text).toBe(
    [
      chunk('{"role":"assistant","content":"","refusal":null}', 'null'),
      chunk('{"content":"Hi \\"you\\""}', 'null'),
      chunk('{}', '"stop"'),
      'data: [DONE]\n\n',
    ].join(''),
  );
});

describe('usage', () => {
  const usage = { inputTokens: 10, cacheReadInputTokens: 4, outputTokens: 6, reasoningOutputTokens: 5 };
  const wire = {
    prompt_tokens: 10,
    completion_tokens: 6,
    total_tokens: 16,
    prompt_tokens_details: { cached_tokens: 4 },
    completion_tokens_details: { reasoning_tokens: 5 },
  };

  test('comes in a chunk of its own, before the end mark, to those who asked', () => {
    const text = stream({ usage }, { wantsUsage: true });
    const chunks = chunksOf(text);
    expect(chunks.map(({ usage: told }) => told)).toEqual([null, null, wire]);
    expect(chunks.at(-1)?.choices).toEqual([]);
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
  });

  test('does not come unasked', () => {
    expect(stream({ usage })).not.toContain('usage');
  });

  test('is left out where nobody knows it: unknown is not zero', () => {
    expect(chunksOf(stream({}, { wantsUsage: true }))).toHaveLength(2);
  });

  test('the last report of each meter counts', () => {
    const text = encodeStream(
      [
        start,
        { type: 'usage', usage: { inputTokens: 10, outputTokens: 1 } },
        { type: 'usage', usage: { outputTokens: 3 } },
        end,
      ],
      answerContext({ wantsUsage: true }),
    );
    expect(chunksOf(text).at(-1)?.usage).toEqual({
      prompt_tokens: 10,
      completion_tokens: 3,
      total_tokens: 13,
    });
  });
});

describe('tool calls', () => {
  test('interleaved calls keep their own index', () => {
    const piece = (index: number, text: string): StreamEvent => ({
      type: 'block-delta',
      index,
      delta: { kind: 'input', text },
    });
    const open = (index: number, id: string): StreamEvent => ({
      type: 'block-start',
      index,
      block: { type: 'tool-call', id, name: 'f', input: '', kind: 'function' },
    });
    const text = encodeStream([
      start,
      open(1, 'call_a'),
      open(2, 'call_b'),
      piece(2, '{"b"'),
      piece(1, '{}'),
      piece(2, ':1}'),
      { type: 'block-end', index: 1 },
      { type: 'block-end', index: 2 },
      { type: 'response-end', stop: { reason: 'tool-calls' } },
    ]);
    const first = (index: number, id: string) => ({
      tool_calls: [{ index, id, type: 'function', function: { name: 'f', arguments: '' } }],
    });
    const more = (index: number, args: string) => ({
      tool_calls: [{ index, function: { arguments: args } }],
    });
    expect(deltas(text)).toEqual([
      opening,
      first(0, 'call_a'),
      first(1, 'call_b'),
      more(1, '{"b"'),
      more(0, '{}'),
      more(1, ':1}'),
      'tool_calls',
    ]);
  });

  test('a call without arguments gets an empty object', () => {
    const [, , piece] = deltas(stream({ blocks: [call('')] }));
    expect(piece).toEqual({ tool_calls: [{ index: 0, function: { arguments: '{}' } }] });
  });

  test('a function that stood for a free-text tool comes back as that tool', () => {
    const tools: LlmRequest['tools'] = [{ kind: 'custom', name: 'f' }];
    const [, first, piece] = deltas(stream({ blocks: [call('{"input":"SELECT 1"}')] }, { tools }));
    expect(first).toEqual({
      tool_calls: [{ index: 0, id: 'call_1', type: 'custom', custom: { name: 'f', input: '' } }],
    });
    expect(piece).toEqual({ tool_calls: [{ index: 0, custom: { input: 'SELECT 1' } }] });
  });

  test('callers of the old form get their one function call', () => {
    const second: Block = { type: 'tool-call', id: 'call_2', name: 'g', input: '{}', kind: 'function' };
    const text = stream(
      { blocks: [call('{"a":1}'), second], stop: { reason: 'tool-calls' } },
      { legacyFunctions: true },
    );
    expect(deltas(text)).toEqual([
      opening,
      { function_call: { name: 'f', arguments: '' } },
      { function_call: { arguments: '{"a":1}' } },
      'function_call',
    ]);
  });
});

describe('what other protocols bring', () => {
  test('parts and blocks of reasoning become one text with gaps', () => {
    const blocks: Block[] = [
      { type: 'reasoning', parts: ['One.', '', 'Two.'], seal: { protocol: 'openai-responses', data: 'x' } },
      { type: 'reasoning', parts: [], redacted: true, seal: { protocol: 'anthropic-messages', data: 'y' } },
      { type: 'reasoning', parts: ['Three.'] },
    ];
    expect(deltas(stream({ blocks }))).toEqual([
      opening,
      { reasoning_content: 'One.' },
      { reasoning_content: '\n\nTwo.' },
      { reasoning_content: '\n\nThree.' },
      'stop',
    ]);
  });

  test('citations count from the beginning of the whole text', () => {
    const blocks: Block[] = [
      { type: 'text', text: 'Hello. ' },
      {
        type: 'text',
        text: 'Trains run.',
        citations: [{ kind: 'url', url: 'https://x.example', start: 0, end: 6 }],
      },
    ];
    expect(deltas(stream({ blocks }))).toContainEqual({
      annotations: [
        {
          type: 'url_citation',
          url_citation: { start_index: 7, end_index: 13, url: 'https://x.example', title: '' },
        },
      ],
    });
  });

  test('a refusal by safeguards ends filtered, with its explanation', () => {
    const text = stream({ stop: { reason: 'refusal', explanation: 'Not this topic.' } });
    expect(deltas(text)).toEqual([opening, { refusal: 'Not this topic.' }, 'content_filter']);
  });

  test('a refusal in words ends with stop', () => {
    const text = stream({ blocks: [{ type: 'refusal', text: 'No.' }], stop: { reason: 'refusal' } });
    expect(deltas(text)).toEqual([opening, { refusal: 'No.' }, 'stop']);
  });

  test('blocks that only another protocol knows do not come', () => {
    const blocks: Block[] = [
      { type: 'opaque', protocol: 'anthropic-messages', kind: 'web_search', value: { a: 1 } },
    ];
    expect(deltas(stream({ blocks }))).toEqual([opening, 'stop']);
  });
});

describe('one terminal signal', () => {
  const fault = { kind: 'server', status: null, code: 'secret_code!', message: 'upstream words' } as const;

  test('an error comes in our words, without an end mark, and nothing after it', () => {
    const text = encodeStream([start, { type: 'error', fault }, end, { type: 'ping' }]);
    expect(text).not.toContain('[DONE]');
    expect(text).not.toContain('upstream words');
    expect(chunksOf(text).at(-1)).toEqual({
      error: { message: 'The provider failed.', type: 'server_error', param: null, code: 'upstream_error' },
    });
  });

  test('nothing comes after the end', () => {
    const text = encodeStream([start, end]);
    expect(encodeStream([start, end, end, { type: 'error', fault }])).toBe(text);
  });

  test('a ping is a comment', () => {
    expect(encodeStream([{ type: 'ping' }])).toBe(': ping\n\n');
  });
});
