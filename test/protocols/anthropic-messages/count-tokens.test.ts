/** The body and the answer of count_tokens. */
import { describe, expect, test } from 'vitest';
import {
  countTokensPath,
  decodeCountTokens,
  encodeTokenCount,
} from '../../../src/protocols/anthropic-messages/count-tokens.ts';
import { body } from './fixtures.ts';

describe('counting tokens', () => {
  test('takes the body of a request without max_tokens', () => {
    const { max_tokens: _, ...raw } = body({ system: 'Be brief.' });
    const result = decodeCountTokens(raw);
    expect(result).toMatchObject({ ok: true, value: { model: 'claude-x', system: [{ text: 'Be brief.' }] } });
    expect(result.ok && 'maxOutputTokens' in result.value).toBe(false);
  });

  test('checks it like one', () => {
    expect(decodeCountTokens({ model: 'claude-x', messages: [] })).toMatchObject({
      error: { field: 'messages' },
    });
  });

  test('answers in one field', () => {
    expect(encodeTokenCount(17)).toEqual({ input_tokens: 17 });
    expect(countTokensPath).toBe('/messages/count_tokens');
  });
});
