/** Signatures of Gemini's calls: from its answer through any client and back, and what goes where one is missing. */
import { describe, expect, test } from 'vitest';
import type { Block } from '../../../src/core/block.ts';
import { collect } from '../../../src/core/collect.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { replay } from '../../../src/core/replay.ts';
import type { Message } from '../../../src/core/request.ts';
import type { LlmResponse } from '../../../src/core/response.ts';
import type { Quirk, Target } from '../../../src/core/target.ts';
import { protocols } from '../../../src/protocols/index.ts';
import { openaiChat } from '../../../src/protocols/openai-chat/index.ts';
import { createSseParser } from '../../../src/sse/parse.ts';
import {
  answerContext,
  body,
  chatTarget,
  chunksOf,
  decodeChunks,
  decoded,
  encodeStream,
} from './fixtures.ts';

const model = 'gemini-3.8-flash';
const skip = 'skip_thought_signature_validator';
const signed = (thought_signature: string) => ({ extra_content: { google: { thought_signature } } });
const wireCall = (id: string, more: JsonObject = {}) => ({
  id,
  type: 'function',
  function: { name: 'get_weather', arguments: '{"city":"Bath"}' },
  ...more,
});
const call = (id: string): Block => ({
  type: 'tool-call',
  id,
  name: 'get_weather',
  input: '{"city":"Bath"}',
  kind: 'function',
});
const sealed = (data: string, by: string | null = model): Block => ({
  type: 'reasoning',
  parts: [],
  seal: { protocol: 'openai-chat', ...(by !== null && { model: by }), data },
});
const adapted = (field: string) => ({
  what: 'thought-signatures',
  how: 'adapted',
  field,
  note: 'no signature of this model: sent with the one that Google takes for any',
});

function google(quirks: readonly Quirk[] = ['thought-signatures']): Target {
  return { ...chatTarget(quirks, { id: model }), wireModel: model };
}

/** Google's answer with these calls. */
function answer(...calls: JsonObject[]): JsonObject {
  const message = { role: 'assistant', content: null, tool_calls: calls };
  return {
    id: 'Zq9',
    object: 'chat.completion',
    created: 1,
    model,
    choices: [{ index: 0, message, finish_reason: 'tool_calls' }],
  };
}

function blocksOf(wire: JsonObject): Block[] {
  const result = openaiChat.decodeResponse(wire);
  if (!result.ok) throw new Error(result.error.message);
  return result.value.blocks;
}

/** Of each assistant message the members of its calls that carry signatures. */
function sentSignatures(messages: unknown): unknown[] {
  return (messages as JsonObject[])
    .filter(({ role }) => role === 'assistant')
    .map(({ tool_calls }) => (tool_calls as JsonObject[]).map(({ extra_content }) => extra_content ?? null));
}

describe('an answer', () => {
  test('of calls made at once the first is signed', () => {
    const blocks = [sealed('AbC'), call('call_1'), call('call_2')];
    expect(blocksOf(answer(wireCall('call_1', signed('AbC')), wireCall('call_2')))).toEqual(blocks);
  });

  test('streamed it is the same, also where the name comes after the signature', () => {
    const chunk = (delta: JsonObject, finish_reason: string | null = null) => ({
      id: 'Zq9',
      model,
      choices: [{ index: 0, delta, finish_reason }],
    });
    const whole = [
      chunk({ tool_calls: [{ index: 0, ...wireCall('call_1', signed('AbC')) }] }),
      chunk({ tool_calls: [{ index: 0, ...wireCall('call_2') }] }, 'tool_calls'),
    ];
    const inPieces = [
      chunk({ tool_calls: [{ index: 0, id: 'call_1', ...signed('AbC') }] }),
      chunk({ tool_calls: [{ index: 0, function: { name: 'get_weather', arguments: '{"city":"Bath"}' } }] }),
      chunk({ tool_calls: [{ index: 1, ...wireCall('call_2') }] }, 'tool_calls'),
    ];
    for (const chunks of [whole, inPieces]) {
      expect(collect(decodeChunks(...chunks))).toMatchObject({
        ok: true,
        value: { blocks: [sealed('AbC'), call('call_1'), call('call_2')] },
      });
    }
  });

  test.each<[string, JsonObject]>([
    ['empty', signed('')],
    ['a number', { extra_content: { google: { thought_signature: 5 } } }],
    ['of nobody', { extra_content: { google: null } }],
    ['of somebody else', { extra_content: { other: { thought_signature: 'AbC' } } }],
    ['no object', { extra_content: ['AbC'] }],
  ])('a signature that is none is passed over: %s', (_, more) => {
    expect(blocksOf(answer(wireCall('call_1', more)))).toEqual([call('call_1')]);
  });

  const response: LlmResponse = {
    model,
    blocks: [sealed('AbC'), call('call_1'), call('call_2')],
    stop: { reason: 'tool-calls' },
    usage: {},
  };
  const foreign: LlmResponse = {
    ...response,
    blocks: [
      { type: 'reasoning', parts: [], seal: { protocol: 'anthropic-messages', data: 'EqQB' } },
      call('call_1'),
    ],
  };

  test('to a client of Chat Completions it stands on its call again', () => {
    const whole = openaiChat.encodeResponse(response, answerContext());
    expect(whole.choices).toMatchObject([
      { message: { tool_calls: [wireCall('call_1', signed('AbC')), wireCall('call_2')] } },
    ]);
    const streamed = collect(decodeChunks(...chunksOf(encodeStream(replay(response)))));
    expect(streamed).toMatchObject({ ok: true, value: { blocks: response.blocks } });
  });

  test('seals of other makers have no place there', () => {
    const whole = JSON.stringify(openaiChat.encodeResponse(foreign, answerContext()));
    for (const text of [whole, encodeStream(replay(foreign))]) {
      expect(text).not.toContain('extra_content');
      expect(text).not.toContain('EqQB');
    }
  });
});

