/** From a run to the HTTP answer, early headers and bugs included. The stream class of workerd is stood in for by Node's. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Carried } from '../../src/core/carried.ts';
import type { JsonObject } from '../../src/core/json.ts';
import type { Run } from '../../src/core/run.ts';
import type { ProtocolId } from '../../src/core/target.ts';
import { respondEarly, respondToRun } from '../../src/respond/respond-run.ts';
import { runPlan } from '../../src/upstream/run-plan.ts';
import { said } from '../support/world/answers.ts';
import { makeExchange } from '../support/world/exchange.ts';
import { type Answer, answerWell, json } from '../support/world/provider.ts';
import { ask } from '../support/world/requests.ts';
import { terminalsIn } from '../support/world/serve.ts';
import { makeWorld } from '../support/world/world.ts';

const pingAfterMs = 1000;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** A translated request (Messages asked of alpha), its run on the way, and what `finish` was told. */
function begin(answer: Answer, body: JsonObject = {}, caller: ProtocolId = 'anthropic-messages') {
  const world = makeWorld(answer);
  const { deps } = world;
  const asked = ask(caller, { model: 'alpha', ...body });
  const finished: { run: Run; carried: Carried | null }[] = [];
  const exchange = makeExchange(deps, asked.request, caller, {
    startedAtMs: deps.now() - 3,
    pingAfterMs,
    finish: async (run, carried) => void finished.push({ run, carried }),
  });
  const running = runPlan(exchange.plan, asked, deps, new AbortController().signal);
  return { world, exchange, running, finished };
}

async function textOf(response: Response, ms = 100): Promise<string> {
  const reading = response.text();
  await vi.advanceTimersByTimeAsync(ms);
  return reading;
}

const late =
  (ms: number, answer: Answer): Answer =>
  async (call) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return answer(call);
  };

const refuse: Answer = () => json({ error: { message: 'no', code: 'invalid_value' } }, 400);

describe('a run that is over before the headers', () => {
  test('a stream, once finished, is told with how it ended', async () => {
    const { exchange, running, finished, world } = begin(answerWell, { stream: true });
    const response = await respondToRun(exchange, await running);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(finished).toEqual([]);
    const text = await textOf(response);
    await world.settled();
    expect(terminalsIn('anthropic-messages', text)).toEqual({ signals: ['end'], isLast: true });
    expect(finished).toMatchObject([{ run: { kind: 'answered' }, carried: { outcome: 'completed' } }]);
  });

  test('a unary answer leaves no timer behind', async () => {
    const { exchange, running, finished } = begin(answerWell);
    const response = await respondToRun(exchange, await running);
    expect(await response.text()).toContain(said);
    expect(finished).toMatchObject([{ carried: { outcome: 'completed', usage: { inputTokens: 11 } } }]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('a failure is our error, with what SDKs do about it', async () => {
    const { exchange, running, finished } = begin(refuse);
    const response = await respondToRun(exchange, await running);
    expect(response.status).toBe(400);
    expect(response.headers.get('x-should-retry')).toBe('false');
    expect(response.headers.get('x-signalbox-attempts')).toBe('1');
    expect(finished).toMatchObject([{ run: { kind: 'failed' }, carried: null }]);
  });

  test('the caller’s own mistake, on the passthrough lane, is the provider’s answer', async () => {
    const { exchange, running } = begin(refuse, {}, 'openai-chat');
    const response = await respondToRun(exchange, await running);
    expect(response.status).toBe(400);
    expect(response.headers.get('x-should-retry')).toBe('false');
    expect(await response.json()).toEqual({ error: { message: 'no', code: 'invalid_value' } });
  });
});

describe('a run that takes long', () => {
  test('the client gets pings, then the answer in the same stream', async () => {
    const { exchange, running, finished, world } = begin(late(3500, answerWell), { stream: true });
    const response = respondEarly(exchange, running);
    expect(response.status).toBe(200);
    const text = await textOf(response, 5000);
    await world.settled();
    expect(text.startsWith(': ping\n\n: ping\n\n: ping\n\n: ping\n\n')).toBe(true);
    expect(terminalsIn('anthropic-messages', text)).toEqual({ signals: ['end'], isLast: true });
    expect(finished).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test.each<[string, Answer, string]>([
    ['fails', () => json({ error: { message: 'no' } }, 529), 'upstream_overloaded'],
    ['is refused', refuse, 'upstream_rejected'],
    [
      'is refused by policy',
      () => json({ error: { message: 'no', code: 'cyber_policy' } }, 403),
      'policy_refused',
    ],
  ])('and then %s: one error event, and the end of the stream', async (_, answer, code) => {
    for (const caller of ['anthropic-messages', 'openai-chat', 'openai-responses'] as const) {
      const { exchange, running, finished, world } = begin(late(1500, answer), { stream: true }, caller);
      const text = await textOf(respondEarly(exchange, running), 9000);
      await world.settled();
      expect(terminalsIn(caller, text)).toEqual({ signals: ['error'], isLast: true });
      expect(text).toContain(code);
      expect(finished).toMatchObject([{ carried: null }]);
    }
  });

  test('and meets a bug: the client is told, and does not hang', async () => {
    const { exchange, running, finished, world } = begin(refuse, { stream: true });
    await running;
    const broken = Promise.reject(new TypeError('BUG'));
    const text = await textOf(respondEarly(exchange, broken), 5000);
    await world.settled();
    expect(terminalsIn('anthropic-messages', text)).toEqual({ signals: ['error'], isLast: true });
    expect(text).toContain('internal_error');
    expect(text).not.toContain('BUG');
    expect(finished).toMatchObject([{ run: { kind: 'failed', error: { code: 'internal_error' } } }]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

test('a bug inside of a stream breaks it off, and is told once', async () => {
  const { exchange, running, finished, world } = begin(answerWell, { stream: true });
  const caller = {
    ...exchange.caller,
    streamEncoder: () => ({
      push: () => {
        throw new TypeError('BUG');
      },
    }),
  };
  const response = await respondToRun({ ...exchange, caller }, await running);
  const reading = response.text().then(
    () => 'whole',
    () => 'broken off',
  );
  await vi.advanceTimersByTimeAsync(100);
  expect(await reading).toBe('broken off');
  await world.settled();
  expect(finished).toMatchObject([{ carried: { outcome: 'failed' } }]);
  expect(vi.getTimerCount()).toBe(0);
});

test('a client that left before the answer gets nothing', async () => {
  const { exchange, finished } = begin(answerWell);
  const response = await respondToRun(exchange, { kind: 'aborted', records: [] });
  expect(response.status).toBe(499);
  expect(await response.text()).toBe('');
  expect(finished).toHaveLength(1);
});
