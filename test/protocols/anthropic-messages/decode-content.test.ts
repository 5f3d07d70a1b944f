/** Content of Messages bodies: what it means and what it uses. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { packSeal } from '../../../src/core/seal.ts';
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

  const found = {
    type: 'search_result',
    source: 'https://example.org/tea',
    title: 'Tea',
    content: [
      { type: 'text', text: 'Green tea: 80 degrees.' },
      { type: 'text', text: 'Black tea: 100 degrees.' },
    ],
    citations: { enabled: true },
  };
  const foundText = 'https://example.org/tea\n\nGreen tea: 80 degrees.\n\nBlack tea: 100 degrees.';

  test('a search result of a user is a document, with its address', () => {
    const request = decoded(body(user(found)));
    expect(request.messages[0]?.content).toEqual([
      { type: 'file', source: { kind: 'text', text: foundText }, filename: 'Tea', cite: true },
    ]);
    expect(request.features).toEqual([
      { feature: 'file-text', field: 'messages[0].content[0]' },
      { feature: 'file-cite', field: 'messages[0].content[0].citations' },
    ]);
  });

  test("in a tool's result it is text of the result, and so is a tool's name", () => {
    const content = [
      { ...found, citations: undefined },
      { type: 'tool_reference', tool_name: 'brew' },
    ];
    const request = decoded(body(withResult({ content })));
    expect(request.messages[2]?.content[0]).toMatchObject({
      content: [
        { type: 'text', text: `Tea\n${foundText}` },
        { type: 'text', text: 'Tool: brew' },
      ],
    });
    expect(request.features).toEqual([
      { feature: 'file-text', field: 'messages[2].content[0].content[0]' },
      { feature: 'tool-reference', field: 'messages[2].content[0].content[1]' },
    ]);
  });

  test('a search result without its members is named', () => {
    const result = anthropicMessages.decodeRequest(body(user({ ...found, content: [{ type: 'text' }] })));
    expect(result).toMatchObject({ ok: false, error: { field: 'messages[0].content[0].content[0].text' } });
    const untitled = anthropicMessages.decodeRequest(body(user({ ...found, title: 7 })));
    expect(untitled).toMatchObject({ ok: false, error: { field: 'messages[0].content[0].title' } });
  });

  test.each(['server_tool_use', 'web_search_tool_result', 'mcp_tool_use', 'mcp_tool_result', 'fallback'])(
    'a conversation can do without %s, which only its provider reads',
    (type) => {
      const turn = { role: 'assistant', content: [{ type, id: 'x' }] };
      const request = decoded(
        body({ messages: [{ role: 'user', content: 'go' }, turn, { role: 'user', content: 'on' }] }),
      );
      expect(request.features).toEqual([{ feature: 'provider-item', field: 'messages[1].content[0]' }]);
    },
  );

  test('blocks of unknown types stay whole and can go back', () => {
    const value = { type: 'zap', charge: 3 };
    const request = decoded(body(user(value)));
    expect(request.messages[0]?.content).toEqual([
      { type: 'opaque', protocol: 'anthropic-messages', kind: 'zap', value },
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
