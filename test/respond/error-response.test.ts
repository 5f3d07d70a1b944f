/** An error as an HTTP answer: the form of each protocol, and what SDKs need to know about trying again. */
import { describe, expect, test } from 'vitest';
import { type ErrorCode, errorTable, RouterError } from '../../src/core/errors.ts';
import { protocolIds } from '../../src/core/target.ts';
import { protocols } from '../../src/protocols/index.ts';
import { errorResponse } from '../../src/respond/error-response.ts';

const codes = Object.keys(errorTable) as ErrorCode[];
const headers = { 'x-request-id': 'req_1' };

function respond(error: RouterError, protocol: (typeof protocolIds)[number] = 'openai-chat') {
  return errorResponse(error, protocols[protocol].encodeError, 'req_1', headers);
}

describe.each(protocolIds)('%s', (protocol) => {
  test.each(codes)('%s', async (code) => {
    const error = new RouterError(code, 'What is wrong.', {
      param: 'messages',
      detail: 'SECRET',
      cause: 'SECRET',
    });
    const response = respond(error, protocol);
    expect(response.status).toBe(errorTable[code].status);
    expect(response.headers.get('x-request-id')).toBe('req_1');
    expect(response.headers.get('x-should-retry')).toBe(String(errorTable[code].retryable));
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.has('retry-after')).toBe(false);
    const body = await response.text();
    expect(body).not.toContain('SECRET');
    const parsed = JSON.parse(body) as object;
    if (protocol === 'anthropic-messages') {
      expect(parsed).toMatchObject({
        type: 'error',
        error: { type: expect.any(String) },
        request_id: 'req_1',
      });
    } else {
      expect(parsed).toEqual({
        error: { message: 'messages: What is wrong.', type: errorTable[code].type, param: 'messages', code },
      });
    }
    expect(body).toContain('What is wrong.');
  });
});

describe('trying again', () => {
  test.each([
    [1500, '2', '1500'],
    [30_000, '30', '30000'],
    [0, '0', '0'],
    [0.4, '1', '1'],
  ])('after %d ms: whole seconds and the very milliseconds', (retryAfterMs, seconds, ms) => {
    const response = respond(new RouterError('rate_limited', 'Slow down.', { retryAfterMs }));
    expect(response.headers.get('retry-after')).toBe(seconds);
    expect(response.headers.get('retry-after-ms')).toBe(ms);
  });

  test('an error may know better than the table', () => {
    const response = respond(new RouterError('rate_limited', 'Slow down.', { retryable: false }));
    expect(response.headers.get('x-should-retry')).toBe('false');
  });
});

test('no status of the table is one that SDKs take for the caller’s key, but for the key itself and what vouches for a person', () => {
  const codesOf401 = codes.filter((code) => errorTable[code].status === 401);
  expect(codesOf401).toEqual(['invalid_api_key', 'invalid_end_user_token', 'not_signed_in']);
});
