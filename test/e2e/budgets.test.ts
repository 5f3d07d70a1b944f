/**
 * Keys, limits and budgets through the running Worker: who gets through, how the others and their clients hear of it,
 * and what is booked to whom.
 */
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalogue } from '../../src/catalogue/catalogue.ts';
import { totalOf } from '../../src/core/row.ts';
import { costOf, priceOf } from '../../src/routing/price.ts';
import { administer, adminToken } from '../support/administer.ts';
import { readAllRows, readRows } from '../support/read-rows.ts';
import { type Stack, startStack } from '../support/start-stack.ts';
import { until } from '../support/until.ts';

const model = 'glm-5.1';
/** The simulated model uses up what it is given, so that what is held is what is spent, but for a few tokens of input. */
const outputTokens = 100;
const room = 10;
const nanoUsd = 1e9;

type MadeKey = { readonly id: string; readonly key: string };

let stack: Stack;
let keys: Readonly<Record<'narrow' | 'wide' | 'free' | 'tagged', MadeKey>>;
/** Several alike, see `inTime`. */
let fresh: Readonly<Record<'empty' | 'slow' | 'thrifty' | 'near', readonly MadeKey[]>>;

async function createKey(limits: object | null, fields: object = {}): Promise<MadeKey> {
  const made = await administer<MadeKey>(stack.url, '/admin/keys', { name: 'test', ...fields });
  if (limits !== null) await administer(stack.url, '/admin/limits', { scope: 'key', id: made.id, ...limits });
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

// All before the first request: a Worker that is running learns of limits within a minute.
beforeAll(async () => {
  stack = await startStack(
    { SIGNALBOX_PEPPER: 'pepper', SIGNALBOX_ADMIN_TOKEN: adminToken },
    'test/support/budgets.config.ts',
  );
  const budget = (window: string, limit_usd: number, on_limit = 'refuse') => ({
    budgets: [{ window, limit_usd, on_limit }],
  });
  const several = (limits: object) => Promise.all(Array.from({ length: 5 }, () => createKey(limits)));
  keys = {
    narrow: await createKey(budget('total', usdFor(room + 0.5))),
    wide: await createKey(budget('total', 1000)),
    free: await createKey(null),
    tagged: await createKey(null, {
      team: 'care',
      app: 'desk',
      tags: { env: 'prod' },
      client_tags: ['feature'],
    }),
  };
  fresh = {
    empty: await several(budget('month', 0)),
    slow: await several({ requests_per_minute: 2, tokens_per_minute: 100_000 }),
    thrifty: await several(budget('total', 0.01, 'downgrade')),
    near: await several(budget('total', 0.002, 'downgrade')),
  };
});

afterAll(() => stack.stop());

const hello = [{ role: 'user' as const, content: 'Hello' }];

type Call = (url: string, init: RequestInit) => Promise<Response>;

function send(call: Call, { key }: MadeKey, body: object = {}, headers: Record<string, string> = {}) {
  return call(`${stack.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model: 'route/rest', max_tokens: outputTokens, messages: hello, ...body }),
  });
}

/**
 * On a busy machine the store may be later than a request waits, which is a 503 on these routes and leaves a hold behind
 * for a moment: such a run says nothing, and the next key has one of its own. `run` must not judge what it gets.
 */
async function inTime<T>(
  alike: readonly MadeKey[],
  run: (call: Call, key: MadeKey) => Promise<T>,
): Promise<T> {
  for (const key of alike) {
    await until('a store that answers', async () => (await send(fetch, keys.wide)).status !== 503);
    let isLate = false;
    const result = await run(async (url, init) => {
      const answer = await fetch(url, init);
      isLate ||= answer.status === 503;
      return answer;
    }, key);
    if (!isLate) return result;
  }
  throw new Error('the store was late for each of the keys');
}

async function errorOf(response: Response): Promise<{ readonly type: string; readonly code: string }> {
  const { error } = (await response.json()) as { error: { type: string; code: string } };
  return error;
}

/** 50 at once; those that the store did not answer in time count as neither. */
async function wave(): Promise<number> {
  const answers = await Promise.all(Array.from({ length: 50 }, () => send(fetch, keys.narrow)));
  for (const answer of answers.filter(({ status }) => status === 429)) {
    expect(answer.headers.get('x-should-retry')).toBe('false');
    expect(await errorOf(answer)).toMatchObject({ type: 'insufficient_quota', code: 'budget_exceeded' });
  }
  return answers.filter(({ status }) => status === 200).length;
}

test('50 at once on a budget with room for ten: ten pass, and the others are told not to come again', async () => {
  let passed = 0;
  await until(
    'a budget without room',
    async () => {
      passed += await wave();
      return passed >= room;
    },
    40_000,
  );
  expect(await wave()).toBe(0);
  expect(passed).toBe(room);
  const ownRows = async () =>
    (await readAllRows(stack.store)).filter(({ caller }) => caller === keys.narrow.id);
  await until('rows of those that passed', async () => (await ownRows()).length === room);
  const spent = (await ownRows()).reduce((sum, { cost }) => sum + (cost === null ? 0 : totalOf(cost)), 0);
  expect(spent).toBeGreaterThan(usdFor(room) * nanoUsd);
  expect(spent).toBeLessThan(usdFor(room + 0.5) * nanoUsd);
});

test('the openai client sees a RateLimitError and asks once', async () => {
  const { error, calls } = await inTime(fresh.empty, async (call, { key }) => {
    let calls = 0;
    const client = new OpenAI({
      baseURL: `${stack.url}/v1`,
      apiKey: key,
      maxRetries: 3,
      fetch: (url, init) => {
        calls++;
        return call(String(url), init ?? {});
      },
    });
    const asked = client.chat.completions.create({ model: 'route/rest', messages: hello });
    return { error: await asked.catch((thrown) => thrown), calls };
  });
  expect(error).toBeInstanceOf(OpenAI.RateLimitError);
  expect(error).toMatchObject({ status: 429, type: 'insufficient_quota' });
  expect(error.message).toMatch(
    /The budget for the month of this API key is used up\. It begins anew at \d{4}-/,
  );
  expect(calls).toBe(1);
});

test('requests per minute are told while they last, and when they are back', async () => {
  const answers = await inTime(fresh.slow, async (call, key) => [
    await send(call, key),
    await send(call, key),
    await send(call, key),
  ]);
  const read = (name: string) => answers.map(({ headers }) => headers.get(name));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
  expect(read('x-ratelimit-limit-requests')).toEqual(['2', '2', '2']);
  expect(read('x-ratelimit-remaining-requests')).toEqual(['1', '0', '0']);
  expect(read('x-ratelimit-limit-tokens')).toEqual(['100000', '100000', '100000']);
  const [first, , last] = answers;
  expect(Number(first?.headers.get('x-ratelimit-remaining-tokens'))).toBeLessThan(100_000);
  const seconds = expect.stringMatching(/^[1-9]\d*$/);
  expect(read('retry-after')).toEqual([null, null, seconds]);
  expect(last?.headers.get('x-ratelimit-reset-requests')).toMatch(/^\d+(\.\d)?s$/);
  expect(last && (await errorOf(last))).toMatchObject({ type: 'rate_limit_error', code: 'rate_limited' });
});

test('a budget that asks for a downgrade moves auto to a cheaper target of the route', async () => {
  const parameters = { type: 'object', properties: { to: { type: 'string' } } };
  const tool = { name: 'send_email', description: 'Sends an email.', parameters };
  const body = { model: 'auto', max_tokens: 1000, tools: [{ type: 'function', function: tool }] };
  const usual = await send(fetch, keys.free, body);
  const cheaper = await inTime(fresh.thrifty, (call, key) => send(call, key, body));
  const served = ({ status, headers }: Response) => [
    status,
    headers.get('x-signalbox-route'),
    headers.get('x-signalbox-model'),
  ];
  expect(served(usual)).toEqual([200, 'agent', 'gpt-5.5']);
  expect(served(cheaper)).toEqual([200, 'agent', 'gemini-3.1-pro-preview']);
});

test('a budget near its limit lets as many at once pass to the cheaper target as it has room for', async () => {
  const body = { model: 'route/dear', max_tokens: 300 };
  const answers = await inTime(fresh.near, (call, key) =>
    Promise.all(Array.from({ length: 8 }, () => send(call, key, body))),
  );
  const served = answers.map(({ status, headers }) => `${status} ${headers.get('x-signalbox-model')}`);
  expect(served).toEqual(Array(8).fill('200 gpt-6-luna'));
});

test('rows carry what the key stands for, and the tags that it lets requests set', async () => {
  const answer = await send(fetch, keys.tagged, {}, { 'x-signalbox-tags': 'feature=search' });
  expect(answer.status).toBe(200);
  const id = answer.headers.get('x-request-id') ?? '';
  await until('its row', async () => (await readRows(stack.store, id)).length === 1);
  expect(await readRows(stack.store, id)).toMatchObject([
    { caller: keys.tagged.id, team: 'care', app: 'desk', tags: { env: 'prod', feature: 'search' } },
  ]);
});
