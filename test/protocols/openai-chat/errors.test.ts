/** Error bodies of the hosts of this protocol, and our own errors on its wire. */
import { describe, expect, test } from 'vitest';
import { type FaultKind, RouterError } from '../../../src/core/errors.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { openaiChat } from '../../../src/protocols/openai-chat/index.ts';

function decode(status: number, raw: JsonObject | null, headers: Record<string, string> = {}) {
  return openaiChat.decodeError(status, new Headers(headers), raw);
}

function openai(type: string, code: string | null, message = 'x'): JsonObject {
  return { error: { message, type, param: null, code } };
}

describe('faults', () => {
  const kinds: [string, number, JsonObject | null, FaultKind][] = [
    ['OpenAI: bad field', 400, openai('invalid_request_error', 'unsupported_parameter'), 'bad-request'],
    ['OpenAI: too long', 400, openai('invalid_request_error', 'context_length_exceeded'), 'context-length'],
    ['OpenAI: flagged', 400, openai('invalid_request_error', 'invalid_prompt'), 'policy'],
    ['OpenAI: cyber policy', 403, openai('invalid_request_error', 'cyber_policy'), 'policy'],
    ['OpenAI: key', 401, openai('invalid_request_error', 'invalid_api_key'), 'auth'],
    ['OpenAI: country', 403, openai('request_forbidden', 'unsupported_country_region_territory'), 'auth'],
    ['OpenAI: model', 404, openai('invalid_request_error', 'model_not_found'), 'model-missing'],
    ['OpenAI: rate', 429, openai('tokens', 'rate_limit_exceeded'), 'rate-limit'],
    ['OpenAI: quota', 429, openai('insufficient_quota', 'insufficient_quota'), 'quota'],
    ['OpenAI: credit', 429, openai('insufficient_quota', 'credit_balance_exhausted'), 'quota'],
    ['OpenAI: flex full', 429, openai('requests', 'resource_unavailable'), 'overloaded'],
    ['OpenAI: failure', 500, openai('server_error', null), 'server'],
    ['OpenAI: overloaded', 503, openai('server_error', 'server_is_overloaded'), 'overloaded'],
    ['Azure: filtered', 400, openai('', 'content_filter'), 'policy'],
    [
      'DeepSeek: no money',
      402,
      openai('unknown_error', 'invalid_request_error', 'Insufficient Balance'),
      'quota',
    ],
    [
      'Groq: too long',
      400,
      openai('invalid_request_error', null, 'Please reduce the length of the messages'),
      'context-length',
    ],
    ['Moonshot: overloaded', 429, { error: { type: 'engine_overloaded_error', message: 'x' } }, 'overloaded'],
    ['Z.ai: account', 429, { error: { code: '1113', message: 'x' } }, 'quota'],
    [
      'Google: quota',
      429,
      { error: { code: 429, message: 'x', status: 'RESOURCE_EXHAUSTED' } },
      'rate-limit',
    ],
    ['OpenRouter: no credits', 402, { error: { code: 402, message: 'x' } }, 'quota'],
    [
      'OpenRouter: moderation',
      403,
      { error: { code: 403, message: 'x', metadata: { reasons: ['self-harm'] } } },
      'policy',
    ],
    ['Workers AI: list of errors', 400, { errors: [{ code: 5006, message: 'bad input' }] }, 'bad-request'],
    [
      'vLLM: too long',
      400,
      { object: 'error', message: "This model's maximum context length is 8192" },
      'context-length',
    ],
    ['no JSON', 502, null, 'server'],
    ['no JSON, gateway says overloaded', 503, null, 'overloaded'],
    ['body too large', 413, {}, 'request-too-large'],
    ['timeout', 408, {}, 'conflict'],
  ];

  test.each(kinds)('%s', (_, status, raw, kind) => {
    expect(decode(status, raw)).toMatchObject({ kind, status });
  });

  test('everything it said is kept for the record', () => {
    const raw = {
      error: { message: 'Too hot.', type: 'invalid_request_error', param: 'temperature', code: 'bad' },
    };
    expect(decode(400, raw)).toEqual({
      kind: 'bad-request',
      status: 400,
      code: 'bad',
      message: 'Too hot.',
      param: 'temperature',
    });
  });

  test('the wait it asks for', () => {
    const limited = openai('tokens', 'rate_limit_exceeded');
    expect(decode(429, limited, { 'retry-after': '2' }).retryAfterMs).toBe(2000);
    expect(decode(429, limited, { 'retry-after-ms': '350', 'retry-after': '1' }).retryAfterMs).toBe(350);
    expect(decode(429, limited)).not.toHaveProperty('retryAfterMs');
  });
});

describe('our own errors', () => {
  const error = new RouterError('invalid_request', 'must be a string; got 5', {
    param: 'messages[0].content',
    detail: 'for the log only',
  });
  const wire = {
    error: {
      message: 'messages[0].content: must be a string; got 5',
      type: 'invalid_request_error',
      param: 'messages[0].content',
      code: 'invalid_request',
    },
  };

  test('whole', () => {
    expect(openaiChat.encodeError(error, 'req_1')).toEqual(wire);
  });

  test('inside a stream: the client must not take the answer for whole', () => {
    expect(openaiChat.encodeStreamError(error, 'req_1')).toBe(`data: ${JSON.stringify(wire)}\n\n`);
  });
});

describe('answers with status 200', () => {
  test('an error object inside is an error', () => {
    const result = openaiChat.decodeResponse({ error: { message: 'x', code: 'model_not_found' } });
    expect(result).toMatchObject({ ok: false, error: { kind: 'model-missing', status: null } });
  });

  test.each([{}, { choices: [] }, { choices: 'none' }, { choices: [{ index: 3 }] }])(
    '%j is no answer',
    (raw) => {
      expect(openaiChat.decodeResponse(raw as JsonObject)).toMatchObject({
        ok: false,
        error: { kind: 'invalid-response' },
      });
    },
  );
});
