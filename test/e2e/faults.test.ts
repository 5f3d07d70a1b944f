/**
 * Every fault that providers are known for, end to end: the real router, simulated providers, real clients. Before
 * the first output another target answers; behind it the client is told, once, in its own protocol.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProtocolId } from '../../src/core/target.ts';
import { type FaultCase, faultCases, type Told } from '../support/faults/cases.ts';
import { codeOf, type ErrorBody, errorsIn, expectWhole, withoutTorn } from '../support/faults/read-answer.ts';
import { finalFaults, type Lane, lanes, laterFaults } from '../support/faults/routes.ts';
import { type FaultStack, said, startFaultStack } from '../support/faults/stack.ts';
import { terminalsIn } from '../support/world/serve.ts';

let stack: FaultStack;

beforeAll(async () => {
  stack = await startFaultStack('test/support/faults.config.ts');
});
afterAll(() => stack.stop());

const named = (cases: readonly FaultCase[]) =>
  cases.map((each) => [each.fault, each.mode, each.target, each.caller, each] as const);

describe('before the first output', () => {
  test.concurrent.each(named(faultCases))(
    '%s, %s, of %s for %s: the next target answers',
    async (_fault, mode, _target, caller, { id, isRetried }) => {
      const stream = mode === 'stream';
      const label = `[falls ${id}]`;
      const response = await stack.ask({ caller, route: `falls-${id}`, stream, label });
      expectWhole(caller, stream, await response.text());
      const calls = stack.callsOf(label);
      // A retry needs the budget that all requests share; without one the fallback comes at once.
      const firsts = isRetried && calls.length === 3 ? 2 : 1;
      expect(calls.map(({ fault }) => Object.keys(fault).length > 0)).toEqual([
        ...Array.from({ length: firsts }, () => true),
        false,
      ]);
      expect(response.headers.get('x-signalbox-attempts')).toBe(String(calls.length));
      expect(response.status).toBe(200);
    },
  );

  test.concurrent.each(named(faultCases))(
    '%s, %s, of %s for %s: with no target left the client is told',
    async (_fault, mode, _target, caller, { id, told }) => {
      const response = await stack.ask({ caller, route: `dead-${id}`, stream: mode === 'stream' });
      const body = (await response.json()) as ErrorBody;
      expect(seen(caller, response, body)).toEqual({ ...told, ...withinChance(response, told) });
      expect(JSON.stringify(body)).not.toMatch(/simulated|127\.0\.0\.1/);
      expect(Number(response.headers.get('x-signalbox-attempts'))).toBeGreaterThanOrEqual(2);
    },
  );

  /** A wait that is left to chance is as told, if it lies where it should. */
  function withinChance({ headers }: Response, { retryAfter }: Told): Pick<Told, 'retryAfter'> {
    if (typeof retryAfter !== 'object') return {};
    const seconds = Number(headers.get('retry-after'));
    const [first, last] = retryAfter;
    return seconds >= first && seconds <= last ? { retryAfter: seconds } : {};
  }

  function seen(caller: ProtocolId, { status, headers }: Response, body: ErrorBody): Told {
    const retryAfter = headers.get('retry-after');
    return {
      status,
      code: codeOf(caller, body) as Told['code'],
      isRetryable: headers.get('x-should-retry') === 'true',
      ...(retryAfter !== null && { retryAfter: Number(retryAfter) }),
    };
  }
});

const withLanes = <T extends { name: string }>(faults: readonly T[], some: readonly Lane[] = lanes) =>
  faults.flatMap((fault) => some.map((lane) => [fault.name, lane.name, fault, lane] as const));

