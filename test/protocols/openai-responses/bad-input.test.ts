/** Request bodies that are wrong: the field is named, and no JSON whatever makes the decoder throw. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { openaiResponses } from '../../../src/protocols/openai-responses/index.ts';
import { body } from './fixtures.ts';

const call = { type: 'function_call', call_id: 'call_1', name: 'get_weather', arguments: '{"city":"Bern"}' };
const result = { type: 'function_call_output', call_id: 'call_1', output: 'Sunny' };

describe('what is wrong is named', () => {
  const user = { role: 'user', content: 'a' };
  const cases: [string, JsonObject][] = [
    ['model', { model: '' }],
    ['model', { model: 7 }],
    ['model', { model: 'm'.repeat(201) }],
    ['input', { input: [] }],
    ['input', { input: 7 }],
    ['input', { input: null, messages: [user] }],
    ['input[0]', { input: ['Hello'] }],
    ['input[0].type', { input: [{ text: 'a' }] }],
    ['input[0].role', { input: [{ role: 'robot', content: 'a' }] }],
    ['input[0].role', { input: [{ type: 'message', content: 'a' }] }],
    ['input[0].content', { input: [{ role: 'user', content: 7 }] }],
    ['input[0].content[0]', { input: [{ role: 'user', content: ['a'] }] }],
    ['input[0].content[0].type', { input: [{ role: 'user', content: [{ text: 'a' }] }] }],
    ['input[0].content[0].text', { input: [{ role: 'user', content: [{ type: 'input_text' }] }] }],
    ['input[0].content[0].image_url', { input: [{ role: 'user', content: [{ type: 'input_image' }] }] }],
    [
      'input[0].content[0].image_url',
      { input: [{ role: 'user', content: [{ type: 'input_image', image_url: { url: 'https://a' } }] }] },
    ],
    ['input[0].content[0].file_data', { input: [{ role: 'user', content: [{ type: 'input_file' }] }] }],
    ['input[0].content[0].input_audio', { input: [{ role: 'user', content: [{ type: 'input_audio' }] }] }],
    ['input[1].call_id', { input: [user, { ...call, call_id: '' }] }],
    ['input[1].name', { input: [user, { ...call, name: undefined }] }],
    ['input[1].arguments', { input: [user, { ...call, arguments: { city: 'Bern' } }] }],
    ['input[1].call_id', { input: [user, { ...result, call_id: undefined }] }],
    ['input[1].call_id', { input: [user, result] }],
    ['input[1].call_id', { input: [user, { ...result, call_id: 'call_9' }, call] }],
    ['input[2].output', { input: [user, call, { ...result, output: 7 }] }],
    ['input[0].summary', { input: [{ type: 'reasoning', summary: 'a' }, user] }],
    ['input[0].id', { input: [{ type: 'item_reference' }, user] }],
    ['input[0].id', { input: [{ type: 'item_reference', id: 'msg_sbx_abc_0' }, user, call, result] }],
    ['input[1].id', { input: [user, { type: 'item_reference', id: 'msg_sbx_abc_0' }] }],
    ['input[1].id', { input: [user, { type: 'item_reference', id: 'ctc_sbx_abc_0' }, call] }],
    ['instructions', { instructions: ['a'] }],
    ['max_output_tokens', { max_output_tokens: 0 }],
    ['max_output_tokens', { max_output_tokens: 1.5 }],
    ['max_output_tokens', { max_output_tokens: '100' }],
    ['temperature', { temperature: 'hot' }],
    ['temperature', { temperature: 2.1 }],
    ['top_p', { top_p: -1 }],
    ['tools', { tools: {} }],
    ['tools[0].type', { tools: [{ name: 'a' }] }],
    ['tools[0].name', { tools: [{ type: 'function' }] }],
    ['tools[0].function', { tools: [{ type: 'function', function: { name: 'a' } }] }],
    ['tools[0].parameters', { tools: [{ type: 'function', name: 'a', parameters: 'none' }] }],
    ['tool_choice', { tool_choice: 'any' }],
    ['tool_choice.name', { tool_choice: { type: 'function' } }],
    ['text', { text: 'json' }],
    ['text.format.type', { text: { format: { type: 'xml' } } }],
    ['text.format.schema', { text: { format: { type: 'json_schema', json_schema: { schema: {} } } } }],
    ['reasoning.effort', { reasoning: { effort: 'extreme' } }],
    ['metadata.team', { metadata: { team: 7 } }],
    ['stream', { stream: 'yes' }],
    ['store', { store: 1 }],
    ['include', { include: 'reasoning.encrypted_content' }],
  ];

  test.each(cases)('%s in %j', (field, over) => {
    const result = openaiResponses.decodeRequest(JSON.parse(JSON.stringify(body(over))));
    expect(result.ok ? null : result.error.field).toBe(field);
  });

  test('messages say what must be there and what came', () => {
    const wrong = openaiResponses.decodeRequest({ model: 'gpt-x', messages: [user] });
    expect(wrong).toEqual({
      ok: false,
      error: {
        field: 'input',
        message:
          'must be a string or an array of items (`messages` belongs to /v1/chat/completions); got nothing',
      },
    });
  });
});

describe('any JSON', () => {
  const word = fc.constantFrom('message', 'reasoning', 'function_call', 'function_call_output', 'input_text');
  const key = fc.constantFrom(
    'type',
    'role',
    'content',
    'input',
    'call_id',
    'output',
    'summary',
    'text',
    'name',
  );
  const { anything } = fc.letrec((tie) => ({
    anything: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom(null, true, 0, -1, 1e300, '', 'user', 'assistant'),
      word,
      fc.array(tie('anything'), { maxLength: 4 }),
      fc.dictionary(key, tie('anything'), { maxKeys: 5, noNullPrototype: true }),
    ),
  }));
  const fields = [
    'input',
    'instructions',
    'tools',
    'tool_choice',
    'text',
    'reasoning',
    'metadata',
    'include',
  ];

  test('gives a value, never an exception, and stays as it was', () => {
    const bodies = fc.dictionary(fc.constantFrom('model', ...fields), anything, { noNullPrototype: true });
    fc.assert(
      fc.property(bodies, (raw) => {
        const before = JSON.stringify(raw);
        const decodedBody = openaiResponses.decodeRequest(raw as JsonObject);
        expect(typeof decodedBody.ok).toBe('boolean');
        expect(JSON.stringify(raw)).toBe(before);
      }),
      { numRuns: 500 },
    );
  });
});
