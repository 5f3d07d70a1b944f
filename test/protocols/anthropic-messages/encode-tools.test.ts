/** Canonical tools and tool choice -> those of this wire. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import type { Message, ToolChoice } from '../../../src/core/request.ts';
import { call, encode, loop, result, tool, user } from './encoding.ts';
import { messagesTarget } from './fixtures.ts';

describe('tools', () => {
  const custom = {
    kind: 'custom',
    name: 'patch',
    description: 'Edits.',
    format: { type: 'grammar' },
  } as const;

  test('a free-text tool is a function with one string', () => {
    const messages: Message[] = [
      user,
      { role: 'assistant', content: [{ ...call, name: 'patch', input: '*** Begin', kind: 'custom' }] },
      { role: 'user', content: [{ ...result, kind: 'custom', content: [] }] },
    ];
    const { body } = encode({ tools: [custom], messages });
    expect(body.tools).toEqual([
      {
        name: 'patch',
        description: 'Edits.\n\nThe input follows this format: {"type":"grammar"}',
        input_schema: {
          type: 'object',
          properties: { input: { type: 'string' } },
          required: ['input'],
          additionalProperties: false,
        },
      },
    ]);
    expect(body.messages).toMatchObject([{}, { content: [{ input: { input: '*** Begin' } }] }, {}]);
  });

  test('schemas are of objects, and strict ones only where the API takes them', () => {
    const schema = { type: 'object', properties: {}, additionalProperties: false };
    const ranged = { ...schema, properties: { n: { type: 'integer', minimum: 1 } } };
    const { body, losses } = encode({
      tools: [
        { kind: 'function', name: 'a' },
        { kind: 'function', name: 'b', schema: { properties: {} } },
        { kind: 'function', name: 'c', schema, strict: true },
        { kind: 'function', name: 'd', schema: ranged, strict: true },
      ],
    });
    expect(body.tools).toEqual([
      { name: 'a', input_schema: { type: 'object', properties: {} } },
      { name: 'b', input_schema: { type: 'object', properties: {} } },
      { name: 'c', input_schema: schema, strict: true },
      { name: 'd', input_schema: ranged },
    ]);
    expect(losses).toMatchObject([{ what: 'strict', how: 'dropped', field: 'tools[3].strict' }]);
  });

  const write = { kind: 'function', name: 'write', schema: { type: 'object' } } as const;
  const choices: [ToolChoice, JsonObject, string[]][] = [
    [{ mode: 'auto' }, { type: 'auto' }, ['read', 'write']],
    [{ mode: 'none' }, { type: 'none' }, ['read', 'write']],
    [{ mode: 'required' }, { type: 'any' }, ['read', 'write']],
    [{ mode: 'tool', name: 'read', kind: 'function' }, { type: 'tool', name: 'read' }, ['read', 'write']],
    [{ mode: 'allowed', require: false, names: ['read'] }, { type: 'auto' }, ['read']],
    [{ mode: 'allowed', require: true, names: ['write'] }, { type: 'any' }, ['write']],
  ];

  test.each(choices)('choice %j', (toolChoice, expected, names) => {
    const { body, losses } = encode({ tools: [tool, write], toolChoice });
    expect(body.tool_choice).toEqual(expected);
    expect((body.tools as JsonObject[]).map(({ name }) => name)).toEqual(names);
    expect(losses).toEqual([]);
  });

  test('a model that always thinks cannot be forced: it sees only the tool that was named', () => {
    const target = messagesTarget({
      reasoning: { efforts: ['low', 'high'], default: 'high', style: 'adaptive' },
    });
    const toolChoice = { mode: 'tool', name: 'write', kind: 'function' } as const;
    const { body, losses } = encode({ tools: [tool, write], toolChoice }, target);
    expect(body).toMatchObject({ tool_choice: { type: 'auto' }, tools: [{ name: 'write' }] });
    expect(losses).toMatchObject([{ what: 'tool-choice', how: 'adapted' }]);
  });

  test.each([
    [true, undefined, { type: 'auto', disable_parallel_tool_use: false }],
    [false, undefined, { type: 'auto', disable_parallel_tool_use: true }],
    [false, { mode: 'required' }, { type: 'any', disable_parallel_tool_use: true }],
    [false, { mode: 'none' }, { type: 'none' }],
  ] as const)('parallel calls %s with choice %j', (parallelToolCalls, toolChoice, expected) => {
    const { body } = encode({ tools: [tool], parallelToolCalls, ...(toolChoice && { toolChoice }) });
    expect(body.tool_choice).toEqual(expected);
  });

  test('without tools there is no choice; calls of earlier turns are declared again and switched off', () => {
    expect(encode({ toolChoice: { mode: 'auto' }, parallelToolCalls: false }).body).not.toHaveProperty(
      'tool_choice',
    );
    const { body, losses } = encode({ messages: loop });
    expect(body).toMatchObject({ tools: [{ name: 'read' }], tool_choice: { type: 'none' } });
    expect(losses).toMatchObject([{ what: 'tools', how: 'adapted' }]);
  });
});
