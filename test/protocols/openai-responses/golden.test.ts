/** Hand-written provider answers, unary and streamed: both must decode to the same canonical answer. */
import { describe, expect, test } from 'vitest';
import { collect } from '../../../src/core/collect.ts';
import type { LlmResponse } from '../../../src/core/response.ts';
import { openaiResponses } from '../../../src/protocols/openai-responses/index.ts';
import { decodeStream, goldenBytes, goldenJson } from './fixtures.ts';

const model = 'gpt-5.5-2026-04-23';

function tokens(inputTokens: number, outputTokens: number, reasoningOutputTokens = 0) {
  return { inputTokens, cacheReadInputTokens: 0, outputTokens, reasoningOutputTokens };
}

function answer(over: Partial<LlmResponse>): LlmResponse {
  return {
    model,
    created: 1_790_000_000,
    serviceTier: 'default',
    blocks: [],
    stop: { reason: 'end', raw: 'completed' },
    usage: {},
    ...over,
  };
}

function text(value: string) {
  return { type: 'text' as const, text: value };
}

function call(id: string, name: string, input: string, itemId: string) {
  return { type: 'tool-call' as const, id, name, input, kind: 'function' as const, itemId };
}

const toolStop = { reason: 'tool-calls', raw: 'completed' } as const;
const refusalStop = { reason: 'refusal', raw: 'completed' } as const;

const answers: Readonly<Record<string, LlmResponse>> = {
  text: answer({ id: 'resp_01text', blocks: [text('Trains run on time.')], usage: tokens(21, 6) }),
  'tool-call': answer({
    id: 'resp_02tool',
    blocks: [call('call_w1', 'get_weather', '{"city":"Bern"}', 'fc_0b0')],
    stop: toolStop,
    usage: tokens(60, 18),
  }),
  'parallel-tool-calls': answer({
    id: 'resp_03par',
    blocks: [
      text('Two cities.'),
      call('call_a', 'get_weather', '{"city":"Bern"}', 'fc_0b1'),
      call('call_b', 'get_weather', '{"city":"Rome"}', 'fc_0b2'),
    ],
    stop: toolStop,
    usage: tokens(61, 40),
  }),
  'tool-no-arguments': answer({
    id: 'resp_04none',
    blocks: [call('call_n', 'list_trains', '{}', 'fc_0b0')],
    stop: toolStop,
    usage: tokens(40, 5),
  }),
  reasoning: answer({
    id: 'resp_05reason',
    blocks: [
      { type: 'reasoning', parts: ['**Plan**\n\nCount the cars.', '**Check**\n\nTwelve.'], id: 'rs_0c0' },
      text('Twelve cars.'),
    ],
    usage: tokens(30, 90, 80),
  }),
  'reasoning-sealed': answer({
    id: 'resp_06seal',
    blocks: [
      {
        type: 'reasoning',
        parts: ['I need the weather.'],
        seal: { protocol: 'openai-responses', model, data: 'gAAAAAexample-sealed-0001' },
        id: 'rs_0c0',
      },
      call('call_s', 'get_weather', '{"city":"Oslo"}', 'fc_0b1'),
    ],
    stop: toolStop,
    usage: tokens(70, 64, 48),
  }),
  'reasoning-hidden': answer({
    id: 'resp_07hidden',
    blocks: [text('Yes.')],
    usage: tokens(12, 140, 128),
  }),
  'reasoning-text': answer({
    id: 'resp_21cot',
    model: 'gpt-oss-120b',
    blocks: [{ type: 'reasoning', parts: ['Two plus two.'], verbatim: true, id: 'rs_0g' }, text('4')],
    usage: tokens(11, 9, 7),
  }),
  refusal: answer({
    id: 'resp_08ref',
    blocks: [{ type: 'refusal', text: "I'm sorry, I can't help with that." }],
    stop: refusalStop,
    usage: tokens(50, 12),
  }),
  'max-tokens': answer({
    id: 'resp_09max',
    blocks: [text('Once upon a')],
    stop: { reason: 'max-tokens', raw: 'max_output_tokens' },
    usage: tokens(9, 16),
  }),
  'content-filter': answer({
    id: 'resp_10filter',
    blocks: [text('The first step')],
    stop: { reason: 'content-filter', raw: 'content_filter' },
    usage: tokens(14, 4),
  }),
  'structured-output': answer({
    id: 'resp_11struct',
    blocks: [text('{"cars":12}')],
    usage: tokens(44, 9),
  }),
  citations: answer({
    id: 'resp_12cite',
    blocks: [
      {
        type: 'opaque',
        protocol: 'openai-responses',
        kind: 'web_search_call',
        value: {
          id: 'ws_0d0',
          type: 'web_search_call',
          status: 'completed',
          action: { type: 'search', query: 'first Swiss railway' },
        },
      },
      {
        type: 'text',
        text: 'The line opened in 1847 (SBB history).',
        citations: [
          { kind: 'url', url: 'https://example.com/history', title: 'SBB history', start: 24, end: 37 },
          {
            kind: 'opaque',
            protocol: 'openai-responses',
            value: { type: 'file_citation', file_id: 'file-1', filename: 'rail.pdf', index: 22 },
          },
        ],
      },
    ],
    usage: { ...tokens(900, 30), webSearchCalls: 1 },
  }),
  'usage-cached': answer({
    id: 'resp_13cache',
    blocks: [text('Cached.')],
    usage: {
      inputTokens: 4096,
      cacheReadInputTokens: 2048,
      cacheCreationInputTokens: 1024,
      outputTokens: 3,
      reasoningOutputTokens: 0,
    },
  }),
  unicode: answer({
    id: 'resp_18uni',
    blocks: [text('Zürich 🚆 — 東京\u2028“ok”\u0000\n')],
    usage: tokens(15, 14),
  }),
  'custom-tool': answer({
    id: 'resp_19cust',
    blocks: [
      {
        type: 'tool-call',
        id: 'call_q',
        name: 'run_sql',
        input: 'SELECT "a";',
        kind: 'custom',
        itemId: 'ctc_0f0',
      },
    ],
    stop: toolStop,
    usage: tokens(35, 11),
  }),
  phase: answer({
    id: 'resp_20phase',
    blocks: [
      { ...text('Let me look.'), phase: 'commentary' },
      { ...text('It is 12.'), phase: 'final_answer' },
    ],
    usage: tokens(25, 12),
  }),
};

