/** The fault table at work: what a fault before the commit point leads to, attempt by attempt, and what the client is told. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ErrorCode } from '../../src/core/errors.ts';
import type { JsonObject } from '../../src/core/json.ts';
import type { AttemptRecord } from '../../src/core/plan.ts';
import type { Run } from '../../src/core/run.ts';
import type { ProtocolId } from '../../src/core/target.ts';
import { breakerLimits } from '../../src/upstream/circuit-breaker.ts';
import { runPlan } from '../../src/upstream/run-plan.ts';
import { secret, streams } from '../support/world/answers.ts';
import { makeConfig } from '../support/world/models.ts';
import { planOf } from '../support/world/plan.ts';
import {
  type Answer,
  answerWell,
  bodyOf,
  byModel,
  eventStream,
  hang,
  json,
  unreachable,
} from '../support/world/provider.ts';
import { ask } from '../support/world/requests.ts';
import { late, timed } from '../support/world/timed.ts';
import { makeWorld, type World } from '../support/world/world.ts';

type Asking = { caller?: ProtocolId; body?: JsonObject; signal?: AbortSignal };

function run(world: World, { caller = 'openai-chat', body = {}, signal }: Asking = {}): Promise<Run> {
  const { deps } = world;
  const asked = ask(caller, body);
  const plan = planOf(deps, asked.request, caller);
  return runPlan(plan, asked, deps, signal ?? new AbortController().signal);
}

const inShort = ({ target, role, outcome }: AttemptRecord) => `${target.name} ${role} ${outcome}`;

/** Every model of the plan answers so. */
const all = (answer: Answer) => byModel({ alpha: [answer], beta: [answer], 'vendor/gamma': [answer] });

function failWith(status: number, code: string, headers: HeadersInit = {}): Answer {
  const error = { message: secret, type: code, code };
  return () => json({ type: 'error', error }, status, headers);
}

const html: Answer = () => new Response('<h1>Bad gateway</h1>', { headers: { 'content-type': 'text/html' } });
const text =
  (body: string): Answer =>
  () =>
    new Response(body, { headers: { 'content-type': 'application/json' } });

/** How one target is left: tried again, given up for the next, or the end of the request. */
type Leaving = 'retry, then next' | 'next' | 'end';

type Row = readonly [
  fault: string,
  answer: Answer,
  leaving: Leaving,
  told: { code: ErrorCode; status: number; retryable: boolean },
];

