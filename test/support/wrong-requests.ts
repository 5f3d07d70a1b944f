/**
 * Wrong requests: bodies that no endpoint takes, and members that a protocol does not take, each with what must be
 * said of it. Data only.
 */
import { gzipSync } from 'node:zlib';
import type { ProtocolId } from '../../src/core/target.ts';
import { paths } from './faults/stack.ts';
import { testKey } from './start-router.ts';

/** What an endpoint takes that reads a body, and in whose words it answers. */
export const takers: readonly { readonly path: string; readonly form: ProtocolId; readonly good: object }[] =
  [
    {
      path: paths['openai-chat'],
      form: 'openai-chat',
      good: { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello' }] },
    },
    { path: paths['openai-responses'], form: 'openai-responses', good: { model: 'gpt-4o', input: 'Hello' } },
    {
      path: paths['anthropic-messages'],
      form: 'anthropic-messages',
      good: { model: 'claude-sonnet-4-6', max_tokens: 50, messages: [{ role: 'user', content: 'Hello' }] },
    },
    {
      path: '/v1/messages/count_tokens',
      form: 'anthropic-messages',
      good: { model: 'claude-sonnet-4-6', messages: [{ role: 'user', content: 'Hello' }] },
    },
    {
      path: '/v1/embeddings',
      form: 'openai-chat',
      good: { model: 'text-embedding-3-small', input: 'Hello' },
    },
  ];

export const keyed = { authorization: `Bearer ${testKey}` };
export const json = { ...keyed, 'content-type': 'application/json' };

export type Sent = { readonly headers?: Record<string, string>; readonly body: RequestInit['body'] };

export type Expected = {
  readonly status: number;
  readonly code: string;
  readonly field?: string | undefined;
};

function chunked(text: string): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  return new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += 4096) controller.enqueue(bytes.subarray(at, at + 4096));
      controller.close();
    },
  });
}

const invalid = { status: 400, code: 'invalid_json' };
const unsupported = { status: 415, code: 'unsupported_media_type' };
const large = { status: 413, code: 'request_too_large' };
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const text = JSON.stringify;
/** The good body with one member more, as text, so that any JSON can be written. */
const plus = (good: object, member: string) => `${text(good).slice(0, -1)},${member}}`;

type Wrong = readonly [name: string, sent: (good: object) => Sent, expected: Expected];

export const wrongBodies: readonly Wrong[] = [
  ['too large', (good) => ({ body: plus(good, `"x":"${'x'.repeat(100_000)}"`) }), large],
  ['too large in chunks', (good) => ({ body: chunked(plus(good, `"x":"${'x'.repeat(100_000)}"`)) }), large],
  [
    'text/plain',
    (good) => ({ headers: { ...keyed, 'content-type': 'text/plain' }, body: text(good) }),
    { ...unsupported, field: 'content-type' },
  ],
  [
    'a form',
    () => ({ headers: { ...keyed, 'content-type': 'application/x-www-form-urlencoded' }, body: 'model=x' }),
    { ...unsupported, field: 'content-type' },
  ],
  ...['gzip', 'br', 'deflate'].map(
    (encoding): Wrong => [
      `compressed: ${encoding}`,
      (good) => ({ headers: { ...json, 'content-encoding': encoding }, body: gzipSync(text(good)) }),
      { ...unsupported, field: 'content-encoding' },
    ],
  ),
  ['not UTF-8', () => ({ body: new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]) }), invalid],
  ['cut UTF-8', (good) => ({ body: Buffer.from(plus(good, '"x":"é"')).subarray(0, -3) }), invalid],
  ['empty', () => ({ body: '' }), invalid],
  ['no JSON', () => ({ body: 'Hello' }), invalid],
  ['half of it', (good) => ({ body: text(good).slice(0, -1) }), invalid],
  ['two of them', (good) => ({ body: text(good) + text(good) }), invalid],
  ['a list', (good) => ({ body: text([good]) }), invalid],
  ['null', () => ({ body: 'null' }), invalid],
  ['NaN', (good) => ({ body: plus(good, '"temperature":NaN') }), invalid],
  ['65 deep', (good) => ({ body: plus(good, `"metadata":${nested(64)}`) }), invalid],
  ['40,000 deep', (good) => ({ body: plus(good, `"metadata":${nested(40_000)}`) }), invalid],
  ['a member twice', (good) => ({ body: plus(good, '"model":"gpt-5.5"') }), { ...invalid, field: 'model' }],
  [
    'a member twice, once with an escape',
    (good) => ({ body: plus(good, '"mod\\u0065l":"gpt-5.5"') }),
    { ...invalid, field: 'model' },
  ],
  ['__proto__', (good) => ({ body: plus(good, '"__proto__":{}') }), { ...invalid, field: '__proto__' }],
  [
    '__proto__ deep inside',
    (good) => ({ body: plus(good, '"metadata":{"a":[{"__proto__":1}]}') }),
    { ...invalid, field: 'metadata.a[0].__proto__' },
  ],
  [
    'no model',
    (good) => ({ body: text({ ...good, model: undefined }) }),
    { status: 400, code: 'invalid_request', field: 'model' },
  ],
  [
    'a model that does not exist',
    (good) => ({ body: text({ ...good, model: 'gpt-5,5' }) }),
    { status: 404, code: 'model_not_found', field: 'model' },
  ],
];

