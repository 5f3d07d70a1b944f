/** Canonical requests of other protocols' callers as bodies for Responses, and what got lost on the way. */
import { describe, expect, test } from 'vitest';
import type { Block } from '../../../src/core/block.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import type { LlmRequest } from '../../../src/core/request.ts';
import type { Quirk } from '../../../src/core/target.ts';
import { openaiResponses } from '../../../src/protocols/openai-responses/index.ts';
import { emptyRequest, responsesTarget } from './fixtures.ts';

function encode(over: Partial<LlmRequest>, target = responsesTarget()) {
  return openaiResponses.encodeRequest(emptyRequest(over), target);
}

function inputOf(content: Block[], role: 'user' | 'assistant' = 'user', quirks: Quirk[] = []): JsonObject[] {
  const { body } = encode({ messages: [{ role, content }] }, responsesTarget({}, quirks));
  return body.input as JsonObject[];
}

describe('body', () => {
  test('says only what was asked, and that nothing is kept', () => {
    expect(encode({})).toEqual({
      body: {
        model: 'gpt-x',
        input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hello' }] }],
        store: false,
      },
      losses: [],
    });
  });

  test('storing is asked for where the caller did, and never where the provider refuses the field', () => {
    expect(encode({ state: { store: true } }).body.store).toBe(true);
    expect(encode({}, responsesTarget({}, ['no-store'])).body).not.toHaveProperty('store');
  });

  test('seals are asked for, but not of a model that does not reason', () => {
    const wish = { reasoning: { wantsSeal: true, effort: 'low' as const, summary: 'auto' } };
    expect(encode(wish).body).toMatchObject({
      include: ['reasoning.encrypted_content'],
      reasoning: { effort: 'low', summary: 'auto' },
    });
    const { body } = encode(wish, responsesTarget({ reasoning: null }));
    expect(body).not.toHaveProperty('include');
    expect(body).not.toHaveProperty('reasoning');
  });

  test('identifiers go under the current names, or are reported where they are refused', () => {
    const identity = { endUser: 'u-1', cacheKey: 'k-1' };
    expect(encode(identity).body).toMatchObject({ safety_identifier: 'u-1', prompt_cache_key: 'k-1' });
    const refused = encode(identity, responsesTarget({}, ['no-safety-identifier']));
    expect(refused.body).not.toHaveProperty('safety_identifier');
    expect(refused.losses.map(({ what, how }) => [what, how])).toEqual([
      ['end-user', 'dropped'],
      ['cache-key', 'dropped'],
    ]);
  });

  test.each([
    ['flex', 'flex', []],
    [
      'standard_only',
      'default',
      [{ what: 'service-tier', how: 'adapted', field: 'service_tier', note: 'standard_only' }],
    ],
    ['batch', undefined, [{ what: 'service-tier', how: 'dropped', field: 'service_tier', note: 'batch' }]],
  ])('service tier %s goes as %s', (serviceTier, sent, losses) => {
    const encoded = encode({ serviceTier });
    expect(encoded.body.service_tier).toBe(sent);
    expect(encoded.losses).toEqual(losses);
  });

  test('tools say whether they are strict, since the default here is another', () => {
    const { body } = encode({
      tools: [
        { kind: 'function', name: 'now' },
        { kind: 'function', name: 'weather', schema: { type: 'object' }, strict: true },
        { kind: 'custom', name: 'sql', description: 'SQL' },
      ],
      toolChoice: { mode: 'allowed', require: false, names: ['now', 'sql'] },
    });
    expect(body.tools).toEqual([
      { type: 'function', name: 'now', parameters: { type: 'object', properties: {} }, strict: false },
      { type: 'function', name: 'weather', parameters: { type: 'object' }, strict: true },
      { type: 'custom', name: 'sql', description: 'SQL' },
    ]);
    expect(body.tool_choice).toEqual({
      type: 'allowed_tools',
      mode: 'auto',
      tools: [
        { type: 'function', name: 'now' },
        { type: 'custom', name: 'sql' },
      ],
    });
  });

  test('a provider that knows functions only gets free-text tools as such', () => {
    const call: Block = { type: 'tool-call', id: 'call_1', name: 'sql', input: 'SELECT 1', kind: 'custom' };
    const { body } = encode(
      {
        tools: [{ kind: 'custom', name: 'sql' }],
        toolChoice: { mode: 'tool', name: 'sql', kind: 'custom' },
        messages: [
          { role: 'assistant', content: [call] },
          {
            role: 'user',
            content: [
              {
                type: 'tool-result',
                callId: 'call_1',
                kind: 'custom',
                content: [{ type: 'text', text: '1' }],
              },
            ],
          },
        ],
      },
      responsesTarget({}, ['no-custom-tools']),
    );
    expect(body.tools).toMatchObject([
      { type: 'function', name: 'sql', parameters: { required: ['input'] } },
    ]);
    expect(body.tool_choice).toEqual({ type: 'function', name: 'sql' });
    expect(body.input).toEqual([
      { type: 'function_call', call_id: 'call_1', name: 'sql', arguments: '{"input":"SELECT 1"}' },
      { type: 'function_call_output', call_id: 'call_1', output: '1' },
    ]);
  });

  test('a schema gets the name that is demanded', () => {
    const format = { kind: 'schema', schema: { type: 'object' } } as const;
    expect(encode({ format }).body.text).toEqual({
      format: { type: 'json_schema', name: 'response', schema: { type: 'object' } },
    });
  });
});

