/** Canonical settings -> a body: effort, sampling, caps, formats. */
import { describe, expect, test } from 'vitest';
import type { LlmRequest, Message } from '../../../src/core/request.ts';
import { anthropicMessages } from '../../../src/protocols/anthropic-messages/index.ts';
import { call, encode, loop, lost, text, tool, user } from './encoding.ts';
import { budgetTarget, messagesTarget } from './fixtures.ts';

describe('reasoning', () => {
  test.each([
    [{}, {}],
    [{ effort: 'none' }, { thinking: { type: 'disabled' } }],
    [{ effort: 'minimal' }, { thinking: { type: 'adaptive' }, output_config: { effort: 'low' } }],
    [{ effort: 'max' }, { thinking: { type: 'adaptive' }, output_config: { effort: 'max' } }],
    [{ summary: 'concise' }, { thinking: { type: 'adaptive', display: 'summarized' } }],
    [{ wantsSeal: true }, { thinking: { type: 'adaptive' } }],
  ] as const)('adaptive: %j', (reasoning, expected) => {
    const { thinking, output_config } = encode({ reasoning }).body;
    expect({ ...(thinking && { thinking }), ...(output_config && { output_config }) }).toEqual(expected);
  });

  test.each([
    [{}, 10_000, undefined],
    [{ effort: 'none' }, 10_000, undefined],
    [{ wantsSeal: true }, 10_000, undefined],
    [{ effort: 'minimal' }, 10_000, 1024],
    [{ effort: 'low' }, 10_000, 2048],
    [{ effort: 'medium' }, 64_000, 8192],
    [{ effort: 'high' }, 64_000, 16_384],
    [{ effort: 'xhigh' }, 64_000, 32_000],
    [{ effort: 'high' }, 4000, 3000],
    [{ budgetTokens: 5000 }, 64_000, 5000],
  ] as const)('budget: %j with %i output tokens', (reasoning, maxOutputTokens, budget) => {
    const { body, losses } = encode({ reasoning, maxOutputTokens }, budgetTarget());
    expect(body.thinking).toEqual(
      budget === undefined ? undefined : { type: 'enabled', budget_tokens: budget },
    );
    expect(body).not.toHaveProperty('output_config');
    expect(losses).toEqual([]);
  });

  test('a forced tool leaves the effort and takes the thinking', () => {
    const over: Partial<LlmRequest> = {
      reasoning: { effort: 'high' },
      tools: [tool],
      toolChoice: { mode: 'required' },
    };
    expect(encode(over).body).toMatchObject({
      output_config: { effort: 'high' },
      tool_choice: { type: 'any' },
    });
    expect(encode(over).body).not.toHaveProperty('thinking');
    expect(lost(over)).toEqual(['effort adapted']);
  });

  const foreign = {
    type: 'reasoning',
    parts: [],
    seal: { protocol: 'openai-responses', data: 'x' },
  } as const;
  const own = { type: 'reasoning', parts: [], seal: { protocol: 'anthropic-messages', data: 'x' } } as const;
  const reasoning = { effort: 'high' } as const;

  test.each<[string, Partial<LlmRequest>, string[]]>([
    ['too few output tokens', { maxOutputTokens: 1200 }, ['effort dropped']],
    ['a forced tool', { tools: [tool], toolChoice: { mode: 'required' } }, ['effort dropped']],
    [
      'a call made without thinking, and more said after',
      { tools: [tool], messages: [...loop, user] },
      ['effort dropped'],
    ],
    ['a call made without thinking', { tools: [tool], messages: loop }, ['effort dropped']],
    [
      "a call made with another's thinking",
      {
        tools: [tool],
        messages: [user, { role: 'assistant', content: [{ ...foreign, parts: [] }, call] }, ...loop.slice(2)],
      },
      ['effort dropped', 'reasoning-seal dropped'],
    ],
  ])('a budget model does not think with %s', (_, over, expected) => {
    expect(encode({ reasoning, ...over }, budgetTarget()).body).not.toHaveProperty('thinking');
    expect(lost({ reasoning, ...over }, budgetTarget())).toEqual(expected);
  });

  test('it does where the call was made with its own', () => {
    const messages: Message[] = [
      user,
      { role: 'assistant', content: [{ ...own, parts: [] }, call] },
      ...loop.slice(2),
    ];
    expect(encode({ reasoning, tools: [tool], messages }, budgetTarget()).body.thinking).toMatchObject({
      type: 'enabled',
    });
  });

  test('models that take no parameter get none', () => {
    expect(encode({ reasoning }, messagesTarget({ reasoning: null })).body).not.toHaveProperty('thinking');
    const fixed = messagesTarget({ reasoning: { efforts: ['high'], default: 'high', style: 'fixed' } });
    expect(encode({ reasoning }, fixed).body).not.toHaveProperty('thinking');
  });
});