describe('golden answers', () => {
  test.each(Object.entries(answers))('%s, unary', (scenario, expected) => {
    expect(openaiResponses.decodeResponse(goldenJson(scenario))).toEqual({ ok: true, value: expected });
  });

  test.each(Object.entries(answers))('%s, streamed', (scenario, expected) => {
    expect(collect(decodeStream(goldenBytes(scenario)))).toEqual({ ok: true, value: expected });
  });
});

const unusual: Readonly<Record<string, LlmResponse>> = {
  'rotating-ids': answer({ id: 'resp_22rot', blocks: [text('Round and round.')], usage: tokens(7, 4) }),
  'done-only': answer({
    id: 'resp_23done',
    blocks: [text('Done.'), call('call_h', 'stop', '{}', 'fc_0h')],
    stop: toolStop,
    usage: tokens(5, 3),
  }),
  'end-only': answer({ id: 'resp_24end', blocks: [text('All at once.')], usage: tokens(5, 3) }),
};

describe('streams of hosts with habits of their own', () => {
  test.each(Object.entries(unusual))('%s', (scenario, expected) => {
    const collected = collect(decodeStream(goldenBytes(scenario)));
    // Without `response.created` the start has nothing to tell.
    const { id, model: name, created, ...rest } = expected;
    const header = scenario === 'done-only' ? {} : { id, model: name, created };
    expect(collected).toEqual({ ok: true, value: { ...header, ...rest } });
  });
});

describe('golden failures', () => {
  test.each([
    ['error-after-start', 'server', 'server_error'],
    ['failed-policy', 'policy', 'cyber_policy'],
    ['error-flat', 'rate-limit', 'rate_limit_exceeded'],
    ['truncated', 'truncated', null],
  ])('%s ends as an error of kind %s', (scenario, kind, code) => {
    const events = decodeStream(goldenBytes(scenario));
    expect(events.filter(({ type }) => type === 'error')).toEqual([
      { type: 'error', fault: expect.objectContaining({ kind, code, status: null }) },
    ]);
    expect(events.at(-1)?.type).toBe('error');
  });

  test('what came before the failure is told', () => {
    const events = decodeStream(goldenBytes('error-after-start'));
    expect(events).toContainEqual({
      type: 'block-delta',
      index: 0,
      delta: { kind: 'text', text: 'Half an' },
    });
  });

  test('usage of a failed answer is told before its error', () => {
    const types = decodeStream(goldenBytes('failed-policy')).map(({ type }) => type);
    expect(types).toEqual(['response-start', 'usage', 'error']);
  });

  test('a failed answer with status 200 is a fault', () => {
    expect(openaiResponses.decodeResponse(goldenJson('failed-policy'))).toEqual({
      ok: false,
      error: { kind: 'policy', status: null, code: 'cyber_policy', message: 'This request was flagged.' },
    });
  });
});
