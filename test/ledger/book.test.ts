/** The end of a request in the ledger: a row per attempt, counts and names, never text. */
import { describe, expect, test } from 'vitest';
import { noLimits, type ScopeAsk } from '../../src/core/budget.ts';
import { callerNamed } from '../../src/core/caller.ts';
import type { Carried } from '../../src/core/carried.ts';
import type { ProtocolId } from '../../src/core/target.ts';
import { bookRequest } from '../../src/ledger/book.ts';
import type { Finished } from '../../src/ledger/build-rows.ts';
import { modelFinder } from '../../src/ledger/served-model.ts';
import { runPlan } from '../../src/upstream/run-plan.ts';
import { said, secret, unary } from '../support/world/answers.ts';
import { planOf } from '../support/world/plan.ts';
import { type Answer, answerWell, byModel, json } from '../support/world/provider.ts';
import { ask } from '../support/world/requests.ts';
import { makeWorld, providerKey } from '../support/world/world.ts';

const prompt = 'PROMPT-TEXT';

async function runOnce(
  answer: Answer,
  caller: ProtocolId = 'openai-chat',
  body = {},
  signal = new AbortController().signal,
) {
  const world = makeWorld(answer);
  const { deps } = world;
  const content = {
    messages: [{ role: 'user', content: prompt }],
    user: 'PERSON',
    metadata: { note: 'NOTE' },
  };
  const asked = ask(caller, caller === 'openai-responses' ? body : { ...content, ...body });
  const plan = planOf(deps, asked.request, caller);
  const run = await runPlan(plan, asked, deps, signal);
  if (run.kind === 'answered') run.stop.release();
  return { run, plan: plan, world };
}

function finishedOf(ran: Awaited<ReturnType<typeof runOnce>>, carried: Carried | null): Finished {
  const { run, plan, world } = ran;
  return {
    requestId: 'req_1',
    caller: callerNamed('one'),
    endUser: null,
    configVersion: 'abc',
    modelAsked: 'auto',
    plan,
    baseline: null,
    judged: null,
    run,
    carried,
    endedAtMs: world.deps.now(),
    inputTokens: () => ({ openai: 1, anthropic: 1, 'anthropic-4': 1, google: 1, other: 1 }),
  };
}

function book(ran: Awaited<ReturnType<typeof runOnce>>, carried: Carried | null, scopes: ScopeAsk[] = []) {
  const { world } = ran;
  bookRequest(finishedOf(ran, carried), scopes, world.deps);
  const { settled, rows, cancelled } = world.ledger;
  return { settled, rows, cancelled, log: world.log };
}

const completed: Carried = {
  outcome: 'completed',
  fault: null,
  usage: { inputTokens: 11, cacheReadInputTokens: 5, outputTokens: 7, reasoningOutputTokens: 0 },
  stop: null,
  hasEnded: true,
  streamedBytes: 0,
};

const overloaded: Answer = () =>
  json({ error: { message: secret, type: 'overloaded_error', code: 'overloaded_error' } }, 529);

describe('a request that is over', () => {
  test('has one row per attempt, and the last ends what is held for it', async () => {
    const scopes: ScopeAsk[] = [{ scope: 'key', id: 'one', limits: noLimits }];
    const { settled } = book(await runOnce(byModel({ alpha: [overloaded] })), completed, scopes);
    expect(settled).toMatchObject([
      {
        isLast: false,
        scopes,
        row: {
          attempt: 1,
          role: 'first',
          model: 'alpha',
          outcome: 'failed',
          errorCode: 'upstream_overloaded',
        },
      },
      {
        isLast: true,
        scopes,
        row: { attempt: 2, role: 'fallback', model: 'beta', outcome: 'completed', usage: completed.usage },
      },
    ]);
  });

  test('of which nothing was sent gives back what is held for it', () => {
    const world = makeWorld(answerWell);
    const { request } = ask('openai-chat', {});
    const plan = planOf(world.deps, request, 'openai-chat');
    const ran = { run: { kind: 'aborted', records: [] } as const, plan, world };
    expect(book(ran, null).cancelled).toEqual([]);
    const held: ScopeAsk[] = [{ scope: 'key', id: 'one', limits: noLimits }];
    expect(book(ran, null, held)).toMatchObject({ rows: [], cancelled: ['req_1'] });
  });

  test('leaves no text of prompt, answer, person, error or key', async () => {
    const answers: Answer[] = [
      answerWell,
      overloaded,
      () => json({ error: { message: secret, code: secret, param: secret, type: secret } }, 400),
      () => {
        throw new TypeError(secret);
      },
    ];
    for (const answer of answers) {
      for (const caller of ['openai-chat', 'anthropic-messages'] as const) {
        const ran = await runOnce(answer, caller, { user: undefined, metadata: undefined });
        const { rows, log } = book(ran, ran.run.kind === 'answered' ? completed : null);
        const written = JSON.stringify([rows, log]);
        for (const text of [prompt, 'PERSON', 'NOTE', said, secret, providerKey])
          expect(written).not.toContain(text);
        expect(rows.length).toBeGreaterThan(0);
      }
    }
  });

  test('tells the log of counts that cannot be true, and books an estimate', async () => {
    const usage = { inputTokens: 11, outputTokens: Number.MAX_SAFE_INTEGER };
    const { log, rows } = book(await runOnce(answerWell), { ...completed, usage });
    expect(rows).toMatchObject([{ usageSource: 'estimated' }]);
    expect(rows[0]?.usage.outputTokens).toBeLessThan(1000);
    expect(log).toEqual([
      {
        event: 'usage-doubted',
        requestId: 'req_1',
        code: 'usage_not_believable',
        detail: expect.stringContaining('9007199254740991'),
      },
    ]);
  });

  test('tells the log of an answer of another model', async () => {
    const ran = await runOnce(() => json({ ...unary['openai-chat'], model: 'beta' }));
    const log = ran.world.log;
    const finished = { ...finishedOf(ran, completed), findModel: modelFinder(ran.world.deps) };
    bookRequest(finished, [], ran.world.deps);
    expect(log).toEqual([
      {
        event: 'usage-doubted',
        requestId: 'req_1',
        code: 'other_model_served',
        detail: 'openai was asked for alpha and names beta',
      },
    ]);
  });

  test('tells the log which attempts failed, with our codes', async () => {
    const { log } = book(await runOnce(overloaded), null);
    expect(log).toEqual([
      {
        event: 'request-failed',
        requestId: 'req_1',
        code: 'upstream_overloaded',
        detail:
          'alpha@low upstream_overloaded 529; beta@high upstream_overloaded 529; gamma upstream_overloaded 529',
      },
    ]);
  });
});