describe('settings', () => {
  test.each([
    [{ temperature: 0.5 }, { temperature: 0.5 }, []],
    [{ temperature: 1.4 }, { temperature: 1 }, ['sampling adapted']],
    [{ temperature: 0.5, topP: 0.5 }, { temperature: 0.5 }, ['sampling dropped']],
    [{ topP: 0.5, topK: 3 }, { top_p: 0.5, top_k: 3 }, []],
  ])('sampling %j', (sampling, expected, losses) => {
    const { temperature, top_p, top_k } = encode({ sampling }).body;
    expect(JSON.parse(JSON.stringify({ temperature, top_p, top_k }))).toEqual(expected);
    expect(lost({ sampling })).toEqual(losses);
  });

  test('sampling gives way to thinking', () => {
    const over: Partial<LlmRequest> = {
      reasoning: { effort: 'low' },
      sampling: { temperature: 0.2, topP: 0.96, topK: 3 },
    };
    expect(encode(over).body).toMatchObject({ top_p: 0.96 });
    expect(encode(over).body).not.toHaveProperty('temperature');
    expect(lost(over)).toEqual(['sampling dropped', 'sampling dropped']);
    expect(lost({ ...over, sampling: { topP: 0.5, temperature: 1 } })).toEqual(['sampling dropped']);
  });

  test('stop strings of white space are left out', () => {
    expect(encode({ stop: ['\n', 'END'] }).body.stop_sequences).toEqual(['END']);
    expect(lost({ stop: ['\n'] })).toEqual(['stop dropped']);
    expect(encode({ stop: ['\n'] }).body).not.toHaveProperty('stop_sequences');
  });

  test.each([
    ['auto', 'auto', []],
    ['default', 'standard_only', []],
    ['flex', undefined, ['service-tier dropped']],
  ])('tier %s', (serviceTier, expected, losses) => {
    expect(encode({ serviceTier }).body.service_tier).toBe(expected);
    expect(lost({ serviceTier })).toEqual(losses);
  });

  test("the cap is the asked one, the model's, or a small one", () => {
    expect(encode({ maxOutputTokens: 7 }).body.max_tokens).toBe(7);
    expect(encode({}).body.max_tokens).toBe(64_000);
    expect(encode({}, messagesTarget({ maxOutputTokens: null })).body.max_tokens).toBe(4096);
  });

  test('a JSON object without a schema is an instruction', () => {
    expect(encode({ format: { kind: 'json' }, system: [text('Be brief.')] }).body.system).toEqual([
      { type: 'text', text: 'Be brief.' },
      {
        type: 'text',
        text: 'Answer with one JSON object and nothing else: no prose around it, no code fence.',
      },
    ]);
  });

  test('a schema is closed, and what the API does not take is told to the model', () => {
    const schema = {
      type: 'object',
      properties: {
        n: { type: 'integer', minimum: 1, description: 'how many' },
        when: { type: 'string', format: 'date' },
      },
    };
    const { body, losses } = encode({
      format: { kind: 'schema', name: 'x', schema },
      reasoning: { effort: 'low' },
    });
    expect(body.output_config).toEqual({
      effort: 'low',
      format: {
        type: 'json_schema',
        schema: {
          type: 'object',
          properties: {
            n: { type: 'integer', description: 'how many\n\n{minimum: 1}' },
            when: { type: 'string', format: 'date' },
          },
          additionalProperties: false,
        },
      },
    });
    expect(losses).toMatchObject([{ what: 'json-schema', how: 'adapted' }]);
  });

  test('nothing is sent that was not asked for', () => {
    expect(encode({ maxOutputTokens: 5 }).body).toEqual({
      model: 'claude-x',
      max_tokens: 5,
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
    });
  });

  test('our own bodies are of the version under which older models take sampling', () => {
    expect(anthropicMessages.headers).toEqual({ 'anthropic-version': '2023-06-01' });
  });
});