/** Rows of the fault table for unary answers; the client is told as here where every target fails alike. */
const rows: readonly Row[] = [
  [
    'no connection',
    unreachable,
    'retry, then next',
    { code: 'upstream_unreachable', status: 502, retryable: true },
  ],
  [
    '401 of our key',
    failWith(401, 'invalid_api_key'),
    'next',
    { code: 'upstream_auth_failed', status: 502, retryable: false },
  ],
  [
    '403 of our key',
    failWith(403, 'permission_error'),
    'next',
    { code: 'upstream_auth_failed', status: 502, retryable: false },
  ],
  [
    '404 of the model',
    failWith(404, 'model_not_found'),
    'next',
    { code: 'upstream_model_missing', status: 502, retryable: false },
  ],
  [
    '408',
    failWith(408, 'timeout'),
    'retry, then next',
    { code: 'upstream_error', status: 502, retryable: true },
  ],
  [
    '409',
    failWith(409, 'conflict'),
    'retry, then next',
    { code: 'upstream_error', status: 502, retryable: true },
  ],
  [
    '429 that asks for a moment',
    failWith(429, 'rate_limit_exceeded', { 'retry-after': '1' }),
    'retry, then next',
    { code: 'rate_limited', status: 429, retryable: true },
  ],
  [
    '429 that asks for longer',
    failWith(429, 'rate_limit_exceeded', { 'retry-after': '5' }),
    'next',
    { code: 'rate_limited', status: 429, retryable: true },
  ],
  [
    '429 that asks for an hour',
    failWith(429, 'rate_limit_exceeded', { 'retry-after': '3600' }),
    'next',
    { code: 'rate_limited', status: 429, retryable: false },
  ],
  [
    '429 that asks for nothing',
    failWith(429, 'rate_limit_exceeded'),
    'next',
    { code: 'rate_limited', status: 429, retryable: true },
  ],
  [
    '429 slow down',
    failWith(429, 'slow_down'),
    'next',
    { code: 'rate_limited', status: 429, retryable: true },
  ],
  [
    '429 quota used up',
    failWith(429, 'insufficient_quota'),
    'next',
    { code: 'upstream_quota_exhausted', status: 503, retryable: false },
  ],
  [
    '500',
    failWith(500, 'server_error'),
    'retry, then next',
    { code: 'upstream_error', status: 502, retryable: true },
  ],
  [
    '502',
    failWith(502, 'bad_gateway'),
    'retry, then next',
    { code: 'upstream_error', status: 502, retryable: true },
  ],
  [
    '504',
    failWith(504, 'gateway_timeout'),
    'retry, then next',
    { code: 'upstream_error', status: 502, retryable: true },
  ],
  [
    '503',
    failWith(503, 'unavailable'),
    'next',
    { code: 'upstream_overloaded', status: 503, retryable: true },
  ],
  [
    '529',
    failWith(529, 'overloaded_error'),
    'next',
    { code: 'upstream_overloaded', status: 503, retryable: true },
  ],
  [
    '500 with a page',
    () => new Response('<h1>oops</h1>', { status: 500 }),
    'retry, then next',
    { code: 'upstream_error', status: 502, retryable: true },
  ],
  [
    'a redirect',
    () => new Response(null, { status: 302, headers: { location: 'https://evil.example' } }),
    'next',
    { code: 'upstream_invalid_response', status: 502, retryable: true },
  ],
  ['200 with a page', html, 'next', { code: 'upstream_invalid_response', status: 502, retryable: true }],
  ['200 with nothing', text(''), 'next', { code: 'upstream_invalid_response', status: 502, retryable: true }],
  [
    '200 with half a JSON',
    text('{"id":"x","choi'),
    'next',
    { code: 'upstream_invalid_response', status: 502, retryable: true },
  ],
  [
    '200 with a list',
    text('[1]'),
    'next',
    { code: 'upstream_invalid_response', status: 502, retryable: true },
  ],
  [
    'a body that breaks off',
    () => new Response(bodyOf(['{"id"'], 'cut')),
    'retry, then next',
    { code: 'upstream_truncated', status: 502, retryable: true },
  ],
  [
    '200 with an answer too large',
    text(`{"a":"${'x'.repeat(5000)}"}`),
    'end',
    { code: 'upstream_response_too_large', status: 502, retryable: false },
  ],
];

const attemptsOf: Readonly<Record<Leaving, readonly string[]>> = {
  'retry, then next': ['alpha@low first failed', 'alpha@low retry failed', 'beta@high fallback committed'],
  next: ['alpha@low first failed', 'beta@high fallback committed'],
  end: ['alpha@low first failed'],
};

const config = makeConfig({ limits: { responseBytes: 4000 } });

describe('before the commit point', () => {
  test.each(rows)('%s', async (_, answer, leaving, told) => {
    const world = makeWorld(byModel({ alpha: [answer] }), { config });
    const ended = await run(world);
    expect(ended.records.map(inShort)).toEqual(attemptsOf[leaving]);
    if (ended.kind === 'answered') ended.stop.release();
    if (leaving === 'end') expect(ended).toMatchObject({ kind: 'failed', error: told });
    else expect(ended.kind).toBe('answered');
  });

  test.each(rows)('everywhere: %s', async (_, answer, __, told) => {
    const world = makeWorld(all(answer), { config });
    const ended = await run(world);
    if (ended.kind !== 'failed') throw new Error(`it is ${ended.kind}`);
    expect(ended.error).toMatchObject(told);
    expect(ended.error.attempts).toHaveLength(ended.records.length);
    expect(ended.records.length).toBeLessThanOrEqual(3);
    expect(ended.error.message).not.toContain(secret);
    expect(JSON.stringify(ended.error.attempts)).not.toContain(secret);
  });
});

