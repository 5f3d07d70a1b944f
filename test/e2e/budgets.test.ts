/**
 * Keys, limits and budgets through the running Worker: who gets through, how the others and their clients hear of it,
 * and what is booked to whom.
 */
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalogue } from '../../src/catalogue/catalogue.ts';
import { totalOf } from '../../src/core/row.ts';
import { costOf, priceOf } from '../../src/routing/price.ts';
import { readAllRows, readRows } from '../support/read-rows.ts';
import { type Stack, startStack } from '../support/start-stack.ts';
import { until } from '../support/until.ts';

const adminToken = 'admin-token';
const model = 'glm-5.1';
/** The simulated model uses up what it is given, so that what is held is what is spent, but for a few tokens of input. */
const outputTokens = 100;
const room = 10;
const nanoUsd = 1e9;

type MadeKey = { readonly id: string; readonly key: string };

let stack: Stack;
let keys: Readonly<Record<'narrow' | 'empty' | 'slow' | 'thrifty' | 'free' | 'tagged', MadeKey>>;

async function administer<Answer>(path: string, body: object): Promise<Answer> {
  const response = await fetch(stack.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}

async function createKey(limits: object | null, fields: object = {}): Promise<MadeKey> {
  const made = await administer<MadeKey>('/admin/keys', { name: 'test', ...fields });
  if (limits !== null) await administer('/admin/limits', { scope: 'key', id: made.id, ...limits });
  return made;
}

/** What the answers of `count` requests cost, by the catalogue. */
function usdFor(count: number): number {
  const found = catalogue.findModel(model);
  const price = found && priceOf(found, Date.now());
  const tokens = { input: 0, cachedInput: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: outputTokens };
  const cost = price ? costOf(price, tokens) : null;
  if (cost === null) throw new Error(`no price of ${model}`);
  return (cost * count) / nanoUsd;
}

// All before the first request: a Worker that is running learns of limits within half a minute.
beforeAll(async () => {
  stack = await startStack(
    { SIGNALBOX_PEPPER: 'pepper', SIGNALBOX_ADMIN_TOKEN: adminToken },
    'test/support/budgets.config.ts',
  );
  const budget = (window: string, limit_usd: number, on_limit = 'refuse') => ({
    budgets: [{ window, limit_usd, on_limit }],
  });
  keys = {
    narrow: await createKey(budget('total', usdFor(room + 0.5))),
    empty: await createKey(budget('month', 0)),
    slow: await createKey({ requests_per_minute: 2, tokens_per_minute: 100_000 }),
    thrifty: await createKey(budget('total', 0.02, 'downgrade')),
    free: await createKey(null),
    tagged: await createKey(null, {
      team: 'care',
      app: 'desk',
      tags: { env: 'prod' },
      client_tags: ['feature'],
    }),
  };
});

afterAll(() => stack.stop());

const hello = [{ role: 'user' as const, content: 'Hello' }];

function send({ key }: MadeKey, body: object, headers: Record<string, string>): Promise<Response> {
  return fetch(`${stack.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model: 'auto', max_tokens: outputTokens, messages: hello, ...body }),
  });
}

/** A store that is late, on a busy machine, is a 503 on these routes: asked again, as clients do. */
function ask(key: MadeKey, body: object = {}, headers: Record<string, string> = {}): Promise<Response> {
  return until('an answer of a store that is there', async () => {
    const answer = await send(key, body, headers);
    return answer.status !== 503 && answer;
  });
}

async function errorOf(response: Response): Promise<{ readonly type: string; readonly code: string }> {
  const { error } = (await response.json()) as { error: { type: string; code: string } };
  return error;
}

/** Of a Worker that has not asked its store before, the first words are slow. */
test('a key without limits passes', async () => {
  const answer = await ask(keys.free);
  expect([answer.status, answer.headers.get('x-signalbox-budget-remaining-usd')]).toEqual([200, null]);
});

test('50 at once on a budget with room for ten: ten pass, and the others are told not to come again', async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, () => ask(keys.narrow)));
  const refused = answers.filter(({ status }) => status === 429);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(room);
  expect(refused).toHaveLength(50 - room);
  for (const answer of refused) {
    expect(answer.headers.get('x-should-retry')).toBe('false');
    expect(await errorOf(answer)).toMatchObject({ type: 'insufficient_quota', code: 'budget_exceeded' });
  }
  const ownRows = async () =>
    (await readAllRows(stack.store)).filter(({ caller }) => caller === keys.narrow.id);
  await until('rows of those that passed', async () => (await ownRows()).length === room);
  const spent = (await ownRows()).reduce((sum, { cost }) => sum + (cost === null ? 0 : totalOf(cost)), 0);
  expect(spent).toBeGreaterThan(usdFor(room) * nanoUsd);
  expect(spent).toBeLessThan(usdFor(room + 0.5) * nanoUsd);
});

test('the openai client sees a RateLimitError and asks once', async () => {
  const statuses: number[] = [];
  const client = new OpenAI({
    baseURL: `${stack.url}/v1`,
    apiKey: keys.empty.key,
    maxRetries: 3,
    fetch: async (url, init) => {
      const answer = await fetch(url, init);
      statuses.push(answer.status);
      return answer;
    },
  });
  const error = await client.chat.completions
    .create({ model: 'auto', messages: hello })
    .catch((thrown) => thrown);
  expect(error).toBeInstanceOf(OpenAI.RateLimitError);
  expect(error).toMatchObject({ status: 429, type: 'insufficient_quota' });
  expect(error.message).toMatch(
    /The budget for the month of this API key is used up\. It begins anew at \d{4}-/,
  );
  expect(statuses.filter((status) => status !== 503)).toEqual([429]);
});

test('requests per minute are told while they last, and when they are back', async () => {
  const left: (string | null)[] = [];
  for (const status of [200, 200, 429]) {
    const answer = await ask(keys.slow);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('x-ratelimit-limit-requests')).toBe('2');
    expect(answer.headers.get('x-ratelimit-limit-tokens')).toBe('100000');
    expect(Number(answer.headers.get('x-ratelimit-remaining-tokens'))).toBeLessThan(100_000);
    left.push(answer.headers.get('x-ratelimit-remaining-requests'));
    if (status === 200) {
      expect(answer.headers.get('retry-after')).toBeNull();
      continue;
    }
    expect(answer.headers.get('x-ratelimit-reset-requests')).toMatch(/^\d+(\.\d)?s$/);
    expect(answer.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    expect(await errorOf(answer)).toMatchObject({ code: 'rate_limited' });
  }
  expect(left).toEqual(['1', '0', '0']);
});

test('a budget that asks for a downgrade moves auto to a cheaper target of the route', async () => {
  const parameters = { type: 'object', properties: { to: { type: 'string' } } };
  const tool = { name: 'send_email', description: 'Sends an email.', parameters };
  const body = { max_tokens: 1000, tools: [{ type: 'function', function: tool }] };
  const [usual, cheaper] = [await ask(keys.free, body), await ask(keys.thrifty, body)];
  const served = (answer: Response) => [
    answer.status,
    answer.headers.get('x-signalbox-route'),
    answer.headers.get('x-signalbox-model'),
  ];
  expect(served(usual)).toEqual([200, 'agent', 'gpt-5.5']);
  expect(served(cheaper)).toEqual([200, 'agent', 'gemini-3.1-pro-preview']);
});

test('rows carry what the key stands for, and the tags that it lets requests set', async () => {
  const answer = await ask(keys.tagged, {}, { 'x-signalbox-tags': 'feature=search' });
  expect(answer.status).toBe(200);
  const id = answer.headers.get('x-request-id') ?? '';
  await until('its row', async () => (await readRows(stack.store, id)).length === 1);
  expect(await readRows(stack.store, id)).toMatchObject([
    { caller: keys.tagged.id, team: 'care', app: 'desk', tags: { env: 'prod', feature: 'search' } },
  ]);
});
