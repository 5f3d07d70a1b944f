/** POST /v1/feedback: whose word counts, on what, how often, and what it changes. Over a real engine of the store. */
import { describe, expect, test } from 'vitest';
import type { ConfigInput, NewModel } from '../../src/config/define-config.ts';
import { openEngineStore } from '../support/ledger/open-engine-store.ts';
import { keys, makeApp, type TestApp } from '../support/world/app.ts';
import { makeConfig } from '../support/world/models.ts';
import { json } from '../support/world/provider.ts';

const scripts = await openEngineStore();

function model(id: string, usd: number, index: number): NewModel<string, 'groq'> {
  return {
    id,
    provider: 'groq',
    contextTokens: 50_000,
    prices: [{ from: '2026-01-01', usd: { input: usd, output: 4 * usd } }],
    quality: { default: index },
  };
}

const route = {
  name: 'auto',
  use: ['cheap', 'dear'],
  objective: { cheapest: { ofBest: 0.95 } },
} satisfies ConfigInput['routes'][number];

function appWith(changes: object = {}): TestApp {
  const config = makeConfig({
    models: [model('cheap', 0.1, 50), model('dear', 10, 52)],
    routes: [{ ...route, ...changes }],
  });
  const answer = () =>
    json({
      id: 'a',
      object: 'chat.completion',
      model: 'm',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hello' } }],
      usage: { prompt_tokens: 12, completion_tokens: 5, total_tokens: 17 },
    });
  return makeApp(answer, { config, scripts });
}

const key = (name: keyof typeof keys) => ({ 'x-api-key': keys[name] });

async function ask(app: TestApp, by: keyof typeof keys = 'one', model = 'auto') {
  const messages = [{ role: 'user', content: 'Hello there, how are you?' }];
  const response = await app.call('POST', '/v1/chat/completions', { model, messages }, key(by));
  await app.settled();
  return {
    id: response.headers.get('x-request-id') ?? '',
    model: response.headers.get('x-signalbox-model'),
  };
}

async function say(app: TestApp, body: object, by: keyof typeof keys = 'one') {
  const response = await app.call('POST', '/v1/feedback', body, key(by));
  const said = (await response.json()) as Record<string, unknown> & {
    error?: { code: string; param: string };
  };
  return { status: response.status, said };
}

describe('a word on an answer', () => {
  test('is counted for the route, the task and the target, and the last one counts', async () => {
    const app = appWith();
    const { id } = await ask(app);
    expect(await say(app, { request_id: id, score: 0.25 })).toEqual({
      status: 200,
      said: {
        object: 'feedback',
        request_id: id,
        score: 0.25,
        route: 'auto',
        task: 'chat',
        target: 'cheap',
        counted: true,
        why: null,
        replaced: false,
      },
    });
    expect((await say(app, { request_id: id, accepted: true })).said).toMatchObject({
      score: 1,
      replaced: true,
    });
    const fields = await scripts.readHash('sbx:learned');
    expect(fields.get('q|auto|chat|cheap|one')).toMatch(/^\d{13} 1 1$/);
  });

  test('of a comment nothing is kept', async () => {
    const app = appWith();
    const { id } = await ask(app);
    const { said } = await say(app, { request_id: id, accepted: false, comment: 'Zebra7 was here' });
    expect(said).toMatchObject({ comment: 'not kept', counted: true });
    const left = [
      ...(await scripts.readHash('sbx:learned')),
      await scripts.send('GET', `sbx:feedback:${id}`),
    ];
    expect(JSON.stringify([left, app.log, [...app.store.values]])).not.toContain('Zebra7');
  });

  test.each<[string, object, string]>([
    ['the route learns nothing', { learn: false }, "the route 'auto' learns nothing"],
  ])('where %s is not counted', async (_, changes, why) => {
    const app = appWith(changes);
    const { id } = await ask(app);
    expect((await say(app, { request_id: id, score: 1 })).said).toMatchObject({ counted: false, why });
    expect(
      [...(await scripts.readHash('sbx:learned')).keys()].filter((field) => field.startsWith('q')),
    ).toEqual([]);
  });

  test('where the client named the model is not counted', async () => {
    const app = appWith();
    const { id } = await ask(app, 'one', 'cheap');
    const { said } = await say(app, { request_id: id, score: 1 });
    expect(said).toMatchObject({ counted: false, route: 'model', target: 'cheap' });
  });
});

describe('it is refused', () => {
  const id = 'req_aaaaaaaaaaaaaaaaaaaaaaaa';

  test.each<[object, string]>([
    [{ score: 1 }, 'request_id'],
    [{ request_id: 7, score: 1 }, 'request_id'],
    [{ request_id: id }, 'score'],
    [{ request_id: id, score: 1, accepted: true }, 'score'],
    [{ request_id: id, score: 1.1 }, 'score'],
    [{ request_id: id, score: '1' }, 'score'],
    [{ request_id: id, accepted: 'yes' }, 'accepted'],
    [{ request_id: id, score: 1, comment: 4 }, 'comment'],
  ])('%j: the field %s is wrong', async (body, param) => {
    const { status, said } = await say(appWith(), body);
    expect(status).toBe(400);
    expect(said.error).toMatchObject({ code: 'invalid_request', param });
  });

  test('for an answer of another caller, which does not exist for this one', async () => {
    const app = appWith();
    const { id: theirs } = await ask(app, 'one');
    const { status, said } = await say(app, { request_id: theirs, score: 0 }, 'two');
    expect(status).toBe(404);
    expect(said.error).toMatchObject({ code: 'receipt_not_found', param: 'request_id' });
    expect(
      [...(await scripts.readHash('sbx:learned')).keys()].filter((field) => field.startsWith('q')),
    ).toEqual([]);
  });
});

describe('what it changes', () => {
  /** As another isolate, later. */
  async function servedBy(app: TestApp, changes: object = {}) {
    const later = appWith(changes);
    later.clock.ms = app.clock.ms + 60_000;
    await later.deps.learning.keepUp(scripts, later.clock.ms);
    return (await ask(later)).model;
  }

  async function rateOften(app: TestApp, by: keyof typeof keys, times: number, score: number) {
    for (let time = 0; time < times; time++) {
      const { id } = await ask(app, by);
      await say(app, { request_id: id, score }, by);
    }
  }

  test('bad words of two callers move a route to its next target', async () => {
    const app = appWith();
    expect((await ask(app)).model).toBe('cheap');
    await rateOften(app, 'one', 12, 0);
    await rateOften(app, 'two', 12, 0);
    expect(await servedBy(app)).toBe('dear');
  });

  test('none of them where the route learns nothing', async () => {
    const app = appWith();
    await rateOften(app, 'one', 12, 0);
    await rateOften(app, 'two', 12, 0);
    expect(await servedBy(app, { learn: false })).toBe('cheap');
  });

  test('good words change nothing of what is best', async () => {
    const app = appWith();
    await rateOften(app, 'one', 5, 1);
    expect(await servedBy(app)).toBe('cheap');
  });
});