describe('what is the caller’s business', () => {
  test.each<[string, Answer, number]>([
    ['400', failWith(400, 'invalid_value'), 400],
    ['422', failWith(422, 'invalid_value'), 422],
    ['413', failWith(413, 'request_too_large'), 413],
    ['a refusal by policy', failWith(403, 'cyber_policy'), 403],
    ['a refusal by policy under 400', failWith(400, 'content_policy_violation'), 400],
  ])('%s goes nowhere else, and on the passthrough lane comes as it was said', async (_, answer, status) => {
    const world = makeWorld(byModel({ alpha: [answer] }));
    const ended = await run(world);
    expect(ended.records.map(inShort)).toEqual(['alpha@low first failed']);
    if (ended.kind !== 'rejected') throw new Error(`it is ${ended.kind}`);
    expect(ended.rejected).toMatchObject({ status });
    expect(ended.rejected.text).toContain(secret);
    expect(world.deps.health.isOpen('alpha@low', world.deps.now())).toBe(false);
  });

  test.each<[string, Answer, ErrorCode, number, boolean]>([
    ['400', failWith(400, 'invalid_value'), 'upstream_rejected', 400, true],
    ['422', failWith(422, 'invalid_value'), 'upstream_rejected', 422, true],
    ['413', failWith(413, 'request_too_large'), 'request_too_large', 413, true],
    ['a refusal by policy', failWith(403, 'cyber_policy'), 'policy_refused', 403, false],
  ])(
    '%s, translated, is told to its caller: in our words, or quoted',
    async (_, answer, code, status, isQuoted) => {
      const world = makeWorld(byModel({ alpha: [answer] }));
      const ended = await run(world, { caller: 'anthropic-messages' });
      expect(ended.records.map(inShort)).toEqual(['alpha@low first failed']);
      if (ended.kind !== 'failed') throw new Error(`it is ${ended.kind}`);
      expect(ended.error).toMatchObject({ code, status, retryable: false });
      expect(ended.error.message.includes(secret)).toBe(isQuoted);
      expect(ended.error.detail).not.toContain(secret);
    },
  );

  test('who names a model hears it of the provider that it does not know it', async () => {
    const world = makeWorld(failWith(404, 'model_not_found'));
    expect(await run(world, { body: { model: 'alpha' } })).toMatchObject({
      kind: 'rejected',
      rejected: { status: 404 },
    });
    expect(await run(world, { body: { model: 'auto' } })).toMatchObject({ kind: 'failed' });
  });

  test('a body that is no JSON is never passed on', async () => {
    const world = makeWorld(all(() => new Response(`<h1>${secret}</h1>`, { status: 400 })));
    const ended = await run(world);
    expect(ended).toMatchObject({ kind: 'failed', error: { code: 'upstream_rejected', status: 400 } });
  });

  test('a full context window goes on to a larger one only', async () => {
    const full = failWith(400, 'context_length_exceeded');
    const world = makeWorld(byModel({ alpha: [full], beta: [failWith(529, 'overloaded_error')] }));
    const ended = await run(world);
    expect(ended.records.map(inShort)).toEqual([
      'alpha@low first failed',
      'beta@high fallback failed',
      'gamma fallback committed',
    ]);
    const smaller = makeWorld(byModel({ beta: [full] }), {
      config: makeConfig({ routes: [{ name: 'auto', use: ['beta', 'gamma', 'alpha', 'delta'] }] }),
    });
    const after = await run(smaller);
    expect(after.records.map(inShort)).toEqual(['beta first failed', 'delta fallback committed']);
    for (const each of [ended, after]) if (each.kind === 'answered') each.stop.release();
  });
});

