/** What requests read as, and which features they use where. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { body, decoded } from './fixtures.ts';

function user(content: unknown): JsonObject {
  return body({ messages: [{ role: 'user', content: content as never }] });
}

function assistant(message: JsonObject, ...after: JsonObject[]): JsonObject {
  return body({ messages: [{ role: 'user', content: 'Go' }, { role: 'assistant', ...message }, ...after] });
}

const call = { id: 'call_1', type: 'function', function: { name: 'f', arguments: '{}' } };
function uses(raw: JsonObject) {
  return decoded(raw).features.map(({ feature, field }) => [feature, field]);
}

describe('conversation', () => {
  test('leading instructions go apart, later ones stay in their place', () => {
    const request = decoded(
      body({
        messages: [
          { role: 'system', content: 'One' },
          { role: 'developer', content: [{ type: 'text', text: 'Two' }] },
          { role: 'user', content: 'Hi' },
          { role: 'developer', content: 'Three' },
        ],
      }),
    );
    expect(request.system).toEqual([
      { type: 'text', text: 'One' },
      { type: 'text', text: 'Two' },
    ]);
    expect(request.messages).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
      { role: 'system', content: [{ type: 'text', text: 'Three' }] },
    ]);
    expect(request.features).toEqual([{ feature: 'late-system', field: 'messages[3]' }]);
  });

  test('tool results in a row become one user message; a real user message stays apart', () => {
    const request = decoded(
      assistant(
        {
          content: 'Both.',
          tool_calls: [call, { id: 'call_2', type: 'custom', custom: { name: 'g', input: 'x' } }],
        },
        { role: 'tool', tool_call_id: 'call_1', content: 'one' },
        { role: 'tool', tool_call_id: 'call_2', content: [{ type: 'text', text: 'two' }] },
        { role: 'user', content: 'And?' },
      ),
    );
    expect(request.messages.slice(1)).toEqual([
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'Both.' },
          { type: 'tool-call', id: 'call_1', name: 'f', input: '{}', kind: 'function' },
          { type: 'tool-call', id: 'call_2', name: 'g', input: 'x', kind: 'custom' },
        ],
      },
      {
        role: 'user',
        content: [
          {
            type: 'tool-result',
            callId: 'call_1',
            kind: 'function',
            content: [{ type: 'text', text: 'one' }],
          },
          { type: 'tool-result', callId: 'call_2', kind: 'custom', content: [{ type: 'text', text: 'two' }] },
        ],
      },
      { role: 'user', content: [{ type: 'text', text: 'And?' }] },
    ]);
  });

  test('the parts of a user message', () => {
    const request = decoded(
      user([
        { type: 'text', text: 'Look', prompt_cache_breakpoint: { mode: 'explicit', ttl: '12h' } },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,aGk=', detail: 'high' } },
        { type: 'image_url', image_url: { url: 'https://img.example/a.png' } },
        { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,aGk=' } },
        { type: 'file', file: { file_id: 'file-9' } },
        { type: 'input_audio', input_audio: { data: 'aGk=', format: 'wav' } },
        { type: 'video_url', video_url: { url: 'https://v.example/a.mp4' } },
      ]),
    );
    expect(request.messages[0]?.content).toEqual([
      { type: 'text', text: 'Look', cache: { ttl: '1h' } },
      { type: 'image', source: { kind: 'data', mediaType: 'image/png', data: 'aGk=' }, detail: 'high' },
      { type: 'image', source: { kind: 'url', url: 'https://img.example/a.png' } },
      {
        type: 'file',
        source: { kind: 'data', mediaType: 'application/pdf', data: 'aGk=' },
        filename: 'a.pdf',
      },
      { type: 'file', source: { kind: 'id', id: 'file-9' } },
      { type: 'audio', format: 'wav', data: 'aGk=' },
      {
        type: 'opaque',
        protocol: 'openai-chat',
        kind: 'video_url',
        value: { type: 'video_url', video_url: { url: 'https://v.example/a.mp4' } },
      },
    ]);
    expect(request.features.map(({ feature, field }) => [feature, field])).toEqual([
      ['cache-hint', 'messages[0].content[0].prompt_cache_breakpoint'],
      ['image-detail', 'messages[0].content[1].image_url.detail'],
      ['file-data', 'messages[0].content[3].file.file_data'],
      ['provider-file', 'messages[0].content[4].file.file_id'],
      ['audio-input', 'messages[0].content[5]'],
      ['opaque-block', 'messages[0].content[6]'],
    ]);
  });

  test('an answer sent back as it came: nulls and empty lists say nothing', () => {
    const request = decoded(
      assistant({
        content: 'Hi',
        refusal: null,
        annotations: [],
        audio: null,
        function_call: null,
        tool_calls: null,
      }),
    );
    expect(request.messages[1]?.content).toEqual([{ type: 'text', text: 'Hi' }]);
    expect(request.features).toEqual([{ feature: 'prefill', field: 'messages[1]' }]);
  });

  test('reasoning sent back as text, under either name', () => {
    for (const name of ['reasoning_content', 'reasoning']) {
      const request = decoded(assistant({ content: 'Hi', [name]: 'Hm' }, { role: 'user', content: 'Go on' }));
      expect(request.messages[1]?.content[0]).toEqual({ type: 'reasoning', parts: ['Hm'] });
      expect(request.features).toEqual([{ feature: 'reasoning-text', field: `messages[1].${name}` }]);
    }
  });

  test('functions, the form before tools', () => {
    const request = decoded({
      ...assistant(
        { content: null, function_call: { name: 'f', arguments: '{"a":1}' } },
        { role: 'function', name: 'f', content: 'done' },
      ),
      functions: [{ name: 'f', description: 'd', parameters: { type: 'object' } }],
      function_call: { name: 'f' },
    });
    expect(request).toMatchObject({
      legacyFunctions: true,
      parallelToolCalls: false,
      tools: [{ kind: 'function', name: 'f', description: 'd', schema: { type: 'object' } }],
      toolChoice: { mode: 'tool', name: 'f', kind: 'function' },
    });
    const id = 'call_0';
    expect(request.messages[1]?.content).toEqual([
      { type: 'tool-call', id, name: 'f', input: '{"a":1}', kind: 'function' },
    ]);
    expect(request.messages[2]?.content).toEqual([
      { type: 'tool-result', callId: id, kind: 'function', content: [{ type: 'text', text: 'done' }] },
    ]);
    expect(request.features).toEqual([]);
  });
});

describe('settings', () => {
  test('each field has its place', () => {
    const request = decoded(
      body({
        tools: [
          {
            type: 'function',
            function: { name: 'f', description: 'd', parameters: { type: 'object' }, strict: true },
          },
          { type: 'custom', custom: { name: 'g', format: { type: 'text' } } },
        ],
        tool_choice: {
          type: 'allowed_tools',
          allowed_tools: { mode: 'required', tools: [{ type: 'function', function: { name: 'f' } }] },
        },
        parallel_tool_calls: false,
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'out', schema: { type: 'object' }, strict: true },
        },
        verbosity: 'low',
        max_tokens: 5,
        max_completion_tokens: 7,
        stop: 'END',
        temperature: 0.5,
        top_p: 0.9,
        seed: 3,
        frequency_penalty: 0.1,
        presence_penalty: -0.1,
        logit_bias: { '50256': -100 },
        reasoning_effort: 'high',
        store: true,
        prompt_cache_key: 'k',
        service_tier: 'flex',
        user: 'old',
        safety_identifier: 'hash',
        metadata: { team: 'ops' },
        stream: true,
        stream_options: { include_usage: true },
      }),
    );
    const { messages: _, features: __, ...settings } = request;
    expect(settings).toEqual({
      model: 'gpt-5.5',
      system: [],
      tools: [
        { kind: 'function', name: 'f', description: 'd', schema: { type: 'object' }, strict: true },
        { kind: 'custom', name: 'g', format: { type: 'text' } },
      ],
      toolChoice: { mode: 'allowed', require: true, names: ['f'] },
      parallelToolCalls: false,
      format: { kind: 'schema', name: 'out', schema: { type: 'object' }, strict: true },
      verbosity: 'low',
      maxOutputTokens: 7,
      stop: ['END'],
      sampling: {
        temperature: 0.5,
        topP: 0.9,
        seed: 3,
        frequencyPenalty: 0.1,
        presencePenalty: -0.1,
        logitBias: { '50256': -100 },
      },
      reasoning: { effort: 'high' },
      state: { store: true },
      cacheKey: 'k',
      serviceTier: 'flex',
      endUser: 'hash',
      metadata: { team: 'ops' },
      stream: true,
      wantsUsage: true,
    });
  });

  const used: [string, JsonObject, [string, string][]][] = [
    ['several answers', { n: 2 }, [['choices', 'n']]],
    [
      'log probabilities',
      { logprobs: true, top_logprobs: 3 },
      [
        ['logprobs', 'logprobs'],
        ['logprobs', 'top_logprobs'],
      ],
    ],
    ['seed', { seed: 0 }, [['seed', 'seed']]],
    ['penalties', { frequency_penalty: 1, presence_penalty: 0 }, [['penalties', 'frequency_penalty']]],
    ['bias', { logit_bias: { '1': 5 } }, [['logit-bias', 'logit_bias']]],
    ['top_k of other hosts', { top_k: 40 }, [['top-k', 'top_k']]],
    [
      'sampling',
      { temperature: 1, top_p: 1 },
      [
        ['sampling', 'temperature'],
        ['sampling', 'top_p'],
      ],
    ],
    ['stop strings', { stop: ['a'] }, [['stop', 'stop']]],
    ['prediction', { prediction: { type: 'content', content: 'x' } }, [['prediction', 'prediction']]],
    ['verbosity', { verbosity: 'low' }, [['verbosity', 'verbosity']]],
    ['speech', { modalities: ['text', 'audio'] }, [['audio-output', 'modalities']]],
    [
      'JSON without a schema',
      { response_format: { type: 'json_object' } },
      [['json-object', 'response_format']],
    ],
    ['parallel calls', { parallel_tool_calls: true }, [['parallel-calls', 'parallel_tool_calls']]],
    ['cache key', { prompt_cache_key: 'k' }, [['cache-key', 'prompt_cache_key']]],
    ['cache mode', { prompt_cache_options: { mode: 'explicit' } }, [['cache-hint', 'prompt_cache_options']]],
    ['metadata', { metadata: { a: 'b' } }, [['metadata', 'metadata']]],
    ['end user', { user: 'u' }, [['end-user', 'user']]],
    ['tier', { service_tier: 'priority' }, [['service-tier', 'service_tier']]],
    ['storing', { store: true }, [['store', 'store']]],
    ['moderation', { moderation: { model: 'm' } }, [['moderation', 'moderation']]],
    ['web search', { web_search_options: {} }, [['provider-tool', 'web_search_options']]],
    ['a tool of the provider', { tools: [{ type: 'browser_search' }] }, [['provider-tool', 'tools[0]']]],
    [
      'a free-text tool',
      { tools: [{ type: 'custom', custom: { name: 'g' } }] },
      [['custom-tool', 'tools[0].custom']],
    ],
    ['an unknown field', { thinking: { type: 'enabled' } }, [['unknown-field', 'thinking']]],
  ];

  test.each(used)('feature: %s', (_, fields, expected) => {
    expect(uses(body(fields))).toEqual(expected);
  });

  test('what is off, empty or null is no use of a feature', () => {
    const off = {
      n: 1,
      logprobs: false,
      top_logprobs: 0,
      seed: null,
      frequency_penalty: 0,
      logit_bias: {},
      stop: [],
      modalities: ['text'],
      metadata: {},
      service_tier: 'auto',
      store: false,
      response_format: { type: 'text' },
      thinking: null,
      user: '',
    };
    expect(uses(body(off))).toEqual([]);
  });
});
