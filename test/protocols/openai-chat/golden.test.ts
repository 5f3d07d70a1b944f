/** Hand-written provider answers, unary and streamed: both must decode to the same canonical answer. */
import { describe, expect, test } from 'vitest';
import type { Block } from '../../../src/core/block.ts';
import { collect } from '../../../src/core/collect.ts';
import type { UpstreamFault } from '../../../src/core/errors.ts';
import type { LlmResponse } from '../../../src/core/response.ts';
import { openaiChat } from '../../../src/protocols/openai-chat/index.ts';
import { decodeStream, goldenBytes, goldenFiles, goldenJson } from './fixtures.ts';

function answer(over: Partial<LlmResponse>): LlmResponse {
  return {
    id: 'chatcmpl-C9kT2vLwQe71pZ',
    model: 'gpt-5.5-2026-04-23',
    created: 1_790_000_000,
    serviceTier: 'default',
    blocks: [],
    stop: { reason: 'end', raw: 'stop' },
    usage: {},
    ...over,
  };
}

function text(value: string): Block {
  return { type: 'text', text: value };
}

function reasoning(value: string): Block {
  return { type: 'reasoning', parts: [value] };
}

function call(id: string, name: string, input: string): Block {
  return { type: 'tool-call', id, name, input, kind: 'function' };
}

function tokens(inputTokens: number, outputTokens: number) {
  return { inputTokens, outputTokens };
}

const toolStop = { reason: 'tool-calls', raw: 'tool_calls' } as const;

const cited: Block = {
  type: 'text',
  text: 'Trains run every hour.',
  citations: [{ kind: 'url', url: 'https://rail.example/timetable', title: 'Timetable', start: 0, end: 21 }],
};

const beep: Block = {
  type: 'opaque',
  protocol: 'openai-chat',
  kind: 'media',
  value: { audio: { id: 'audio_1', data: 'T2dnUw==', expires_at: 1_790_003_600, transcript: 'Beep.' } },
};

/** Each with a `.sse` file, a `.json` file or both. */
const answers: Record<string, LlmResponse> = {
  text: answer({
    blocks: [text('A railway signal box sets the points.')],
    usage: { ...tokens(14, 8), cacheReadInputTokens: 0, reasoningOutputTokens: 0 },
  }),
  'tool-call': answer({
    blocks: [call('call_Lk2mB0', 'get_departures', '{"station":"Crewe"}')],
    stop: toolStop,
    usage: tokens(61, 17),
  }),
  'parallel-tool-calls': answer({
    blocks: [
      text('Looking up both.'),
      call('call_a1', 'get_departures', '{"station":"York"}'),
      call('call_b2', 'get_weather', '{"city":"Leeds"}'),
    ],
    stop: toolStop,
    usage: tokens(88, 41),
  }),
  'tool-no-arguments': answer({
    blocks: [call('call_now', 'current_time', '')],
    stop: toolStop,
    usage: tokens(40, 9),
  }),
  'text-and-tool-in-one-chunk': answer({
    blocks: [text('Checking.'), call('call_x', 'get_time', '{}')],
    stop: toolStop,
  }),
  // Calls all with index 0, finish reason `stop`, thinking counted in the total only.
  'parallel-tool-calls-gemini': answer({
    id: 'Zq9xaP',
    model: 'gemini-3.8-flash',
    created: 1_790_000_500,
    blocks: [
      call('function-call-11', 'get_weather', '{"city":"Bath"}'),
      call('function-call-12', 'get_weather', '{"city":"Hull"}'),
    ],
    stop: { reason: 'tool-calls', raw: 'stop' },
    usage: { inputTokens: 50, outputTokens: 124, reasoningOutputTokens: 100 },
  }),
  'tool-calls-without-ids': answer({
    id: 'cmpl/7#x',
    blocks: [call('call_cmpl7x_0', 'get_time', '{}'), call('call_cmpl7x_1', 'get_date', '{"zone":"UTC"}')],
    stop: toolStop,
  }),
  'custom-tool': answer({
    blocks: [
      {
        type: 'tool-call',
        id: 'call_sql',
        name: 'run_sql',
        input: 'SELECT "name"\nFROM trains',
        kind: 'custom',
      },
    ],
    stop: toolStop,
    usage: tokens(70, 12),
  }),
  'legacy-function': answer({
    blocks: [call('call_chatcmpl-C9kT2vLwQe71pZ_0', 'get_time', '{"zone":"UTC"}')],
    stop: { reason: 'tool-calls', raw: 'function_call' },
  }),
  reasoning: answer({
    id: '5f0e6c1a-9d02-4b0e-a1c7-0d6f5b1f7a11',
    model: 'deepseek-v4-pro',
    created: 1_790_000_100,
    blocks: [reasoning('The ball costs x, so 2x = 0.10.'), text('Five cents.')],
    usage: { ...tokens(31, 22), cacheReadInputTokens: 16, reasoningOutputTokens: 17 },
  }),
  'reasoning-openrouter': answer({
    id: 'gen-1790000200-hT5kq',
    model: 'z-ai/glm-5.3',
    created: 1_790_000_200,
    blocks: [reasoning('Two trains meet at noon.'), text('At noon.')],
    usage: tokens(20, 12),
  }),
  'content-in-parts': answer({ model: 'magistral-2', blocks: [reasoning('Sum first.'), text('Four.')] }),
  refusal: answer({
    blocks: [{ type: 'refusal', text: "I'm sorry, I can't help with that." }],
    stop: { reason: 'refusal', raw: 'stop' },
    usage: tokens(52, 11),
  }),
  'max-tokens': answer({
    blocks: [text('Once upon')],
    stop: { reason: 'max-tokens', raw: 'length' },
    usage: tokens(9, 2),
  }),
  'content-filter': answer({
    blocks: [text('The first step')],
    stop: { reason: 'content-filter', raw: 'content_filter' },
    usage: tokens(33, 3),
  }),
  'structured-output': answer({ blocks: [text('{"origin":"Crewe","platform":4}')], usage: tokens(120, 12) }),
  citations: answer({ blocks: [cited], usage: tokens(300, 9) }),
  'usage-cached': answer({
    blocks: [text('Yes.')],
    usage: {
      ...tokens(4096, 130),
      cacheReadInputTokens: 3072,
      cacheCreationInputTokens: 512,
      reasoningOutputTokens: 128,
    },
  }),
  // Cumulative in each chunk; the last one has the reasoning in its total.
  'usage-every-chunk': answer({
    id: 'b1d8',
    model: 'grok-5',
    created: 1_790_000_300,
    blocks: [text('One two')],
    usage: { ...tokens(10, 32), reasoningOutputTokens: 30 },
  }),
  'usage-groq': answer({ model: 'openai/gpt-oss-120b', blocks: [text('Hello.')], usage: tokens(70, 4) }),
  'usage-in-choice': answer({
    id: 'chatcmpl-6900',
    model: 'kimi-k3.1',
    created: 1_790_000_400,
    blocks: [text('Hello there.')],
    usage: { ...tokens(19, 13), cacheReadInputTokens: 19 },
  }),
  // Negative input and a text as total are not reported; the all-zero chunk behind changes nothing.
  'usage-absurd': answer({ blocks: [text('Ok.')], usage: { outputTokens: 7 } }),
  'azure-empty-first-chunk': answer({ blocks: [text('Copenhagen')], usage: tokens(15, 2) }),
  'several-choices': answer({ blocks: [text('first answer')], usage: tokens(8, 6) }),
  unicode: answer({
    blocks: [text('Grüße 🚂 日本語 \u2028 "quotes"\\ and\ttabs\n\ndata: [DONE]\n\n')],
    usage: tokens(11, 19),
  }),
  'no-done': answer({ blocks: [text('Enough.')] }),
  audio: answer({ blocks: [beep], usage: tokens(21, 30) }),
};