describe('waiting', () => {
  test('exactly as long as a short retry-after asks', async () => {
    const limited = failWith(429, 'rate_limit_exceeded', { 'retry-after': '1' });
    const world = makeWorld(byModel({ alpha: [limited, answerWell] }));
    const ended = await run(world);
    expect(ended.records.map(inShort)).toEqual(['alpha@low first failed', 'alpha@low retry committed']);
    expect(world.slept).toEqual([1000]);
  });

  test('else for a random moment of at most a quarter of a second', async () => {
    for (const [chance, ms] of [
      [0, 0],
      [0.5, 125],
      [0.999, 250],
    ] as const) {
      const world = makeWorld(byModel({ alpha: [failWith(500, 'server_error'), answerWell] }), {
        random: () => chance,
      });
      await run(world);
      expect(world.slept).toEqual([ms]);
    }
  });

  test('never past the deadline: the next target is asked at once', async () => {
    const limited = failWith(429, 'rate_limit_exceeded', { 'retry-after': '2' });
    const world = makeWorld(byModel({ alpha: [limited] }), {
      config: makeConfig({
        routes: [
          {
            name: 'auto',
            use: ['alpha', 'beta'],
            deadlines: { firstEventMs: 500, idleMs: 500, totalMs: 1500 },
          },
        ],
      }),
    });
    expect((await run(world)).records.map(inShort)).toEqual([
      'alpha first failed',
      'beta fallback committed',
    ]);
    expect(world.slept).toEqual([]);
  });

  test('an outage is not amplified: without budget there is no retry', async () => {
    const world = makeWorld(byModel({ alpha: [failWith(500, 'server_error')] }));
    while (world.deps.retryBudget.take(world.deps.now()));
    expect((await run(world)).records.map(inShort)).toEqual([
      'alpha@low first failed',
      'beta@high fallback committed',
    ]);
  });
});

describe('bounds', () => {
  test.each([1, 2, 4])('never more than %i attempts', async (maxAttempts) => {
    const world = makeWorld(unreachable, {
      config: makeConfig({ routes: [{ name: 'auto', use: ['alpha', 'beta', 'gamma'], maxAttempts }] }),
    });
    expect((await run(world)).records).toHaveLength(maxAttempts);
  });

  test('once the deadline has passed nothing more is begun', async () => {
    const world = makeWorld(undefined);
    world.provider.answer = (call) => {
      world.clock.ms += 24 * 3_600_000;
      return failWith(500, 'server_error')(call);
    };
    expect((await run(world)).records).toHaveLength(1);
  });
});

describe('circuits', () => {
  test('a target is left alone after five faults, and asked again after its time', async () => {
    const world = makeWorld(byModel({ alpha: [failWith(529, 'overloaded_error')] }));
    for (let at = 0; at < breakerLimits.inARow + 2; at++) await run(world);
    expect(world.provider.models.filter((model) => model === 'alpha')).toHaveLength(breakerLimits.inARow);
    world.clock.ms += breakerLimits.openMs;
    world.provider.answer = answerWell;
    expect((await run(world)).records.map(inShort)).toEqual(['alpha@low first committed']);
    expect((await run(world)).records.map(inShort)).toEqual(['alpha@low first committed']);
  });

  test.each<[string, Answer, number]>([
    ['our key', failWith(401, 'invalid_api_key'), 5 * 60_000],
    ['a missing model', failWith(404, 'model_not_found'), 10 * 60_000],
    ['a used-up quota', failWith(429, 'insufficient_quota'), 15 * 60_000],
  ])('%s closes a target at once', async (_, answer, ms) => {
    const world = makeWorld(byModel({ alpha: [answer] }));
    await run(world);
    const { health, now } = world.deps;
    expect(health.isOpen('alpha@low', now())).toBe(true);
    expect(health.isOpen('alpha@low', now() + ms - 1)).toBe(true);
    expect(health.isOpen('alpha@low', now() + ms)).toBe(false);
  });

  test('half-open, only one of many requests is the probe; the others go to the next target', async () => {
    const world = makeWorld(byModel({ alpha: [failWith(529, 'overloaded_error')] }));
    for (let at = 0; at < breakerLimits.inARow; at++) await run(world);
    world.clock.ms += breakerLimits.openMs;
    const before = world.provider.calls.length;
    let release = () => {};
    const probing = new Promise<void>((resolve) => {
      release = resolve;
    });
    world.provider.answer = async (call) => {
      await probing;
      return answerWell(call);
    };
    const many = Array.from({ length: 20 }, () => run(world));
    release();
    await Promise.all(many);
    const asked = world.provider.models.slice(before);
    expect(asked.filter((model) => model === 'alpha')).toHaveLength(1);
    expect(asked.filter((model) => model === 'beta')).toHaveLength(19);
  });

  test('a target whose circuit has opened since the plan was made is passed over while another is left', async () => {
    const overloaded = failWith(529, 'overloaded_error');
    const world = makeWorld();
    const { health, now } = world.deps;
    world.provider.answer = (call) => {
      health.report('beta@high', { kind: 'trip', forMs: 1e6 }, now());
      return call.model === 'alpha' ? overloaded(call) : answerWell(call);
    };
    expect((await run(world)).records.map(inShort)).toEqual([
      'alpha@low first failed',
      'gamma fallback committed',
    ]);
  });

  test('no retry where this fault has opened the circuit', async () => {
    const world = makeWorld(byModel({ alpha: [failWith(500, 'server_error')] }));
    const { health, now } = world.deps;
    for (let at = 0; at < breakerLimits.inARow - 1; at++)
      health.report('alpha@low', { kind: 'fault' }, now());
    expect((await run(world)).records.map(inShort)).toEqual([
      'alpha@low first failed',
      'beta@high fallback committed',
    ]);
  });

  test('with every circuit open the targets are asked all the same', async () => {
    const world = makeWorld(byModel({ alpha: [failWith(529, 'overloaded_error')] }));
    const { health, now } = world.deps;
    for (const name of ['alpha@low', 'beta@high', 'gamma'])
      health.report(name, { kind: 'trip', forMs: 1e6 }, now());
    expect((await run(world)).records.map(inShort)).toEqual([
      'alpha@low first failed',
      'beta@high fallback committed',
    ]);
  });
});

