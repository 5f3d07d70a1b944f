/** Bodies with something wrong in them: the field is named, and nothing throws. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { mostOutputTokens } from '../../../src/core/output-limit.ts';
import { anthropicMessages } from '../../../src/protocols/anthropic-messages/index.ts';
import { body } from './fixtures.ts';

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

test.each([[undefined, 'nothing'] as const, [-1, '-1'] as const])(
  'max_tokens %s is told in the words of what is taken',
  (max_tokens, got) => {
    const raw: JsonObject = { model: 'm', messages: [{ role: 'user', content: 'x' }], max_tokens };
    const decoded = anthropicMessages.decodeRequest(raw);
    const message = `must be a whole number from 0 to ${mostOutputTokens}; got ${got}`;
    expect(decoded).toEqual({ ok: false, error: { field: 'max_tokens', message } });
    expect(anthropicMessages.decodeRequest({ ...raw, max_tokens: 0 }).ok).toBe(true);
  },
);
