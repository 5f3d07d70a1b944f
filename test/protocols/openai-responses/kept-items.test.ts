/** References to items of ours: found in whatever form they come, and replaced in place. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { replay } from '../../../src/core/replay.ts';
import type { LlmResponse } from '../../../src/core/response.ts';
import { openaiResponses } from '../../../src/protocols/openai-responses/index.ts';
import { keptItems } from '../../../src/protocols/openai-responses/kept-items.ts';
import { answerContext, body, decoded, goldenJson } from './fixtures.ts';

const id = 'msg_sbx_abcdefghijklmnopqrstuvwx_1';
const user = { role: 'user', content: 'Hi' };
const item = {
  id,
  type: 'message',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text: 'Hello', annotations: [], logprobs: [] }],
};

describe('references', () => {
  test('to every kind of item of ours, with the place of the id', () => {
    const ids = ['msg', 'rs', 'fc', 'ctc'].map((kind) => `${kind}_sbx_abcdefghijklmnopqrstuvwx_0`);
    const input = [user, ...ids.map((each) => ({ type: 'item_reference', id: each }))];
    expect(keptItems.findReferences(body({ input }))).toEqual(
      ids.map((itemId, at) => ({
        itemId,
        answerId: 'abcdefghijklmnopqrstuvwx',
        field: `input[${at + 1}].id`,
      })),
    );
  });

  test.each([[{ id }], [{ type: null, id }], [{ type: 'item_reference', id, more: 1 }]])(
    'as %j',
    (reference) => {
      expect(keptItems.findReferences(body({ input: [reference] }))).toHaveLength(1);
    },
  );

  test.each([
    ['a provider’s own', { type: 'item_reference', id: 'msg_0a1b' }],
    ['an item with our id that is there', item],
    ['a message that only speaks of one', { role: 'user', content: id }],
    ['a reference without an id', { type: 'item_reference' }],
    ['text instead of an item', id],
  ])('%s is none', (_, other) => {
    const raw = body({ input: [other] });
    expect(keptItems.findReferences(raw)).toEqual([]);
    expect(keptItems.resolveReferences(raw, new Map([[id, item]]))).toEqual({ input: [other] });
  });

  test.each([{}, { input: 'Hi' }, { input: null }, { input: { id } }])('%j has none', (over) => {
    const raw = { model: 'm', ...over };
    expect(keptItems.findReferences(raw)).toEqual([]);
  });

  test('any JSON gives a list, never an exception', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (input) => {
        expect(keptItems.findReferences({ input } as JsonObject)).toEqual([]);
      }),
    );
  });
});

describe('items', () => {
  test('stand where their references stood', () => {
    const reference = { type: 'item_reference', id };
    const raw = body({ input: [user, reference, user, { id }] });
    const { input } = keptItems.resolveReferences(raw, new Map([[id, item]]));
    expect(input).toEqual([user, item, user, item]);
    expect(raw.input).toEqual([user, reference, user, { id }]);
  });

  test.each(['text', 'parallel-tool-calls', 'reasoning-sealed', 'custom-tool', 'refusal'])(
    'of a unary answer and of its stream are the same, and read back: %s',
    (scenario) => {
      const response = openaiResponses.decodeResponse(goldenJson(scenario));
      if (!response.ok) throw new Error(response.error.message);
      const context = answerContext();
      const unary = keptItems.printItems(openaiResponses.encodeResponse(response.value, context));
      expect(JSON.parse(streamedItems(response.value))).toEqual(JSON.parse(unary));
      expect(decoded(body({ input: [user, ...(JSON.parse(unary) as JsonObject[])] })).messages[1]?.role).toBe(
        'assistant',
      );
    },
  );

  test('of an answer without output are none', () => {
    expect(keptItems.printItems({})).toBe('[]');
  });
});

function streamedItems(response: LlmResponse): string {
  const encoder = openaiResponses.streamEncoder(answerContext());
  for (const event of replay(response)) encoder.push(event);
  return encoder.printItems?.() ?? '';
}