describe('a bug of ours', () => {
  test('is not a fault of a provider', async () => {
    const world = makeWorld();
    const asked = ask('openai-chat');
    const plan = planOf(world.deps, asked.request, 'openai-chat');
    const broken = {
      ...asked,
      get raw(): never {
        throw new Error('a bug');
      },
    };
    await expect(runPlan(plan, broken, world.deps, new AbortController().signal)).rejects.toThrow('a bug');
    expect(world.provider.calls).toEqual([]);
  });
});

describe('in time', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const silent =
    (events: readonly string[]): Answer =>
    ({ signal }) =>
      eventStream(bodyOf(events, 'hang', signal));
  const { events, outputAt } = streams['openai-chat'];

  test.each<[string, Answer]>([
    ['no headers', hang],
    ['headers and silence', silent([])],
    ['start events and silence', silent(events.slice(0, outputAt))],
    ['pings only', silent([': ping\n\n', ': ping\n\n'])],
  ])('%s: the next target after the time for the first event, without a retry', async (_, answer) => {
    const world = makeWorld(byModel({ alpha: [answer] }));
    const running = run(world, { body: { stream: true } });
    await vi.advanceTimersByTimeAsync(60_000);
    const ended = await running;
    expect(ended.records.map(inShort)).toEqual(['alpha@low first failed', 'beta@high fallback committed']);
    expect(ended.records[0]?.fault?.kind).toBe('first-event-timeout');
    expect(world.provider.calls[0]?.signal.aborted).toBe(true);
    expect(world.provider.calls[1]?.signal.aborted).toBe(false);
    if (ended.kind === 'answered') ended.stop.release();
    expect(vi.getTimerCount()).toBe(0);
  });

  const unaryConfig = (use: readonly ('alpha' | 'beta')[], maxAttempts = 3) =>
    makeConfig({
      routes: [
        { name: 'auto', use, maxAttempts, deadlines: { firstEventMs: 5000, idleMs: 5000, totalMs: 60_000 } },
      ],
    });

  test('JSON that does not come: the next target, with half of the time left for it', async () => {
    const world = timed(makeWorld(byModel({ alpha: [hang] }), { config: unaryConfig(['alpha', 'beta']) }));
    const running = run(world);
    await vi.advanceTimersByTimeAsync(30_000);
    const ended = await running;
    expect(ended.records.map(inShort)).toEqual(['alpha first failed', 'beta fallback committed']);
    expect(ended.records[0]).toMatchObject({ fault: { kind: 'first-event-timeout' }, durationMs: 30_000 });
  });

  test.each([
    ['the only target', unaryConfig(['alpha'])],
    ['the only attempt', unaryConfig(['alpha', 'beta'], 1)],
  ])('JSON of %s is waited for to the end: nobody else could bring it', async (_, config) => {
    const world = timed(makeWorld(byModel({ alpha: [late(59_000, answerWell)] }), { config }));
    const running = run(world);
    await vi.advanceTimersByTimeAsync(60_000);
    expect((await running).records.map(inShort)).toEqual(['alpha first committed']);
  });

  test('silence of every target is a timeout', async () => {
    const running = run(makeWorld(hang), { body: { stream: true } });
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(await running).toMatchObject({
      kind: 'failed',
      error: { code: 'upstream_first_event_timeout', status: 504, retryable: true },
    });
  });

  test('the deadline of the whole ends the request, not only an attempt', async () => {
    const world = makeWorld(hang, {
      config: makeConfig({
        routes: [
          {
            name: 'auto',
            use: ['alpha', 'beta'],
            deadlines: { firstEventMs: 900, idleMs: 900, totalMs: 1000 },
          },
        ],
      }),
    });
    const started = Date.now();
    const clocked = { ...world, deps: { ...world.deps, now: () => world.clock.ms + Date.now() - started } };
    const running = run(clocked, { body: { stream: true } });
    await vi.advanceTimersByTimeAsync(1000);
    expect(await running).toMatchObject({
      kind: 'failed',
      error: { code: 'upstream_deadline', status: 504 },
    });
  });
});

