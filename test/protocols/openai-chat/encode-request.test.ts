/** What targets are sent: only what was given, under the names and within the limits of each host. */
import { describe, expect, test } from 'vitest';
import type { Block } from '../../../src/core/block.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import type { LlmRequest } from '../../../src/core/request.ts';
import type { Quirk } from '../../../src/core/target.ts';
import { openaiChat } from '../../../src/protocols/openai-chat/index.ts';
import { chatTarget, emptyRequest } from './fixtures.ts';

function encode(over: Partial<LlmRequest>, quirks: Quirk[] = []) {
  return openaiChat.encodeRequest(emptyRequest(over), chatTarget(quirks));
}

function messagesOf(over: Partial<LlmRequest>, quirks: Quirk[] = []): JsonObject[] {
  return encode(over, quirks).body.messages as JsonObject[];
}

function text(value: string): Block & { type: 'text' } {
  return { type: 'text', text: value };
}

const hello = { role: 'user' as const, content: [text('Hello')] };
const image: Block = { type: 'image', source: { kind: 'data', mediaType: 'image/png', data: 'aGk=' } };
const imagePart = { type: 'image_url', image_url: { url: 'data:image/png;base64,aGk=' } };

function calling(kind: 'function' | 'custom' = 'function', input = '{}') {
  return {
    role: 'assistant' as const,
    content: [{ type: 'tool-call' as const, id: 'call_1', name: 'f', input, kind }],
  };
}

function result(over: Partial<Extract<Block, { type: 'tool-result' }>> = {}): Block {
  return { type: 'tool-result', callId: 'call_1', kind: 'function', content: [text('done')], ...over };
}

test('a bare request is model and messages, nothing more', () => {
  expect(encode({})).toEqual({
    body: { model: 'gpt-5.5-2026-04-23', messages: [{ role: 'user', content: 'Hello' }] },
    losses: [],
  });
});

describe('messages', () => {
  test('one tool message per result, then what the user said', () => {
    const messages = messagesOf({
      messages: [
        hello,
        calling(),
        { role: 'user', content: [result(), result({ callId: 'call_2' }), text('And?')] },
      ],
    });
    expect(messages.slice(1)).toEqual([
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'f', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: 'call_1', content: 'done' },
      { role: 'tool', tool_call_id: 'call_2', content: 'done' },
      { role: 'user', content: 'And?' },
    ]);
  });

  test('media of a result goes behind all results and says whose it is', () => {
    const withImage = result({ content: [text('a chart'), image as Extract<Block, { type: 'image' }>] });
    const messages = messagesOf({
      messages: [hello, calling(), { role: 'user', content: [withImage, result({ callId: 'call_2' })] }],
    });
    expect(messages.slice(2)).toEqual([
      { role: 'tool', tool_call_id: 'call_1', content: 'a chart' },
      { role: 'tool', tool_call_id: 'call_2', content: 'done' },
      {
        role: 'user',
        content: [{ type: 'text', text: 'Attachment of the result of tool call call_1:' }, imagePart],
      },
    ]);
  });

  test('a failed result is marked in its text', () => {
    const failed = result({ isError: true, content: [text('no such train')] });
    const messages = messagesOf({ messages: [hello, calling(), { role: 'user', content: [failed] }] });
    expect(messages[2]).toEqual({ role: 'tool', tool_call_id: 'call_1', content: 'Error: no such train' });
  });

  test('a call without arguments is sent with an empty object', () => {
    const messages = messagesOf({
      messages: [hello, calling('function', ''), { role: 'user', content: [result()] }],
    });
    expect(messages[1]).toMatchObject({ tool_calls: [{ function: { arguments: '{}' } }] });
  });

  test('a text-only model gets texts as one string', () => {
    const request = emptyRequest({
      system: [text('One'), text('Two')],
      messages: [{ role: 'user', content: [text('a'), text('b')] }],
    });
    const { body } = openaiChat.encodeRequest(request, chatTarget([], { input: ['text'] }));
    expect(body.messages).toEqual([
      { role: 'system', content: 'One\n\nTwo' },
      { role: 'user', content: 'a\n\nb' },
    ]);
  });

  test('a started answer is continued by instruction', () => {
    const messages = messagesOf({ messages: [hello, { role: 'assistant', content: [text('{"a":')] }] });
    expect(messages[1]).toEqual({ role: 'assistant', content: '{"a":' });
    expect(messages[2]).toMatchObject({
      role: 'system',
      content: expect.stringContaining('Continue it exactly'),
    });
  });

  test('blocks of other protocols do not go out; an assistant message of nothing else is left out', () => {
    const foreign: Block = {
      type: 'opaque',
      protocol: 'anthropic-messages',
      kind: 'server_tool_use',
      value: {},
    };
    const messages = messagesOf({ messages: [hello, { role: 'assistant', content: [foreign] }, hello] });
    expect(messages).toEqual([
      { role: 'user', content: 'Hello' },
      { role: 'user', content: 'Hello' },
    ]);
  });

  test('reasoning goes back as text where the host wants it, else it is a loss', () => {
    const thinking: Block = {
      type: 'reasoning',
      parts: ['First.', 'Second.'],
      seal: { protocol: 'anthropic-messages', data: 'x' },
    };
    const messages = [hello, { role: 'assistant' as const, content: [thinking, text('Hi')] }, hello];
    expect(messagesOf({ messages }, ['reasoning-content'])[1]).toEqual({
      role: 'assistant',
      content: 'Hi',
      reasoning_content: 'First.\n\nSecond.',
    });
    const { body, losses } = encode({ messages });
    expect(JSON.stringify(body)).not.toContain('First.');
    expect(losses).toEqual([
      {
        what: 'reasoning-seal',
        how: 'dropped',
        field: 'messages[1].content[0]',
        note: 'sealed by anthropic-messages',
      },
      {
        what: 'reasoning-text',
        how: 'dropped',
        field: 'messages[1].content',
        note: 'the provider takes no reasoning back as text',
      },
    ]);
  });

  test('files: text inline, an address said in words', () => {
    const file = (source: Extract<Block, { type: 'file' }>['source']): Block => ({ type: 'file', source });
    const { body, losses } = encode({
      messages: [
        {
          role: 'user',
          content: [
            file({ kind: 'text', text: 'Timetable' }),
            file({ kind: 'url', url: 'https://x.example/a.pdf' }),
          ],
        },
      ],
    });
    expect(body.messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Timetable' },
          { type: 'text', text: '[A file could not be passed on: https://x.example/a.pdf]' },
        ],
      },
    ]);
    expect(losses.map(({ what }) => what)).toEqual(['file-url']);
  });
});

