/** How wrong fields of a request are named, and that no body makes the decoder throw. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { openaiChat } from '../../../src/protocols/openai-chat/index.ts';
import { body } from './fixtures.ts';

function user(content: unknown): JsonObject {
  return body({ messages: [{ role: 'user', content: content as never }] });
}

function assistant(message: JsonObject, ...after: JsonObject[]): JsonObject {
  return body({ messages: [{ role: 'user', content: 'Go' }, { role: 'assistant', ...message }, ...after] });
}

const call = { id: 'call_1', type: 'function', function: { name: 'f', arguments: '{}' } };
const tool = { type: 'function', function: { name: 'f' } };

describe('wrong fields are named', () => {
  const wrong: [string, JsonObject][] = [
    ['model', { messages: [{ role: 'user', content: 'x' }] }],
    ['model', body({ model: '' })],
    ['model', body({ model: 'm'.repeat(201) })],
    ['messages', { model: 'm' }],
    ['messages', body({ messages: [] })],
    ['messages', body({ messages: 'Hello' })],
    ['messages[0]', body({ messages: ['Hello'] })],
    ['messages[0].role', body({ messages: [{ content: 'x' }] })],
    ['messages[0].role', body({ messages: [{ role: 'bot', content: 'x' }] })],
    ['messages[0].content', user(null)],
    ['messages[0].content', user(5)],
    ['messages[0].content', user([])],
    ['messages[0].content[0]', user(['x'])],
    ['messages[0].content[0].type', user([{ text: 'x' }])],
    ['messages[0].content[0].text', user([{ type: 'text' }])],
    ['messages[0].content[0].image_url', user([{ type: 'image_url', image_url: 'https://x' }])],
    ['messages[0].content[0].image_url.url', user([{ type: 'image_url', image_url: { url: 'ftp://x' } }])],
    [
      'messages[0].content[1].image_url.url',
      user([
        { type: 'text', text: 'x' },
        { type: 'image_url', image_url: {} },
      ]),
    ],
    [
      'messages[0].content[0].image_url.url',
      user([{ type: 'image_url', image_url: { url: 'data:image/png,abc' } }]),
    ],
    [
      'messages[0].content[0].input_audio.format',
      user([{ type: 'input_audio', input_audio: { data: 'aa' } }]),
    ],
    ['messages[0].content[0].file', user([{ type: 'file', file: { filename: 'a' } }])],
    ['messages[0].content[0].file.file_data', user([{ type: 'file', file: { file_data: 'data:x' } }])],
    ['messages[0].content', body({ messages: [{ role: 'system', content: [{ type: 'image_url' }] }] })],
    ['messages[1].content', assistant({ content: null })],
    ['messages[1].content', assistant({})],
    ['messages[1].content[0].refusal', assistant({ content: [{ type: 'refusal' }] })],
    ['messages[1].tool_calls', assistant({ tool_calls: {} })],
    [
      'messages[1].tool_calls[0].id',
      assistant({ tool_calls: [{ type: 'function', function: { name: 'f' } }] }),
    ],
    ['messages[1].tool_calls[0].type', assistant({ tool_calls: [{ ...call, type: 'magic' }] })],
    ['messages[1].tool_calls[0].function', assistant({ tool_calls: [{ id: 'a', type: 'function' }] })],
    [
      'messages[1].tool_calls[0].function.arguments',
      assistant({ tool_calls: [{ ...call, function: { name: 'f', arguments: {} } }] }),
    ],
    ['messages[2].tool_call_id', assistant({ tool_calls: [call] }, { role: 'tool', content: 'x' })],
    [
      'messages[2].tool_call_id',
      assistant({ tool_calls: [call] }, { role: 'tool', tool_call_id: 'call_9', content: 'x' }),
    ],
    [
      'messages[0].tool_call_id',
      body({ messages: [{ role: 'tool', tool_call_id: 'call_1', content: 'x' }] }),
    ],
    ['messages[2].content', assistant({ tool_calls: [call] }, { role: 'tool', tool_call_id: 'call_1' })],
    ['messages[2].name', assistant({ content: 'x' }, { role: 'function', name: 'f', content: 'x' })],
    ['tools', body({ tools: {} })],
    ['tools[0].type', body({ tools: [{}] })],
    ['tools[0].function', body({ tools: [{ type: 'function' }] })],
    ['tools[1].function.name', body({ tools: [tool, { type: 'function', function: {} }] })],
    [
      'tools[0].function.parameters',
      body({ tools: [{ type: 'function', function: { name: 'f', parameters: 'x' } }] }),
    ],
    ['tool_choice', body({ tools: [tool], tool_choice: 'any' })],
    ['tool_choice.type', body({ tools: [tool], tool_choice: { type: 'tool' } })],
    [
      'tool_choice.function.name',
      body({ tools: [tool], tool_choice: { type: 'function', function: { name: 'g' } } }),
    ],
    [
      'tool_choice.allowed_tools.tools',
      body({
        tools: [tool],
        tool_choice: { type: 'allowed_tools', allowed_tools: { mode: 'auto', tools: [] } },
      }),
    ],
    ['response_format.type', body({ response_format: { type: 'yaml' } })],
    ['response_format.json_schema', body({ response_format: { type: 'json_schema' } })],
    ['response_format.json_schema.name', body({ response_format: { type: 'json_schema', json_schema: {} } })],
    ['max_tokens', body({ max_tokens: -1 })],
    ['max_tokens', body({ max_tokens: 0 })],
    ['max_completion_tokens', body({ max_completion_tokens: 1.5 })],
    ['max_completion_tokens', body({ max_completion_tokens: '100' })],
    ['temperature', body({ temperature: 'hot' })],
    ['temperature', body({ temperature: -0.5 })],
    ['top_p', body({ top_p: 2 })],
    ['n', body({ n: 0 })],
    ['n', body({ n: 129 })],
    ['stop', body({ stop: 5 })],
    ['stop[1]', body({ stop: ['a', 1] })],
    ['reasoning_effort', body({ reasoning_effort: 'extreme' })],
    ['metadata.a', body({ metadata: { a: 1 } })],
    ['stream', body({ stream: 'yes' })],
    ['stream_options.include_usage', body({ stream_options: { include_usage: 1 } })],
    ['store', body({ store: 'no' })],
    ['user', body({ user: 7 })],
  ];

  test.each(wrong)('%s (%#)', (field, raw) => {
    const result = openaiChat.decodeRequest(raw);
    expect(result).toMatchObject({ ok: false, error: { field } });
  });

  test('the message says what it must be and what it was', () => {
    const result = openaiChat.decodeRequest(body({ temperature: 'hot' }));
    expect(!result.ok && result.error.message).toBe('must be a number from 0 to 2; got "hot"');
  });
});

describe('no body makes it throw', () => {
  const full = {
    ...assistant(
      { content: [{ type: 'text', text: 'x' }], tool_calls: [call] },
      { role: 'tool', tool_call_id: 'call_1', content: 'x' },
      { role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://x.example' } }] },
    ),
    tools: [tool],
    tool_choice: { type: 'function', function: { name: 'f' } },
    response_format: { type: 'json_schema', json_schema: { name: 'n', schema: {} } },
    stop: ['a'],
    metadata: { a: 'b' },
  };

  /** Every path to a value in a body. */
  function paths(value: unknown, at: (string | number)[] = []): (string | number)[][] {
    if (typeof value !== 'object' || value === null) return [at];
    return [at, ...Object.entries(value).flatMap(([key, member]) => paths(member, [...at, key]))];
  }

  function replaceAt(value: unknown, [key, ...rest]: (string | number)[], by: unknown): unknown {
    if (key === undefined) return by;
    const copy = structuredClone(value) as Record<string | number, unknown>;
    copy[key] = replaceAt(copy[key], rest, by);
    return copy;
  }

  test('with any value in any place', () => {
    const places = fc.constantFrom(...paths(full).filter((path) => path.length > 0));
    fc.assert(
      fc.property(places, fc.jsonValue({ maxDepth: 2 }), (path, value) => {
        const raw = replaceAt(full, path, value) as JsonObject;
        const result = openaiChat.decodeRequest(raw);
        if (!result.ok) expect(result.error.message).toMatch(/^must /);
      }),
      { numRuns: 500 },
    );
  });
});
