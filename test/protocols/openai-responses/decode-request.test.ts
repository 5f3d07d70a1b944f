/** Request bodies become canonical: the conversation and the settings. */
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../src/core/json.ts';
import { body, decoded } from './fixtures.ts';

const call = { type: 'function_call', call_id: 'call_1', name: 'get_weather', arguments: '{"city":"Bern"}' };
const result = { type: 'function_call_output', call_id: 'call_1', output: 'Sunny' };

function uses(over: JsonObject): string[] {
  return decoded(body(over)).features.map(({ feature, field }) => `${feature} ${field}`);
}

describe('conversation', () => {
  test('a string is one message of the user', () => {
    expect(decoded(body()).messages).toEqual([{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }]);
  });

  test('instructions and leading instructions become the system text, later ones stay', () => {
    const request = decoded(
      body({
        instructions: 'Be brief.',
        input: [
          { role: 'developer', content: 'Speak German.' },
          { type: 'message', role: 'system', content: [{ type: 'input_text', text: 'No slang.' }] },
          { role: 'user', content: 'Hello' },
          { role: 'developer', content: 'Now in French.' },
        ],
      }),
    );
    expect(request.system.map(({ text }) => text)).toEqual(['Be brief.', 'Speak German.', 'No slang.']);
    expect(request.messages).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'Hello' }] },
      { role: 'system', content: [{ type: 'text', text: 'Now in French.' }] },
    ]);
    expect(request.features).toEqual([{ feature: 'late-system', field: 'input[3]' }]);
  });

  test('items of the assistant are one message until another role comes, results another', () => {
    const { messages } = decoded(
      body({
        input: [
          { role: 'user', content: 'Weather?' },
          {
            type: 'reasoning',
            id: 'rs_1',
            summary: [{ type: 'summary_text', text: 'Ask.' }],
            encrypted_content: 'gAAA',
          },
          {
            type: 'message',
            id: 'msg_1',
            role: 'assistant',
            status: 'completed',
            phase: 'commentary',
            content: [
              { type: 'output_text', text: 'Looking.', annotations: [] },
              { type: 'refusal', refusal: 'Not that.' },
            ],
          },
          { ...call, id: 'fc_1', status: 'completed' },
          { ...call, call_id: 'call_2' },
          result,
          { ...result, call_id: 'call_2', output: [{ type: 'input_text', text: 'Rain' }] },
          { role: 'user', content: 'Thanks' },
        ],
      }),
    );
    const toolCall = { type: 'tool-call', name: 'get_weather', input: '{"city":"Bern"}', kind: 'function' };
    const toolResult = { type: 'tool-result', kind: 'function' };
    expect(messages).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'Weather?' }] },
      {
        role: 'assistant',
        content: [
          {
            type: 'reasoning',
            parts: ['Ask.'],
            seal: { protocol: 'openai-responses', data: 'gAAA' },
            id: 'rs_1',
          },
          { type: 'text', text: 'Looking.', phase: 'commentary' },
          { type: 'refusal', text: 'Not that.' },
          { ...toolCall, id: 'call_1', itemId: 'fc_1' },
          { ...toolCall, id: 'call_2' },
        ],
      },
      {
        role: 'user',
        content: [
          { ...toolResult, callId: 'call_1', content: [{ type: 'text', text: 'Sunny' }] },
          { ...toolResult, callId: 'call_2', content: [{ type: 'text', text: 'Rain' }] },
        ],
      },
      { role: 'user', content: [{ type: 'text', text: 'Thanks' }] },
    ]);
  });

  test('sealed reasoning of another maker is known by its packing', () => {
    const { messages } = decoded(
      body({
        input: [
          { role: 'user', content: 'Hi' },
          {
            type: 'reasoning',
            id: 'rs_sbx_abc_0',
            summary: [],
            encrypted_content: 'sbx1.anthropic-messages.claude-x.EqQB.x',
          },
        ],
      }),
    );
    expect(messages[1]?.content).toEqual([
      {
        type: 'reasoning',
        parts: [],
        id: 'rs_sbx_abc_0',
        seal: { protocol: 'anthropic-messages', model: 'claude-x', data: 'EqQB.x' },
      },
    ]);
  });

  test('media in every form', () => {
    const { messages, features } = decoded(
      body({
        input: [
          {
            role: 'user',
            content: [
              { type: 'input_image', image_url: 'data:image/png;base64,iVBO', detail: 'high' },
              { type: 'input_image', image_url: 'https://example.com/a.png', detail: 'auto' },
              { type: 'input_image', file_id: 'file-1' },
              { type: 'input_file', filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBE' },
              { type: 'input_file', file_data: 'JVBE' },
              { type: 'input_file', file_url: 'https://example.com/a.pdf' },
              { type: 'input_file', file_id: 'file-2' },
              { type: 'input_audio', input_audio: { data: 'UklG', format: 'wav' } },
              { type: 'input_video', video_url: 'https://example.com/a.mp4' },
            ],
          },
        ],
      }),
    );
    expect(messages[0]?.content).toEqual([
      { type: 'image', source: { kind: 'data', mediaType: 'image/png', data: 'iVBO' }, detail: 'high' },
      { type: 'image', source: { kind: 'url', url: 'https://example.com/a.png' }, detail: 'auto' },
      { type: 'image', source: { kind: 'id', id: 'file-1' } },
      {
        type: 'file',
        source: { kind: 'data', mediaType: 'application/pdf', data: 'JVBE' },
        filename: 'a.pdf',
      },
      { type: 'file', source: { kind: 'data', mediaType: 'application/pdf', data: 'JVBE' } },
      { type: 'file', source: { kind: 'url', url: 'https://example.com/a.pdf' } },
      { type: 'file', source: { kind: 'id', id: 'file-2' } },
      { type: 'audio', format: 'wav', data: 'UklG' },
      {
        type: 'opaque',
        protocol: 'openai-responses',
        kind: 'content.input_video',
        value: { type: 'input_video', video_url: 'https://example.com/a.mp4' },
      },
    ]);
    expect(features.map(({ feature, field }) => `${feature} ${field}`)).toEqual([
      'image-detail input[0].content[0].detail',
      'provider-file input[0].content[2].file_id',
      'file-data input[0].content[3].file_data',
      'file-data input[0].content[4].file_data',
      'file-url input[0].content[5].file_url',
      'provider-file input[0].content[6].file_id',
      'audio-input input[0].content[7]',
      'opaque-block input[0].content[8]',
    ]);
  });

  test('items of hosted tools stay opaque in their place, and hide calls from the check of results', () => {
    const search = { type: 'web_search_call', id: 'ws_1', status: 'completed' };
    const screenshot = { type: 'computer_call_output', call_id: 'call_c', output: {} };
    const { messages, features } = decoded(
      body({ input: [{ role: 'user', content: 'Hi' }, search, screenshot, result] }),
    );
    expect(features.map(({ feature, field }) => `${feature} ${field}`)).toEqual([
      'provider-item input[1]',
      'opaque-block input[2]',
    ]);
    const opaque = { type: 'opaque', protocol: 'openai-responses' };
    expect(messages.slice(1)).toEqual([
      { role: 'assistant', content: [{ ...opaque, kind: 'web_search_call', value: search }] },
      {
        role: 'user',
        content: [
          { ...opaque, kind: 'computer_call_output', value: screenshot },
          expect.objectContaining({ type: 'tool-result', callId: 'call_1' }),
        ],
      },
    ]);
  });

  test('references need the provider that keeps the item', () => {
    const input = [{ type: 'item_reference', id: 'msg_1' }, { id: 'rs_1' }, { role: 'user', content: 'On' }];
    expect(uses({ input })).toEqual(['previous-response input[0]', 'previous-response input[1]']);
    expect(decoded(body({ input })).messages[0]?.role).toBe('assistant');
  });

  test('a named item of our own is done without where it only led up to a call', () => {
    const named = ['rs_sbx_a_0', 'msg_sbx_a_1'].map((id) => ({ type: 'item_reference', id }));
    const input = [{ role: 'user', content: 'Hi' }, ...named, call, result];
    expect(uses({ input })).toEqual(['answer-reference input[1]', 'answer-reference input[2]']);
    expect(decoded(body({ input })).messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
  });

  test('with a conversation at the provider, results may come alone and input may be missing', () => {
    expect(decoded(body({ previous_response_id: 'resp_1', input: [result] })).state).toEqual({
      previousResponseId: 'resp_1',
    });
    expect(decoded({ model: 'gpt-x', prompt: { id: 'pmpt_1' } }).messages).toEqual([]);
  });
});

