/** Streams of the caller's own protocol, in workerd: the bytes that came are the bytes that go, and one end is told. */
import { describe, expect, test } from 'vitest';
import { type ProtocolId, protocolIds } from '../../src/core/target.ts';
import { streams } from '../support/world/answers.ts';
import { terminalsIn } from '../support/world/serve.ts';
import { exchange } from './exchange.ts';
import { goldenStreams } from './golden.ts';
import { play, type Script, unevenSizes } from './script.ts';

async function pass(protocol: ProtocolId, script: Script) {
  const { response, settled, rows } = await exchange({
    caller: protocol,
    target: protocol,
    answer: (signal) => play(script, signal),
    ...(script.end === 'hang' && { idleMs: 300 }),
  });
  const text = await response.text();
  await settled();
  return { response, text, row: rows[0] };
}

const one = { signals: ['error'], isLast: true };

describe('golden streams', () => {
  const cases = goldenStreams.flatMap(({ protocol, name, text }) =>
    [[], unevenSizes(text.length)].map((sizes) => [protocol, name, sizes.length, sizes, text] as const),
  );

  test('are there', () => expect(cases.length).toBeGreaterThan(100));

  test.each(cases)('%s/%s in %i pieces', async (protocol, _name, _count, sizes, text) => {
    const passed = await pass(protocol, { text, sizes, end: 'close' });
    if (passed.response.status !== 200) {
      // An error in front of the first output is no stream.
      expect(passed.response.headers.get('content-type')).toBe('application/json');
      return;
    }
    expect(passed.text.slice(0, text.length)).toBe(text);
    const added = passed.text.slice(text.length);
    if (added !== '') expect(terminalsIn(protocol, added)).toEqual(one);
  });
});

describe.each(protocolIds)('%s, broken', (protocol) => {
  const { events, outputAt } = streams[protocol];
  const places = events.map((_, at) => at).filter((at) => at > outputAt);
  // The finish of Chat Completions is its end; usage and marker behind it are extras.
  const finishAt = protocol === 'openai-chat' ? 3 : events.length - 1;

  test.each(places.filter((at) => at <= finishAt))('in front of event %i', async (at) => {
    const text = events.slice(0, at).join('');
    const passed = await pass(protocol, { text, sizes: [], end: 'cut' });
    expect(passed.text.startsWith(text)).toBe(true);
    expect(terminalsIn(protocol, passed.text)).toEqual(one);
    expect(passed.row?.outcome).toBe('truncated');
  });

  test.each(places.filter((at) => at > finishAt))('behind the finish, in front of event %i', async (at) => {
    const text = events.slice(0, at).join('');
    const passed = await pass(protocol, { text, sizes: [], end: 'cut' });
    expect(passed.text.trimEnd()).toBe(text.trimEnd());
    expect(passed.row?.outcome).toBe('completed');
  });

  test.each(places)('in the middle of event %i', async (at) => {
    const whole = events.slice(0, at).join('');
    const half = (events[at] ?? '').slice(0, Math.ceil((events[at] ?? '').length / 2));
    const passed = await pass(protocol, { text: whole + half, sizes: [], end: 'cut' });
    expect(passed.text.startsWith(whole + half)).toBe(true);
    // The half event is there, ended by a blank line; what follows it can be read again.
    expect(terminalsIn(protocol, passed.text.slice((whole + half).length))).toEqual(one);
    expect(passed.row?.outcome).toBe('truncated');
  });

  test.each(['cut', 'hang'] as const)(
    'behind its end, %s: nothing is missing, nothing is said',
    async (end) => {
      const text = events.join('');
      const passed = await pass(protocol, { text, sizes: [], end });
      expect(passed.text.trimEnd()).toBe(text.trimEnd());
      expect(passed.row).toMatchObject({
        outcome: 'completed',
        usage: { inputTokens: 11, outputTokens: 7 },
        usageSource: 'measured',
      });
    },
  );
});