const noStatus = { status: null } as const;

const faults: Record<string, UpstreamFault> = {
  truncated: {
    ...noStatus,
    kind: 'truncated',
    code: null,
    message: 'the stream ended without its end marker',
  },
  'error-after-start': {
    ...noStatus,
    kind: 'server',
    code: 'server_error',
    message: 'The server had an error while processing your request.',
  },
  'error-openrouter': { ...noStatus, kind: 'server', code: '502', message: 'Provider disconnected' },
  'error-overloaded-finish': {
    ...noStatus,
    kind: 'overloaded',
    code: 'insufficient_system_resource',
    message: 'the answer ended with an error',
  },
  'error-event': {
    ...noStatus,
    kind: 'rate-limit',
    code: 'rate_limit_exceeded',
    message: 'rate limit reached',
  },
  'not-json': { ...noStatus, kind: 'invalid-response', code: null, message: 'an event is not JSON' },
};

const names = (extension: string) =>
  goldenFiles.filter((file) => file.endsWith(extension)).map((file) => file.slice(0, -extension.length));

describe('answers as providers send them', () => {
  test('every golden file is expected somewhere', () => {
    const files = new Set([...names('.sse'), ...names('.json')]);
    expect([...Object.keys(answers), ...Object.keys(faults)].sort()).toEqual([...files].sort());
  });

  test.each(names('.sse').filter((name) => name in answers))('stream: %s', (name) => {
    expect(collect(decodeStream(goldenBytes(`${name}.sse`)))).toEqual({ ok: true, value: answers[name] });
  });

  test.each(names('.json'))('whole: %s', (name) => {
    expect(openaiChat.decodeResponse(goldenJson(`${name}.json`))).toEqual({ ok: true, value: answers[name] });
  });

  test.each(Object.keys(faults))('fault: %s', (name) => {
    const events = decodeStream(goldenBytes(`${name}.sse`));
    expect(events.at(-1)).toEqual({ type: 'error', fault: faults[name] });
    expect(events.filter(({ type }) => type === 'error' || type === 'response-end')).toHaveLength(1);
  });
});