const user: Message = { role: 'user', content: [{ type: 'text', text: 'And in Bath?' }] };
const results = (...ids: string[]): Message => ({
  role: 'user',
  content: ids.map((callId) => ({ type: 'tool-result', callId, kind: 'function', content: [] })),
});
const asked = (...content: Block[]): Message => ({ role: 'assistant', content });

function encode(messages: Message[], target = google()) {
  const request = { ...decoded(body()), messages };
  const { body: sent, losses } = openaiChat.encodeRequest(request, target);
  return { signatures: sentSignatures(sent.messages), losses };
}

describe('the next turn', () => {
  test('each call goes back with its own signature', () => {
    const messages = [
      user,
      asked(sealed('AbC'), call('call_1'), call('call_2')),
      results('call_1', 'call_2'),
      asked(sealed('DeF'), call('call_3')),
      results('call_3'),
    ];
    const { signatures, losses } = encode(messages);
    expect(signatures).toEqual([[signed('AbC').extra_content, null], [signed('DeF').extra_content]]);
    expect(losses).toEqual([]);
  });

  test('where it is missing, the first call of each step has the one that Google takes for any', () => {
    const messages = [
      user,
      asked(call('call_1'), call('call_2')),
      results('call_1', 'call_2'),
      asked({ type: 'text', text: 'One more.' }, call('call_3')),
      results('call_3'),
    ];
    const { signatures, losses } = encode(messages);
    expect(signatures).toEqual([[signed(skip).extra_content, null], [signed(skip).extra_content]]);
    expect(losses).toEqual([adapted('messages[1].content[0]'), adapted('messages[3].content[1]')]);
  });

  test('turns that are over are left alone', () => {
    const messages = [
      user,
      asked(call('call_1')),
      results('call_1'),
      asked(call('call_2')),
      results('call_2'),
      user,
    ];
    expect(encode(messages)).toEqual({ signatures: [[null], [null]], losses: [] });
  });

  test.each<[string, Block, string]>([
    ['another model of Google', sealed('AbC', 'gemini-3.1-pro-preview'), 'gemini-3.1-pro-preview'],
    [
      'another maker',
      {
        type: 'reasoning',
        parts: [],
        seal: { protocol: 'anthropic-messages', model: 'claude-x', data: 'EqQB' },
      },
      'claude-x',
    ],
  ])('a seal of %s does not go out', (_, block, by) => {
    const { signatures, losses } = encode([user, asked(block, call('call_1')), results('call_1')]);
    expect(signatures).toEqual([[signed(skip).extra_content]]);
    expect(losses).toEqual([
      { what: 'reasoning-seal', how: 'dropped', field: 'messages[1].content[0]', note: `sealed by ${by}` },
      adapted('messages[1].content[1]'),
    ]);
  });

  test('a host without the quirk gets none, and the seal is a loss', () => {
    const { signatures, losses } = encode(
      [user, asked(sealed('AbC'), call('call_1')), results('call_1')],
      google([]),
    );
    expect(signatures).toEqual([[null]]);
    expect(losses.map(({ what }) => what)).toEqual(['reasoning-seal']);
  });
});

