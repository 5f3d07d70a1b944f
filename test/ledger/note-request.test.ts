/** Who may read a response that its provider keeps. */
import { describe, expect, test } from 'vitest';
import type { Run } from '../../src/core/run.ts';
import type { ProtocolId } from '../../src/core/target.ts';
import { rememberOwner } from '../../src/ledger/note-request.ts';
import { runPlan } from '../../src/upstream/run-plan.ts';
import { planOf } from '../support/world/plan.ts';
import { type Answer, answerWell, json } from '../support/world/provider.ts';
import { ask } from '../support/world/requests.ts';
import { FakeStore } from '../support/world/store.ts';
import { makeWorld } from '../support/world/world.ts';

const overloaded: Answer = () => json({ error: { type: 'overloaded_error', code: 'overloaded_error' } }, 529);

async function runOnce(answer: Answer, caller: ProtocolId = 'openai-chat', body = {}) {
  const { deps } = makeWorld(answer);
  const asked = ask(caller, body);
  const plan = planOf(deps, asked.request, caller);
  const run = await runPlan(plan, asked, deps, new AbortController().signal);
  if (run.kind === 'answered') run.stop.release();
  return { run };
}

describe('who owns a response that the provider keeps', () => {
  async function owners(run: Run) {
    const store = new FakeStore();
    await rememberOwner(run, 'one', () => null, 'req_1', { store, log: () => {} });
    return [...store.values.entries()];
  }

  test.each([false, true])('is remembered, stream: %s', async (stream) => {
    const { run } = await runOnce(answerWell, 'openai-responses', { stream });
    expect(await owners(run)).toEqual([
      ['sbx:response:resp_1', '{"provider":"openai","caller":"one","risk":null}'],
    ]);
  });

  test.each<[string, ProtocolId, object, Answer]>([
    ['another protocol', 'openai-chat', {}, answerWell],
    ['the wish that nothing be kept', 'openai-responses', { store: false }, answerWell],
    ['an answer whose id the client never sees', 'openai-responses', { model: 'beta' }, answerWell],
    ['no answer', 'openai-responses', {}, overloaded],
  ])('is nothing with %s', async (_, caller, body, answer) => {
    expect(await owners((await runOnce(answer, caller, body)).run)).toEqual([]);
  });
});