describe('tools', () => {
  const tools: LlmRequest['tools'] = [
    { kind: 'function', name: 'f', schema: { type: 'object' }, strict: true },
    { kind: 'custom', name: 'g', description: 'Runs SQL', format: { type: 'grammar' } },
  ];

  test('both kinds and a choice among them', () => {
    const { body } = encode({
      tools,
      toolChoice: { mode: 'allowed', require: true, names: ['f', 'g'] },
      parallelToolCalls: false,
    });
    expect(body).toMatchObject({
      tools: [
        { type: 'function', function: { name: 'f', parameters: { type: 'object' }, strict: true } },
        { type: 'custom', custom: { name: 'g', description: 'Runs SQL', format: { type: 'grammar' } } },
      ],
      tool_choice: {
        type: 'allowed_tools',
        allowed_tools: {
          mode: 'required',
          tools: [
            { type: 'function', function: { name: 'f' } },
            { type: 'custom', custom: { name: 'g' } },
          ],
        },
      },
      parallel_tool_calls: false,
    });
  });

  test('no choice and no parallel calls without tools', () => {
    const { body } = encode({ toolChoice: { mode: 'auto' }, parallelToolCalls: true });
    expect(Object.keys(body)).toEqual(['model', 'messages']);
  });

  test('a function stands for a free-text tool where hosts know functions only', () => {
    const { body, losses } = encode(
      {
        tools,
        toolChoice: { mode: 'tool', name: 'g', kind: 'custom' },
        messages: [
          hello,
          calling('custom', 'SELECT 1'),
          { role: 'user', content: [result({ kind: 'custom' })] },
        ],
      },
      ['no-custom-tools'],
    );
    expect(body).toMatchObject({
      tool_choice: { type: 'function', function: { name: 'g' } },
      tools: [
        {},
        {
          type: 'function',
          function: {
            name: 'g',
            description: 'Runs SQL\n\nThe input must follow this format: {"type":"grammar"}',
            parameters: { properties: { input: { type: 'string' } }, required: ['input'] },
          },
        },
      ],
      messages: [
        {},
        { tool_calls: [{ type: 'function', function: { arguments: '{"input":"SELECT 1"}' } }] },
        {},
      ],
    });
    expect(losses.map(({ what, how, field }) => [what, how, field])).toEqual([
      ['custom-tool', 'adapted', 'tools[1]'],
    ]);
  });
});

describe('hosts differ', () => {
  const asked: Partial<LlmRequest> = {
    maxOutputTokens: 100,
    stream: true,
    endUser: 'u_1',
    cacheKey: 'k',
    state: { store: true },
    metadata: { team: 'ops' },
    format: { kind: 'schema', schema: { type: 'object' } },
  };

  test('OpenAI', () => {
    expect(encode(asked)).toEqual({
      body: {
        model: 'gpt-5.5-2026-04-23',
        messages: [{ role: 'user', content: 'Hello' }],
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'response', schema: { type: 'object' } },
        },
        max_completion_tokens: 100,
        safety_identifier: 'u_1',
        prompt_cache_key: 'k',
        store: true,
        metadata: { team: 'ops' },
        stream: true,
        stream_options: { include_usage: true },
      },
      losses: [],
    });
  });

  test('one with every quirk', () => {
    const { body, losses } = encode(asked, [
      'max-tokens',
      'no-store',
      'no-stream-usage',
      'no-json-schema',
      'no-safety-identifier',
    ]);
    expect(body).toEqual({
      model: 'gpt-5.5-2026-04-23',
      messages: [
        {
          role: 'system',
          content:
            'Answer with one JSON object that follows this JSON schema, and nothing else:\n{"type":"object"}',
        },
        { role: 'user', content: 'Hello' },
      ],
      response_format: { type: 'json_object' },
      max_tokens: 100,
      stream: true,
    });
    expect(losses.map(({ what }) => what).sort()).toEqual([
      'cache-key',
      'end-user',
      'metadata',
      'no-json-schema',
    ]);
  });

  test('limits: four stop strings, known tiers', () => {
    const { body, losses } = encode({ stop: ['a', 'b', 'c', 'd', 'e'], serviceTier: 'standard_only' });
    expect(body.stop).toEqual(['a', 'b', 'c', 'd']);
    expect(body).not.toHaveProperty('service_tier');
    expect(losses.map(({ what, how }) => [what, how])).toEqual([
      ['stop', 'adapted'],
      ['service-tier', 'dropped'],
    ]);
  });

  test('effort goes out as it was settled', () => {
    expect(encode({ reasoning: { effort: 'low' } }).body).toMatchObject({ reasoning_effort: 'low' });
  });
});
