/** Which of a provider's words decides, and how long it asks to wait. The hosts' own bodies are tested by protocol. */
import { describe, expect, test } from 'vitest';
import type { FaultKind } from '../../src/core/errors.ts';
import { classifyFault, type FaultWords, readRetryAfterMs } from '../../src/core/fault-words.ts';

describe('kinds', () => {
  const cases: [string, FaultWords, FaultKind][] = [
    ['code before type', { status: 429, code: 'insufficient_quota', type: 'rate_limit_error' }, 'quota'],
    ['type before status', { status: 400, type: 'overloaded_error' }, 'overloaded'],
    ['in any case', { status: 429, type: 'RESOURCE_EXHAUSTED' }, 'rate-limit'],
    [
      'a general type leaves it to the status',
      { status: 404, type: 'invalid_request_error' },
      'model-missing',
    ],
    [
      'prose where nothing else tells',
      { status: 400, message: 'Your prompt is too long: 9 > 8' },
      'context-length',
    ],
    ['prose does not overrule a status', { status: 500, message: 'context window' }, 'server'],
    [
      'prose far behind may be the prompt',
      { status: 400, message: `${'x'.repeat(400)} context window` },
      'bad-request',
    ],
    ['other statuses of the caller', { status: 422 }, 'bad-request'],
    ['other statuses of the provider', { status: 599 }, 'server'],
    ['in-band without words', { status: null }, 'server'],
    ['in-band, the caller is named', { status: null, type: 'invalid_request_error' }, 'bad-request'],
    ['a name that every object has', { status: 400, code: 'constructor' }, 'bad-request'],
  ];

  test.each(cases)('%s', (_, words, kind) => {
    expect(classifyFault(words)).toBe(kind);
  });
});

describe('wait', () => {
  const cases: [string, Record<string, string>, number | undefined][] = [
    ['seconds', { 'retry-after': '7' }, 7000],
    ['parts of seconds', { 'retry-after': '0.5' }, 500],
    ['milliseconds win', { 'retry-after-ms': '20', 'retry-after': '7' }, 20],
    [
      'a date, by the provider’s own clock',
      { 'retry-after': 'Sat, 21 Nov 2026 10:00:30 GMT', date: 'Sat, 21 Nov 2026 10:00:00 GMT' },
      30_000,
    ],
    [
      'a date gone by',
      { 'retry-after': 'Sat, 21 Nov 2026 09:00:00 GMT', date: 'Sat, 21 Nov 2026 10:00:00 GMT' },
      0,
    ],
    ['a date without a clock', { 'retry-after': 'Sat, 21 Nov 2026 10:00:30 GMT' }, undefined],
    ['nonsense', { 'retry-after': 'soon' }, undefined],
    ['negative', { 'retry-after': '-1' }, undefined],
    ['nothing', {}, undefined],
  ];

  test.each(cases)('%s', (_, headers, expected) => {
    expect(readRetryAfterMs(new Headers(headers))).toBe(expected);
  });
});
