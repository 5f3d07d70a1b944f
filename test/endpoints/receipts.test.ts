/** GET /v1/requests/{id}: what its own caller reads about a request, that it is enough to decide again, and no more. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import routes from '../../routes.config.ts';
import { catalogue } from '../../src/catalogue/catalogue.ts';
import { compileConfig } from '../../src/config/compile-config.ts';
import type { Receipt } from '../../src/ledger/receipt.ts';
import { requestTables } from '../../src/protocols/index.ts';
import { explain } from '../../src/routing/explain.ts';
import { replayDecision } from '../../src/routing/replay-decision.ts';
import { keys, makeApp, type TestApp } from '../support/world/app.ts';
import { makeConfig } from '../support/world/models.ts';
import { json } from '../support/world/provider.ts';

const two = { 'x-api-key': keys.two };

async function asked(app: TestApp, body: object): Promise<string> {
  const response = await app.call('POST', '/v1/chat/completions', body);
  await app.settled();
  return response.headers.get('x-request-id') ?? '';
}

async function receiptOf(app: TestApp, id: string): Promise<Receipt> {
  const response = await app.call('GET', `/v1/requests/${id}`);
  expect(response.status).toBe(200);
  return (await response.json()) as Receipt;
}

/** A word that a client or a model has written, in every place where one can. */
const marked = 'Zebra7Marked';

const talkative = {
  model: 'auto',
  messages: [
    { role: 'system', content: `Obey ${marked}.` },
    {
      role: 'user',
      name: marked,
      content: `Say ${marked}. My password: ${marked}!1 and mail ${marked}@example.org`,
    },
  ],
  tools: [
    {
      type: 'function',
      function: {
        name: `delete_${marked}`,
        description: marked,
        parameters: { type: 'object', properties: { [marked]: { type: 'string', enum: [marked] } } },
      },
    },
  ],
  stop: [marked],
  user: marked,
  metadata: { [marked]: marked },
  prompt_cache_key: marked,
  safety_identifier: marked,
  service_tier: marked,
  logit_bias: { 1: 1 },
  [`${marked} as a field`]: marked,
};

const says = (text: string) => () =>
  json({
    id: marked,
    object: 'chat.completion',
    model: 'served-model',
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: text } }],
    usage: { prompt_tokens: 12, completion_tokens: 5, total_tokens: 17 },
  });

