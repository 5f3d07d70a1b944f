/** The passthrough lane: nothing to change gives no edit, and each reason to change gives the smallest one. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import type { LlmRequest } from '../../../src/core/request.ts';
import type { Model, Quirk } from '../../../src/core/target.ts';
import { openaiChat } from '../../../src/protocols/openai-chat/index.ts';
import { body, chatTarget, decoded } from './fixtures.ts';

const wireModel = 'gpt-5.5-2026-04-23';

type Case = {
  raw?: JsonObject;
  adjust?: (request: LlmRequest) => Partial<LlmRequest>;
  quirks?: Quirk[];
  model?: Partial<Model>;
};

function patch({ raw = {}, adjust = () => ({}), quirks = [], model = {} }: Case) {
  const whole = body({ model: wireModel, ...raw });
  const before = decoded(whole);
  return openaiChat.patchRequest(whole, before, { ...before, ...adjust(before) }, chatTarget(quirks, model));
}

/** Removed members are undefined: `toEqual` would not see them. */
function expectEdits(edits: object, expected: object): void {
  expect(edits).toStrictEqual(expected);
}

const bound: Partial<Model> = { rules: ['max-completion-tokens'] };
const schema = { type: 'json_schema', json_schema: { name: 'n', schema: { type: 'object' } } };
const developer = { role: 'developer', content: 'Be short.' };
const user = { role: 'user', content: 'Hello', extra: true };

describe('nothing to change', () => {
  const whole: JsonObject = {
    temperature: 0.3,
    max_completion_tokens: 50,
    reasoning_effort: 'low',
    safety_identifier: 'u_1',
    store: true,
    metadata: { a: 'b' },
    response_format: schema,
    messages: [developer, user],
    made_up: { deep: [1] },
    stream: true,
    stream_options: { include_usage: true, include_obfuscation: false },
  };

  test('no edit', () => {
    expectEdits(patch({ raw: whole, model: bound }), {});
  });

  test('the older name stays where nothing forbids it', () => {
    expectEdits(patch({ raw: { max_tokens: 5 } }), {});
  });
});

describe('one reason each', () => {
  const cases: [string, Case, object][] = [
    ['another model', { raw: { model: 'auto' } }, { model: wireModel }],
    [
      'effort set by the target',
      { adjust: () => ({ reasoning: { effort: 'high' } }) },
      { reasoning_effort: 'high' },
    ],
    [
      'effort taken away',
      { raw: { reasoning_effort: 'max' }, adjust: () => ({ reasoning: {} }) },
      { reasoning_effort: undefined },
    ],
    [
      'sampling refused by the model',
      { raw: { temperature: 0.2, top_p: 0.9, seed: 1 }, adjust: () => ({ sampling: { seed: 1 } }) },
      { temperature: undefined, top_p: undefined },
    ],
    [
      'the cap lowered',
      { raw: { max_tokens: 500 }, adjust: () => ({ maxOutputTokens: 100 }) },
      { max_tokens: 100 },
    ],
    ['a cap where none was', { adjust: () => ({ maxOutputTokens: 100 }) }, { max_completion_tokens: 100 }],
    [
      'a model that refuses max_tokens',
      { raw: { max_tokens: 500 }, model: bound },
      { max_completion_tokens: 500, max_tokens: undefined },
    ],
    [
      'a host that knows only max_tokens',
      { raw: { max_completion_tokens: 500 }, quirks: ['max-tokens'] },
      { max_tokens: 500, max_completion_tokens: undefined },
    ],
    [
      'the usage chunk, with the options the client gave',
      { raw: { stream: true, stream_options: { include_obfuscation: false } } },
      { stream_options: { include_obfuscation: false, include_usage: true } },
    ],
    ['the usage chunk', { raw: { stream: true } }, { stream_options: { include_usage: true } }],
    ['no usage chunk where the host refuses it', { raw: { stream: true }, quirks: ['no-stream-usage'] }, {}],
    [
      'stream options where the host refuses them',
      { raw: { stream: true, stream_options: { include_usage: true } }, quirks: ['no-stream-usage'] },
      { stream_options: undefined },
    ],
    [
      'the end user replaced, the older field gone',
      { raw: { user: 'jane@shop.example' }, adjust: () => ({ endUser: 'u_9f' }) },
      { safety_identifier: 'u_9f', user: undefined },
    ],
    [
      'the end user where the host has no field',
      {
        raw: { user: 'jane', safety_identifier: 'jane', prompt_cache_key: 'k' },
        adjust: () => ({ endUser: 'u_9f' }),
        quirks: ['no-safety-identifier'],
      },
      { safety_identifier: undefined, prompt_cache_key: undefined, user: undefined },
    ],
    [
      'store where the host refuses it',
      { raw: { store: false }, quirks: ['no-store'] },
      { store: undefined },
    ],
    ['store taken away', { raw: { store: true }, adjust: () => ({ state: {} }) }, { store: undefined }],
    [
      'the developer role where hosts do not know it; the rest of the messages as written',
      { raw: { messages: [developer, user] }, quirks: ['no-developer-role'] },
      { messages: [{ ...developer, role: 'system' }, user] },
    ],
    [
      'a schema where the host takes JSON only',
      { raw: { messages: [user], response_format: schema }, quirks: ['no-json-schema'] },
      {
        messages: [
          {
            role: 'system',
            content:
              'Answer with one JSON object that follows this JSON schema, and nothing else:\n{"type":"object"}',
          },
          user,
        ],
        response_format: { type: 'json_object' },
      },
    ],
    [
      'the tier changed',
      { raw: { service_tier: 'flex' }, adjust: () => ({ serviceTier: 'default' }) },
      { service_tier: 'default' },
    ],
  ];

  test.each(cases)('%s', (_, given, expected) => {
    expectEdits(patch(given), expected);
  });
});
