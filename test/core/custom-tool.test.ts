/** Free text inside function arguments, and whose calls are unwrapped. */
import { describe, expect, test } from 'vitest';
import { isWrappedCustomCall, unwrapCustomInput } from '../../src/core/custom-tool.ts';
import type { LlmRequest } from '../../src/core/request.ts';

describe('free text', () => {
  test.each([
    ['{"input":"SELECT 1"}', 'SELECT 1'],
    ['{"input":5}', '{"input":5}'],
    ['["input"]', '["input"]'],
    ['{"input":"cut', '{"input":"cut'],
    ['', ''],
  ])('%s', (input, expected) => {
    expect(unwrapCustomInput(input)).toBe(expected);
  });
});

test('a function call is a wrapped one where the caller declared free text under that name', () => {
  const request = {
    tools: [
      { kind: 'custom', name: 'sql' },
      { kind: 'function', name: 'f' },
    ],
  } as LlmRequest;
  expect(isWrappedCustomCall({ kind: 'function', name: 'sql' }, request)).toBe(true);
  expect(isWrappedCustomCall({ kind: 'custom', name: 'sql' }, request)).toBe(false);
  expect(isWrappedCustomCall({ kind: 'function', name: 'f' }, request)).toBe(false);
});
