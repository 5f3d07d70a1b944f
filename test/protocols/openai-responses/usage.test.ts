/** Which items of an answer are calls that OpenAI bills, beside the tokens. */
import { expect, test } from 'vitest';
import { decodeUsage } from '../../../src/protocols/openai-responses/usage.ts';

const container = { type: 'container_reference', container_id: 'cntr_1' };

test.each([
  ['web_search_call', {}, { webSearchCalls: 1 }],
  ['file_search_call', {}, { fileSearchCalls: 1 }],
  ['code_interpreter_call', { container_id: 'cntr_1' }, { otherToolCalls: 1 }],
  ['image_generation_call', {}, { otherToolCalls: 1 }],
  ['shell_call', { environment: container }, { otherToolCalls: 1 }],
  ['program', { code: 'f()' }, { otherToolCalls: 1 }],
  ['call_of_next_year_call', {}, { otherToolCalls: 1 }],
  ['shell_call', { environment: { type: 'local' } }, {}],
  ['shell_call', {}, {}],
  ['local_shell_call', {}, {}],
  ['computer_call', {}, {}],
  ['apply_patch_call', {}, {}],
  ['function_call', { name: 'web_search_call' }, {}],
  ['custom_tool_call', {}, {}],
  ['mcp_call', {}, {}],
  ['tool_search_call', { execution: 'server' }, {}],
  ['mcp_approval_request', {}, {}],
  ['message', {}, {}],
])('%s %j comes to %j', (type, more, calls) => {
  const usage = { input_tokens: 3, output_tokens: 4 };
  const output = [{ type: 'reasoning' }, { type, ...more }];
  expect(decodeUsage({ usage, output })).toEqual({ inputTokens: 3, outputTokens: 4, ...calls });
});

test('every call counts, also where the provider reports no tokens', () => {
  const output = [
    { type: 'web_search_call' },
    { type: 'code_interpreter_call' },
    { type: 'web_search_call' },
    null,
    'web_search_call',
  ];
  expect(decodeUsage({ usage: null, output })).toEqual({ webSearchCalls: 2, otherToolCalls: 1 });
});
