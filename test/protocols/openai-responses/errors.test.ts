/** What OpenAI says when it fails, and what our own failures look like to its clients. */
import { describe, expect, test } from 'vitest';
import { RouterError } from '../../../src/core/errors.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { openaiResponses } from '../../../src/protocols/openai-responses/index.ts';
import { wireEvents } from './fixtures.ts';

function kindOf(status: number, error: JsonObject): string {
  return openaiResponses.decodeError(status, new Headers(), { error }).kind;
}

describe('decodeError', () => {
  test.each([
    [400, { type: 'invalid_request_error', param: 'input' }, 'bad-request'],
    [400, { code: 'context_length_exceeded' }, 'context-length'],
    [400, { code: 'invalid_prompt' }, 'policy'],
    [403, { code: 'cyber_policy' }, 'policy'],
    [400, { code: 'bio_policy' }, 'policy'],
    [400, { code: 'misalignment_policy_violation' }, 'policy'],
    [400, { code: 'image_content_policy_violation' }, 'policy'],
    [400, { code: 'a_future_policy' }, 'policy'],
    [401, { code: 'invalid_api_key' }, 'auth'],
    [403, { code: null }, 'auth'],
    [404, { code: 'model_not_found', param: 'model' }, 'model-missing'],
    [404, { code: null, param: 'input', message: "Item with id 'rs_1' not found." }, 'bad-request'],
    [400, { code: 'previous_response_not_found', param: 'previous_response_id' }, 'bad-request'],
    [409, {}, 'conflict'],
    [429, { code: 'rate_limit_exceeded' }, 'rate-limit'],
    [429, { type: 'insufficient_quota', code: 'insufficient_quota' }, 'quota'],
    [429, { code: 'credit_balance_exhausted' }, 'quota'],
    [500, { type: 'server_error' }, 'server'],
    [503, { code: 'server_is_overloaded' }, 'overloaded'],
    [502, {}, 'server'],
  ])('%s %j is %s', (status, error, kind) => {
    expect(kindOf(status, error)).toBe(kind);
  });

  test('keeps code, words and field, and how long to wait', () => {
    const headers = new Headers({ 'retry-after-ms': '1500' });
    const error = { message: 'Slow down.', type: 'requests', code: 'slow_down', param: 'model' };
    expect(openaiResponses.decodeError(429, headers, { error })).toEqual({
      kind: 'rate-limit',
      status: 429,
      code: 'slow_down',
      message: 'Slow down.',
      param: 'model',
      retryAfterMs: 1500,
    });
  });

  test('a body that is no JSON leaves the status', () => {
    expect(openaiResponses.decodeError(502, new Headers(), null)).toEqual({
      kind: 'server',
      status: 502,
      code: null,
      message: '',
    });
  });
});

describe('a failed answer with status 200', () => {
  test.each([
    ['server_error', 'server'],
    ['rate_limit_exceeded', 'rate-limit'],
    ['invalid_prompt', 'policy'],
    ['bio_policy', 'policy'],
    ['invalid_image_url', 'bad-request'],
    ['data_residency_mismatch', 'bad-request'],
    ['vector_store_timeout', 'server'],
  ])('%s is %s', (code, kind) => {
    const raw = { object: 'response', status: 'failed', error: { code, message: 'm' }, output: [] };
    const decoded = openaiResponses.decodeResponse(raw);
    expect(decoded.ok ? null : decoded.error.kind).toBe(kind);
  });

  test.each(['failed', 'cancelled'])('%s without an error object is a fault', (status) => {
    const decoded = openaiResponses.decodeResponse({ object: 'response', status, error: null, output: [] });
    expect(decoded.ok ? null : decoded.error).toMatchObject({ kind: 'server', code: status });
  });

  test('an object that is no response is no answer', () => {
    const decoded = openaiResponses.decodeResponse({ object: 'chat.completion', choices: [] });
    expect(decoded.ok ? null : decoded.error.kind).toBe('invalid-response');
  });
});

describe('our own errors', () => {
  const error = new RouterError('rate_limited', 'Too many requests.', { param: 'model', detail: 'secret' });

  test('as a body', () => {
    expect(openaiResponses.encodeError(error, 'req_1')).toEqual({
      error: {
        message: 'model: Too many requests.',
        type: 'rate_limit_error',
        param: 'model',
        code: 'rate_limited',
      },
    });
  });

  test('inside a stream: the error event and the failed response, under one id', () => {
    const [first, second, ...rest] = wireEvents(openaiResponses.encodeStreamError(error, 'req_1'));
    expect(rest).toEqual([]);
    expect(first).toMatchObject({
      type: 'error',
      error: { message: 'model: Too many requests.', type: 'rate_limit_error', code: 'rate_limited' },
    });
    expect(second).toMatchObject({
      type: 'response.failed',
      response: {
        id: 'resp_sbx_req_1',
        object: 'response',
        status: 'failed',
        error: { code: 'rate_limit_exceeded', message: 'model: Too many requests.' },
        output: [],
      },
    });
    expect(Number(second?.sequence_number)).toBe(Number(first?.sequence_number) + 1);
  });
});
