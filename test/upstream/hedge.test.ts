/** A second attempt beside a silent first one: when it is begun, who wins, what becomes of the other, and what it costs. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ConfigInput } from '../../src/config/define-config.ts';
import type { JsonObject } from '../../src/core/json.ts';
import type { RoutePlan } from '../../src/core/plan.ts';
import type { Run } from '../../src/core/run.ts';
import { runPlan } from '../../src/upstream/run-plan.ts';
import { streams } from '../support/world/answers.ts';
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
} from '../support/world/provider.ts';
import { ask } from '../support/world/requests.ts';
import { late, timed } from '../support/world/timed.ts';
import { makeWorld, type World } from '../support/world/world.ts';

const afterMs = 3000;
type RouteChange = Partial<ConfigInput['routes'][number]>;

function configOf(change: RouteChange = {}) {
  return makeConfig({
    routes: [{ name: 'auto', use: ['alpha', 'beta', 'gamma'], hedge: { afterMs }, ...change }],
  });
}

function worldOf(script: Parameters<typeof byModel>[0], change: RouteChange = {}): World {
  return timed(makeWorld(byModel(script), { config: configOf(change) }));
}

type Asking = {
  body?: JsonObject;
  signal?: AbortSignal;
  plan?: (plan: RoutePlan) => RoutePlan;
  forMs?: number;
};

async function run({ deps }: World, { body, signal, plan, forMs = 20_000 }: Asking = {}): Promise<Run> {
  const asked = ask('openai-chat', { stream: true, ...body });
  const planned = planOf(deps, asked.request, 'openai-chat');
  const running = runPlan(plan?.(planned) ?? planned, asked, deps, signal ?? new AbortController().signal);
  await vi.advanceTimersByTimeAsync(forMs);
  const ended = await running;
  if (ended.kind === 'answered') ended.stop.release();
  return ended;
}

const inShort = ({ records }: Run) =>
  records.map(({ target, role, outcome, abortedBy }) =>
    [target.model.id, role, outcome, ...(abortedBy === null ? [] : [`by ${abortedBy}`])].join(' '),
  );
const fail =
  (status: number, code: string): Answer =>
  () =>
    json({ error: { message: 'no', type: code, code } }, status);
const stopped = ({ provider }: World) => provider.calls.map(({ signal }) => signal.aborted);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe('when it is begun', () => {
  test('not beside a first attempt that answers in time', async () => {
    const world = worldOf({ alpha: [late(afterMs - 1, answerWell)] });
    expect(inShort(await run(world))).toEqual(['alpha first committed']);
    expect(world.provider.models).toEqual(['alpha']);
  });

  test('beside one that has headers and start events but no output', async () => {
    const { events, outputAt } = streams['openai-chat'];
    const started: Answer = ({ signal }) => eventStream(bodyOf(events.slice(0, outputAt), 'hang', signal));
    const world = worldOf({ alpha: [started] });
    expect(inShort(await run(world))).toEqual(['alpha first aborted by hedge', 'beta hedge committed']);
    expect(stopped(world)).toEqual([true, false]);
  });

  test('not without the route’s word', async () => {
    const world = timed(makeWorld(byModel({ alpha: [late(afterMs + 1, answerWell)] })));
    expect(inShort(await run(world))).toEqual(['alpha first committed']);
  });

  test('not for an answer that comes whole', async () => {
    const world = worldOf({ alpha: [late(afterMs + 1, answerWell)] });
    expect(inShort(await run(world, { body: { stream: false } }))).toEqual(['alpha first committed']);
  });

  test('once a request, and never beside a retry or a fallback', async () => {
    const world = worldOf({ alpha: [fail(529, 'overloaded_error')], beta: [late(9000, answerWell)] });
    expect(inShort(await run(world))).toEqual(['alpha first failed', 'beta fallback committed']);
  });

  test('not where only one attempt is left', async () => {
    const slow = { alpha: [late(5000, answerWell)] };
    const world = worldOf(slow);
    const once = (plan: RoutePlan): RoutePlan => ({ ...plan, maxAttempts: 1 });
    expect(inShort(await run(world, { plan: once }))).toEqual(['alpha first committed']);
    const alone = worldOf(slow, { use: ['alpha'] });
    expect(inShort(await run(alone))).toEqual(['alpha first committed']);
  });

  test('with the next target that is well and has room', async () => {
    const world = worldOf({ alpha: [hang] });
    const { health, now } = world.deps;
    health.report('beta', { kind: 'trip', forMs: 1e6 }, now());
    const ended = await run(world, { plan: (plan) => plan });
    expect(inShort(ended)).toEqual(['alpha first aborted by hedge', 'gamma hedge committed']);
  });

  test('never with one whose circuit is open, even if no other is left', async () => {
    const world = worldOf({ alpha: [late(5000, answerWell)] }, { use: ['alpha', 'beta'] });
    const asked = (plan: RoutePlan) => {
      world.deps.health.report('beta', { kind: 'trip', forMs: 1e6 }, world.deps.now());
      return plan;
    };
    expect(inShort(await run(world, { plan: asked }))).toEqual(['alpha first committed']);
  });

  test('only within the retry budget: a slow provider is not answered with twice the calls', async () => {
    const world = worldOf({ alpha: [late(5000, answerWell)] });
    while (world.deps.retryBudget.take(world.deps.now()));
    expect(inShort(await run(world))).toEqual(['alpha first committed']);
  });
});

describe('the cost limit', () => {
  const slow = { alpha: [late(5000, answerWell)] };
  const priced =
    (costLimitNanoUsd: number, ...highs: readonly (number | null)[]) =>
    (plan: RoutePlan): RoutePlan => ({
      ...plan,
      costLimitNanoUsd,
      attempts: plan.attempts.map((one, at) => {
        const high = highs[at] ?? null;
        const cost = high === null ? null : { expectedNanoUsd: 1, highNanoUsd: high };
        const tokens = { input: 1, cachedInput: 0, output: { expected: 1, high: 1 } };
        const latency = { firstEventMs: null, totalMs: null };
        return { ...one, prediction: { quality: null, tokens, cost, latency } };
      }),
    });

  test.each<[string, (plan: RoutePlan) => RoutePlan, string[]]>([
    ['both fit', priced(100, 60, 40, 1), ['alpha first aborted by hedge', 'beta hedge committed']],
    [
      'the next does not fit, one behind it does',
      priced(100, 60, 41, 40),
      ['alpha first aborted by hedge', 'gamma hedge committed'],
    ],
    ['none fits', priced(100, 60, 41, 41), ['alpha first committed']],
    ['a cost is unknown', priced(100, null, 1, 1), ['alpha first committed']],
  ])('%s', async (_, plan, expected) => {
    expect(inShort(await run(worldOf(slow), { plan }))).toEqual(expected);
  });
});

describe('who wins', () => {
  test('the first, if it is first after all', async () => {
    const world = worldOf({ alpha: [late(3500, answerWell)], beta: [late(2000, answerWell)] });
    const ended = await run(world);
    expect(inShort(ended)).toEqual(['alpha first committed', 'beta hedge aborted by hedge']);
    expect(stopped(world)).toEqual([false, true]);
    expect(ended).toMatchObject({ kind: 'answered', planned: { target: { name: 'alpha' } } });
  });

  test('the one that does not fail, and the failure is on record', async () => {
    const hedgeFails = worldOf({ alpha: [late(6000, answerWell)], beta: [fail(500, 'server_error')] });
    expect(inShort(await run(hedgeFails))).toEqual(['alpha first committed', 'beta hedge failed']);
    const firstFails = worldOf({
      alpha: [late(3500, fail(500, 'server_error'))],
      beta: [late(2000, answerWell)],
    });
    expect(inShort(await run(firstFails))).toEqual(['alpha first failed', 'beta hedge committed']);
  });

  test('both fail: the third target, and no retry of the two', async () => {
    const world = worldOf({
      alpha: [late(3500, fail(500, 'server_error'))],
      beta: [late(2000, fail(500, 'server_error'))],
    });
    expect(inShort(await run(world))).toEqual([
      'alpha first failed',
      'beta hedge failed',
      'gamma fallback committed',
    ]);
  });

  test('a mistake of the caller’s stays one, whoever was asked last', async () => {
    const world = worldOf({
      alpha: [late(5000, fail(500, 'server_error'))],
      beta: [fail(400, 'invalid_value')],
    });
    const ended = await run(world);
    expect(inShort(ended)).toEqual(['alpha first failed', 'beta hedge failed']);
    expect(ended).toMatchObject({ kind: 'failed', error: { code: 'upstream_rejected' } });
  });

  test.each(['alpha', 'beta'])('a refusal by the safeguards of %s ends the request', async (refusing) => {
    const answers = { alpha: [late(3500, answerWell)], beta: [late(2000, answerWell)] };
    const world = worldOf({
      ...answers,
      [refusing]: [late(refusing === 'alpha' ? 3500 : 100, fail(403, 'cyber_policy'))],
    });
    const ended = await run(world);
    expect(['rejected', 'failed']).toContain(ended.kind);
    expect(inShort(ended).toSorted()).toEqual(
      refusing === 'alpha'
        ? ['alpha first failed', 'beta hedge aborted by hedge']
        : ['alpha first aborted by hedge', 'beta hedge failed'],
    );
  });

  test('who lost has done nothing wrong', async () => {
    const world = worldOf({ alpha: [hang] });
    const { health, now } = world.deps;
    for (let at = 0; at < 4; at++) health.report('alpha', { kind: 'fault' }, now());
    await run(world);
    expect(health.isOpen('alpha', now())).toBe(false);
    health.report('alpha', { kind: 'fault' }, now());
    expect(health.isOpen('alpha', now())).toBe(true);
  });

  test('a probe that lost is no probe any more: the next call is one', async () => {
    const world = worldOf({ alpha: [hang] });
    const { health, now } = world.deps;
    health.report('alpha', { kind: 'trip', forMs: 1000 }, now());
    await vi.advanceTimersByTimeAsync(1000);
    expect(inShort(await run(world))).toEqual(['alpha first aborted by hedge', 'beta hedge committed']);
    expect(health.isOpen('alpha', now())).toBe(false);
  });
});

describe('the client leaves', () => {
  test('both are stopped, and both are on record', async () => {
    const client = new AbortController();
    const world = worldOf({ alpha: [hang], beta: [hang] });
    setTimeout(() => client.abort(), 4000);
    const ended = await run(world, { signal: client.signal });
    expect(ended.kind).toBe('aborted');
    expect(inShort(ended)).toEqual(['alpha first aborted by client', 'beta hedge aborted by client']);
    expect(stopped(world)).toEqual([true, true]);
  });

  test.each(['cancel', 'drain'] as const)(
    'before it was begun, policy %s: it never is',
    async (onClientAbort) => {
      const client = new AbortController();
      const world = worldOf({ alpha: [late(5000, answerWell)] }, { onClientAbort });
      setTimeout(() => client.abort(), 1000);
      const ended = await run(world, { signal: client.signal });
      expect(inShort(ended)).toEqual([
        onClientAbort === 'drain' ? 'alpha first committed' : 'alpha first aborted by client',
      ]);
    },
  );
});

test('a bug of ours leaves nothing running', async () => {
  const world = worldOf({ alpha: [hang], beta: [hang] });
  const asked = ask('openai-chat', { stream: true });
  const plan = planOf(world.deps, asked.request, 'openai-chat');
  let reads = 0;
  const broken = {
    ...asked,
    get text(): string {
      reads++;
      if (reads > 1) throw new Error('a bug');
      return asked.text;
    },
  };
  const both = { ...plan, attempts: plan.attempts.map((one) => ({ ...one, lane: 'passthrough' as const })) };
  const running = runPlan(both, broken, world.deps, new AbortController().signal);
  const seen = expect(running).rejects.toThrow('a bug');
  await vi.advanceTimersByTimeAsync(afterMs);
  await seen;
  expect(stopped(world)).toEqual([true]);
});
