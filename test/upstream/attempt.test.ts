/** What one call carries to a provider, on either lane, and what of its answer counts. */
import { describe, expect, test } from 'vitest';
import type { PlannedAttempt } from '../../src/core/plan.ts';
import { StopSwitch } from '../../src/core/stop-switch.ts';
import type { ProtocolId } from '../../src/core/target.ts';
import { protocols } from '../../src/protocols/index.ts';
import { attempt } from '../../src/upstream/attempt.ts';
import { said, streams, unary } from '../support/world/answers.ts';
import { makeConfig, theModel } from '../support/world/models.ts';
import { type Answer, answerWell, bodyOf, eventStream, json } from '../support/world/provider.ts';
import { ask } from '../support/world/requests.ts';
import { makeWorld, providerKey } from '../support/world/world.ts';

type Case = {
  caller?: ProtocolId;
  upstream?: ProtocolId;
  body?: Parameters<typeof ask>[1];
  headers?: Record<string, string>;
  answer?: Answer;
  stop?: StopSwitch;
};

async function call({
  caller = 'openai-chat',
  upstream = caller,
  body = {},
  headers = {},
  answer,
  stop,
}: Case) {
  const world = makeWorld(answer);
  const provider = makeConfig().providers.get(upstream === 'anthropic-messages' ? 'anthropic' : 'openai');
  if (provider === undefined) throw new Error('no provider');
  const asked = ask(caller, body, headers);
  const planned: PlannedAttempt = {
    target: {
      name: 'delta',
      model: theModel('delta'),
      wireModel: 'delta-wire',
      provider,
      protocol: upstream,
      effort: null,
    },
    lane: caller === upstream ? 'passthrough' : 'translate',
    request: asked.request,
    losses: [],
    deadlines: { firstEventMs: 10_000, idleMs: 10_000, totalMs: 10_000 },
    prediction: null,
  };
  const outcome = await attempt({
    asked,
    planned,
    protocol: protocols[upstream],
    outbound: world.deps.outbound,
    stop: stop ?? new StopSwitch(),
    leftMs: 60_000,
    responseLimitBytes: 100_000,
  });
  return { outcome, sent: world.provider.calls[0] };
}

describe('what is sent', () => {
  const passed = { 'openai-beta': 'b', 'anthropic-beta': 'ab', 'anthropic-version': '2099-01-01' };

  test('passthrough: the caller’s own body but for the model, and the headers of its protocol', async () => {
    const { sent } = await call({ body: { seed: 7, new_field: { deep: [1] } }, headers: passed });
    expect(JSON.parse(sent?.body ?? '')).toEqual({
      model: 'delta-wire',
      messages: [{ role: 'user', content: 'Hello' }],
      seed: 7,
      new_field: { deep: [1] },
    });
    expect(Object.fromEntries(sent?.headers ?? [])).toEqual({
      'content-type': 'application/json',
      authorization: `Bearer ${providerKey}`,
      'openai-beta': 'b',
    });
  });

  test('passthrough of Messages: the caller’s version of the API wins over ours', async () => {
    const { sent } = await call({ caller: 'anthropic-messages', headers: passed });
    expect(sent?.headers.get('anthropic-version')).toBe('2099-01-01');
    expect(sent?.headers.get('anthropic-beta')).toBe('ab');
    const { sent: without } = await call({ caller: 'anthropic-messages' });
    expect(without?.headers.get('anthropic-version')).toBe('2023-06-01');
  });

  test('translate: the other form, without the caller’s headers', async () => {
    const { sent } = await call({ upstream: 'anthropic-messages', headers: passed, body: { new_field: 1 } });
    expect(sent?.url).toBe('https://api.anthropic.com/v1/messages');
    expect(JSON.parse(sent?.body ?? '')).toMatchObject({
      model: 'delta-wire',
      max_tokens: expect.any(Number),
    });
    expect(sent?.body).not.toContain('new_field');
    expect(Object.fromEntries(sent?.headers ?? [])).toEqual({
      'content-type': 'application/json',
      'x-api-key': providerKey,
      'anthropic-version': '2023-06-01',
    });
  });

  test('the switch reaches the call', async () => {
    const stop = new StopSwitch();
    const { sent } = await call({ stop });
    expect(sent?.signal.aborted).toBe(false);
    stop.stop('client-left');
    expect(sent?.signal.aborted).toBe(true);
  });
});

