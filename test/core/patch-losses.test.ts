import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../src/core/json.ts';
import { countKinds, lossesOfRemoved } from '../../src/core/patch-losses.ts';
import type { ProtocolId } from '../../src/core/target.ts';
import { protocols } from '../../src/protocols/index.ts';

describe('lossesOfRemoved', () => {
  const names = { store: 'store', user: 'end-user' };

  test('a member that was there and is removed is a loss', () => {
    expect(lossesOfRemoved({ store: true }, { store: undefined }, names)).toEqual([
      { what: 'store', how: 'dropped', field: 'store', note: 'the provider refuses it' },
    ]);
  });

  test.each<[string, JsonObject, { [name: string]: Json | undefined }]>([
    ['kept', { store: true }, {}],
    ['replaced', { store: true }, { store: false }],
    ['never there', {}, { store: undefined }],
    ['null', { user: null }, { user: undefined }],
  ])('one that is %s is none', (_, raw, edits) => {
    expect(lossesOfRemoved(raw, edits, names)).toEqual([]);
  });
});

test('countKinds looks at the list and into its content', () => {
  const list = [{ type: 'a' }, { role: 'user', content: [{ type: 'a' }, { type: 'b' }] }, 'text', null, [1]];
  expect(countKinds(list, ['a'])).toBe(2);
  expect(countKinds(list, ['a', 'b'])).toBe(3);
  expect(countKinds('text', ['a'])).toBe(0);
});

describe('each protocol tells what its patch takes out', () => {
  const cases: readonly [ProtocolId, JsonObject, { [name: string]: Json | undefined }, string[]][] = [
    ['openai-chat', { store: true }, { store: undefined }, ['store']],
    ['openai-chat', { response_format: {} }, { response_format: { type: 'json_object' } }, ['json-schema']],
    ['openai-chat', { max_tokens: 5 }, { max_tokens: undefined, max_completion_tokens: 5 }, []],
    ['openai-responses', { safety_identifier: 'x' }, { safety_identifier: undefined }, ['end-user']],
    [
      'openai-responses',
      { input: [{ type: 'reasoning' }, { type: 'message' }] },
      { input: [{ type: 'message' }] },
      ['reasoning-seal'],
    ],
    ['openai-responses', { input: [{ role: 'developer' }] }, { input: [{ role: 'system' }] }, []],
    [
      'anthropic-messages',
      { messages: [{ role: 'assistant', content: [{ type: 'thinking' }, { type: 'text' }] }] },
      { messages: [{ role: 'assistant', content: [{ type: 'text' }] }] },
      ['reasoning-seal'],
    ],
    [
      'anthropic-messages',
      { thinking: { type: 'adaptive' } },
      { thinking: { type: 'enabled' } },
      ['thinking'],
    ],
    ['anthropic-messages', {}, { model: 'claude-opus-4-7' }, []],
  ];
  test.each(cases)('%s %j with %j: %j', (id, raw, edits, expected) => {
    expect(protocols[id].lossesOfPatch(raw, edits).map((loss) => loss.what)).toEqual(expected);
  });
});
