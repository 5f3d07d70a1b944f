/** The last events of a passed-through stream: counts, the end marker, an error. */
import { expect, test } from 'vitest';
import { anthropicMessages } from '../../../src/protocols/anthropic-messages/index.ts';
import { createSseParser } from '../../../src/sse/parse.ts';
import { goldenBytes } from './fixtures.ts';

function tailOf(scenario: string, count: number) {
  const parser = createSseParser();
  return anthropicMessages.readTail([...parser.push(goldenBytes(scenario)), ...parser.end()].slice(-count));
}

test.each([
  [
    'usage-cached',
    2,
    { inputTokens: 7010, cacheReadInputTokens: 5000, cacheCreationInputTokens: 2000, outputTokens: 3 },
  ],
  ['text', 3, { outputTokens: 12 }],
  ['text', 99, { inputTokens: 21, cacheReadInputTokens: 0, cacheCreationInputTokens: 0, outputTokens: 12 }],
  [
    'compaction',
    2,
    { inputTokens: 60_121, cacheReadInputTokens: 100, cacheCreationInputTokens: 0, outputTokens: 512 },
  ],
])('%s, last %i events', (scenario, count, usage) => {
  expect(tailOf(scenario, count)).toMatchObject({ ended: true, usage });
  expect(tailOf(scenario, count).usage).toEqual(usage);
});

test('the end marker is missing', () => {
  expect(tailOf('text', 99).serviceTier).toBe('standard');
  expect(tailOf('no-end-marker', 2)).toEqual({ ended: false, usage: { outputTokens: 12 } });
  expect(tailOf('truncated', 2)).toEqual({ ended: false, usage: {} });
});

test('an error stands at the end', () => {
  expect(tailOf('error-after-start', 1)).toMatchObject({ ended: false, fault: { kind: 'overloaded' } });
});

test('no event of this protocol is unasked', () => {
  expect(anthropicMessages.isUnasked).toBeNull();
});

test('data that is no JSON is not an end', () => {
  expect(anthropicMessages.readTail([{ event: 'message_stop', data: '{' }])).toEqual({
    ended: false,
    usage: {},
  });
});
