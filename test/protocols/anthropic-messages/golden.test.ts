/** Hand-written provider answers, unary and streamed: both must decode to the same canonical answer. */
import { describe, expect, test } from 'vitest';
import { collect } from '../../../src/core/collect.ts';
import type { LlmResponse } from '../../../src/core/response.ts';
import { anthropicMessages } from '../../../src/protocols/anthropic-messages/index.ts';
import { decodeStream, goldenBytes, goldenJson } from './fixtures.ts';

const haiku = 'claude-haiku-4-5-20251001';
const usage = { inputTokens: 21, cacheReadInputTokens: 0, cacheCreationInputTokens: 0, outputTokens: 12 };

function answer(over: Partial<LlmResponse>): LlmResponse {
  return {
    id: 'msg_01Kx7bRrTq',
    model: haiku,
    serviceTier: 'standard',
    blocks: [],
    stop: { reason: 'end', raw: 'end_turn' },
    usage,
    ...over,
  };
}

function text(value: string) {
  return { type: 'text' as const, text: value };
}

function call(id: string, name: string, input: string) {
  return { type: 'tool-call' as const, id, name, input, kind: 'function' as const };
}

function seal(data: string, model = haiku) {
  return { protocol: 'anthropic-messages' as const, model, data };
}

function opaque(value: { type: string; [member: string]: unknown }) {
  return {
    type: 'opaque' as const,
    protocol: 'anthropic-messages' as const,
    kind: value.type,
    value: value as never,
  };
}

const toolStop = { reason: 'tool-calls', raw: 'tool_use' } as const;

/** Tool input in these is written without spaces, so that the unary form gives the same text. */
const scenarios: Record<string, LlmResponse> = {
  text: answer({ blocks: [text('The signal is at danger.')] }),
  'parallel-tool-calls': answer({
    blocks: [
      call('toolu_01A', 'get_platform', '{"train":"1A23"}'),
      call('toolu_01B', 'get_platform', '{"train":"2B07"}'),
    ],
    stop: toolStop,
  }),
  'tool-no-arguments': answer({ blocks: [call('toolu_01N', 'list_signals', '{}')], stop: toolStop }),
  reasoning: answer({
    blocks: [
      { type: 'reasoning', parts: ['Two trains, one line.'], seal: seal('EqQBsigOne==') },
      text('Hold the second.'),
    ],
    usage: { ...usage, outputTokens: 40, reasoningOutputTokens: 28 },
  }),
  'reasoning-sealed': answer({
    blocks: [
      { type: 'reasoning', parts: [], seal: seal('EqQBomitted==') },
      { type: 'reasoning', parts: [], redacted: true, seal: seal('redacted:EmwKredacted==') },
      { type: 'reasoning', parts: ['Check the points.'], seal: seal('EqQBsigTwo==') },
      call('toolu_01P', 'read_points', '{"box":"Crewe North"}'),
    ],
    stop: toolStop,
  }),
  refusal: answer({
    stop: { reason: 'refusal', raw: 'refusal', category: 'cyber', explanation: 'This request was blocked.' },
  }),
  'max-tokens': answer({
    blocks: [text('The interlocking')],
    stop: { reason: 'max-tokens', raw: 'max_tokens' },
  }),
  'stop-string': answer({
    blocks: [text('one two ')],
    stop: { reason: 'stop-string', raw: 'stop_sequence', sequence: 'three' },
  }),
  'structured-output': answer({ blocks: [text('{"aspect":"red"}')] }),
  citations: answer({
    blocks: [
      {
        type: 'text',
        text: 'Only one train',
        citations: [
          {
            kind: 'url',
            url: 'https://example.org/absolute-block',
            title: 'Absolute block',
            citedText: 'One train at a time.',
          },
          {
            kind: 'opaque',
            protocol: 'anthropic-messages',
            value: {
              type: 'char_location',
              cited_text: 'clear',
              document_index: 0,
              document_title: null,
              start_char_index: 4,
              end_char_index: 9,
              file_id: null,
            },
          },
        ],
      },
    ],
  }),
  'usage-cached': answer({
    blocks: [text('Clear.')],
    usage: {
      inputTokens: 7010,
      cacheReadInputTokens: 5000,
      cacheCreationInputTokens: 2000,
      cacheCreation1hInputTokens: 1500,
      outputTokens: 3,
    },
  }),
  'server-tool': answer({
    blocks: [
      opaque({
        type: 'server_tool_use',
        id: 'srvtoolu_01',
        name: 'web_search',
        input: { query: 'absolute block' },
      }),
      opaque({
        type: 'web_search_tool_result',
        tool_use_id: 'srvtoolu_01',
        content: [
          {
            type: 'web_search_result',
            url: 'https://example.org/absolute-block',
            title: 'Absolute block',
            encrypted_content: 'EqgfCi',
            page_age: null,
          },
        ],
      }),
      text('One train per section.'),
    ],
    usage: {
      inputTokens: 940,
      cacheReadInputTokens: 40,
      cacheCreationInputTokens: 0,
      outputTokens: 55,
      webSearchCalls: 1,
    },
  }),
  'pause-turn': answer({
    blocks: [
      opaque({ type: 'server_tool_use', id: 'srvtoolu_02', name: 'web_search', input: { query: 'tokens' } }),
    ],
    stop: { reason: 'pause', raw: 'pause_turn' },
  }),
  // A compaction is billed beside the counts at the top.
  compaction: answer({
    blocks: [opaque({ type: 'compaction', content: 'Earlier: points were set.' }), text('Going on.')],
    usage: { inputTokens: 60_121, cacheReadInputTokens: 100, cacheCreationInputTokens: 0, outputTokens: 512 },
  }),
  'fallback-block': answer({
    model: 'claude-opus-4-8',
    blocks: [
      opaque({ type: 'fallback', from: { model: 'claude-fable-5' }, to: { model: 'claude-opus-4-8' } }),
      { type: 'reasoning', parts: [], seal: seal('EqQBopus==', 'claude-opus-4-8') },
      text('Printed around 1440.'),
    ],
  }),
  unicode: answer({ blocks: [text('Züge — 列車 🚂🚃\u2028 "quoted" \\ back')] }),
};

