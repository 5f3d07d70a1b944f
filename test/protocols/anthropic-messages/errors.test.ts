/** A provider's words -> the kind of fault, and our own errors -> words of this protocol. */
import { describe, expect, test } from 'vitest';
import { RouterError } from '../../../src/core/errors.ts';
import { anthropicMessages } from '../../../src/protocols/anthropic-messages/index.ts';

function error(type: string, message = 'm', error_code?: string) {
  return {
    type: 'error',
    error: { type, message, ...(error_code && { details: { error_code } }) },
    request_id: 'r',
  };
}

function kindOf(status: number, raw: ReturnType<typeof error> | null): string {
  return anthropicMessages.decodeError(status, new Headers(), raw).kind;
}

describe('reading', () => {
  test.each([
    [400, error('invalid_request_error'), 'bad-request'],
    [
      400,
      error('invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum'),
      'context-length',
    ],
    [
      400,
      error('invalid_request_error', 'input length and `max_tokens` exceed context limit: 1'),
      'context-length',
    ],
    [400, error('invalid_request_error', 'Your credit balance is too low to access the API'), 'quota'],
    [400, error('invalid_request_error', 'You have reached your specified API usage limits.'), 'quota'],
    [400, error('invalid_request_error', 'Output blocked by content filtering policy'), 'policy'],
    [401, error('authentication_error'), 'auth'],
    [402, error('billing_error'), 'quota'],
    [402, error('billing_error', 'm', 'linked_organization_spend_limit_reached'), 'quota'],
    [403, error('permission_error'), 'auth'],
    [404, error('not_found_error'), 'model-missing'],
    [409, error('conflict_error'), 'conflict'],
    [413, error('request_too_large'), 'request-too-large'],
    [429, error('rate_limit_error'), 'rate-limit'],
    [429, error('rate_limit_error', 'm', 'enforced_spend_limit_reached'), 'quota'],
    [429, error('rate_limit_error', 'm', 'ramp_limit_exceeded'), 'rate-limit'],
    [500, error('api_error'), 'server'],
    [529, error('overloaded_error'), 'overloaded'],
    [529, null, 'overloaded'],
    [502, null, 'server'],
    [418, error('teapot_error'), 'bad-request'],
  ])('%i %j is %s', (status, raw, kind) => {
    expect(kindOf(status, raw)).toBe(kind);
  });

  test('the code, the place and the wait', () => {
    const raw = error('invalid_request_error', 'messages.3.content.0.text: Field required');
    expect(anthropicMessages.decodeError(400, new Headers(), raw)).toEqual({
      kind: 'bad-request',
      status: 400,
      code: 'invalid_request_error',
      message: 'messages.3.content.0.text: Field required',
      param: 'messages.3.content.0.text',
    });
    const limited = error('rate_limit_error', 'm', 'ramp_limit_exceeded');
    expect(anthropicMessages.decodeError(429, new Headers({ 'retry-after': '7' }), limited)).toMatchObject({
      code: 'ramp_limit_exceeded',
      retryAfterMs: 7000,
    });
  });

  test('an error object under status 200', () => {
    expect(anthropicMessages.decodeResponse(error('overloaded_error'))).toMatchObject({
      ok: false,
      error: { kind: 'overloaded', status: null },
    });
  });

  test('an answer that is none', () => {
    expect(anthropicMessages.decodeResponse({ ok: true })).toMatchObject({
      error: { kind: 'invalid-response' },
    });
  });
});

describe('writing', () => {
  test.each([
    ['invalid_request', 'invalid_request_error'],
    ['invalid_api_key', 'authentication_error'],
    ['policy_refused', 'permission_error'],
    ['model_not_found', 'not_found_error'],
    ['request_too_large', 'request_too_large'],
    ['rate_limited', 'rate_limit_error'],
    ['internal_error', 'api_error'],
    ['upstream_overloaded', 'overloaded_error'],
    ['upstream_timeout', 'timeout_error'],
  ] as const)('%s is %s', (code, type) => {
    expect(anthropicMessages.encodeError(new RouterError(code, 'm'), 'req_1')).toEqual({
      type: 'error',
      error: { type, message: 'm', details: { error_code: code } },
      request_id: 'req_1',
    });
  });

  test('the field stands before the message, once', () => {
    const message = (text: string) =>
      anthropicMessages.encodeError(new RouterError('invalid_request', text, { param: 'max_tokens' }), 'r');
    expect(message('must be a number')).toMatchObject({ error: { message: 'max_tokens: must be a number' } });
    expect(message('max_tokens: is odd')).toMatchObject({ error: { message: 'max_tokens: is odd' } });
  });

  test('in a stream it is an event', () => {
    expect(anthropicMessages.encodeStreamError(new RouterError('upstream_stalled', 'm'), 'r')).toBe(
      'event: error\ndata: {"type":"error","error":{"type":"timeout_error","message":"m","details":{"error_code":"upstream_stalled"}},"request_id":"r"}\n\n',
    );
  });
});
