/** Passthrough lane: nothing is edited without need, and what must be is edited and nothing else. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import type { LlmRequest } from '../../../src/core/request.ts';
import { packSeal } from '../../../src/core/seal.ts';
import type { SealForm, Target } from '../../../src/core/target.ts';
import { anthropicMessages } from '../../../src/protocols/anthropic-messages/index.ts';
import { body, budgetTarget, decoded, messagesTarget } from './fixtures.ts';

/** Edits of a body whose canonical form is adjusted by `change`. */
function patch(raw: JsonObject, target: Target = messagesTarget(), change: Partial<LlmRequest> = {}) {
  const before = decoded(raw);
  return anthropicMessages.patchRequest(raw, before, { ...before, ...change }, target);
}

describe('nothing to change', () => {
  test.each<[string, JsonObject, Target]>([
    ['a plain body', body(), messagesTarget()],
    ['sampling', body({ temperature: 0.3, top_k: 4 }), messagesTarget()],
    [
      'adaptive thinking',
      body({ thinking: { type: 'adaptive' }, output_config: { effort: 'high' } }),
      messagesTarget(),
    ],
    [
      'a budget',
      body({ max_tokens: 9000, thinking: { type: 'enabled', budget_tokens: 5000 } }),
      budgetTarget(),
    ],
    ['a user', body({ metadata: { user_id: 'u' } }), messagesTarget()],
    ['unknown fields', body({ context_management: { edits: [] }, betas: ['x'] }), messagesTarget()],
    ['no reasoning known', body({ thinking: { type: 'adaptive' } }), messagesTarget({ reasoning: null })],
  ])('%s', (_, raw, target) => {
    expect(patch(raw, target)).toEqual({});
  });

  test('a history with seals of its own', () => {
    const messages = [
      { role: 'user', content: 'go' },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'x', signature: 'sig' },
          { type: 'redacted_thinking', data: 'hid' },
          { type: 'tool_use', id: 'toolu_1', name: 'a', input: {} },
        ],
      },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'ok' }] },
    ];
    expect(patch(body({ messages }))).toEqual({});
  });
});

describe('adjusted values', () => {
  test('the model', () => {
    expect(patch(body({ model: 'auto' }))).toEqual({ model: 'claude-x' });
  });

  test('sampling that the model refuses', () => {
    const raw = body({ temperature: 0.3, top_p: 0.9, top_k: 4 });
    expect(patch(raw, messagesTarget(), { sampling: { topP: 0.9 } })).toEqual({
      temperature: undefined,
      top_k: undefined,
    });
  });

  test('the cap', () => {
    expect(patch(body(), messagesTarget(), { maxOutputTokens: 500 })).toEqual({ max_tokens: 500 });
  });

  test('the end user, beside whatever else stands there', () => {
    const raw = body({ metadata: { user_id: 'Ann', team: 'x' } });
    expect(patch(raw, messagesTarget(), { endUser: 'hash' })).toEqual({
      metadata: { user_id: 'hash', team: 'x' },
    });
    const { endUser: _, ...rest } = decoded(body({ metadata: { user_id: 'Ann' } }));
    const only = body({ metadata: { user_id: 'Ann' } });
    expect(anthropicMessages.patchRequest(only, decoded(only), rest, messagesTarget())).toEqual({
      metadata: undefined,
    });
  });

  test('an effort set by the route', () => {
    const raw = body({ output_config: { format: { type: 'json_schema', schema: {} } } });
    expect(patch(raw, messagesTarget(), { reasoning: { effort: 'high' } })).toEqual({
      thinking: { type: 'adaptive' },
      output_config: { format: { type: 'json_schema', schema: {} }, effort: 'high' },
    });
  });

  test('an effort that stays adaptive keeps its display', () => {
    const raw = body({
      thinking: { type: 'adaptive', display: 'omitted' },
      output_config: { effort: 'max' },
    });
    expect(patch(raw, messagesTarget(), { reasoning: { effort: 'high', wantsSeal: true } })).toEqual({
      thinking: { type: 'adaptive', display: 'omitted' },
      output_config: { effort: 'high' },
    });
  });

  test('a budget for a model that wants an effort', () => {
    const raw = body({ max_tokens: 9000, thinking: { type: 'enabled', budget_tokens: 5000 } });
    expect(patch(raw, messagesTarget(), { reasoning: { effort: 'medium', wantsSeal: true } })).toEqual({
      thinking: { type: 'adaptive' },
      output_config: { effort: 'medium' },
    });
  });

  test('an effort for a model that wants a budget', () => {
    const raw = body({ max_tokens: 9000, thinking: { type: 'adaptive' }, output_config: { effort: 'low' } });
    expect(patch(raw, budgetTarget())).toEqual({
      thinking: { type: 'enabled', budget_tokens: 2048 },
      output_config: undefined,
    });
  });

  test('thinking without any amount for a model that wants a budget', () => {
    const raw = body({ max_tokens: 64_000, thinking: { type: 'adaptive' } });
    expect(patch(raw, budgetTarget())).toEqual({ thinking: { type: 'enabled', budget_tokens: 8192 } });
  });

  test('a budget that the clamped cap no longer holds', () => {
    const raw = body({ max_tokens: 9000, thinking: { type: 'enabled', budget_tokens: 8000 } });
    expect(patch(raw, budgetTarget(), { maxOutputTokens: 4000 })).toEqual({
      max_tokens: 4000,
      thinking: { type: 'enabled', budget_tokens: 3000 },
    });
  });

  test('reasoning switched off', () => {
    const raw = body({ thinking: { type: 'adaptive' }, output_config: { effort: 'low' } });
    expect(patch(raw, messagesTarget(), { reasoning: { effort: 'none' } })).toEqual({
      thinking: { type: 'disabled' },
      output_config: undefined,
    });
  });
});