describe('behind the first output', () => {
  test.concurrent.each(withLanes(laterFaults))(
    '%s, %s: an error event, once, and no end',
    async (name, _lane, { code }, lane) => {
      const label = `[later ${name} ${lane.id}]`;
      const route = `later-${name}-${lane.id}`;
      const { caller, target, wantsUsage } = lane;
      const response = await stack.ask({ caller, route, stream: true, wantsUsage, label });
      const text = await response.text();
      const { whole, torn } = withoutTorn(text);
      expect(torn).toBe(0);
      expect(terminalsIn(caller, whole)).toEqual({ signals: ['error'], isLast: true });
      const [error, ...others] = errorsIn(whole);
      expect(others).toEqual([]);
      // On the same protocol the provider's own error passes.
      const isTheirs = name === 'error' && caller === target;
      if (!isTheirs) expect(error && codeOf(caller, error)).toBe(code);
      expect(stack.callsOf(label)).toHaveLength(1);
      const thrown = await stack.readWithClient(lane, route).catch((error: unknown) => error);
      expect(thrown).toBeInstanceOf(Error);
      expect(thrown).not.toBeInstanceOf(SyntaxError);
    },
  );

  test.concurrent.each(lanes.map((lane) => [lane.name, lane] as const))(
    'an event that is no JSON, %s',
    async (_name, { id, caller, target, wantsUsage }) => {
      const route = `garbled-${id}`;
      const text = await (await stack.ask({ caller, route, stream: true, wantsUsage })).text();
      if (caller === target) {
        // The bytes pass: what the provider's own client makes of them is between the two.
        expect(text).toContain('data: {"id": "broken\n\n');
        expect(terminalsIn(caller, withoutTorn(text).whole)).toEqual({ signals: ['end'], isLast: true });
        return;
      }
      expect(terminalsIn(caller, text)).toEqual({ signals: ['error'], isLast: true });
      expect(errorsIn(text).map((error) => codeOf(caller, error))).toEqual(['upstream_invalid_response']);
    },
  );
});

describe('a unary answer that does not come', () => {
  const faults = ['stall-headers', 'stall-before', 'stall-after=1'];
  const cases = faults.flatMap((fault) => lanes.map((lane) => [fault, lane.name, lane] as const));
  test.concurrent.each(cases)(
    '%s, %s: another is asked, and the deadline is told',
    async (fault, _name, { id, caller }) => {
      const label = `[silent ${id}] [[fault:${fault}]]`;
      const response = await stack.ask({ caller, route: `silent-${id}`, stream: false, label });
      expect(response.status).toBe(504);
      expect(codeOf(caller, (await response.json()) as ErrorBody)).toBe('upstream_deadline');
      expect(response.headers.get('x-should-retry')).toBe('true');
      // Half of the time for the first target, the rest for the second.
      await stack.simulator.settled();
      expect(stack.callsOf(label).map(({ aborted }) => aborted)).toEqual([true, true]);
    },
  );
});

describe('final faults', () => {
  const openaiLanes = lanes.filter(({ target }) => target !== 'anthropic-messages');
  test.concurrent.each(withLanes(finalFaults, openaiLanes))(
    '%s, %s: never tried elsewhere',
    async (name, _lane, { code, status, theirStatus }, { id, caller, target }) => {
      for (const stream of [true, false]) {
        const label = `[final ${name} ${id} ${stream}]`;
        const response = await stack.ask({ caller, route: `final-${name}-${id}`, stream, label });
        const body = (await response.json()) as ErrorBody;
        expect(stack.callsOf(label)).toHaveLength(1);
        expect(response.headers.get('x-should-retry')).toBe('false');
        expect(response.headers.get('x-signalbox-attempts')).toBe('1');
        // On the same protocol the provider's own words pass; another one's are not the caller's.
        if (caller === target) {
          expect(response.status).toBe(theirStatus);
          expect(body.error).toMatchObject({ type: 'invalid_request_error' });
        } else {
          expect(response.status).toBe(status);
          expect(codeOf(caller, body)).toBe(code);
        }
      }
    },
  );

  test.concurrent.each(lanes.map((lane) => [lane.name, lane] as const))(
    '%s: a refusal is an answer',
    async (_name, { id, caller, wantsUsage }) => {
      for (const stream of [true, false]) {
        const label = `[refuse] [${id} ${stream}] [[refuse:cyber]]`;
        const response = await stack.ask({ caller, route: `plain-${id}`, stream, wantsUsage, label });
        const text = await response.text();
        expect(response.status).toBe(200);
        expect(response.headers.get('x-signalbox-attempts')).toBe('1');
        expect(stack.callsOf(label)).toHaveLength(1);
        expect(text).not.toContain('thirteen');
        if (stream) expect(terminalsIn(caller, text).signals).toEqual(['end']);
      }
    },
  );
});

