/** What stays of a request: one row per attempt, counts and names, never text. A store that is away costs a log line. */
import { describe, expect, test } from 'vitest';
import type { Carried } from '../../src/core/carried.ts';
import type { Judged } from '../../src/core/judged.ts';
import type { Run } from '../../src/core/run.ts';
import type { ProtocolId } from '../../src/core/target.ts';
import { recordRequest, rememberOwner } from '../../src/ledger/record-request.ts';
import { runPlan } from '../../src/upstream/run-plan.ts';
import { makeJudged, makeRisk } from '../support/judged/judged.ts';
import { said, secret } from '../support/world/answers.ts';
import { planOf } from '../support/world/plan.ts';
import { type Answer, answerWell, byModel, hang, json } from '../support/world/provider.ts';
import { ask } from '../support/world/requests.ts';
import { FakeStore } from '../support/world/store.ts';
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

async function record(
  ran: Awaited<ReturnType<typeof runOnce>>,
  carried: Carried | null,
  store = new FakeStore(),
  judged: Judged | null = null,
) {
  const { run, plan, world } = ran;
  const base = { requestId: 'req_1', caller: 'one', configVersion: 'abc', judged };
  await recordRequest({ ...base, plan, run, carried }, { store, log: world.deps.log });
  return { rows: store.rows, log: world.log };
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

describe('rows', () => {
  test('one per attempt, with usage on the one that answered', async () => {
    const { rows } = await record(await runOnce(byModel({ alpha: [overloaded] })), completed);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({
      'signalbox.request.id': 'req_1',
      'signalbox.attempt': '1',
      'signalbox.role': 'first',
      'signalbox.caller': 'one',
      'signalbox.route': 'auto',
      'signalbox.config': 'abc',
      'signalbox.target': 'alpha@low',
      'signalbox.lane': 'passthrough',
      'signalbox.outcome': 'failed',
      'signalbox.fault': 'overloaded',
      'gen_ai.request.model': 'alpha',
      'gen_ai.provider.name': 'openai',
    });
    expect(Object.keys(rows[0] ?? {}).filter((name) => name.includes('usage'))).toEqual([]);
    expect(rows[1]).toMatchObject({
      'signalbox.attempt': '2',
      'signalbox.role': 'fallback',
      'signalbox.outcome': 'completed',
      'gen_ai.request.model': 'beta',
      'gen_ai.usage.input_tokens': '11',
      'gen_ai.usage.cache_read.input_tokens': '5',
      'gen_ai.usage.output_tokens': '7',
      'gen_ai.usage.reasoning.output_tokens': '0',
    });
  });

  test('say task and risk where the request was judged, and nothing where it was not', async () => {
    const ran = await runOnce(answerWell);
    const judged = makeJudged({ risk: makeRisk({ level: 'elevated', domain: 'cyber' }) });
    const { rows } = await record(ran, completed, new FakeStore(), judged);
    expect(rows).toMatchObject([{ 'signalbox.task': 'chat', 'signalbox.risk': 'elevated' }]);
    const [unjudged = {}] = (await record(ran, completed)).rows;
    expect(Object.keys(unjudged).filter((name) => /task|risk/.test(name))).toEqual([]);
  });

  test('a meter that was not reported is absent, not zero', async () => {
    const { rows } = await record(await runOnce(answerWell), { ...completed, usage: { inputTokens: 3 } });
    const usage = Object.entries(rows[0] ?? {}).filter(([name]) => name.startsWith('gen_ai.usage'));
    expect(usage).toEqual([['gen_ai.usage.input_tokens', '3']]);
  });

  test.each<Carried['outcome']>(['completed', 'failed', 'client-left'])(
    'an answer that ended so: %s',
    async (outcome) => {
      const { rows } = await record(await runOnce(answerWell), { ...completed, outcome });
      expect(rows).toMatchObject([{ 'signalbox.outcome': outcome }]);
    },
  );

  test('a client that left before the answer', async () => {
    const client = new AbortController();
    const leave: Answer = (call) => {
      client.abort();
      return hang(call);
    };
    const { rows } = await record(await runOnce(leave, 'openai-chat', {}, client.signal), null);
    expect(rows).toMatchObject([{ 'signalbox.outcome': 'aborted' }]);
  });

  test('hold no text of prompt, answer, person, error or key', async () => {
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
        const { rows, log } = await record(ran, ran.run.kind === 'answered' ? completed : null);
        const written = JSON.stringify([rows, log]);
        for (const text of [prompt, 'PERSON', 'NOTE', said, secret, providerKey])
          expect(written).not.toContain(text);
        expect(rows.length).toBeGreaterThan(0);
      }
    }
  });
});

describe('the log', () => {
  test('a request that failed: which attempts, with our codes', async () => {
    const { log } = await record(await runOnce(overloaded), null);
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

  test('a store that is away: the record is lost and said to be, nothing is thrown', async () => {
    const { run, plan, world } = await runOnce(answerWell);
    const recorded = {
      requestId: 'req_1',
      caller: 'one',
      configVersion: 'abc',
      judged: null,
      plan,
      run,
      carried: completed,
    };
    const store = new FakeStore();
    store.isAway = true;
    await recordRequest(recorded, { store, log: world.deps.log });
    expect(world.log).toEqual([
      {
        event: 'record-lost',
        requestId: 'req_1',
        code: 'store_unavailable',
        detail: 'store xadd: TimeoutError',
      },
    ]);
  });

  test('without a store there is nothing to lose', async () => {
    const { run, plan, world } = await runOnce(answerWell);
    const recorded = {
      requestId: 'req_1',
      caller: 'one',
      configVersion: 'abc',
      judged: null,
      plan,
      run,
      carried: completed,
    };
    await recordRequest(recorded, { store: null, log: world.deps.log });
    expect(world.log).toEqual([]);
  });

  test('a bug is not swallowed', async () => {
    const { run, plan, world } = await runOnce(answerWell);
    const store = new FakeStore();
    store.append = () => Promise.reject(new TypeError('a bug'));
    const recorded = {
      requestId: 'req_1',
      caller: 'one',
      configVersion: 'abc',
      judged: null,
      plan,
      run,
      carried: completed,
    };
    await expect(recordRequest(recorded, { store, log: world.deps.log })).rejects.toThrow('a bug');
  });
});

describe('who owns a response that the provider keeps', () => {
  async function owners(run: Run) {
    const store = new FakeStore();
    await rememberOwner(run, 'one', 'req_1', { store, log: () => {} });
    return [...store.values.entries()];
  }

  test.each([false, true])('is remembered, stream: %s', async (stream) => {
    const { run } = await runOnce(answerWell, 'openai-responses', { stream });
    expect(await owners(run)).toEqual([['sbx:response:resp_1', '{"provider":"openai","caller":"one"}']]);
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