describe("history of other makers' models", () => {
  const foreign = packSeal({ protocol: 'openai-responses', model: 'gpt-5.5', data: 'enc' });
  const own = packSeal({ protocol: 'anthropic-messages', model: 'claude-x', data: 'sig' });
  const turn = (...content: JsonObject[]) => [
    { role: 'user', content: 'go' },
    { role: 'assistant', content },
    { role: 'user', content: 'on' },
  ];
  const answer = { type: 'text', text: 'Done.' };

  test('reasoning sealed for others, or not at all, is taken out', () => {
    const messages = turn(
      { type: 'thinking', thinking: 'a', signature: foreign },
      { type: 'thinking', thinking: 'b', signature: '' },
      { type: 'redacted_thinking', data: foreign },
      { type: 'thinking', thinking: 'c', signature: own },
      answer,
    );
    expect(patch(body({ messages }))).toEqual({
      messages: turn({ type: 'thinking', thinking: 'c', signature: 'sig' }, answer),
    });
  });

  describe('that were passed through, so that only the form of their seals tells whose they are', () => {
    const claude = `ErUBCkYIBxgC${'aZ09'.repeat(20)}==`;
    const deepseek = '91cfbb94-554b-4136-8e21-fa02280d56ed';
    const at = (sealForm: SealForm) => {
      const target = messagesTarget();
      return { ...target, provider: { ...target.provider, sealForm } };
    };
    const thinking = (signature: string) => ({ type: 'thinking', thinking: 'a', signature });

    test.each([
      ["DeepSeek's to Claude", deepseek, at('protobuf')],
      ["Claude's to DeepSeek", claude, at('uuid')],
    ])('%s: taken out, and reported', (_, signature, target) => {
      const raw = body({ messages: turn(thinking(signature), answer) });
      const edits = patch(raw, target);
      expect(edits).toEqual({ messages: turn(answer) });
      expect(anthropicMessages.lossesOfPatch(raw, edits)).toMatchObject([
        { what: 'reasoning-seal', how: 'dropped' },
      ]);
    });

    test('redacted ones too', () => {
      const messages = turn({ type: 'redacted_thinking', data: claude }, answer);
      expect(patch(body({ messages }), at('uuid'))).toEqual({ messages: turn(answer) });
    });

    test.each([
      ["Claude's own", claude, at('protobuf')],
      ["DeepSeek's own", deepseek, at('uuid')],
      ['of unknown form', 'sig', at('protobuf')],
      ['to a provider of unknown form', claude, messagesTarget()],
    ])('%s stay, byte for byte', (_, signature, target) => {
      expect(patch(body({ messages: turn(thinking(signature), answer) }), target)).toEqual({});
    });
  });

  test('a message of nothing else goes with it', () => {
    const messages = turn({ type: 'thinking', thinking: 'a', signature: foreign });
    expect(patch(body({ messages }))).toEqual({ messages: [messages[0], messages[2]] });
  });

  test('call ids that the API refuses are rewritten', () => {
    const messages = (id: string) => [
      { role: 'user', content: 'go' },
      { role: 'assistant', content: [{ type: 'tool_use', id, name: 'a', input: {} }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content: 'ok' }] },
    ];
    expect(patch(body({ messages: messages('functions.a:0') }))).toEqual({
      messages: messages('functions_a_0'),
    });
  });

  test('a budget model that lost its thinking does not go on thinking in the same tool loop', () => {
    const messages = [
      { role: 'user', content: 'go' },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'a', signature: foreign },
          { type: 'tool_use', id: 't1', name: 'a', input: {} },
        ],
      },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: 'ok' }] },
    ];
    const raw = body({ max_tokens: 9000, thinking: { type: 'enabled', budget_tokens: 5000 }, messages });
    const edits = patch(raw, budgetTarget());
    expect(Object.keys(edits).sort()).toEqual(['messages', 'thinking']);
    expect(edits.thinking).toBeUndefined();
  });
});
