/** Messages bodies as callers send them: conversation and settings. */
import { describe, expect, test } from 'vitest';
import { anthropicMessages } from '../../../src/protocols/anthropic-messages/index.ts';
import { body, decoded } from './fixtures.ts';

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