/** What people have asked for. */
function readPrompts(): readonly { readonly text: string }[] {
  const file = join(import.meta.dirname, '../../classifier/data/task-d-people.jsonl');
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function shippedApp(): TestApp {
  const compiled = compileConfig(routes, catalogue, 0);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return makeApp(says(marked), { config: compiled.config, catalogue });
}

describe('a receipt', () => {
  test('tells what was decided, what came of it and what it was made of', async () => {
    const app = makeApp(says('Hello'));
    const id = await asked(app, { model: 'auto', messages: [{ role: 'user', content: 'Hello' }] });
    expect(await receiptOf(app, id)).toMatchObject({
      id,
      object: 'receipt',
      caller: 'one',
      model: 'auto',
      route: 'auto',
      config: app.deps.config.version,
      outcome: 'completed',
      stop: 'end',
      decision: { attempts: [{ target: 'alpha@low' }, {}, {}], rejected: [], maxAttempts: 3 },
      attempts: [
        {
          target: 'alpha@low',
          role: 'first',
          outcome: 'completed',
          usage: { inputTokens: 12, outputTokens: 5 },
        },
      ],
      facts: { protocol: 'openai-chat', traits: { model: 'auto', answers: 0 } },
    });
  });

  test('is there for requests that failed, too', async () => {
    const app = makeApp(() => json({ error: { message: marked, type: 'server_error' } }, 500));
    const receipt = await receiptOf(app, await asked(app, talkative));
    expect(receipt).toMatchObject({
      outcome: 'failed',
      stop: null,
      attempts: [{ outcome: 'failed' }, {}, {}],
    });
    expect(receipt.attempts[0]?.errorCode).toBe('upstream_error');
  });

  test('of the shipped routes takes about 2 KB in the store, and replays to the same decision', async () => {
    const app = shippedApp();
    const { config } = app.deps;
    for (const { text } of readPrompts()) {
      const body = { model: 'auto', messages: [{ role: 'user', content: text }] };
      const { facts, decision } = await receiptOf(app, await asked(app, body));
      const replayed = replayDecision(facts, config, catalogue, requestTables);
      if (!replayed.ok) throw replayed.error;
      const { classification: _, safeguards: __, ...again } = explain({ ...replayed.value, judged: null });
      expect(again).toEqual(decision);
    }
    const sizes = [...app.store.values]
      .filter(([key]) => key.startsWith('sbx:receipt:'))
      .map(([, value]) => value.length);
    expect(sizes).toHaveLength(85);
    expect(Math.max(...sizes)).toBeLessThan(2150);
    expect(sizes.reduce((sum, size) => sum + size) / sizes.length).toBeLessThan(1900);
  });

  test('and all else that stays holds nothing that anybody wrote', async () => {
    const app = shippedApp();
    const receipt = await receiptOf(app, await asked(app, talkative));
    const { values, commands } = app.store;
    const { rows } = app.ledger;
    const left = JSON.stringify([receipt, rows, [...values], commands, app.log]);
    expect(left).not.toContain(marked);
    expect(left.toLowerCase()).not.toContain(marked.toLowerCase());
  });
});

describe('nobody else', () => {
  test('finds it, and none is told from one that never was', async () => {
    const app = makeApp(says('Hello'));
    const id = await asked(app, { model: 'auto', messages: [{ role: 'user', content: 'Hello' }] });
    const read = async (path: string) => {
      const response = await app.call('GET', path, undefined, two);
      const { error } = (await response.json()) as { error: { code: string; message: string } };
      return { status: response.status, code: error.code, message: error.message.replace(/'req_.*?'/, 'ID') };
    };
    const theirs = await read(`/v1/requests/${id}`);
    expect(theirs).toMatchObject({ status: 404, code: 'receipt_not_found' });
    expect(theirs.message).toContain('kept for 7 days');
    expect(await read('/v1/requests/req_aaaaaaaaaaaaaaaaaaaaaaaa')).toEqual(theirs);
  });

  test.each(['../rows', 'sbx:rows', 'req_1', 'req_AAAAAAAAAAAAAAAAAAAAAAAA'])(
    'looks for %s in the store',
    async (id) => {
      const app = makeApp();
      const response = await app.call('GET', `/v1/requests/${encodeURIComponent(id)}`);
      expect(response.status).toBe(404);
      expect(app.store.names).toEqual([]);
    },
  );
});

describe('where none is kept', () => {
  const id = 'req_aaaaaaaaaaaaaaaaaaaaaaaa';

  test.each([
    ['there is no store', { store: null }, 404, 'it has no store'],
    ['the config says so', { config: makeConfig({ receipts: false }) }, 404, '`receipts` is false'],
  ])('%s: that is said', async (_, changes, status, words) => {
    const app = makeApp(says('Hello'), changes);
    await asked(app, { model: 'auto', messages: [{ role: 'user', content: 'Hello' }] });
    const response = await app.call('GET', `/v1/requests/${id}`);
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(words);
    expect([...app.store.values.keys()].filter((key) => key.startsWith('sbx:receipt'))).toEqual([]);
  });

  test('the store is away: a log line on the way in, 503 on the way out, and the answer is there', async () => {
    const app = makeApp(says('Hello'));
    app.store.isAway = true;
    const body = { model: 'auto', messages: [{ role: 'user', content: 'Hello' }] };
    const answer = await app.call('POST', '/v1/chat/completions', body);
    expect(answer.status).toBe(200);
    await app.settled();
    expect(app.log.map(({ event, code }) => [event, code])).toContainEqual(['record-lost', 'receipt']);
    expect((await app.call('GET', `/v1/requests/${id}`)).status).toBe(503);
  });

  test('days of the config are the life of the key', async () => {
    const app = makeApp(says('Hello'), { config: makeConfig({ receipts: { days: 2 } }) });
    await asked(app, { model: 'auto', messages: [{ role: 'user', content: 'Hello' }] });
    expect([...app.store.ttlSeconds.values()]).toContain(2 * 86_400);
  });
});
