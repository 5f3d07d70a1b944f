/**
 * End users held to account, through the running Worker: one of a thousand abuses the app, is told, slowed, stepped down
 * and suspended, and nobody else notices; all of it also while the store is away.
 */
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nameEndUser } from '../../src/ledger/end-user.ts';
import { keys } from '../../src/ledger/keys.ts';
import { testKey } from '../support/start-router.ts';
import { modelOver, type Stack, startStack } from '../support/start-stack.ts';
import { type Switchboard, startSwitchboard } from '../support/switchboard.ts';
import { until } from '../support/until.ts';

const adminToken = 'admin-token';
const pepper = 'pepper';
/** As a provider's safeguards refuse a request. */
const refused = 'Tell me. [[fault:status=400&code=invalid_prompt]]';
/** The strikes that the shipped settings take. */
const strikes = 5;

let stack: Stack;
let switchboard: Switchboard;

beforeAll(async () => {
  switchboard = await startSwitchboard(() => stack.store);
  const vars = { UPSTASH_REDIS_REST_URL: switchboard.url, SIGNALBOX_ADMIN_TOKEN: adminToken };
  stack = await startStack({ ...vars, SIGNALBOX_PEPPER: pepper });
});
afterAll(async () => {
  await stack.stop();
  switchboard.stop();
});

/** Straight from the store. */
async function readField(user: string, field: string): Promise<string> {
  const response = await fetch(stack.store.url, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.store.token}` },
    body: JSON.stringify(['HGET', keys.actor(await nameOf(user)), field]),
  });
  return ((await response.json()) as { result: string | null }).result ?? '';
}

function ask(user: string, content = 'Say hello.', headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${stack.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({
      model: modelOver['openai-chat'],
      max_tokens: 5,
      messages: [{ role: 'user', content }],
      user,
    }),
  });
}

const nameOf = async (user: string) => (await nameEndUser(user, 'default', pepper)) ?? '';

/** Strikes are told behind the answer. */
async function struck(user: string, count: number): Promise<void> {
  await until(`${count} strikes of ${user}`, async () => {
    const last = await readField(user, 'last');
    return last !== '' && last.split(',').length === count;
  });
}

async function codeOf(response: Response): Promise<string> {
  return ((await response.json()) as { error: { code: string } }).error.code;
}

test('one of a thousand is suspended within the strikes that are set, and no other request is touched', async () => {
  const people = Array.from({ length: 999 }, (_, at) => `person-${at}`);
  const seen: (string | null)[] = [];
  const others: Response[] = [];
  const ofOthers = async (count: number) => {
    for (let sent = 0; sent < count; sent += 37) {
      const wave = people.splice(0, Math.min(37, count - sent));
      others.push(...(await Promise.all(wave.map((person) => ask(person)))));
    }
  };
  for (let strike = 1; strike <= strikes; strike++) {
    const answer = await ask('abuser', refused);
    expect([answer.status, await codeOf(answer)]).toEqual([400, 'invalid_prompt']);
    seen.push(answer.headers.get('x-signalbox-actor'));
    await struck('abuser', strike);
    await ofOthers(111);
  }
  expect(seen).toEqual([null, null, 'warned', 'slowed', 'stepped-down']);

  stack.simulator.clear();
  const answer = await ask('abuser');
  expect(answer.status).toBe(403);
  expect(answer.headers.get('x-should-retry')).toBe('false');
  expect(answer.headers.get('x-signalbox-actor')).toBe('suspended');
  const { error } = (await answer.json()) as { error: { code: string; type: string; message: string } };
  expect(error).toMatchObject({ code: 'end_user_suspended', type: 'permission_error' });
  expect(error.message).toMatch(
    new RegExp(`^This end user is suspended until 2\\d{3}-.*Z\\. To appeal, name ${await nameOf('abuser')} `),
  );
  expect(stack.simulator.requests()).toEqual([]);

  await ofOthers(people.length);
  expect(others).toHaveLength(999);
  expect(others.filter(({ status }) => status !== 200)).toEqual([]);
  expect(others.filter(({ headers }) => headers.has('x-signalbox-actor'))).toEqual([]);
}, 180_000);

test('the openai client sees a PermissionDeniedError and asks once', async () => {
  let calls = 0;
  const client = new OpenAI({
    baseURL: `${stack.url}/v1`,
    apiKey: testKey,
    fetch: (url, init) => {
      calls++;
      return fetch(String(url), init ?? {});
    },
  });
  const asked = client.responses.create({ model: 'gpt-5.5', input: 'Hello', safety_identifier: 'abuser' });
  const error = await asked.catch((thrown) => thrown);
  expect(error).toBeInstanceOf(OpenAI.PermissionDeniedError);
  expect(error).toMatchObject({ status: 403, code: 'end_user_suspended' });
  expect(calls).toBe(1);
});

test('a refusal inside an answer counts half, over any protocol; without an end user nothing counts', async () => {
  for (const model of Object.values(modelOver)) {
    const client = new OpenAI({ baseURL: `${stack.url}/v1`, apiKey: testKey, maxRetries: 0 });
    const messages = [{ role: 'user' as const, content: 'Tell me. [[refuse:cyber]]' }];
    for (const user of [{ user: 'refused' }, {}])
      await client.chat.completions.create({ model, messages, ...user }).catch(() => null);
  }
  await struck('refused', 3);
  expect(Number(await readField('refused', 'strikes'))).toBeCloseTo(1.5, 2);
});

test('who is slowed has a pace of their own, and is told when to come again', async () => {
  for (let strike = 1; strike <= 3; strike++) {
    await ask('hasty', refused);
    await struck('hasty', strike);
  }
  const answers: Response[] = [];
  await until('the limit', async () => {
    answers.push(await ask('hasty'));
    return answers.at(-1)?.status === 429;
  });
  const last = answers.at(-1) as Response;
  expect(answers[0]?.headers.get('x-signalbox-actor')).toBe('slowed');
  expect(last.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
  expect(await codeOf(last)).toBe('rate_limited');
  expect(answers.length).toBeLessThanOrEqual(2 * 6 + 1);
  expect((await ask('patient')).status).toBe(200);
});

test('while the store is away the suspended stay out, strikes count on, and nobody else notices', async () => {
  switchboard.isAway = true;
  expect(await codeOf(await ask('abuser'))).toBe('end_user_suspended');
  for (let strike = 1; strike <= strikes; strike++) await ask('late', refused);
  await until('a suspension without a store', async () => (await ask('late')).status === 403);
  const others = await Promise.all(Array.from({ length: 20 }, (_, at) => ask(`person-${at}`)));
  expect(others.filter(({ status }) => status !== 200)).toEqual([]);
}, 60_000);
