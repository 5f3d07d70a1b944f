/** Content of Messages bodies: what it means and what it uses. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { packSeal } from '../../../src/core/seal.ts';
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
