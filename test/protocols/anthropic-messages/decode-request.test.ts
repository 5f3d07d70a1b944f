/** Messages bodies as callers send them: what they mean, what they use, and which field is wrong. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { packSeal } from '../../../src/core/seal.ts';
import {
  countTokensPath,
  decodeCountTokens,
  encodeTokenCount,
} from '../../../src/protocols/anthropic-messages/count-tokens.ts';
import { anthropicMessages } from '../../../src/protocols/anthropic-messages/index.ts';
import { body, decoded } from './fixtures.ts';

function user(...content: JsonObject[]): JsonObject {
  return { messages: [{ role: 'user', content }] };
}

const toolUse = { type: 'tool_use', id: 'toolu_1', name: 'read', input: { a: 1 } };

function withResult(result: JsonObject): JsonObject {
  return {
    messages: [
      { role: 'user', content: 'go' },
      { role: 'assistant', content: [toolUse] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', ...result }] },
    ],
  };
}

describe('content', () => {
  test('documents: bytes, address, text, file id, and text parts', () => {
    const source = (value: JsonObject) => ({ type: 'document', source: value });
    const { messages } = decoded(
      body(
        user(
          { ...source({ type: 'base64', media_type: 'application/pdf', data: 'JVBE' }), title: 'Rule book' },
          source({ type: 'url', url: 'https://example.org/a.pdf' }),
          {
            ...source({ type: 'text', media_type: 'text/plain', data: 'Stop.' }),
            citations: { enabled: true },
          },
          { ...source({ type: 'file', file_id: 'file_1' }), context: 'old edition' },
          source({
            type: 'content',
            content: [
              { type: 'text', text: 'one' },
              { type: 'text', text: 'two' },
            ],
          }),
        ),
      ),
    );
    expect(messages[0]?.content).toEqual([
      {
        type: 'file',
        source: { kind: 'data', mediaType: 'application/pdf', data: 'JVBE' },
        filename: 'Rule book',
      },
      { type: 'file', source: { kind: 'url', url: 'https://example.org/a.pdf' } },
      { type: 'file', source: { kind: 'text', text: 'Stop.' }, cite: true },
      { type: 'file', source: { kind: 'id', id: 'file_1' }, context: 'old edition' },
      { type: 'file', source: { kind: 'text', text: 'one\n\ntwo' } },
    ]);
  });

  test('a tool result with text, image, document and an error mark', () => {
    const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBO' } };
    const document = { type: 'document', source: { type: 'url', url: 'https://example.org/a.pdf' } };
    const request = decoded(
      body(withResult({ is_error: true, content: [{ type: 'text', text: 'no' }, image, document] })),
    );
    expect(request.messages[2]?.content).toEqual([
      {
        type: 'tool-result',
        callId: 'toolu_1',
        kind: 'function',
        isError: true,
        content: [
          { type: 'text', text: 'no' },
          { type: 'image', source: { kind: 'data', mediaType: 'image/png', data: 'iVBO' } },
          { type: 'file', source: { kind: 'url', url: 'https://example.org/a.pdf' } },
        ],
      },
    ]);
    expect(request.features).toEqual([
      { feature: 'tool-result-media', field: 'messages[2].content[0].content[1]' },
      { feature: 'file-url', field: 'messages[2].content[0].content[2].source' },
      { feature: 'tool-result-media', field: 'messages[2].content[0].content[2]' },
      { feature: 'tool-result-error', field: 'messages[2].content[0].is_error' },
    ]);
  });

  test('thinking keeps its order, its own seals and those of others', () => {
    const foreign = { protocol: 'openai-responses', model: 'gpt-5.5', data: 'enc.rypted' } as const;
    const request = decoded(
      body({
        messages: [
          { role: 'user', content: 'go' },
          {
            role: 'assistant',
            content: [
              { type: 'thinking', thinking: 'one', signature: 'sig1' },
              { type: 'redacted_thinking', data: 'hid' },
              { type: 'thinking', thinking: 'two', signature: packSeal(foreign) },
              { type: 'thinking', thinking: 'three', signature: '' },
              toolUse,
            ],
          },
          { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'ok' }] },
        ],
      }),
    );
    expect(request.messages[1]?.content.slice(0, 4)).toEqual([
      { type: 'reasoning', parts: ['one'], seal: { protocol: 'anthropic-messages', data: 'sig1' } },
      {
        type: 'reasoning',
        parts: [],
        redacted: true,
        seal: { protocol: 'anthropic-messages', data: 'redacted:hid' },
      },
      { type: 'reasoning', parts: ['two'], seal: foreign },
      { type: 'reasoning', parts: ['three'] },
    ]);
    expect(
      request.features.filter(({ feature }) => feature === 'reasoning-seal').map(({ field }) => field),
    ).toEqual([
      'messages[1].content[0].signature',
      'messages[1].content[1].data',
      'messages[1].content[2].signature',
    ]);
  });

  test('blocks of unknown types stay whole and can go back', () => {
    const value = { type: 'search_result', source: 'https://example.org', title: 'x', content: [] };
    const request = decoded(body(user(value)));
    expect(request.messages[0]?.content).toEqual([
      { type: 'opaque', protocol: 'anthropic-messages', kind: 'search_result', value },
    ]);
    expect(request.features).toEqual([{ feature: 'opaque-block', field: 'messages[0].content[0]' }]);
  });

  test('cache marks on blocks, tools and system', () => {
    const cache_control = { type: 'ephemeral', ttl: '1h' };
    const request = decoded(
      body({
        system: [{ type: 'text', text: 'Be brief.', cache_control }],
        tools: [{ name: 'read', input_schema: { type: 'object' }, cache_control: { type: 'ephemeral' } }],
        cache_control: { type: 'ephemeral' },
        ...user({ type: 'text', text: 'hi', cache_control }),
      }),
    );
    expect(request.system).toEqual([{ type: 'text', text: 'Be brief.', cache: { ttl: '1h' } }]);
    expect(request.tools).toMatchObject([{ cache: {} }]);
    expect(request.features.map(({ field }) => field).sort()).toEqual([
      'cache_control',
      'messages[0].content[0].cache_control',
      'system[0].cache_control',
      'tools[0].cache_control',
    ]);
  });
});

describe('conversation', () => {
  test('leading instructions join the system text, later ones stay in place', () => {
    const request = decoded(
      body({
        system: 'One.',
        messages: [
          { role: 'system', content: 'Two.' },
          { role: 'user', content: 'hi' },
          { role: 'system', content: [{ type: 'text', text: 'Three.' }] },
        ],
      }),
    );
    expect(request.system.map(({ text }) => text)).toEqual(['One.', 'Two.']);
    expect(request.messages.map(({ role }) => role)).toEqual(['user', 'system']);
    expect(request.features).toEqual([{ feature: 'late-system', field: 'messages[2]' }]);
  });

  test('a started answer is a prefill', () => {
    const messages = [
      { role: 'user', content: 'hi' },
      { role: 'assistant', content: 'The answer is' },
    ];
    expect(decoded(body({ messages })).features).toEqual([{ feature: 'prefill', field: 'messages[1]' }]);
  });

  test('a result may answer a call of a kind that we do not know', () => {
    const messages = [
      { role: 'user', content: 'go' },
      { role: 'assistant', content: [{ type: 'future_tool_use', id: 'ftu_1', name: 'x' }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'ftu_1', content: 'ok' }] },
    ];
    expect(anthropicMessages.decodeRequest(body({ messages })).ok).toBe(true);
  });
});

describe('settings', () => {
  test.each([
    [
      { type: 'adaptive', display: 'summarized' },
      'high',
      { wantsSeal: true, summary: 'auto', effort: 'high' },
    ],
    [{ type: 'adaptive' }, null, { wantsSeal: true }],
    [{ type: 'enabled', budget_tokens: 4096 }, null, { wantsSeal: true, budgetTokens: 4096 }],
    [{ type: 'disabled' }, 'high', { effort: 'none' }],
    [{ type: 'between_tools' }, null, { wantsSeal: true, effort: 'low' }],
    [{ type: 'between_tools' }, 'max', { wantsSeal: true, effort: 'max' }],
    [null, 'low', { effort: 'low' }],
  ])('thinking %j with effort %s', (thinking, effort, expected) => {
    expect(decoded(body({ thinking, output_config: { effort } })).reasoning).toEqual(expected);
  });

  test('tools: functions with long names, tools of the provider, and a choice', () => {
    const name = 'mcp__a_server_with_a_long_name__a_tool_with_a_name_that_is_even_longer_than_that';
    const request = decoded(
      body({
        tools: [
          { name, description: 'd', input_schema: { type: 'object' }, strict: true, defer_loading: true },
          { type: 'web_search_20250305', name: 'web_search', max_uses: 2 },
        ],
        tool_choice: { type: 'any', disable_parallel_tool_use: true },
      }),
    );
    expect(request.tools).toEqual([
      { kind: 'function', name, description: 'd', schema: { type: 'object' }, strict: true },
      {
        kind: 'provider',
        name: 'web_search',
        value: { type: 'web_search_20250305', name: 'web_search', max_uses: 2 },
      },
    ]);
    expect(request).toMatchObject({ toolChoice: { mode: 'required' }, parallelToolCalls: false });
    expect(request.features).toEqual([
      { feature: 'unknown-field', field: 'tools[0].defer_loading' },
      { feature: 'provider-tool', field: 'tools[1]' },
      { feature: 'parallel-calls', field: 'tool_choice.disable_parallel_tool_use' },
    ]);
  });

  test('the rest of the body', () => {
    const request = decoded(
      body({
        temperature: 0.5,
        top_p: 0.9,
        top_k: 5,
        stop_sequences: ['END'],
        metadata: { user_id: 'u-1' },
        service_tier: 'standard_only',
        container: { id: 'container_1' },
        output_config: { format: { type: 'json_schema', schema: { type: 'object' } } },
        stream: true,
        inference_geo: 'eu',
        fallbacks: null,
      }),
    );
    expect(request).toMatchObject({
      model: 'claude-x',
      maxOutputTokens: 1000,
      sampling: { temperature: 0.5, topP: 0.9, topK: 5 },
      stop: ['END'],
      endUser: 'u-1',
      serviceTier: 'standard_only',
      state: { containerId: 'container_1' },
      format: { kind: 'schema', schema: { type: 'object' } },
      stream: true,
    });
    expect(request.features).toEqual([
      { feature: 'stop', field: 'stop_sequences' },
      { feature: 'service-tier', field: 'service_tier' },
      { feature: 'end-user', field: 'metadata.user_id' },
      { feature: 'sampling', field: 'temperature' },
      { feature: 'sampling', field: 'top_p' },
      { feature: 'top-k', field: 'top_k' },
      { feature: 'provider-file', field: 'container' },
      { feature: 'unknown-field', field: 'inference_geo' },
    ]);
  });

  test('fast mode is a tier, a thread is a state, and servers of tools are tools', () => {
    const request = decoded(body({ speed: 'fast', thread: { id: 't' }, mcp_servers: [{ type: 'url' }] }));
    expect(request.serviceTier).toBe('fast');
    expect(request.features).toEqual([
      { feature: 'service-tier', field: 'speed' },
      { feature: 'provider-tool', field: 'mcp_servers' },
      { feature: 'previous-response', field: 'thread' },
    ]);
  });
});

const image = (source: JsonObject) => user({ type: 'image', source });
const assistantFirst = (...content: JsonObject[]) => ({
  messages: [
    { role: 'user', content: 'hi' },
    { role: 'assistant', content },
  ],
});

const wrongBodies: [string, JsonObject][] = [
  ['model', { model: '' }],
  ['model', { model: 7 }],
  ['model', { model: 'm'.repeat(201) }],
  ['max_tokens', { max_tokens: undefined }],
  ['max_tokens', { max_tokens: -1 }],
  ['max_tokens', { max_tokens: 1.5 }],
  ['max_tokens', { max_tokens: '100' }],
  ['messages', { messages: [] }],
  ['messages', { messages: 'hi' }],
  ['messages[0]', { messages: ['hi'] }],
  ['messages[0].role', { messages: [{ role: 'tool', content: 'x' }] }],
  ['messages[0].role', { messages: [{ content: 'x' }] }],
  ['messages[0].content', { messages: [{ role: 'user' }] }],
  ['messages[0].content', { messages: [{ role: 'user', content: '' }] }],
  ['messages[0].content', { messages: [{ role: 'user', content: [] }] }],
  ['messages[0].content[0]', { messages: [{ role: 'user', content: ['x'] }] }],
  ['messages[0].content[0].type', user({ text: 'x' })],
  ['messages[0].content[0].text', user({ type: 'text' })],
  ['messages[0].content[0].text', user({ type: 'text', text: { toString: 1 } })],
  ['messages[0].content[0].source', user({ type: 'image' })],
  ['messages[0].content[0].source.type', image({ type: 'text' })],
  ['messages[0].content[0].source.url', image({ type: 'url' })],
  ['messages[0].content[0].source.media_type', image({ type: 'base64', data: 'x' })],
  ['messages[0].content[0].source.data', image({ type: 'base64', media_type: 'image/png' })],
  ['messages[0].content[0].title', user({ type: 'document', source: { type: 'url', url: 'x' }, title: 1 })],
  ['messages[0].content[0].cache_control', user({ type: 'text', text: 'x', cache_control: true })],
  ['messages[0].content[0]', user(toolUse)],
  ['messages[0].content[0]', user({ type: 'thinking', thinking: 'x', signature: 'y' })],
  ['messages[1].content[0]', assistantFirst({ type: 'tool_result', tool_use_id: 'x' })],
  ['messages[1].content[0].id', assistantFirst({ ...toolUse, id: undefined })],
  ['messages[1].content[0].name', assistantFirst({ ...toolUse, name: '' })],
  ['messages[1].content[0].input', assistantFirst({ ...toolUse, input: '{}' })],
  ['messages[1].content[0].thinking', assistantFirst({ type: 'thinking', signature: 'x' })],
  ['messages[1].content[0].signature', assistantFirst({ type: 'thinking', thinking: 'x', signature: 1 })],
  ['messages[1].content[0].data', assistantFirst({ type: 'redacted_thinking' })],
  ['messages[2].content[0].content', withResult({ content: 5 })],
  ['messages[2].content[0].content[0].text', withResult({ content: [{ type: 'text' }] })],
  ['messages[2].content[0].is_error', withResult({ is_error: 'yes' })],
  ['messages[2].content[0].tool_use_id', withResult({ tool_use_id: 'toolu_2' })],
  ['messages[2].content[0].tool_use_id', withResult({ tool_use_id: null })],
  ['system', { system: 5 }],
  ['system[0].type', { system: [{ type: 'image' }] }],
  ['tools', { tools: {} }],
  ['tools[0].name', { tools: [{ input_schema: {} }] }],
  ['tools[0].input_schema', { tools: [{ name: 'x' }] }],
  ['tools[0].strict', { tools: [{ name: 'x', input_schema: {}, strict: 'yes' }] }],
  ['tool_choice', { tool_choice: 'auto' }],
  ['tool_choice.type', { tool_choice: { type: 'required' } }],
  ['tool_choice.type', { tool_choice: {} }],
  ['tool_choice.name', { tool_choice: { type: 'tool' } }],
  ['temperature', { temperature: 'hot' }],
  ['temperature', { temperature: 1.1 }],
  ['top_p', { top_p: -0.1 }],
  ['top_k', { top_k: 1.5 }],
  ['stop_sequences', { stop_sequences: 'END' }],
  ['stop_sequences[1]', { stop_sequences: ['a', 1] }],
  ['thinking', { thinking: true }],
  ['thinking.type', { thinking: { type: 'on' } }],
  ['thinking.type', { thinking: {} }],
  ['thinking.budget_tokens', { thinking: { type: 'enabled' } }],
  ['thinking.budget_tokens', { thinking: { type: 'enabled', budget_tokens: 0 } }],
  ['output_config.effort', { output_config: { effort: 'extreme' } }],
  ['output_config.format.type', { output_config: { format: { type: 'json_object' } } }],
  ['output_config.format.schema', { output_config: { format: { type: 'json_schema' } } }],
  ['output_format.schema', { output_format: { type: 'json_schema' } }],
  ['metadata', { metadata: 'me' }],
  ['metadata.user_id', { metadata: { user_id: 5 } }],
  ['service_tier', { service_tier: 1 }],
  ['container', { container: 5 }],
  ['stream', { stream: 'yes' }],
];

describe('wrong fields are named', () => {
  test.each(wrongBodies)('%s %#', (field, over) => {
    const result = anthropicMessages.decodeRequest(body(over));
    expect(result.ok ? 'accepted' : result.error.field).toBe(field);
  });

  test('with a sentence that says what is wanted', () => {
    const result = anthropicMessages.decodeRequest(body({ tool_choice: { type: 'required' } }));
    expect(result).toEqual({
      ok: false,
      error: {
        field: 'tool_choice.type',
        message: 'must be one of "auto", "any", "none", "tool"; got "required"',
      },
    });
  });
});

test('no JSON makes it throw', () => {
  const names = [
    'type',
    'role',
    'content',
    'text',
    'source',
    'id',
    'input',
    'data',
    'tools',
    'thinking',
    'system',
  ];
  const words = [
    'text',
    'user',
    'assistant',
    'system',
    'tool_use',
    'tool_result',
    'image',
    'document',
    'enabled',
  ];
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'medium' },
      fc.constantFrom<unknown>(null, true, -1, 0.5, '', ...words),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom(...names, 'toString', '__proto__'), tie('value'), { maxKeys: 6 }),
    ),
  }));
  fc.assert(
    fc.property(value, value, value, (messages, system, other) => {
      const raw = JSON.parse(
        JSON.stringify({ ...body(), messages, system, thinking: other, tools: [other] }),
      ) as JsonObject;
      expect(typeof anthropicMessages.decodeRequest(raw).ok).toBe('boolean');
    }),
    { numRuns: 1000 },
  );
});

describe('counting tokens', () => {
  test('takes the body of a request without max_tokens', () => {
    const { max_tokens: _, ...raw } = body({ system: 'Be brief.' });
    const result = decodeCountTokens(raw);
    expect(result).toMatchObject({ ok: true, value: { model: 'claude-x', system: [{ text: 'Be brief.' }] } });
    expect(result.ok && 'maxOutputTokens' in result.value).toBe(false);
  });

  test('checks it like one', () => {
    expect(decodeCountTokens({ model: 'claude-x', messages: [] })).toMatchObject({
      error: { field: 'messages' },
    });
  });

  test('answers in one field', () => {
    expect(encodeTokenCount(17)).toEqual({ input_tokens: 17 });
    expect(countTokensPath).toBe('/messages/count_tokens');
  });
});
