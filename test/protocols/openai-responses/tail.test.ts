/** The end of a passed-through stream tells usage and outcome, from the last events alone. */
import { describe, expect, test } from 'vitest';
import { openaiResponses } from '../../../src/protocols/openai-responses/index.ts';
import { goldenBytes, parseStream } from './fixtures.ts';

function tailOf(scenario: string) {
  return openaiResponses.readTail(parseStream(goldenBytes(scenario)).slice(-2));
}

describe('readTail', () => {
  test('usage of the terminal event', () => {
    expect(tailOf('usage-cached')).toEqual({
      ended: true,
      usage: {
        inputTokens: 4096,
        cacheReadInputTokens: 2048,
        cacheCreationInputTokens: 1024,
        outputTokens: 3,
        reasoningOutputTokens: 0,
      },
      serviceTier: 'default',
    });
  });

  test('an answer cut by its cap has ended too', () => {
    expect(tailOf('max-tokens')).toMatchObject({ ended: true, usage: { outputTokens: 16 } });
  });

  test.each([
    ['failed-policy', 'policy'],
    ['error-after-start', 'server'],
    ['error-flat', 'rate-limit'],
  ])('%s has ended with a fault', (scenario, kind) => {
    expect(tailOf(scenario)).toMatchObject({ ended: true, fault: { kind } });
  });

  test('a cut stream has not ended', () => {
    expect(tailOf('truncated')).toEqual({ ended: false, usage: {} });
  });

  test('text that is no JSON is passed over', () => {
    expect(openaiResponses.readTail([{ data: '[DONE]' }, { data: '{' }, { data: '7' }])).toEqual({
      ended: false,
      usage: {},
    });
  });

  test('nothing is asked for behind the client’s back', () => {
    expect(openaiResponses.isUnasked).toBeNull();
  });
});
