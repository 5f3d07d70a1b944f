/** The passthrough lane: nothing to change gives no edits, and each change is the smallest there is. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import type { LlmRequest } from '../../../src/core/request.ts';
import type { Target } from '../../../src/core/target.ts';
import { openaiResponses } from '../../../src/protocols/openai-responses/index.ts';
import { body, decoded, responsesTarget } from './fixtures.ts';

function patch(
  over: JsonObject,
  adjust: (request: LlmRequest) => Partial<LlmRequest> = () => ({}),
  target: Target = responsesTarget(),
) {
  const raw = body(over);
  const before = decoded(raw);
  return openaiResponses.patchRequest(raw, before, { ...before, ...adjust(before) }, target);
}

const everything = {
  temperature: 0.5,
  top_p: 0.9,
  max_output_tokens: 500,
  reasoning: { effort: 'high', summary: 'auto' },
  store: true,
  safety_identifier: 'hash-0',
  prompt_cache_key: 'k',
  made_up: { kept: true },
};

describe('patchRequest', () => {
  test('nothing to change: nothing is edited', () => {
    expect(patch(everything)).toEqual({});
  });

  test('the model under the name the target has for it', () => {
    const target = { ...responsesTarget(), wireModel: 'gpt-x-2026-01-01' };
    expect(patch({}, undefined, target)).toEqual({ model: 'gpt-x-2026-01-01' });
  });

  test('sampling that the model refuses goes', () => {
    expect(patch(everything, () => ({ sampling: {} }))).toEqual({ temperature: undefined, top_p: undefined });
  });

  test('effort changes inside reasoning, whose other members stay', () => {
    const clamp = ({ reasoning }: LlmRequest) => ({ reasoning: { ...reasoning, effort: 'low' as const } });
    expect(patch(everything, clamp)).toEqual({ reasoning: { effort: 'low', summary: 'auto' } });
    expect(patch({}, clamp)).toEqual({ reasoning: { effort: 'low' } });
  });

  test('an effort that goes takes an empty reasoning with it', () => {
    expect(patch({ reasoning: { effort: 'high' } }, () => ({ reasoning: {} }))).toEqual({
      reasoning: undefined,
    });
  });

  test('the output cap and storing', () => {
    const edits = patch(everything, () => ({ maxOutputTokens: 100, state: { store: false } }));
    expect(edits).toEqual({ max_output_tokens: 100, store: false });
  });

  test('the end user goes out under one name only', () => {
    const raw = { ...everything, user: 'anna@example.com' };
    expect(patch(raw, () => ({ endUser: 'hash-1' }))).toEqual({
      safety_identifier: 'hash-1',
      user: undefined,
    });
    // Whatever was known before, a raw name does not pass.
    const hashed = { ...decoded({ model: 'gpt-x', input: 'Hi', ...raw }), endUser: 'hash-1' };
    const edits = openaiResponses.patchRequest(raw, hashed, hashed, responsesTarget());
    expect(edits).toMatchObject({ safety_identifier: 'hash-1', user: undefined });
  });

  test('fields and roles that the provider refuses', () => {
    const target = responsesTarget({}, ['no-store', 'no-safety-identifier', 'no-developer-role']);
    const input = [
      { role: 'developer', content: 'Be brief.' },
      { role: 'user', content: 'Hi' },
    ];
    expect(patch({ ...everything, input }, undefined, target)).toEqual({
      store: undefined,
      prompt_cache_key: undefined,
      input: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hi' },
      ],
    });
  });

  test('reasoning of an answer over another protocol goes, the provider’s own stays', () => {
    const own = { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'gAAA' };
    const packed = {
      type: 'reasoning',
      id: 'rs_2',
      summary: [],
      encrypted_content: 'sbx1.anthropic-messages.claude-x.EqQB',
    };
    const shown = { type: 'reasoning', id: 'rs_sbx_abc_0', summary: [{ type: 'summary_text', text: 'a' }] };
    const named = { type: 'item_reference', id: 'rs_sbx_abc_1' };
    const kept = { type: 'item_reference', id: 'rs_3' };
    const user = { role: 'user', content: 'Hi' };
    expect(patch({ input: [own, kept, user] })).toEqual({});
    expect(patch({ input: [own, packed, shown, named, kept, user] })).toEqual({ input: [own, kept, user] });
  });

  test('no id of ours reaches the provider: the items themselves go without', () => {
    const text = { type: 'output_text', text: 'Hello', annotations: [] };
    const message = { type: 'message', role: 'assistant', status: 'completed', content: [text] };
    const call = { type: 'function_call', call_id: 'toolu_1', name: 'a', arguments: '{}' };
    const result = { type: 'function_call_output', call_id: 'toolu_1', output: 'done' };
    const theirs = { ...message, id: 'msg_0a1b' };
    const input = [{ id: 'msg_sbx_abc_0', ...message }, { ...call, id: 'fc_sbx_abc_1' }, result, theirs];
    expect(patch({ input })).toEqual({ input: [message, call, result, theirs] });
  });
});