describe('a client of Chat Completions', () => {
  const said = { role: 'user', content: 'And in Bath?' };
  const result = { role: 'tool', tool_call_id: 'call_1', content: 'sun' };
  const history = (more: JsonObject = {}) => [
    said,
    { role: 'assistant', content: null, tool_calls: [wireCall('call_1', more), wireCall('call_2')] },
    result,
    { ...result, tool_call_id: 'call_2' },
  ];

  function patch(messages: JsonObject[], target = google()) {
    const raw = body({ model, messages });
    const request = decoded(raw);
    const edits = openaiChat.patchRequest(raw, request, request, target);
    return { edits, losses: openaiChat.lossesOfPatch(raw, edits) };
  }

  test('a signature in its history is known as the seal of its call', () => {
    const { messages, features } = decoded(body({ messages: history(signed('AbC')) }));
    expect(messages[1]?.content).toEqual([sealed('AbC', null), call('call_1'), call('call_2')]);
    expect(features).toContainEqual({
      feature: 'reasoning-seal',
      field: 'messages[1].tool_calls[0].extra_content',
    });
  });

  test('what is signed passes as it is', () => {
    expect(patch(history(signed('AbC')))).toEqual({ edits: {}, losses: [] });
  });

  test('what is not is signed on the way, and what else stands there stays', () => {
    const { edits, losses } = patch(history({ extra_content: { google: { kept: 1 }, other: 2 } }));
    const extra_content = { google: { kept: 1, thought_signature: skip }, other: 2 };
    expect(edits.messages).toEqual(history({ extra_content }));
    expect(losses).toEqual([adapted('messages[1].tool_calls[0]')]);
  });

  test('turns that are over, and other hosts, get nothing', () => {
    expect(patch([...history(), { role: 'assistant', content: 'Sun.' }, said])).toEqual({
      edits: {},
      losses: [],
    });
    expect(patch(history(), google([]))).toEqual({ edits: {}, losses: [] });
  });
});

const names = { 'anthropic-messages': 'messages', 'openai-responses': 'input' } as const;
type Caller = keyof typeof names;

/** What a client of another protocol holds of the answer: its assistant message, or its items. */
function received(caller: Caller, response: LlmResponse, isStream: boolean): JsonObject[] {
  const whole = protocols[caller].encodeResponse(response, answerContext());
  if (!isStream)
    return caller === 'openai-responses'
      ? (whole.output as JsonObject[])
      : [{ role: 'assistant', content: whole.content as JsonObject[] }];
  const encoder = protocols[caller].streamEncoder(answerContext());
  const text = replay(response)
    .map((event) => encoder.push(event))
    .join('');
  const events = createSseParser()
    .push(new TextEncoder().encode(text))
    .map(({ data }) => JSON.parse(data) as JsonObject);
  if (caller === 'openai-responses')
    return (events.at(-1) as { response: { output: JsonObject[] } }).response.output;
  const content: JsonObject[] = [];
  for (const event of events) {
    const at = event.index as number;
    const delta = (event.delta ?? {}) as JsonObject;
    if (event.type === 'content_block_start') content[at] = { ...(event.content_block as JsonObject) };
    if (delta.type === 'signature_delta') content[at] = { ...content[at], signature: delta.signature ?? '' };
    if (delta.type === 'input_json_delta')
      content[at] = { ...content[at], input: JSON.parse(String(delta.partial_json)) as JsonObject };
  }
  return [{ role: 'assistant', content }];
}

function resultOf(caller: Caller): JsonObject {
  return caller === 'openai-responses'
    ? { type: 'function_call_output', call_id: 'call_1', output: 'sun' }
    : { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'call_1', content: 'sun' }] };
}

describe.each(Object.keys(names) as Caller[])('through a client of %s', (caller) => {
  const response = openaiChat.decodeResponse(answer(wireCall('call_1', signed('Ab.C+/='))));
  if (!response.ok) throw new Error('no answer');
  const said = { role: 'user', content: 'And in Bath?' };

  function next(history: JsonObject[]) {
    const raw = { model, max_tokens: 9, [names[caller]]: [said, ...history, resultOf(caller)] };
    const request = protocols[caller].decodeRequest(raw);
    if (!request.ok) throw new Error(request.error.message);
    return openaiChat.encodeRequest(request.value, google());
  }

  test.each([false, true])('it comes back as it was, streamed: %s', (isStream) => {
    const history = received(caller, response.value, isStream);
    expect(JSON.stringify(history)).toContain(`sbx1.openai-chat.${model.replace('.', '%2E')}.Ab.C+/=`);
    const { body: sent, losses } = next(history);
    expect(sentSignatures(sent.messages)).toEqual([[signed('Ab.C+/=').extra_content]]);
    expect(losses).toEqual([]);
  });

  test('a client that drops it costs the reasoning, not the answer', () => {
    const dropped = received(caller, response.value, false).flatMap((one): JsonObject[] => {
      if (one.type === 'reasoning') return [];
      if (!Array.isArray(one.content)) return [one];
      return [{ ...one, content: one.content.filter((block) => (block as JsonObject).type !== 'thinking') }];
    });
    const { body: sent, losses } = next(dropped);
    expect(sentSignatures(sent.messages)).toEqual([[signed(skip).extra_content]]);
    expect(losses.map(({ what }) => what)).toEqual(['thought-signatures']);
  });
});
