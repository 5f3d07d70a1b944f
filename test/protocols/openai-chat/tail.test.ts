/** What the end of a passed-through stream tells the ledger, and which event the client did not ask for. */
import { describe, expect, test } from 'vitest';
import { isUnasked, readTail } from '../../../src/protocols/openai-chat/tail.ts';
import { createSseParser } from '../../../src/sse/parse.ts';
import { goldenBytes } from './fixtures.ts';

function tailOf(file: string, count: number) {
  const parser = createSseParser();
  const events = [...parser.push(goldenBytes(file)), ...parser.end()];
  return readTail(events.slice(-count));
}

describe('the tail', () => {
  const serviceTier = 'default';

  test('usage and the end mark', () => {
    const usage = { inputTokens: 14, outputTokens: 8, cacheReadInputTokens: 0, reasoningOutputTokens: 0 };
    expect(tailOf('text.sse', 2)).toEqual({ ended: true, usage, serviceTier });
  });

  test('usage in the finish chunk', () => {
    expect(tailOf('usage-groq.sse', 2)).toEqual({
      ended: true,
      usage: { inputTokens: 70, outputTokens: 4 },
      serviceTier,
    });
  });

  test('a finish reason without an end mark', () => {
    expect(tailOf('no-done.sse', 1)).toEqual({ ended: true, usage: {}, serviceTier });
  });

  test('an answer broken off', () => {
    expect(tailOf('truncated.sse', 2)).toEqual({ ended: false, usage: {}, serviceTier });
  });

  test('an error', () => {
    expect(tailOf('error-after-start.sse', 2)).toMatchObject({ ended: false, fault: { kind: 'server' } });
    expect(tailOf('error-event.sse', 1)).toMatchObject({ ended: false, fault: { kind: 'rate-limit' } });
  });

  test('absurd counts are not reported', () => {
    expect(tailOf('usage-absurd.sse', 3)).toEqual({ ended: true, usage: { outputTokens: 7 }, serviceTier });
  });
});

describe('the usage chunk', () => {
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };

  test('is the one event that only we asked for', () => {
    expect(isUnasked({ data: JSON.stringify({ choices: [], usage }) })).toBe(true);
  });

  test.each([
    ['content beside usage', { choices: [{ index: 0, delta: { content: 'x' } }], usage }],
    ['usage not told', { choices: [], usage: null }],
    ['the first chunk of Azure', { choices: [], prompt_filter_results: [] }],
    ['text that speaks of usage', { choices: [{ delta: { content: '"usage"' } }] }],
  ])('is not: %s', (_, chunk) => {
    expect(isUnasked({ data: JSON.stringify(chunk) })).toBe(false);
  });

  test('is not: the end mark', () => {
    expect(isUnasked({ data: '[DONE]' })).toBe(false);
  });
});
