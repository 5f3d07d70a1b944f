/** Long ends of streams, in workerd: a last event of hundreds of kilobytes still tells usage and that it is the end. */
import { describe, expect, test } from 'vitest';
import type { ProtocolId } from '../../src/core/target.ts';
import { streams } from '../support/world/answers.ts';
import { exchange } from './exchange.ts';
import { play } from './script.ts';

/** The stream with `long` in the data of its event `at`. */
function lengthen(protocol: ProtocolId, at: number, long: string): string {
  const { events } = streams[protocol];
  return events
    .map((event, index) =>
      index === at ? event.replace(/^data: \{/m, `data: {"padding":"${long}",`) : event,
    )
    .join('');
}

const long = [70_000, 300_000, 3_000_000];
const cases = [
  ['openai-responses', streams['openai-responses'].events.length - 1],
  ['anthropic-messages', streams['anthropic-messages'].events.length - 2],
  ['openai-chat', streams['openai-chat'].events.length - 2],
] as const;

describe.each(cases)('%s', (protocol, at) => {
  test.each(long.flatMap((length) => [16_000, 1_000_000].map((size) => [length, size] as const)))(
    'a last event of %i characters in pieces of %i',
    async (length, size) => {
      const text = lengthen(protocol, at, 'é'.repeat(length));
      const sizes = Array.from({ length: Math.ceil((2 * text.length) / size) }, () => size);
      const { response, settled, rows } = await exchange({
        caller: protocol,
        target: protocol,
        answer: (signal) => play({ text, sizes, end: 'close' }, signal),
      });
      const got = await response.text();
      expect(got.length).toBe(text.length);
      // A difference of megabytes is not to be printed.
      expect(got === text).toBe(true);
      await settled();
      expect(rows[0]).toMatchObject({
        outcome: 'completed',
        usage: { inputTokens: 11, outputTokens: 7 },
        usageSource: 'measured',
      });
    },
  );
});
