/** What odd streams of the many hosts of this protocol decode to. Whole recordings are in `golden.test.ts`. */
import { describe, expect, test } from 'vitest';
import { collect } from '../../../src/core/collect.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { decodeChunks, decodeText } from './fixtures.ts';

function chunk(delta: JsonObject, finish: string | null = null, more: JsonObject = {}): JsonObject {
  return { id: 'c', model: 'm', choices: [{ index: 0, delta, finish_reason: finish }], ...more };
}

function collected(...chunks: JsonObject[]) {
  const result = collect(decodeChunks(...chunks));
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

function calls(...chunks: JsonObject[]) {
  return collected(...chunks).blocks.map((block) =>
    block.type === 'tool-call' ? [block.id, block.name, block.input] : block.type,
  );
}

function piece(call: JsonObject): JsonObject {
  return chunk({ tool_calls: [call] });
}

describe('tool calls', () => {
  test('a name that comes after the id', () => {
    const pieces = [
      piece({ index: 0, id: 'a' }),
      piece({ index: 0, function: { arguments: '{' } }),
      piece({ index: 0, function: { name: 'f', arguments: '}' } }),
    ];
    expect(calls(...pieces)).toEqual([['a', 'f', '{}']]);
  });

  test('id and name repeated with every piece', () => {
    const pieces = ['{"x"', ':1}'].map((args) =>
      piece({ index: 0, id: 'a', function: { name: 'f', arguments: args } }),
    );
    expect(calls(...pieces)).toEqual([['a', 'f', '{"x":1}']]);
  });

  test('no index: a new name is a new call, a piece without one belongs to the last', () => {
    const pieces = [
      piece({ id: 'a', function: { name: 'f', arguments: '{' } }),
      piece({ function: { arguments: '}' } }),
      piece({ id: 'b', function: { name: 'f', arguments: '{}' } }),
    ];
    expect(calls(...pieces)).toEqual([
      ['a', 'f', '{}'],
      ['b', 'f', '{}'],
    ]);
  });

  test('indexes that start at 1', () => {
    expect(calls(piece({ index: 1, id: 'a', function: { name: 'f', arguments: '{}' } }))).toEqual([
      ['a', 'f', '{}'],
    ]);
  });

  test('text after a call is a block of its own', () => {
    const blocks = calls(
      chunk({ content: 'before' }),
      piece({ index: 0, id: 'a', function: { name: 'f', arguments: '{}' } }),
      chunk({ content: 'after' }),
    );
    expect(blocks).toEqual(['text', ['a', 'f', '{}'], 'text']);
  });
});

describe('ends', () => {
  const words: [string, string][] = [
    ['stop', 'end'],
    ['STOP', 'end'],
    ['eos', 'end'],
    ['length', 'max-tokens'],
    ['model_length', 'context-window'],
    ['model_context_window_exceeded', 'context-window'],
    ['content_filter', 'content-filter'],
    ['sensitive', 'content-filter'],
    ['tool_use', 'tool-calls'],
    ['something_new', 'unknown'],
  ];

  test.each(words)('%s is %s', (word, reason) => {
    expect(collected(chunk({ content: 'x' }, word)).stop).toEqual({ reason, raw: word });
  });

  test('an end mark without a finish reason ends the answer for reasons unknown', () => {
    expect(collected(chunk({ content: 'x' })).stop).toEqual({ reason: 'unknown' });
  });

  test('an end mark alone is no answer', () => {
    expect(decodeText('data: [DONE]\n\n')).toMatchObject([
      { type: 'error', fault: { kind: 'invalid-response' } },
    ]);
  });

  test('nothing at all is a truncated answer', () => {
    expect(decodeText('')).toMatchObject([{ type: 'error', fault: { kind: 'truncated' } }]);
  });

  test('nothing after the end mark is read', () => {
    const text = `data: ${JSON.stringify(chunk({ content: 'x' }, 'stop'))}\n\ndata: [DONE] \n\n`;
    expect(decodeText(`${text}data: {"error":{"message":"late"}}\n\n`)).toEqual(decodeText(text));
  });
});

describe('reasoning under two names', () => {
  test.each([
    ['both the same', { reasoning_content: 'Hm', reasoning: 'Hm' }],
    ['one empty', { reasoning_content: '', reasoning: 'Hm' }],
    ['one null', { reasoning_content: null, reasoning: 'Hm' }],
  ])('%s', (_, delta) => {
    expect(collected(chunk(delta, 'stop')).blocks).toEqual([{ type: 'reasoning', parts: ['Hm'] }]);
  });
});

describe('what it passes over', () => {
  test('events that are not objects, empty data, chunks without choices', () => {
    const strange =
      'data: 5\n\ndata: null\n\ndata:\n\ndata: {"object":"ping"}\n\ndata: {"choices":"none"}\n\n';
    const text = `${strange}data: ${JSON.stringify(chunk({ content: 'x' }, 'stop'))}\n\ndata: [DONE]\n\n`;
    expect(collect(decodeText(text))).toMatchObject({
      ok: true,
      value: { blocks: [{ type: 'text', text: 'x' }] },
    });
  });

  test('the tier told late, with the end', () => {
    const answer = collected(chunk({ content: 'x' }), chunk({}, 'stop', { service_tier: 'flex' }));
    expect(answer.serviceTier).toBe('flex');
  });
});

describe('errors inside a stream', () => {
  const errors: [string, JsonObject, string][] = [
    ['with a code', { error: { code: 'insufficient_quota', message: 'x' } }, 'quota'],
    ['with a status as code', { error: { code: 429, message: 'x' } }, 'rate-limit'],
    ['as a text', { error: 'model is overloaded' }, 'server'],
    ['of vLLM', { object: 'error', message: 'x', type: 'BadRequestError', code: 400 }, 'bad-request'],
    [
      'found by moderation',
      { error: { code: 403, message: 'x', metadata: { reasons: ['violence'] } } },
      'policy',
    ],
    ['in the choice', { choices: [{ index: 0, delta: {}, error: { code: 502, message: 'x' } }] }, 'server'],
  ];

  test.each(errors)('%s', (_, body, kind) => {
    expect(decodeChunks(chunk({ content: 'x' }), body).at(-1)).toMatchObject({
      type: 'error',
      fault: { kind },
    });
  });

  test('usage told with the error is kept', () => {
    const events = decodeChunks({
      error: { message: 'x' },
      usage: { prompt_tokens: 5, completion_tokens: 1 },
    });
    expect(events[0]).toEqual({ type: 'usage', usage: { inputTokens: 5, outputTokens: 1 } });
  });
});
