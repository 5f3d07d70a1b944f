/** Whole answers as clients get them, where they differ from what this protocol's own providers send. */
import { describe, expect, test } from 'vitest';
import type { Block } from '../../../src/core/block.ts';
import { replay } from '../../../src/core/replay.ts';
import type { LlmRequest } from '../../../src/core/request.ts';
import type { LlmResponse, StopReason } from '../../../src/core/response.ts';
import type { StreamEvent } from '../../../src/core/stream-event.ts';
import { openaiChat } from '../../../src/protocols/openai-chat/index.ts';
import { answerContext, chunksOf, contextId, encodeStream } from './fixtures.ts';

type Choice = { message: Record<string, unknown>; finish_reason: string };

function encode(response: Partial<LlmResponse>, request: Partial<LlmRequest> = {}) {
  const whole: LlmResponse = { blocks: [], stop: { reason: 'end' }, usage: {}, ...response };
  return openaiChat.encodeResponse(whole, answerContext(request));
}

function choice(response: Partial<LlmResponse>, request: Partial<LlmRequest> = {}): Choice {
  const [only] = encode(response, request).choices as Choice[];
  return only as Choice;
}

const call: Block = { type: 'tool-call', id: 'call_1', name: 'f', input: '{"input":"x"}', kind: 'function' };

test('the whole object', () => {
  const response: Partial<LlmResponse> = {
    id: 'msg_01',
    model: 'claude-opus-5',
    serviceTier: 'standard',
    blocks: [{ type: 'text', text: 'Hi' }],
    usage: { inputTokens: 3, outputTokens: 1 },
  };
  expect(encode(response)).toEqual({
    id: `chatcmpl-${contextId}`,
    object: 'chat.completion',
    created: 1_790_000_000,
    model: 'claude-opus-5',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: 'Hi', refusal: null },
        logprobs: null,
        finish_reason: 'stop',
      },
    ],
    usage: { prompt_tokens: 3, completion_tokens: 1, total_tokens: 4 },
    service_tier: 'default',
  });
});

test.each([
  ['standard', 'default'],
  ['default', 'default'],
  ['flex', 'flex'],
  ['priority', 'priority'],
  ['batch', undefined],
  ['toString', undefined],
  [undefined, undefined],
])('the tier %s, as clients of OpenAI know it: %s', (serviceTier, told) => {
  const tier = serviceTier === undefined ? {} : { serviceTier };
  expect(encode(tier).service_tier).toBe(told);
  const response: LlmResponse = { blocks: [], stop: { reason: 'end' }, usage: {}, ...tier };
  const chunks = chunksOf(encodeStream(replay(response)));
  expect(new Set(chunks.map(({ service_tier }) => service_tier))).toEqual(new Set([told]));
});

test('a tier that is known at the end alone is told there', () => {
  const events: StreamEvent[] = [
    { type: 'response-start' },
    { type: 'response-end', stop: { reason: 'end' }, serviceTier: 'standard' },
  ];
  const tiers = chunksOf(encodeStream(events)).map(({ service_tier }) => service_tier);
  expect(tiers).toEqual([undefined, 'default']);
});

test('usage that nobody knows is left out', () => {
  expect(encode({})).not.toHaveProperty('usage');
});

describe('message', () => {
  test('texts are joined as they are, reasoning with gaps', () => {
    const blocks: Block[] = [
      { type: 'reasoning', parts: ['a', 'b'] },
      { type: 'text', text: 'The train ' },
      { type: 'reasoning', parts: ['c'] },
      { type: 'text', text: 'leaves.' },
    ];
    expect(choice({ blocks }).message).toEqual({
      role: 'assistant',
      content: 'The train leaves.',
      refusal: null,
      reasoning_content: 'a\n\nb\n\nc',
    });
  });

  test('content is null beside tool calls only, empty where nothing was said', () => {
    expect(choice({ blocks: [call] }).message.content).toBeNull();
    expect(choice({}).message.content).toBe('');
  });

  test('a function that stood for a free-text tool comes back as that tool', () => {
    const { message } = choice({ blocks: [call] }, { tools: [{ kind: 'custom', name: 'f' }] });
    expect(message.tool_calls).toEqual([{ id: 'call_1', type: 'custom', custom: { name: 'f', input: 'x' } }]);
  });

  test('callers of the old form get a function call', () => {
    const answer = choice({ blocks: [call], stop: { reason: 'tool-calls' } }, { legacyFunctions: true });
    expect(answer.message.function_call).toEqual({ name: 'f', arguments: '{"input":"x"}' });
    expect(answer.message).not.toHaveProperty('tool_calls');
    expect(answer.finish_reason).toBe('function_call');
  });

  test('the explanation of a refusal is its text', () => {
    const answer = choice({ stop: { reason: 'refusal', category: 'cyber', explanation: 'Not this topic.' } });
    expect(answer).toMatchObject({
      message: { content: null, refusal: 'Not this topic.' },
      finish_reason: 'content_filter',
    });
  });
});

describe('finish reason', () => {
  const reasons: [StopReason, string][] = [
    ['end', 'stop'],
    ['max-tokens', 'length'],
    ['context-window', 'length'],
    ['tool-calls', 'tool_calls'],
    ['stop-string', 'stop'],
    ['content-filter', 'content_filter'],
    ['refusal', 'content_filter'],
    ['pause', 'stop'],
    ['unknown', 'stop'],
  ];

  test.each(reasons)('%s is %s', (reason, word) => {
    expect(choice({ stop: { reason } }).finish_reason).toBe(word);
  });
});
