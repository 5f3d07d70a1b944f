/** What a client of each lane sees when the upstream falls silent, runs out of time or says more than it should. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ProtocolId } from '../../src/core/target.ts';
import { protocolIds } from '../../src/core/target.ts';
import { streams, told } from '../support/world/answers.ts';
import { makeConfig } from '../support/world/models.ts';
import { type Answer, bodyOf, eventStream } from '../support/world/provider.ts';
import { eventsIn, serve, terminalsIn } from '../support/world/serve.ts';
import { makeWorld } from '../support/world/world.ts';

const deadlines = { firstEventMs: 1000, idleMs: 2000, totalMs: 10_000 };

function worldOf(upstream: ProtocolId, answer: Answer) {
  const config = makeConfig({
    providers: { host: { baseUrl: 'https://host.example', protocols: { [upstream]: '' } } },
    models: [{ id: 'hosted', provider: 'host' }],
    routes: [{ name: 'auto', use: ['hosted'], deadlines }],
  });
  return makeWorld(answer, { config });
}

/** The translate lane three times, and the filtered one. */
const lanes: readonly (readonly [ProtocolId, ProtocolId])[] = [
  ['anthropic-messages', 'openai-chat'],
  ['openai-chat', 'openai-responses'],
  ['openai-responses', 'anthropic-messages'],
  ['openai-chat', 'openai-chat'],
];

/** The code of the error event at the end of a stream. */
function codeAtEnd(protocol: ProtocolId, text: string): unknown {
  const { data = '{}' } = eventsIn(text).at(-1) ?? {};
  const body = JSON.parse(data) as {
    error?: { code?: string; details?: { error_code: string } };
    response?: { error: { code: string } };
  };
  if (protocol === 'openai-responses') return body.response?.error.code;
  return body.error?.details?.error_code ?? body.error?.code;
}

describe.each(lanes)('an answer of %s for a caller of %s', (upstream, caller) => {
  const { events, outputAt } = streams[upstream];
  const begun = events.slice(0, outputAt + 1);

  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  async function served(answer: Answer, ms: number) {
    const world = worldOf(upstream, answer);
    const serving = serve(world, { caller });
    await vi.advanceTimersByTimeAsync(ms);
    const result = await serving;
    return { ...result, signal: world.provider.calls[0]?.signal };
  }

  test('that falls silent ends as an error, and the upstream is let go', async () => {
    const silent: Answer = ({ signal }) => eventStream(bodyOf(begun, 'hang', signal));
    const { text, carried, signal } = await served(silent, deadlines.idleMs * 2);
    expect(terminalsIn(caller, text)).toEqual({ signals: ['error'], isLast: true });
    expect(codeAtEnd(caller, text)).toBe('upstream_stalled');
    expect(carried).toMatchObject({ outcome: 'failed', fault: { kind: 'stalled' } });
    expect(signal?.aborted).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('that only ever pings ends at the deadline of the whole', async () => {
    const dripping: Answer = ({ signal }) => {
      const body = new ReadableStream({
        type: 'bytes',
        start(controller) {
          const utf8 = new TextEncoder();
          for (const text of begun) controller.enqueue(utf8.encode(text));
          const timer = setInterval(() => controller.enqueue(utf8.encode(': ping\n\n')), 500);
          signal.addEventListener('abort', () => {
            clearInterval(timer);
            controller.error(signal.reason);
          });
        },
      });
      return eventStream(body);
    };
    const { text, carried } = await served(dripping, deadlines.totalMs + 1000);
    expect(terminalsIn(caller, text)).toEqual({ signals: ['error'], isLast: true });
    expect(codeAtEnd(caller, text)).toBe('upstream_deadline');
    expect(carried).toMatchObject({ outcome: 'failed', fault: { kind: 'deadline' } });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('that is whole, of an upstream that does not close, is whole', async () => {
    const open: Answer = ({ signal }) => eventStream(bodyOf(events, 'hang', signal));
    const { text, carried } = await served(open, deadlines.idleMs * 2);
    expect(terminalsIn(caller, text)).toEqual({ signals: ['end'], isLast: true });
    expect(carried).toMatchObject({ outcome: 'completed', usage: told });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('with an event without end is broken off', async () => {
    const filler = 'x'.repeat(4 * 1024 * 1024);
    const endless: Answer = ({ signal }) =>
      eventStream(bodyOf([...begun, 'data: ', filler, filler, filler], 'hang', signal));
    const { text, carried } = await served(endless, 100);
    expect(terminalsIn(caller, text)).toEqual({ signals: ['error'], isLast: true });
    expect(carried?.outcome).toBe('failed');
  });
});

describe('the filtered lane', () => {
  const { events } = streams['openai-chat'];

  async function chat(texts: readonly string[], body = {}) {
    const world = worldOf('openai-chat', ({ signal }) => eventStream(bodyOf(texts, 'close', signal)));
    const served = await serve(world, { caller: 'openai-chat', body });
    return {
      ...served,
      asked: JSON.parse(world.provider.calls[0]?.body ?? '{}') as { stream_options?: unknown },
    };
  }

  test('asks for usage, keeps it, and leaves its chunk out', async () => {
    const { text, carried, asked } = await chat(events);
    expect(asked.stream_options).toEqual({ include_usage: true });
    expect(carried?.usage).toEqual(told);
    expect(text).toBe(events.filter((event) => !event.includes('"usage"')).join(''));
  });

  test('lets every other event through with its data as sent', async () => {
    const odd = ['event: custom\ndata: {"n" : 1.0}\n\n', 'data: {"choices":[{"usage":1}],"a":"\\u0041"}\n\n'];
    const { text } = await chat([...events.slice(0, 2), ...odd, ...events.slice(2)]);
    for (const event of odd) expect(text).toContain(event);
  });

  test('a chunk with usage and choices is an answer and stays', async () => {
    const both =
      'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":11,"completion_tokens":7}}\n\n';
    const { text, carried } = await chat([...events.slice(0, 3), both, 'data: [DONE]\n\n']);
    expect(text).toContain(both);
    expect(carried?.usage).toEqual(told);
  });

  test('an error of the provider is passed as it is, and nothing is added', async () => {
    const { error } = streams['openai-chat'];
    const { text, carried } = await chat([...events.slice(0, 2), error]);
    expect(text).toBe([...events.slice(0, 2), error].join(''));
    expect(carried).toMatchObject({ outcome: 'failed', fault: { kind: 'server' } });
  });
});

describe('every pair of protocols', () => {
  const pairs = protocolIds.flatMap((upstream) =>
    protocolIds.filter((caller) => caller !== upstream).map((caller) => [upstream, caller] as const),
  );

  test.each(pairs)(
    '%s for %s: what one upstream sends at once or byte by byte reads the same',
    async (upstream, caller) => {
      const whole = streams[upstream].events.join('');
      const texts = await Promise.all(
        [[whole], [...whole]].map(async (pieces) => {
          const world = worldOf(upstream, ({ signal }) => eventStream(bodyOf(pieces, 'close', signal)));
          return (await serve(world, { caller })).text;
        }),
      );
      expect(texts[1]).toBe(texts[0]);
    },
  );
});
