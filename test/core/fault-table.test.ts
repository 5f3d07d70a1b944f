/** What a client is told of a provider's fault: our words, the provider's short code at most, never its text. */
import { describe, expect, test } from 'vitest';
import { errorTable, type FaultKind, type UpstreamFault } from '../../src/core/errors.ts';
import { errorOfFault, faultTable } from '../../src/core/fault-table.ts';

const kinds = Object.keys(faultTable) as FaultKind[];

function faultOf(kind: FaultKind, more: Partial<UpstreamFault> = {}): UpstreamFault {
  return { kind, status: null, code: null, message: 'SECRET TEXT of the provider', ...more };
}

describe('every kind of fault', () => {
  test.each(kinds)('%s has public words without the upstream text', (kind) => {
    const error = errorOfFault(faultOf(kind, { code: 'a code with spaces', param: 'SECRET PARAM' }), []);
    expect(error.message).toBe(faultTable[kind].message);
    expect(error.param).toBeNull();
    expect(error.status).toBe(errorTable[faultTable[kind].code].status);
    expect(error.detail).toBe(kind);
  });

  test("none is told as 401: the caller's key is not at fault", () => {
    expect(kinds.filter((kind) => errorTable[faultTable[kind].code].status === 401)).toEqual([]);
  });

  test("a refusal by policy and the caller's own mistakes go nowhere else", () => {
    const finals = kinds.filter((kind) => !faultTable[kind].fallback && !faultTable[kind].retry);
    expect(finals.sort()).toEqual(
      ['bad-request', 'deadline', 'policy', 'request-too-large', 'safeguard', 'stalled', 'too-large'].sort(),
    );
    expect(faultTable.policy.breaker).toBe('ignore');
    expect(faultTable['bad-request'].breaker).toBe('ignore');
  });
});

describe('what of the provider may show', () => {
  test('a short code and a field name', () => {
    const error = errorOfFault(
      faultOf('bad-request', { code: 'invalid_type', param: 'messages[0].content' }),
      [],
    );
    expect(error.message).toContain('It said: invalid_type.');
    expect(error.param).toBe('messages[0].content');
  });

  test.each(['has space', 'x'.repeat(65), '<b>', 'a\nb', ''])('never: %j', (word) => {
    const error = errorOfFault(faultOf('bad-request', { code: word, param: word }), []);
    expect(error.message).toBe(faultTable['bad-request'].message);
    expect(error.param).toBeNull();
  });

  test.each([
    [null, 'It is wrong', ' Of the translated request it said: It is wrong.'],
    ['bad_value', 'Wrong!', ' Of the translated request it said (bad_value): Wrong!'],
    ['a b', 'Wrong.', ' Of the translated request it said: Wrong.'],
  ])('the words that the caller may read, with the code %j', (code, told, words) => {
    const { message } = errorOfFault(faultOf('bad-request', { code, told }), []);
    expect(message).toBe(`${faultTable['bad-request'].message}${words}`);
  });

  test('the status where the mistake is the caller’s, else our own', () => {
    expect(errorOfFault(faultOf('bad-request', { status: 422 }), []).status).toBe(422);
    expect(errorOfFault(faultOf('bad-request', { status: 500 }), []).status).toBe(400);
    expect(errorOfFault(faultOf('server', { status: 500 }), []).status).toBe(502);
    expect(errorOfFault(faultOf('auth', { status: 401 }), []).status).toBe(502);
    expect(errorOfFault(faultOf('request-too-large', { status: 413 }), [])).toMatchObject({
      status: 413,
      code: 'request_too_large',
    });
  });
});

describe('waiting', () => {
  test('as long as the provider asks, up to half a minute', () => {
    expect(errorOfFault(faultOf('rate-limit', { retryAfterMs: 1500 }), [])).toMatchObject({
      retryAfterMs: 1500,
      retryable: true,
    });
    expect(errorOfFault(faultOf('rate-limit', { retryAfterMs: 30_000 }), []).retryable).toBe(true);
  });

  test('a longer wait would freeze a client: it is told not to try again', () => {
    expect(errorOfFault(faultOf('rate-limit', { retryAfterMs: 3_600_000 }), [])).toMatchObject({
      retryAfterMs: 30_000,
      retryable: false,
    });
  });
});

test('several attempts are named, one is not', () => {
  const attempt = { target: 'gpt-5.5@low', code: 'upstream_error', status: 500 };
  expect(errorOfFault(faultOf('server'), [attempt]).message).toBe(faultTable.server.message);
  expect(errorOfFault(faultOf('server'), [attempt, attempt]).message).toContain(
    'Tried gpt-5.5@low (upstream_error), gpt-5.5@low (upstream_error).',
  );
});