describe('the client leaves', () => {
  function leaving(answer: Answer, body: JsonObject = {}) {
    const client = new AbortController();
    const world = makeWorld((call) => {
      client.abort();
      return answer(call);
    });
    return { world, client, running: run(world, { body, signal: client.signal }) };
  }

  test('before dispatch: nothing is asked', async () => {
    for (const model of ['auto', 'route/same']) {
      const world = makeWorld();
      expect(await run(world, { body: { model }, signal: AbortSignal.abort() })).toEqual({
        kind: 'aborted',
        records: [],
      });
      expect(world.provider.calls).toEqual([]);
    }
  });

  test('under way, policy cancel: the call is stopped and nothing else begun', async () => {
    const { world, running } = leaving(hang);
    const ended = await running;
    expect(ended.kind).toBe('aborted');
    expect(ended.records.map(inShort)).toEqual(['alpha@low first aborted']);
    expect(world.provider.calls[0]?.signal.aborted).toBe(true);
    expect(world.deps.health.isOpen('alpha@low', world.deps.now())).toBe(false);
  });

  test('between two attempts, policy cancel: the next is not begun', async () => {
    const { world, running } = leaving(failWith(529, 'overloaded_error'));
    expect((await running).kind).toBe('aborted');
    expect(world.provider.calls).toHaveLength(1);
  });

  test.each(['auto', 'route/same'])(
    'while an attempt of %s is put on record: it is on record, and goes nowhere',
    async (model) => {
      const client = new AbortController();
      const world = makeWorld(byModel({ alpha: [failWith(529, 'overloaded_error')] }));
      const { deps } = world;
      const onDispatch = async (_: unknown, attempt: number) => {
        if (attempt === 2) client.abort();
      };
      const asked = { ...ask('openai-chat', { model }), onDispatch };
      const plan = planOf(deps, asked.request, 'openai-chat');
      const ended = await runPlan(plan, asked, deps, client.signal);
      expect(ended.kind).toBe('aborted');
      expect(ended.records.map(({ role, abortedBy }) => [role, abortedBy])).toEqual([
        ['first', null],
        ['fallback', 'client'],
      ]);
      expect(world.provider.calls.slice(1).map(({ signal }) => signal.aborted)).toEqual([true]);
    },
  );

  test('under way, policy drain: the answer is waited for', async () => {
    const { world, running } = leaving(answerWell, { model: 'route/same' });
    const ended = await running;
    expect(ended.records.map(inShort)).toEqual(['alpha first committed']);
    expect(world.provider.calls[0]?.signal.aborted).toBe(false);
    if (ended.kind === 'answered') ended.stop.release();
  });
});
