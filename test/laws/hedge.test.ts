/**
 * Law 7 with a hedge: whenever the two attempts answer, fail or stay silent, and whenever the client leaves, exactly one
 * upstream is left after the commit point, and the client gets exactly one terminal signal. On a clock of its own.
 */
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ProtocolId } from '../../src/core/target.ts';
import { protocols } from '../../src/protocols/index.ts';
import { carryStream } from '../../src/respond/carry.ts';
import { runPlan } from '../../src/upstream/run-plan.ts';
import { makeConfig } from '../support/world/models.ts';
import { planOf } from '../support/world/plan.ts';
import { type Answer, answerWell, byModel, hang, json, type SentCall } from '../support/world/provider.ts';
import { ask } from '../support/world/requests.ts';
import { terminalsIn } from '../support/world/serve.ts';
import { late, timed } from '../support/world/timed.ts';
import { makeWorld } from '../support/world/world.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const refuse: Answer = () =>
  json({ error: { message: 'no', type: 'server_error', code: 'server_error' } }, 529);

type Fate = { readonly kind: 'answers' | 'fails' | 'hangs'; readonly ms: number };

const fate = fc.record<Fate>({
  kind: fc.constantFrom('answers', 'answers', 'fails', 'hangs'),
  // Coarse, so that things happen at the same moment now and then.
  ms: fc.integer({ min: 0, max: 12 }).map((step) => step * 500),
});

/** What each model does, and which calls have failed by themselves. */
function play(fates: Readonly<Record<string, Fate>>, failed: Set<SentCall>): Answer {
  const answers: Readonly<Record<Fate['kind'], Answer>> = {
    answers: answerWell,
    fails: (call) => {
      failed.add(call);
      return refuse(call);
    },
    hangs: hang,
  };
  const script = Object.entries(fates).map(([model, { kind, ms }]) => [model, [late(ms, answers[kind])]]);
  return byModel(Object.fromEntries(script));
}

/** Lanes that JavaScript carries: translated, and Chat Completions without the wish for usage. */
const callers: readonly ProtocolId[] = ['anthropic-messages', 'openai-responses', 'openai-chat'];

async function carry(
  caller: ProtocolId,
  run: Extract<Awaited<ReturnType<typeof runPlan>>, { kind: 'answered' }>,
) {
  if (run.answer.kind !== 'stream') throw new Error('no stream');
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const text = new Response(readable).text();
  const { request } = run.planned;
  const carrying = carryStream(
    {
      answer: run.answer,
      planned: run.planned,
      caller: protocols[caller],
      context: { id: 'a'.repeat(24), created: 1, model: 'alpha', request },
      requestId: 'req_test',
      stop: run.stop,
      onClientAbort: 'cancel',
      keepItems: null,
      inspector: null,
    },
    writable,
  );
  await vi.advanceTimersByTimeAsync(1000);
  return { carried: await carrying, text: await text };
}

const config = makeConfig({
  routes: [
    {
      name: 'auto',
      use: ['first', 'delta', 'third'],
      hedge: { afterMs: 2000 },
      deadlines: { firstEventMs: 8000, idleMs: 8000, totalMs: 60_000 },
    },
  ],
  providers: { local: { baseUrl: 'https://local.example', protocols: { 'openai-chat': '' } } },
  models: [
    { id: 'first', provider: 'local' },
    { id: 'third', provider: 'local' },
  ],
});

const leaving = fc.option(
  fc.integer({ min: 0, max: 12 }).map((step) => step * 500 + 250),
  { nil: null, freq: 3 },
);

test('one upstream, one end, one record a call', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...callers),
      fate,
      fate,
      fate,
      leaving,
      async (caller, first, delta, third, leavesAfterMs) => {
        const failed = new Set<SentCall>();
        const world = timed(makeWorld(play({ first, delta, third }, failed), { config }));
        const client = new AbortController();
        if (leavesAfterMs !== null) setTimeout(() => client.abort(), leavesAfterMs);
        const asked = ask(caller, { stream: true });
        const plan = planOf(world.deps, asked.request, caller);
        const running = runPlan(plan, asked, world.deps, client.signal);
        let mostAlive = 0;
        const { calls } = world.provider;
        const alive = () => calls.filter((call) => !call.signal.aborted && !failed.has(call)).length;
        let isRunning = true;
        void running.finally(() => {
          isRunning = false;
        });
        for (let step = 0; isRunning && step < 200; step++) {
          await vi.advanceTimersByTimeAsync(250);
          mostAlive = Math.max(mostAlive, alive());
        }
        const run = await running;

        expect(mostAlive).toBeLessThanOrEqual(2);
        expect(calls.length).toBeLessThanOrEqual(plan.maxAttempts);
        expect(run.records).toHaveLength(calls.length);
        expect(run.records.map(({ target }) => target.model.id)).toEqual(calls.map(({ model }) => model));
        expect(run.records.filter(({ role }) => role === 'hedge').length).toBeLessThanOrEqual(1);
        const committed = run.records.filter(({ outcome }) => outcome === 'committed');
        expect(committed).toHaveLength(run.kind === 'answered' ? 1 : 0);
        if (run.kind === 'answered' && client.signal.aborted === false) {
          expect(alive()).toBe(1);
          const { text, carried } = await carry(caller, run);
          expect(terminalsIn(caller, text)).toEqual({ signals: ['end'], isLast: true });
          expect(carried.outcome).toBe('completed');
        } else {
          if (run.kind === 'answered') run.stop.release();
          expect(alive()).toBeLessThanOrEqual(run.kind === 'answered' ? 1 : 0);
        }
        vi.clearAllTimers();
      },
    ),
    { numRuns: 200 },
  );
});