describe('what counts as an answer', () => {
  test('a unary one: the text as it came and its meaning', async () => {
    const text = `${JSON.stringify(unary['openai-chat'])} `;
    const { outcome } = await call({ answer: () => new Response(text) });
    expect(outcome).toMatchObject({
      kind: 'committed',
      answer: { kind: 'unary', text, response: { blocks: [{ type: 'text', text: said }] } },
    });
  });

  test.each(['text/event-stream', 'text/event-stream; charset=utf-8', 'Text/Event-Stream'])(
    'a stream: %s',
    async (type) => {
      const answer: Answer = () =>
        new Response(bodyOf(streams['openai-chat'].events), { headers: { 'content-type': type } });
      const { outcome } = await call({ body: { stream: true }, answer });
      expect(outcome).toMatchObject({ kind: 'committed', answer: { kind: 'stream' } });
    },
  );

  test.each<[string, Answer, string]>([
    ['a whole answer', () => json(unary['openai-chat']), 'invalid-response'],
    ['an error under 200', () => json({ error: { message: 'x', code: 'insufficient_quota' } }), 'quota'],
    [
      'a page',
      () => new Response('<h1>x</h1>', { headers: { 'content-type': 'text/html' } }),
      'invalid-response',
    ],
    ['no type', () => new Response(bodyOf(streams['openai-chat'].events)), 'invalid-response'],
    ['a stream of nothing', () => eventStream(bodyOf([])), 'invalid-response'],
    [
      'something like a stream',
      () =>
        new Response(bodyOf(streams['openai-chat'].events), {
          headers: { 'content-type': 'text/event-streams' },
        }),
      'invalid-response',
    ],
  ])('where a stream was asked for, %s is none', async (_, answer, kind) => {
    const { outcome } = await call({ body: { stream: true }, answer });
    expect(outcome).toMatchObject({ kind: 'failed', fault: { kind }, rejected: null });
  });

  test('an error under 200 is an error', async () => {
    const { outcome } = await call({ answer: () => json({ error: { message: 'x', code: 'server_error' } }) });
    expect(outcome).toMatchObject({ kind: 'failed', fault: { kind: 'server' } });
  });
});

describe('what fetch throws', () => {
  const stopWith = (reason: Parameters<StopSwitch['stop']>[0]): Case => {
    const stop = new StopSwitch();
    return {
      stop,
      answer: () => {
        stop.stop(reason);
        throw stop.signal.reason;
      },
    };
  };

  test('is what stopped the call', async () => {
    expect((await call(stopWith('client-left'))).outcome).toEqual({ kind: 'aborted' });
    expect((await call(stopWith('deadline'))).outcome).toMatchObject({
      kind: 'failed',
      fault: { kind: 'deadline' },
    });
  });

  test('or that nobody was there', async () => {
    const answer: Answer = () => {
      throw new TypeError('fetch failed');
    };
    expect((await call({ answer })).outcome).toMatchObject({
      kind: 'failed',
      fault: { kind: 'unreachable', status: null },
    });
  });

  test('behind the first output it is no longer an attempt', async () => {
    const { events, outputAt } = streams['openai-chat'];
    const answer: Answer = ({ signal }) => eventStream(bodyOf(events.slice(0, outputAt + 1), 'cut', signal));
    expect((await call({ body: { stream: true }, answer })).outcome.kind).toBe('committed');
  });
});

test('answering well is what the made-up provider does', async () => {
  for (const upstream of ['openai-chat', 'openai-responses', 'anthropic-messages'] as const) {
    for (const stream of [true, false]) {
      const { outcome } = await call({ caller: upstream, body: { stream }, answer: answerWell });
      expect(outcome.kind).toBe('committed');
    }
  }
});
