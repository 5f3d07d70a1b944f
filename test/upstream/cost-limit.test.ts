/** One cost limit over all attempts of a request: nothing more is begun that may pass it with what has been called. */
import { describe, expect, test } from 'vitest';
import type { RoutePlan } from '../../src/core/plan.ts';
import type { Prediction } from '../../src/core/prediction.ts';
import type { Run } from '../../src/core/run.ts';
import { runPlan } from '../../src/upstream/run-plan.ts';
import { planOf } from '../support/world/plan.ts';
import { type Answer, answerWell, byModel, json } from '../support/world/provider.ts';
import { ask } from '../support/world/requests.ts';
import { makeWorld } from '../support/world/world.ts';

const html: Answer = () => new Response('<h1>hello</h1>', { headers: { 'content-type': 'text/html' } });
const status =
  (code: number, word: string): Answer =>
  () =>
    json({ error: { message: 'no', type: word, code: word } }, code);
const cut: Answer = () =>
  new Response(
    new ReadableStream({ type: 'bytes', pull: (controller) => controller.error(new TypeError('gone')) }),
  );

function predicted(highNanoUsd: number | null): Prediction {
  return {
    quality: null,
    tokens: { input: 1, cachedInput: 0, output: { expected: 1, high: 1 } },
    cost: highNanoUsd === null ? null : { expectedNanoUsd: 1, highNanoUsd },
    latency: { firstEventMs: null, totalMs: null },
  };
}

/** The targets alpha, beta and gamma may cost as much as `highs` says. */
async function run(answer: Answer, costLimitNanoUsd: number | null, highs: readonly (number | null)[]) {
  const { deps } = makeWorld(answer);
  const asked = ask('openai-chat');
  const plan = planOf(deps, asked.request, 'openai-chat');
  const attempts = plan.attempts.map((one, at) => ({ ...one, prediction: predicted(highs[at] ?? null) }));
  const limited: RoutePlan = { ...plan, attempts, costLimitNanoUsd };
  const ended: Run = await runPlan(limited, asked, deps, new AbortController().signal);
  if (ended.kind === 'answered') ended.stop.release();
  const tried = ended.records.map(({ target, role }) => `${target.model.id} ${role}`).join(', ');
  return { kind: ended.kind, tried };
}

describe('after an attempt that may be billed', () => {
  const lost = byModel({ alpha: [html] });

  test.each<[string, number | null, readonly (number | null)[], string]>([
    ['the next is tried up to the limit', 100, [60, 40, 1], 'alpha first, beta fallback'],
    ['one that fits is tried before one that does not', 100, [60, 41, 40], 'alpha first, gamma fallback'],
    ['none is tried where none fits', 100, [60, 41, 50], 'alpha first'],
    ['one of unknown cost does not fit', 100, [60, null, null], 'alpha first'],
    ['nothing fits beside an unknown cost', 100, [null, 1, 1], 'alpha first'],
    ['without a limit all fit', null, [60, 1e12, 1], 'alpha first, beta fallback'],
  ])('%s', async (_, limit, highs, tried) => {
    expect(await run(lost, limit, highs)).toEqual({
      kind: tried === 'alpha first' ? 'failed' : 'answered',
      tried,
    });
  });

  test('a retry counts like any other', async () => {
    const broken = () => byModel({ alpha: [cut, answerWell] });
    expect((await run(broken(), 100, [50, 50, 50])).tried).toBe('alpha first, alpha retry');
    expect((await run(broken(), 99, [50, 49, 49])).tried).toBe('alpha first, beta fallback');
  });

  test('all that was called adds up', async () => {
    const twice = byModel({ alpha: [html], beta: [status(504, 'timeout')] });
    expect((await run(twice, 100, [40, 40, 20])).tried).toBe('alpha first, beta fallback, gamma fallback');
    expect((await run(twice, 99, [40, 40, 20])).tried).toBe('alpha first, beta fallback');
  });
});

test.each<[string, Answer]>([
  ['no connection', () => Promise.reject(new TypeError('fetch failed'))],
  ['too many calls', status(429, 'rate_limit_exceeded')],
  ['a quota used up', status(429, 'insufficient_quota')],
  ['overloaded', status(529, 'overloaded_error')],
  ['a failure that the provider tells', status(500, 'server_error')],
])('%s costs nothing and takes nothing of the limit', async (_, answer) => {
  const { kind, tried } = await run(byModel({ alpha: [answer] }), 100, [100, 100, 100]);
  expect(kind).toBe('answered');
  expect(tried).toMatch(/beta fallback$/);
});
