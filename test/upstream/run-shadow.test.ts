/** A shadow's call: a copy, whole, once, in a time of its own, and nothing of it touches what is known of its target. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import type { ProtocolId } from '../../src/core/target.ts';
import { breakerLimits } from '../../src/upstream/circuit-breaker.ts';
import { runShadow } from '../../src/upstream/run-shadow.ts';
import { said, told, unary } from '../support/world/answers.ts';
import { makeConfig } from '../support/world/models.ts';
import { planOf } from '../support/world/plan.ts';
import { type Answer, hang, json } from '../support/world/provider.ts';
import { ask } from '../support/world/requests.ts';
import { timed } from '../support/world/timed.ts';
import { makeWorld, type World } from '../support/world/world.ts';

const config = makeConfig({
  routes: [{ name: 'auto', use: ['alpha'], shadow: { use: 'delta', share: 100 } }],
});
const never = new Promise<void>(() => {});

function shadow({ deps }: World, caller: ProtocolId, body: JsonObject = {}, answerOver = never) {
  const asked = ask(caller, body, { 'openai-beta': 'of the caller' });
  const { shadow: planned } = planOf(deps, asked.request, caller);
  if (planned?.kind !== 'on') throw new Error('no shadow');
  return runShadow(planned.attempt, asked, answerOver, deps);
}

const broken: Answer = () => json({ error: { message: 'no', code: 'server_error' } }, 500);

describe('the copy', () => {
  test.each(['openai-chat', 'openai-responses', 'anthropic-messages'] as const)(
    'of a stream over %s asks for the whole, and for nothing to be kept',
    async (caller) => {
      const world = makeWorld(() => json(unary['openai-chat']), { config });
      const ended = await shadow(world, caller, { stream: true });
      expect(ended?.attempt).toMatchObject({
        target: { name: 'delta' },
        role: 'shadow',
        outcome: 'committed',
        abortedBy: null,
        fault: null,
      });
      expect(ended?.response).toMatchObject({ blocks: [{ type: 'text', text: said }], usage: told });
      expect(world.provider.models).toEqual(['delta']);
      const [call] = world.provider.calls;
      const sent = JSON.parse(call?.body ?? '') as JsonObject;
      expect(sent.stream ?? false).toBe(false);
      expect(sent.stream_options).toBeUndefined();
      expect(sent.store).toBe(false);
      expect(call?.headers.get('openai-beta')).toBeNull();
    },
  );

  test('is sent once, whatever comes of it', async () => {
    const world = makeWorld(broken, { config });
    const ended = await shadow(world, 'openai-chat');
    expect(ended).toMatchObject({
      attempt: { role: 'shadow', outcome: 'failed', fault: { kind: 'server' } },
      response: null,
    });
    expect(world.provider.calls).toHaveLength(1);
    expect(world.slept).toEqual([]);
  });
});

describe('health', () => {
  test('its faults do not count against its target; it is left alone itself', async () => {
    const world = makeWorld(broken, { config });
    for (let at = 0; at < breakerLimits.inARow + 3; at++) await shadow(world, 'openai-chat');
    expect(world.provider.calls).toHaveLength(breakerLimits.inARow);
    expect(world.deps.health.isOpen('delta', world.deps.now())).toBe(false);
    expect(await shadow(world, 'openai-chat')).toBeNull();
  });

  test('its successes close no circuit of its target, and no probe is its own', async () => {
    const world = makeWorld(undefined, { config });
    const { health, now } = world.deps;
    const asked = ask('openai-chat');
    const { shadow: planned } = planOf(world.deps, asked.request, 'openai-chat');
    if (planned?.kind !== 'on') throw new Error('no shadow');
    health.report('delta', { kind: 'trip', forMs: 1000 }, now());
    expect(await runShadow(planned.attempt, asked, never, world.deps)).toBeNull();
    world.clock.ms += 1000;
    expect((await runShadow(planned.attempt, asked, never, world.deps))?.attempt.outcome).toBe('committed');
    health.dispatch('delta', now());
    expect(health.isOpen('delta', now())).toBe(true);
  });

  test('a target that has enough to do gets none', async () => {
    const world = makeWorld(undefined, { config });
    const { health, now } = world.deps;
    const calls = [health.begin('delta', now()), health.begin('delta', now())];
    health.end('delta', calls[0] ?? 0, 'limited', now());
    expect(await shadow(world, 'openai-chat')).toBeNull();
    expect(world.provider.calls).toEqual([]);
  });
});

describe('its time', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  test('ends 25 s after the answer, so that its row is still written', async () => {
    const world = timed(makeWorld(hang, { config }));
    const answer = Promise.withResolvers<void>();
    const running = shadow(world, 'openai-chat', {}, answer.promise);
    await vi.advanceTimersByTimeAsync(100_000);
    answer.resolve();
    await vi.advanceTimersByTimeAsync(24_999);
    expect(world.provider.calls[0]?.signal.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect((await running)?.attempt).toMatchObject({
      outcome: 'failed',
      fault: { kind: 'deadline' },
      durationMs: 125_000,
    });
  });

  test('an answer that ends after it leaves nothing behind', async () => {
    const answer = Promise.withResolvers<void>();
    await shadow(makeWorld(undefined, { config }), 'openai-chat', {}, answer.promise);
    answer.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
