/** What safeguards may change in a body: the same for all three protocols, and no byte beside it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import { patchObject, scanObject } from '../../src/core/json-text.ts';
import type { RiskOrigin } from '../../src/core/risk.ts';
import { type ProtocolId, protocolIds } from '../../src/core/target.ts';
import { protocols } from '../../src/protocols/index.ts';

const schema = { type: 'object', properties: {} };

/** The same conversation three times: instructions, a question, a call, its result; a tool that reads and one that deletes. */
const bodies: Readonly<Record<ProtocolId, JsonObject>> = {
  'openai-chat': {
    model: 'm',
    messages: [
      { role: 'developer', content: 'SYSTEM' },
      { role: 'user', content: [{ type: 'text', text: 'CALLER' }] },
      {
        role: 'assistant',
        content: 'ANSWER',
        tool_calls: [
          { id: 'c1', type: 'function', function: { name: 'look', arguments: '{"q":"ARGUMENT"}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'c1', content: 'RESULT' },
    ],
    tools: [
      { type: 'function', function: { name: 'look', parameters: schema } },
      { type: 'function', function: { name: 'wipe', parameters: schema } },
    ],
    tool_choice: 'auto',
    unknown: { kept: 'CALLER' },
  },
  'openai-responses': {
    model: 'm',
    instructions: 'SYSTEM',
    input: [
      { role: 'user', content: [{ type: 'input_text', text: 'CALLER' }] },
      { role: 'assistant', content: [{ type: 'output_text', text: 'ANSWER', annotations: [] }] },
      { type: 'function_call', call_id: 'c1', name: 'look', arguments: '{"q":"ARGUMENT"}' },
      { type: 'function_call_output', call_id: 'c1', output: 'RESULT' },
    ],
    tools: [
      { type: 'function', name: 'look', parameters: schema, strict: false },
      { type: 'function', name: 'wipe', parameters: schema, strict: false },
    ],
    tool_choice: 'auto',
    unknown: { kept: 'CALLER' },
  },
  'anthropic-messages': {
    model: 'm',
    max_tokens: 100,
    system: 'SYSTEM',
    messages: [
      { role: 'user', content: [{ type: 'text', text: 'CALLER' }] },
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'ANSWER' },
          { type: 'tool_use', id: 'c1', name: 'look', input: { q: 'ARGUMENT' } },
        ],
      },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c1', content: 'RESULT' }] },
    ],
    tools: [
      { name: 'look', input_schema: schema },
      { name: 'wipe', input_schema: schema },
    ],
    tool_choice: { type: 'auto' },
    unknown: { kept: 'CALLER' },
  },
};

const turn = (content: JsonObject): JsonObject => ({ messages: [{ role: 'assistant', content: [content] }] });
const item = (one: JsonObject): JsonObject => ({ input: [one] });

/** What an answer may have beside its texts: its client sends it back, and it has to be masked again. */
const others: readonly (readonly [ProtocolId, JsonObject, RiskOrigin])[] = [
  ['openai-chat', { messages: [{ role: 'assistant', content: null, refusal: 'WORDS' }] }, 'answer'],
  ['openai-responses', item({ type: 'mcp_call', id: 'm', arguments: 'WORDS', output: null }), 'answer'],
  ['openai-responses', item({ type: 'mcp_call', id: 'm', output: 'WORDS' }), 'tool-result'],
  ['openai-responses', item({ type: 'web_search_call', action: { query: 'WORDS' } }), 'answer'],
  ['openai-responses', item({ type: 'file_search_call', queries: ['WORDS'], results: null }), 'answer'],
  ['openai-responses', item({ type: 'file_search_call', results: [{ text: 'WORDS' }] }), 'tool-result'],
  ['openai-responses', item({ type: 'code_interpreter_call', code: 'WORDS' }), 'answer'],
  [
    'openai-responses',
    item({ type: 'code_interpreter_call', outputs: [{ type: 'logs', logs: 'WORDS' }] }),
    'tool-result',
  ],
  ['openai-responses', item({ type: 'shell_call', action: { commands: ['WORDS'] } }), 'answer'],
  ['openai-responses', item({ type: 'shell_call_output', output: [{ stdout: 'WORDS' }] }), 'tool-result'],
  ['openai-responses', item({ type: 'apply_patch_call', operation: { diff: 'WORDS' } }), 'answer'],
  ['anthropic-messages', turn({ type: 'server_tool_use', id: 's', input: 'WORDS' }), 'answer'],
  ['anthropic-messages', turn({ type: 'mcp_tool_use', id: 's', input: 'WORDS' }), 'answer'],
  [
    'anthropic-messages',
    turn({ type: 'mcp_tool_result', content: [{ type: 'text', text: 'WORDS' }] }),
    'tool-result',
  ],
  [
    'anthropic-messages',
    turn({ type: 'bash_code_execution_tool_result', content: { stdout: 'WORDS' } }),
    'tool-result',
  ],
  ['anthropic-messages', turn({ type: 'text', text: '', citations: [{ cited_text: 'WORDS' }] }), 'answer'],
];

test.each(others)('%s offers %j, as %s', (id, raw, origin) => {
  const seen = new Set<RiskOrigin>();
  const edits = protocols[id].requestGuard.rewriteTexts(raw, (text, whose) => {
    if (text.includes('WORDS')) seen.add(whose);
    return text.replace('WORDS', 'MASKED');
  });
  expect([...seen]).toEqual([origin]);
  expect(JSON.stringify(edits)).toBe(JSON.stringify(raw).replace('WORDS', 'MASKED'));
});

test('with the toolset of a server goes the server', () => {
  const toolset = { type: 'mcp_toolset', mcp_server_name: 's' };
  const raw = { tools: [{ name: 'look' }, toolset], mcp_servers: [{ name: 's', url: 'https://s.example' }] };
  const { dropTools } = protocols['anthropic-messages'].requestGuard;
  expect(dropTools(raw, new Set(['mcp_toolset']))).toEqual({
    tools: [{ name: 'look' }],
    mcp_servers: undefined,
  });
  expect(dropTools(raw, new Set(['wipe']))).toEqual({});
});

describe.each(protocolIds)('%s', (id) => {
  const { requestGuard, decodeRequest } = protocols[id];
  const raw = bodies[id];

  function decode(edits: JsonObject) {
    const decoded = decodeRequest({ ...raw, ...edits });
    if (!decoded.ok) throw new Error(`${decoded.error.field}: ${decoded.error.message}`);
    return decoded.value;
  }

  test('every text is offered once, with whose words it is', () => {
    const seen: [string, RiskOrigin][] = [];
    const edits = requestGuard.rewriteTexts(raw, (text, origin) => {
      seen.push([text.replace(/^\{"q":"(.*)"\}$/, '$1'), origin]);
      return text;
    });
    expect(edits).toEqual({});
    expect(seen.toSorted()).toEqual([
      ['ANSWER', 'answer'],
      ['ARGUMENT', 'answer'],
      ['CALLER', 'caller'],
      ['RESULT', 'tool-result'],
      ['SYSTEM', 'system'],
    ]);
  });

  test('what is rewritten is what the model reads, and nothing else changes', () => {
    const edits = requestGuard.rewriteTexts(raw, (text) => text.replace(/[A-Z]{4,}/, 'MASKED'));
    expect(JSON.stringify(edits)).not.toMatch(/CALLER|ANSWER|ARGUMENT|RESULT|SYSTEM/);
    expect(JSON.stringify(edits).match(/MASKED/g)).toHaveLength(5);
    expect(raw.unknown).toEqual({ kept: 'CALLER' });
    expect(decode(edits).tools).toEqual(decode({}).tools);
  });

  test('an instruction stands behind the app’s own', () => {
    const before = decode({});
    const after = decode(requestGuard.instruct(raw, 'CARE'));
    const said = (request: typeof before) =>
      [...request.system, ...request.messages.flatMap(({ content }) => content)]
        .flatMap((block) => (block.type === 'text' ? [block.text] : []))
        .join('|');
    expect(said(after).replace(/\n\n|\|/g, ' ')).toMatch(/^SYSTEM CARE CALLER/);
    expect(after.messages.at(-1)).toEqual(before.messages.at(-1));
  });

  test('without instructions of the app it is the first', () => {
    const bare: JsonObject = { ...raw, instructions: undefined, system: undefined };
    if (id === 'openai-chat') bare.messages = [{ role: 'user', content: 'CALLER' }];
    const decoded = decodeRequest({ ...bare, ...requestGuard.instruct(bare, 'CARE') });
    expect(decoded.ok && decoded.value.system.map(({ text }) => text)).toEqual(['CARE']);
  });

  test('a tool is taken out; with the last one goes the choice among them', () => {
    const { tools, toolChoice } = decode(requestGuard.dropTools(raw, new Set(['wipe'])));
    expect(tools.map(({ name }) => name)).toEqual(['look']);
    expect(toolChoice).toEqual({ mode: 'auto' });
    const edits = requestGuard.dropTools(raw, new Set(['wipe', 'look']));
    expect(edits).toEqual({ tools: undefined, tool_choice: undefined });
    expect(requestGuard.dropTools(raw, new Set(['other']))).toEqual({});
  });

  test('kinds and roles that are words of the language are unknown ones', () => {
    const odd = [{ type: 'constructor', role: 'toString', content: 'CALLER' }];
    const body: JsonObject = { ...raw, messages: odd, input: odd };
    const origins: RiskOrigin[] = [];
    requestGuard.rewriteTexts(body, (text, origin) => {
      if (text === 'CALLER') origins.push(origin);
      return text;
    });
    expect(origins).toEqual(['caller']);
  });

  test('odd bodies are left as they are', () => {
    const anything = fc.dictionary(
      fc.constantFrom('messages', 'input', 'instructions', 'system', 'tools', 'functions'),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(anything, (odd) => {
        const body = odd as JsonObject;
        expect(requestGuard.rewriteTexts(body, (text) => text)).toEqual({});
        expect(requestGuard.dropTools(body, new Set(['wipe']))).toEqual({});
        const text = JSON.stringify(odd);
        expect(
          patchObject(
            text,
            scanObject(text),
            requestGuard.rewriteTexts(body, (one) => one),
          ),
        ).toBe(text);
      }),
    );
  });
});