describe('odd but whole', () => {
  const odd = ['no-usage', 'odd-usage=negative', 'odd-usage=text', 'odd-usage=huge', 'drip=1', 'delay=20'];
  const framing = ['crlf', 'comments', 'split=5', 'split=7', 'crlf&comments&split=3'];
  const cases = [...odd, ...framing].flatMap((fault) =>
    lanes.map((lane) => [fault, lane.name, lane] as const),
  );
  test.concurrent.each(cases)('%s, %s: the whole answer', async (fault, _name, lane) => {
    const { id, caller, target, wantsUsage } = lane;
    for (const stream of [true, false]) {
      const label = `[odd ${id} ${stream}] [[fault:${fault}]]`;
      const response = await stack.ask({ caller, route: `plain-${id}`, stream, wantsUsage, label });
      const text = await response.text();
      expectWhole(caller, stream, text.replaceAll('\r\n', '\n'));
      expect(stack.callsOf(label)).toHaveLength(1);
    }
    // The client of Messages cannot do without usage; other protocols' missing usage is filled in for it.
    if (fault === 'no-usage' && caller === 'anthropic-messages' && target === caller) return;
    expect(await stack.readWithClient(lane, `plain-${id}`, `[[fault:${fault}]]`)).toBe(said);
  });
});

const chat = (route: string, label: string) =>
  stack.ask({ caller: 'openai-chat', route, stream: false, label });
const attemptsOf = (response: Response) => response.headers.get('x-signalbox-attempts');

describe('again, or elsewhere', () => {
  /** Retries are a fifth of the requests of the last minute: twenty more allow four more. */
  async function fundRetries(): Promise<void> {
    const responses = await Promise.all(Array.from({ length: 20 }, () => chat('auto', '[fund]')));
    expect(responses.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
  }

  test.each(['retry-after=1', 'retry-after-ms=150'])(
    '429 with %s: the same target once more',
    async (wait) => {
      await fundRetries();
      const label = `[again ${wait}]`;
      stack.simulator.setFault({ model: 'gpt-4o-mini', times: 1, fault: `status=429&${wait}` });
      const response = await chat('again', label);
      expect(response.status).toBe(200);
      expect(attemptsOf(response)).toBe('2');
      expect(stack.callsOf(label).map(({ model }) => model)).toEqual(['gpt-4o-mini', 'gpt-4o-mini']);
    },
  );

  test('429 with a longer wait: the next target at once', async () => {
    await fundRetries();
    const label = '[again later]';
    stack.simulator.setFault({ model: 'gpt-4o-mini', times: 1, fault: 'status=429&retry-after=3' });
    expect((await chat('again', label)).status).toBe(200);
    expect(stack.callsOf(label).map(({ model }) => model)).toEqual(['gpt-4o-mini', 'gpt-4o']);
  });

  test('quota used up: the next target, and from then on the next target first', async () => {
    expect(attemptsOf(await chat('quota', '[quota 1]'))).toBe('2');
    expect(attemptsOf(await chat('quota', '[quota 2]'))).toBe('1');
    expect(stack.callsOf('[quota 2]').map(({ fault }) => fault)).toEqual([{}]);
  });

  test('a full context window: the next larger one, if there is one', async () => {
    const response = await chat('wider', '[wider]');
    expect(response.status).toBe(200);
    expect(stack.callsOf('[wider]')).toHaveLength(2);
    const dead = await chat('no-wider', '[no wider]');
    expect(dead.status).toBe(400);
    expect(((await dead.json()) as ErrorBody).error.code).toBe('context_length_exceeded');
    expect(stack.callsOf('[no wider]')).toHaveLength(1);
  });
});

describe('circuit breaker', () => {
  test('after five faults in a row the target is passed over', async () => {
    for (let at = 1; at <= 5; at++) expect(attemptsOf(await chat('circuit', `[circuit ${at}]`))).toBe('2');
    const response = await chat('circuit', '[circuit 6]');
    expect(response.status).toBe(200);
    expect(attemptsOf(response)).toBe('1');
    expect(stack.callsOf('[circuit 6]').map(({ fault }) => fault)).toEqual([{}]);
  });

  test('the last target is asked whatever it did', async () => {
    for (let at = 1; at <= 8; at++) {
      const label = `[last ${at}]`;
      expect((await chat('last', label)).status).toBe(429);
      expect(stack.callsOf(label)).toHaveLength(1);
    }
  });

  test('with every circuit open the plan is as if none were', async () => {
    for (let at = 1; at <= 8; at++) {
      const label = `[all open ${at}]`;
      expect((await chat('all-open', label)).status).toBe(429);
      expect(stack.callsOf(label)).toHaveLength(2);
    }
  });
});