describe('settings', () => {
  test('all that has a place', () => {
    const request = decoded(
      body({
        max_output_tokens: 100,
        temperature: 0.5,
        top_p: 0.9,
        parallel_tool_calls: false,
        tool_choice: { type: 'function', name: 'get_weather' },
        tools: [
          { type: 'function', name: 'get_weather', parameters: { type: 'object' }, strict: null },
          { type: 'custom', name: 'run_sql', description: 'SQL', format: { type: 'text' } },
          { type: 'web_search', search_context_size: 'low' },
        ],
        text: {
          format: { type: 'json_schema', name: 'train', schema: { type: 'object' }, strict: true },
          verbosity: 'low',
        },
        reasoning: { effort: 'high', summary: 'auto', mode: 'pro' },
        include: ['reasoning.encrypted_content'],
        metadata: { team: 'rail' },
        safety_identifier: 'user-1',
        user: 'older-name',
        prompt_cache_key: 'key-1',
        service_tier: 'flex',
        conversation: { id: 'conv_1' },
        store: true,
        background: true,
        stream: true,
      }),
    );
    expect(request).toEqual({
      model: 'gpt-x',
      system: [],
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
      tools: [
        { kind: 'function', name: 'get_weather', schema: { type: 'object' }, strict: null },
        { kind: 'custom', name: 'run_sql', description: 'SQL', format: { type: 'text' } },
        { kind: 'provider', name: 'web_search', value: { type: 'web_search', search_context_size: 'low' } },
      ],
      toolChoice: { mode: 'tool', name: 'get_weather', kind: 'function' },
      parallelToolCalls: false,
      format: { kind: 'schema', name: 'train', schema: { type: 'object' }, strict: true },
      verbosity: 'low',
      maxOutputTokens: 100,
      sampling: { temperature: 0.5, topP: 0.9 },
      reasoning: { effort: 'high', summary: 'auto', mode: 'pro', wantsSeal: true },
      state: { conversationId: 'conv_1', store: true, background: true },
      cacheKey: 'key-1',
      serviceTier: 'flex',
      endUser: 'user-1',
      metadata: { team: 'rail' },
      stream: true,
      wantsUsage: false,
      features: expect.any(Array),
    });
  });

  test('null is the same as absent', () => {
    const nulls = Object.fromEntries(
      ['instructions', 'tools', 'tool_choice', 'text', 'reasoning', 'temperature', 'store', 'top_p', 'user']
        .concat('max_output_tokens', 'metadata', 'stream', 'previous_response_id', 'made_up', 'include')
        .map((name) => [name, null]),
    );
    expect(decoded(body(nulls))).toEqual(decoded(body()));
  });

  test('tool choices', () => {
    const choose = (tool_choice: Json) => decoded(body({ tool_choice })).toolChoice;
    expect(choose('required')).toEqual({ mode: 'required' });
    expect(choose({ type: 'custom', name: 'run_sql' })).toEqual({
      mode: 'tool',
      name: 'run_sql',
      kind: 'custom',
    });
    const tools = [{ type: 'function', name: 'a' }];
    expect(choose({ type: 'allowed_tools', mode: 'required', tools })).toEqual({
      mode: 'allowed',
      require: true,
      names: ['a'],
    });
    expect(choose({ type: 'web_search' })).toBeUndefined();
  });
});
