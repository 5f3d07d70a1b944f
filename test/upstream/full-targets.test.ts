/** Targets that say they get too much: they get less, others take the rest, and nobody is left without a target. */
import { describe, expect, test } from 'vitest';
import type { Run } from '../../src/core/run.ts';
import { runPlan } from '../../src/upstream/run-plan.ts';
import { makeConfig } from '../support/world/models.ts';
import { planOf } from '../support/world/plan.ts';
import { type Answer, answerWell, byModel, json } from '../support/world/provider.ts';
import { ask } from '../support/world/requests.ts';
import { makeWorld, type World } from '../support/world/world.ts';

function fail(status: number, word: string, headers: HeadersInit = {}): Answer {
  return () => json({ error: { message: 'no', type: word, code: word } }, status, headers);
}

async function run({ deps }: World): Promise<Run> {
  const asked = ask('openai-chat');
  const plan = planOf(deps, asked.request, 'openai-chat');
  const ended = await runPlan(plan, asked, deps, new AbortController().signal);
  if (ended.kind === 'answered') ended.stop.release();
  return ended;
}

const tried = ({ records }: Run) =>
  records.map(({ target, role }) => `${target.model.id} ${role}`).join(', ');

/** Answers wait until they are let go. */
function gate(answer: Answer = answerWell) {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const held: Answer = async (call) => {
    await opened;
    return answer(call);
  };
  return { held, open };
}

/** Runs so many requests at once against `answer`; whom they called. */
async function together(world: World, answer: Answer, requests: number): Promise<string[]> {
  const { held, open } = gate(answer);
  world.provider.answer = held;
  const before = world.provider.calls.length;
  const running = Array.from({ length: requests }, () => run(world));
  open();
  await Promise.all(running);
  return world.provider.models.slice(before);
}

const count = (models: readonly string[], model: string) => models.filter((one) => one === model).length;

describe('after a complaint', () => {
  test.each([
    [429, 'rate_limit_exceeded'],
    [429, 'slow_down'],
    [529, 'overloaded_error'],
    [503, 'server_is_overloaded'],
  ])('%i %s: half as many wait for the target at once, the others go to the next', async (status, word) => {
    const world = makeWorld();
    // Four, so that the circuit stays closed.
    await together(world, byModel({ alpha: [fail(status, word)] }), 4);
    const models = await together(world, answerWell, 10);
    expect(count(models, 'alpha')).toBe(2);
    expect(count(models, 'beta')).toBe(8);
  });

  test.each([
    [429, 'insufficient_quota'],
    [500, 'server_error'],
    [400, 'invalid_value'],
  ])('%i %s is no complaint', async (status, word) => {
    const world = makeWorld();
    await together(world, byModel({ alpha: [fail(status, word)] }), 4);
    expect(world.deps.health.isFull('alpha@low', world.deps.now())).toBe(false);
  });

  test('what goes well makes room again', async () => {
    const world = makeWorld();
    await together(world, byModel({ alpha: [fail(529, 'overloaded_error')] }), 4);
    for (const expected of [2, 2, 3]) {
      expect(count(await together(world, answerWell, 10), 'alpha')).toBe(expected);
    }
  });

  test('a call that a bug of ours ended waits no more', async () => {
    const world = makeWorld(byModel({ alpha: [fail(529, 'overloaded_error')] }));
    const { deps } = world;
    const asked = ask('openai-chat');
    const plan = planOf(deps, asked.request, 'openai-chat');
    const broken = {
      ...asked,
      get raw(): never {
        throw new Error('a bug');
      },
    };
    for (let at = 0; at < 4; at++)
      await expect(runPlan(plan, broken, deps, new AbortController().signal)).rejects.toThrow('a bug');
    await run(world);
    expect(deps.health.isFull('alpha@low', deps.now())).toBe(false);
  });
});

describe('nobody is left without a target', () => {
  test('the last healthy one is asked however full it is', async () => {
    const world = makeWorld();
    const { health, now } = world.deps;
    await together(world, byModel({ alpha: [fail(529, 'overloaded_error')] }), 2);
    for (const name of ['beta@high', 'gamma']) health.report(name, { kind: 'trip', forMs: 1e6 }, now());
    expect(await together(world, answerWell, 10)).toEqual(Array.from({ length: 10 }, () => 'alpha'));
  });

  test('a single target is retried as it asks, full or not', async () => {
    const limited = fail(429, 'rate_limit_exceeded', { 'retry-after': '1' });
    const world = makeWorld(undefined, {
      config: makeConfig({ routes: [{ name: 'auto', use: ['alpha'] }] }),
    });
    world.provider.answer = byModel({ alpha: [limited, answerWell] });
    const calls = Array.from({ length: 4 }, () => world.deps.health.begin('alpha', world.deps.now()));
    expect(calls).toEqual([1, 2, 3, 4]);
    expect(tried(await run(world))).toBe('alpha first, alpha retry');
  });
});

test('a retry is given up where others have found the target to be down meanwhile', async () => {
  const world = makeWorld(byModel({ alpha: [fail(500, 'server_error')] }), {
    sleep: async () => {
      world.deps.health.report('alpha@low', { kind: 'trip', forMs: 1e6 }, world.deps.now());
    },
  });
  expect(tried(await run(world))).toBe('alpha first, beta fallback');
});

test('fallbacks earn no retries: the budget is of requests', async () => {
  const world = makeWorld(byModel({ alpha: [fail(529, 'overloaded_error')] }));
  for (let at = 0; at < 20; at++) await run(world);
  const { retryBudget, now } = world.deps;
  const taken = Array.from({ length: 10 }, () => retryBudget.take(now())).filter(Boolean);
  expect(taken).toHaveLength(4);
});
