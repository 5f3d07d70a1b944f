/** Which features a request uses, each with its place; what is not really used is not listed. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { body, decoded } from './fixtures.ts';

const call = { type: 'function_call', call_id: 'call_1', name: 'get_weather', arguments: '{"city":"Bern"}' };
const result = { type: 'function_call_output', call_id: 'call_1', output: 'Sunny' };

function uses(over: JsonObject): string[] {
  return decoded(body(over)).features.map(({ feature, field }) => `${feature} ${field}`);
}

describe('features', () => {
  const cases: [string, JsonObject, string[]][] = [
    ['nothing', { store: false, service_tier: 'auto', truncation: 'disabled', top_logprobs: 0 }, []],
    ['sampling', { temperature: 1, top_p: 1 }, ['sampling temperature', 'sampling top_p']],
    [
      'log probabilities',
      { top_logprobs: 2, include: ['message.output_text.logprobs'] },
      ['logprobs top_logprobs', 'logprobs include[0]'],
    ],
    [
      'state',
      { previous_response_id: 'resp_1', prompt: { id: 'p' }, background: true, store: true },
      [
        'background background',
        'previous-response previous_response_id',
        'previous-response prompt',
        'store store',
      ],
    ],
    ['end user', { user: 'u', safety_identifier: 's' }, ['end-user safety_identifier', 'end-user user']],
    [
      'JSON without schema',
      { text: { format: { type: 'json_object' }, verbosity: 'high' } },
      ['verbosity text.verbosity', 'json-object text.format'],
    ],
    [
      'reasoning',
      { reasoning: { summary: 'auto', mode: 'pro', context: 'all_turns' } },
      [
        'reasoning-summary reasoning.summary',
        'reasoning-mode reasoning.mode',
        'unknown-field reasoning.context',
      ],
    ],
    [
      'tools',
      {
        tools: [
          { type: 'custom', name: 'c' },
          { type: 'mcp', server_label: 's' },
        ],
      },
      ['custom-tool tools[0]', 'provider-tool tools[1]'],
    ],
    [
      'tool choice',
      { tool_choice: { type: 'allowed_tools', mode: 'auto', tools: [] } },
      ['tool-subset tool_choice'],
    ],
    [
      'cache',
      { prompt_cache_key: 'k', prompt_cache_options: { ttl: '12h' } },
      ['cache-key prompt_cache_key', 'cache-hint prompt_cache_options'],
    ],
    [
      'cache mark',
      {
        input: [
          {
            role: 'user',
            content: [{ type: 'input_text', text: 'a', prompt_cache_breakpoint: { mode: 'explicit' } }],
          },
        ],
      },
      ['cache-hint input[0].content[0].prompt_cache_breakpoint'],
    ],
    [
      'programmes and moderation',
      { access_programs: { cyber: 'standard' }, moderation: { model: 'm' } },
      ['access-programme access_programs', 'moderation moderation'],
    ],
    [
      'others',
      { metadata: {}, context_management: [], frequency_penalty: 1, parallel_tool_calls: true },
      [
        'unknown-field context_management',
        'parallel-calls parallel_tool_calls',
        'unknown-field frequency_penalty',
      ],
    ],
    [
      'an answer begun',
      {
        input: [
          { role: 'user', content: 'a' },
          { role: 'assistant', content: '{' },
        ],
      },
      ['prefill input'],
    ],
    [
      'earlier reasoning',
      {
        input: [
          { type: 'reasoning', summary: [{ type: 'summary_text', text: 'a' }] },
          { type: 'reasoning', summary: [], encrypted_content: 'b' },
          { type: 'reasoning', id: 'rs_kept', summary: [] },
          { role: 'user', content: 'c' },
        ],
      },
      ['reasoning-text input[0]', 'reasoning-seal input[1]', 'previous-response input[2]'],
    ],
    [
      'an image in a tool result',
      {
        input: [
          call,
          { ...result, output: [{ type: 'input_image', image_url: 'https://example.com/a.png' }] },
        ],
      },
      ['tool-result-media input[1].output'],
    ],
  ];

  test.each(cases)('%s', (_, over, expected) => {
    expect(uses(over)).toEqual(expected);
  });
});