const user = { role: 'user', content: 'Hello' };
const call = { id: 'call_1', type: 'function', function: { name: 'f', arguments: '{}' } };

/** Member of the good body -> the field that must be named. */
export const wrongFields: Readonly<
  Record<ProtocolId, readonly (readonly [change: object, field: string])[]>
> = {
  'openai-chat': [
    [{ messages: [] }, 'messages'],
    [{ messages: 'Hello' }, 'messages'],
    [{ messages: Array.from({ length: 51 }, () => user) }, 'messages'],
    [{ messages: [user, { role: 'wizard', content: 'x' }] }, 'messages[1].role'],
    [{ messages: [{ role: 'user', content: [{ type: 'image_url' }] }] }, 'messages[0].content[0].image_url'],
    [
      { messages: [user, { role: 'tool', tool_call_id: 'call_1', content: 'x' }] },
      'messages[1].tool_call_id',
    ],
    [
      {
        messages: [
          user,
          { role: 'assistant', content: null, tool_calls: [call] },
          { role: 'tool', tool_call_id: 'call_2', content: 'x' },
        ],
      },
      'messages[2].tool_call_id',
    ],
    ...[-1, 0, 1.5, 1e300, '10', true].flatMap((count): [object, string][] => [
      [{ max_tokens: count }, 'max_tokens'],
      [{ max_completion_tokens: count }, 'max_completion_tokens'],
    ]),
    [{ temperature: 'hot' }, 'temperature'],
    [{ temperature: -1 }, 'temperature'],
    [{ n: 0 }, 'n'],
    [{ stream: 'yes' }, 'stream'],
    [{ tools: [1] }, 'tools[0]'],
    [{ tool_choice: { type: 'function', function: { name: 'g' } } }, 'tool_choice.function.name'],
    [{ reasoning_effort: 'hardest' }, 'reasoning_effort'],
    [{ response_format: 'json' }, 'response_format'],
  ],
  'openai-responses': [
    [{ input: 5 }, 'input'],
    [{ input: [] }, 'input'],
    [{ input: [{ role: 'wizard', content: 'x' }] }, 'input[0].role'],
    [{ input: [{ type: 'function_call_output', call_id: 'call_1', output: 'x' }] }, 'input[0].call_id'],
    ...[-1, 0, 1.5, 1e300, '10'].map((count): [object, string] => [
      { max_output_tokens: count },
      'max_output_tokens',
    ]),
    [{ previous_response_id: 7 }, 'previous_response_id'],
    [{ reasoning: 'high' }, 'reasoning'],
    [{ text: 'json' }, 'text'],
    [{ stream: 1 }, 'stream'],
    [{ tools: {} }, 'tools'],
  ],
  'anthropic-messages': [
    [{ messages: [] }, 'messages'],
    [{ messages: [{ role: 'wizard', content: 'x' }] }, 'messages[0].role'],
    [
      { messages: [{ role: 'user', content: [{ type: 'tool_result', tool_use_id: 'x', content: 'y' }] }] },
      'messages[0].content[0].tool_use_id',
    ],
    ...[-1, 1.5, 1e300, '10', null].map((count): [object, string] => [{ max_tokens: count }, 'max_tokens']),
    [{ system: 5 }, 'system'],
    [{ thinking: { type: 'enabled', budget_tokens: -1 } }, 'thinking.budget_tokens'],
    [{ stop_sequences: [1] }, 'stop_sequences[0]'],
    [{ stream: 'yes' }, 'stream'],
    [{ tools: [{ name: 5 }] }, 'tools[0]'],
  ],
};