describe('conversation', () => {
  test('the system text leads, under the role that the provider knows', () => {
    const over: Partial<LlmRequest> = { system: [{ type: 'text', text: 'Be brief.' }] };
    const first = (quirks: Quirk[]) =>
      (encode(over, responsesTarget({}, quirks)).body.input as JsonObject[])[0];
    expect(first([])).toEqual({
      type: 'message',
      role: 'developer',
      content: [{ type: 'input_text', text: 'Be brief.' }],
    });
    expect(first(['no-developer-role'])?.role).toBe('system');
  });

  test('results of tools: plain text, media, a failure, nothing', () => {
    const result = (callId: string, content: Block[], isError?: boolean) =>
      ({ type: 'tool-result', callId, kind: 'function', content, ...(isError && { isError }) }) as Block;
    const image: Block = { type: 'image', source: { kind: 'url', url: 'https://example.com/a.png' } };
    const input = inputOf([
      result('a', [{ type: 'text', text: 'Sunny' }]),
      result('b', [{ type: 'text', text: 'Map:' }, image]),
      result('c', [{ type: 'text', text: 'No network' }], true),
      result('d', [image], true),
      result('e', []),
      { type: 'text', text: 'Go on' },
    ]);
    const output = (call_id: string, value: unknown) => ({
      type: 'function_call_output',
      call_id,
      output: value,
    });
    const wireImage = { type: 'input_image', image_url: 'https://example.com/a.png' };
    expect(input).toEqual([
      output('a', 'Sunny'),
      output('b', [{ type: 'input_text', text: 'Map:' }, wireImage]),
      output('c', 'Error: No network'),
      output('d', [{ type: 'input_text', text: 'Error: ' }, wireImage]),
      output('e', ''),
      { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Go on' }] },
    ]);
  });

  test('a document given as text is a text part under its name', () => {
    const source = { kind: 'text', text: 'Line one' } as const;
    const [message] = inputOf([{ type: 'file', source, filename: 'notes.txt', context: 'From Bern' }]);
    expect(message?.content).toEqual([{ type: 'input_text', text: 'notes.txt\nFrom Bern\n\nLine one' }]);
  });

  test('a call without arguments has an empty object', () => {
    const [item] = inputOf(
      [{ type: 'tool-call', id: 'c', name: 'now', input: '', kind: 'function' }],
      'assistant',
    );
    expect(item?.arguments).toBe('{}');
  });

  test('phases keep texts apart', () => {
    const input = inputOf(
      [
        { type: 'text', text: 'Looking', phase: 'commentary' },
        { type: 'text', text: 'Found', phase: 'final_answer' },
      ],
      'assistant',
    );
    expect(input.slice(0, 2).map(({ phase }) => phase)).toEqual(['commentary', 'final_answer']);
  });

  test('a started answer is to be continued', () => {
    const input = inputOf([{ type: 'text', text: '{"cars":' }], 'assistant');
    expect(input.at(-1)).toMatchObject({ role: 'developer' });
    expect(JSON.stringify(input.at(-1))).toContain('Continue it exactly where it ends');
  });

  test('blocks that only another protocol knows are left out', () => {
    const foreign: Block = {
      type: 'opaque',
      protocol: 'anthropic-messages',
      kind: 'server_tool_use',
      value: {},
    };
    expect(inputOf([foreign, { type: 'text', text: 'Hi' }])).toHaveLength(1);
  });
});

describe('reasoning of earlier turns', () => {
  const sealed = (protocol: 'openai-responses' | 'anthropic-messages', model?: string): Block => ({
    type: 'reasoning',
    parts: ['First', 'Second'],
    id: 'rs_1',
    seal: { protocol, data: 'gAAA', ...(model !== undefined && { model }) },
  });
  const history = (block: Block) =>
    encode({
      messages: [
        { role: 'assistant', content: [block, { type: 'text', text: 'Hi' }] },
        { role: 'user', content: [{ type: 'text', text: 'On' }] },
      ],
    });

  test.each([undefined, 'gpt-x', 'gpt-x-2026-01-01'])(
    'goes back to the model that sealed it: %s',
    (model) => {
      const { body, losses } = history(sealed('openai-responses', model));
      expect((body.input as JsonObject[])[0]).toEqual({
        type: 'reasoning',
        id: 'rs_1',
        summary: [
          { type: 'summary_text', text: 'First' },
          { type: 'summary_text', text: 'Second' },
        ],
        encrypted_content: 'gAAA',
      });
      expect(losses).toEqual([]);
    },
  );

  test.each([
    ['openai-responses', 'gpt-y'],
    ['anthropic-messages', 'gpt-x'],
  ] as const)('sealed by %s %s is dropped and reported', (protocol, model) => {
    const { body, losses } = history(sealed(protocol, model));
    expect(body.input).toHaveLength(2);
    expect(losses).toEqual([
      {
        what: 'reasoning-seal',
        how: 'dropped',
        field: 'messages[0].content[0]',
        note: `sealed by ${model}`,
      },
    ]);
  });

  test('without a seal is dropped', () => {
    expect(history({ type: 'reasoning', parts: ['Why'] }).body.input).toHaveLength(2);
  });
});
