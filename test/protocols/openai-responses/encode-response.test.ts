/** Answers of other protocols as response objects: complete, echoing the request, refusals readable. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import type { LlmResponse } from '../../../src/core/response.ts';
import { openaiResponses } from '../../../src/protocols/openai-responses/index.ts';
import { answerContext, emptyRequest } from './fixtures.ts';

function answer(over: Partial<LlmResponse> = {}): LlmResponse {
  return {
    model: 'claude-x',
    blocks: [{ type: 'text', text: 'Hi' }],
    stop: { reason: 'end' },
    usage: { inputTokens: 10, outputTokens: 2 },
    ...over,
  };
}

function encode(over: Partial<LlmResponse> = {}, context = answerContext()): JsonObject {
  return openaiResponses.encodeResponse(answer(over), context);
}

describe('response object', () => {
  test('has every member that clients read', () => {
    expect(encode({ serviceTier: 'standard' })).toEqual({
      id: 'resp_sbx_abcdefghijklmnopqrstuvwx',
      object: 'response',
      created_at: 1_790_000_000,
      status: 'completed',
      background: false,
      error: null,
      incomplete_details: null,
      instructions: null,
      max_output_tokens: null,
      max_tool_calls: null,
      metadata: {},
      model: 'claude-x',
      output: [
        {
          id: 'msg_sbx_abcdefghijklmnopqrstuvwx_0',
          type: 'message',
          status: 'completed',
          role: 'assistant',
          content: [{ type: 'output_text', text: 'Hi', annotations: [], logprobs: [] }],
        },
      ],
      parallel_tool_calls: true,
      previous_response_id: null,
      prompt_cache_key: null,
      reasoning: { effort: null, summary: null },
      safety_identifier: null,
      service_tier: 'default',
      store: false,
      temperature: null,
      text: { format: { type: 'text' } },
      tool_choice: 'auto',
      tools: [],
      top_logprobs: 0,
      top_p: null,
      truncation: 'disabled',
      usage: {
        input_tokens: 10,
        input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
        output_tokens: 2,
        output_tokens_details: { reasoning_tokens: 0 },
        total_tokens: 12,
      },
      user: null,
    });
  });

  test('echoes the request', () => {
    const request = emptyRequest({
      system: [
        { type: 'text', text: 'Be brief.' },
        { type: 'text', text: 'Be kind.' },
      ],
      tools: [{ kind: 'custom', name: 'sql' }],
      toolChoice: { mode: 'required' },
      format: { kind: 'json' },
      verbosity: 'low',
      maxOutputTokens: 50,
      sampling: { temperature: 0.1, topP: 0.2 },
      reasoning: { effort: 'low', summary: 'auto' },
      metadata: { team: 'rail' },
      cacheKey: 'k',
      parallelToolCalls: false,
      endUser: 'anna@example.com',
    });
    const wire = encode({}, answerContext({ request }));
    expect(wire).toMatchObject({
      instructions: 'Be brief.\n\nBe kind.',
      tools: [{ type: 'custom', name: 'sql' }],
      tool_choice: 'required',
      text: { format: { type: 'json_object' }, verbosity: 'low' },
      max_output_tokens: 50,
      temperature: 0.1,
      top_p: 0.2,
      reasoning: { effort: 'low', summary: 'auto' },
      metadata: { team: 'rail' },
      prompt_cache_key: 'k',
      parallel_tool_calls: false,
    });
  });

  test('echoes as it was sent what the request was read into something else', () => {
    const request = emptyRequest({
      system: [
        { type: 'text', text: 'Be brief.' },
        { type: 'text', text: 'A message of the developer.' },
      ],
      endUser: 'anna',
    });
    const echoed = { instructions: 'Be brief.', max_tool_calls: 3 };
    // Who the end user is stays where it was said.
    const nobody = { user: null, safety_identifier: null };
    const raw = { ...echoed, user: 'anna', safety_identifier: 'a-1', input: [] };
    expect(encode({}, { ...answerContext({ request }), raw })).toMatchObject({ ...echoed, ...nobody });
    const unsaid = { instructions: null, max_tool_calls: null, ...nobody };
    expect(encode({}, { ...answerContext({ request }), raw: {} })).toMatchObject(unsaid);
    const wrong = { instructions: [], user: 5, safety_identifier: {}, max_tool_calls: 'x' };
    expect(encode({}, { ...answerContext({ request }), raw: wrong })).toMatchObject(unsaid);
  });

  test('names the planned model where the provider named none, and no usage where it told none', () => {
    const { model: _, ...unnamed } = answer({ usage: { outputTokens: 3 } });
    expect(openaiResponses.encodeResponse(unnamed, answerContext())).toMatchObject({
      model: 'm',
      usage: null,
    });
  });
});

describe('how it ended', () => {
  test.each([
    ['end', 'completed', null],
    ['tool-calls', 'completed', null],
    ['stop-string', 'completed', null],
    ['max-tokens', 'incomplete', { reason: 'max_output_tokens' }],
    ['context-window', 'incomplete', { reason: 'max_output_tokens' }],
    ['pause', 'incomplete', { reason: 'max_output_tokens' }],
    ['content-filter', 'incomplete', { reason: 'content_filter' }],
  ] as const)('%s', (reason, status, incomplete_details) => {
    expect(encode({ stop: { reason } })).toMatchObject({ status, incomplete_details });
  });

  test('a refusal told by the stop alone becomes a part, after what was said', () => {
    const stop = { reason: 'refusal', explanation: 'Not about that.' } as const;
    const output = encode({ stop }).output as JsonObject[];
    expect(output.map(({ content }) => content)).toEqual([
      [expect.objectContaining({ type: 'output_text' })],
      [{ type: 'refusal', refusal: 'Not about that.' }],
    ]);
    const [silent] = encode({ stop: { reason: 'refusal' }, blocks: [] }).output as JsonObject[];
    expect(silent?.content).toEqual([{ type: 'refusal', refusal: 'The model declined to answer.' }]);
  });

  test('a refusal that has its own part is not said twice', () => {
    const blocks = [{ type: 'refusal', text: 'No.' } as const];
    expect(encode({ stop: { reason: 'refusal', explanation: 'x' }, blocks }).output).toHaveLength(1);
  });
});

describe('output items', () => {
  test('reasoning of another maker goes as a summary, its seal packed', () => {
    const seal = { protocol: 'anthropic-messages', model: 'claude-x', data: 'EqQB' } as const;
    const [item] = encode({ blocks: [{ type: 'reasoning', parts: ['Why', 'How'], seal }] })
      .output as JsonObject[];
    expect(item).toEqual({
      id: 'rs_sbx_abcdefghijklmnopqrstuvwx_0',
      type: 'reasoning',
      summary: [
        { type: 'summary_text', text: 'Why' },
        { type: 'summary_text', text: 'How' },
      ],
      encrypted_content: 'sbx1.anthropic-messages.claude-x.EqQB',
    });
  });

  test('a function that stands for the caller’s free-text tool is told as that tool', () => {
    const request = emptyRequest({ tools: [{ kind: 'custom', name: 'sql' }] });
    const call = { type: 'tool-call', id: 'toolu_1', name: 'sql', kind: 'function' } as const;
    const [item] = encode(
      { blocks: [{ ...call, input: '{"input":"SELECT 1"}' }] },
      answerContext({ request }),
    ).output as JsonObject[];
    expect(item).toEqual({
      id: 'ctc_sbx_abcdefghijklmnopqrstuvwx_0',
      type: 'custom_tool_call',
      status: 'completed',
      call_id: 'toolu_1',
      name: 'sql',
      input: 'SELECT 1',
    });
  });

  test('a call without arguments has an empty object', () => {
    const call = { type: 'tool-call', id: 'c', name: 'now', kind: 'function', input: '' } as const;
    expect((encode({ blocks: [call] }).output as JsonObject[])[0]?.arguments).toBe('{}');
  });

  test('a citation without a place cites the whole text; spans of other makers are left out', () => {
    const blocks = [
      {
        type: 'text',
        text: 'In 1847.',
        citations: [
          { kind: 'url', url: 'https://example.com', citedText: 'opened 1847' },
          { kind: 'opaque', protocol: 'anthropic-messages', value: { type: 'char_location' } },
        ],
      } as const,
    ];
    const [item] = encode({ blocks: blocks.map((each) => ({ ...each, citations: [...each.citations] })) })
      .output as JsonObject[];
    expect(item?.content).toMatchObject([
      {
        annotations: [
          { type: 'url_citation', url: 'https://example.com', title: '', start_index: 0, end_index: 8 },
        ],
      },
    ]);
  });

  test('what no item can hold is left out', () => {
    const blocks: LlmResponse['blocks'] = [
      { type: 'audio', format: 'wav', data: 'UklG' },
      { type: 'opaque', protocol: 'anthropic-messages', kind: 'server_tool_use', value: {} },
    ];
    expect(encode({ blocks }).output).toEqual([]);
  });
});