describe('a streamed answer and its unary form decode to the same', () => {
  test.each(Object.keys(scenarios))('%s', (scenario) => {
    const expected = { ok: true, value: scenarios[scenario] };
    expect(anthropicMessages.decodeResponse(goldenJson(scenario))).toEqual(expected);
    expect(collect(decodeStream(goldenBytes(scenario)))).toEqual(expected);
  });
});

test('tool input is the text as the model wrote it', () => {
  const blocks = (input: string) => [
    text("I'll look that up."),
    call('toolu_01Weather', 'get_weather', input),
  ];
  const streamed = collect(decodeStream(goldenBytes('tool-call')));
  const unary = anthropicMessages.decodeResponse(goldenJson('tool-call'));
  expect(streamed.ok && streamed.value.blocks).toEqual(blocks('{"city": "Crewe", "days": 3}'));
  expect(unary.ok && unary.value.blocks).toEqual(blocks('{"city":"Crewe","days":3}'));
});

test('a tool call that comes whole with the start of the message', () => {
  const streamed = collect(decodeStream(goldenBytes('content-at-start')));
  expect(streamed.ok && streamed.value.blocks).toEqual([call('toolu_01C', 'roll_die', '{"player":"two"}')]);
  expect(streamed.ok && streamed.value.stop).toEqual(toolStop);
});

describe('streams that went wrong', () => {
  function lastOf(scenario: string) {
    return decodeStream(goldenBytes(scenario)).at(-1);
  }

  test('an error event after HTTP 200 is the fault it names', () => {
    expect(lastOf('error-after-start')).toEqual({
      type: 'error',
      fault: { kind: 'overloaded', status: null, code: 'overloaded_error', message: 'Overloaded' },
    });
  });

  test('an end in the middle is an error', () => {
    expect(lastOf('truncated')).toMatchObject({ type: 'error', fault: { kind: 'truncated' } });
  });

  test('a stop reason without the end marker is an end', () => {
    expect(lastOf('no-end-marker')).toMatchObject({ type: 'response-end', stop: { reason: 'end' } });
  });

  test('the same start twice is one message', () => {
    const twice = decodeStream(goldenBytes('start-twice'));
    expect(twice.filter(({ type }) => type === 'response-start')).toHaveLength(1);
    expect(collect(twice)).toMatchObject({ ok: true, value: { blocks: [text('Once.')] } });
  });

  test('another message inside the first is an error, not a mixture', () => {
    const events = decodeStream(goldenBytes('start-of-another'));
    expect(events.at(-1)).toMatchObject({ type: 'error', fault: { kind: 'invalid-response' } });
    expect(JSON.stringify(events)).not.toContain('Second');
  });
});
