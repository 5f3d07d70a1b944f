/**
 * The running Worker with the real SDKs: what a client says of its end user reaches nobody; one name does, the same over
 * all protocols of a team and of no other; signed tokens set the tier; programmes have a project of their own.
 */
import Anthropic from '@anthropic-ai/sdk';
import { sign } from 'hono/jwt';
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nameEndUser } from '../../src/ledger/end-user.ts';
import { administer, adminToken } from '../support/administer.ts';
import { readRows } from '../support/read-rows.ts';
import { modelOver, type Stack, startStack, targets } from '../support/start-stack.ts';
import { until } from '../support/until.ts';

const pepper = 'pepper';
const secret = 's'.repeat(32);
const marked = 'Zebra7Marked@example.org';

let stack: Stack;

beforeAll(async () => {
  stack = await startStack({
    SIGNALBOX_PEPPER: pepper,
    SIGNALBOX_ADMIN_TOKEN: adminToken,
    SIGNALBOX_END_USER_SECRET: secret,
  });
});
afterAll(() => stack.stop());

async function createKey(settings: object): Promise<string> {
  const made = { name: 'test', ...settings };
  return (await administer<{ key: string }>(stack.url, '/admin/keys', made)).key;
}

const openai = (apiKey: string) => new OpenAI({ baseURL: `${stack.url}/v1`, apiKey, maxRetries: 0 });
const anthropic = (apiKey: string) => new Anthropic({ baseURL: stack.url, apiKey, maxRetries: 0 });

/** Over each protocol, with the end user as its SDK names them; the request's id. */
const clients: Readonly<Record<string, (key: string, model: string) => Promise<string>>> = {
  'openai-chat': async (key, model) => {
    const messages = [{ role: 'user' as const, content: 'Say hello.' }];
    const asking = openai(key).chat.completions.create({ model, messages, user: marked, stream: true });
    const { data, response } = await asking.withResponse();
    for await (const _ of data);
    return response.headers.get('x-request-id') ?? '';
  },
  'openai-responses': async (key, model) => {
    const body = { model, input: 'Say hello.', safety_identifier: marked };
    const { response } = await openai(key).responses.create(body).withResponse();
    return response.headers.get('x-request-id') ?? '';
  },
  'anthropic-messages': async (key, model) => {
    const { response } = await anthropic(key)
      .messages.create({
        model,
        max_tokens: 200,
        messages: [{ role: 'user', content: 'Say hello.' }],
        metadata: { user_id: marked },
      })
      .withResponse();
    return response.headers.get('x-request-id') ?? '';
  },
};

/** Whom the provider was told of. */
function toldOf(body: unknown): unknown {
  const { safety_identifier, metadata } = body as {
    safety_identifier?: string;
    metadata?: { user_id?: string };
  };
  return safety_identifier ?? metadata?.user_id;
}

test.each(Object.keys(clients).flatMap((from) => targets.map(([to, model]) => [from, to, model] as const)))(
  'a client of %s names its end user to a provider of %s by a name that says nothing',
  async (from, _, model) => {
    const key = await createKey({ team: 'care' });
    stack.simulator.clear();
    const id = (await clients[from]?.(key, model)) ?? '';
    await stack.simulator.settled();
    const sent = stack.simulator.requests();
    const name = await nameEndUser(marked, 'care', pepper);
    // What is made in the background is deleted afterwards.
    const asked = sent.filter(({ method }) => method === 'POST');
    expect(asked.map(({ body }) => toldOf(body))).toEqual([name]);
    await until('the row', async () => (await readRows(stack.store, id)).length > 0);
    const rows = await readRows(stack.store, id);
    expect(rows.map(({ endUser }) => endUser)).toEqual([name]);
    const receipt = await fetch(`${stack.url}/v1/requests/${id}`, { headers: { 'x-api-key': key } });
    const everything = sent.map(({ text, rawHeaders, path }) => [text, rawHeaders, path]);
    expect(JSON.stringify([everything, rows, await receipt.text()])).not.toContain('Zebra7');
  },
);

test('another team’s user of the same name has another', async () => {
  const names: unknown[] = [];
  for (const team of ['care', 'sales']) {
    stack.simulator.clear();
    await clients['openai-responses']?.(await createKey({ team }), modelOver['openai-chat']);
    await stack.simulator.settled();
    names.push(toldOf(stack.simulator.requests()[0]?.body));
  }
  expect(new Set(names).size).toBe(2);
  expect(names.every((name) => /^[0-9a-f]{32}$/.test(String(name)))).toBe(true);
});

test('a signed token is checked before anything is asked', async () => {
  const key = await createKey({ team: 'care', end_user_token: 'required', max_tier: 'verified' });
  const atSeconds = Math.floor(Date.now() / 1000);
  const claims = { sub: marked, aud: 'signalbox', tier: 'verified', iat: atSeconds, exp: atSeconds + 300 };
  const ask = (token: string | null) =>
    anthropic(key).messages.create(
      { model: modelOver['anthropic-messages'], max_tokens: 9, messages: [{ role: 'user', content: 'Hi' }] },
      { headers: { 'x-signalbox-end-user': token } },
    );
  stack.simulator.clear();
  await expect(ask(null)).rejects.toBeInstanceOf(Anthropic.PermissionDeniedError);
  await expect(ask(await sign(claims, 'x'.repeat(32)))).rejects.toBeInstanceOf(Anthropic.AuthenticationError);
  await expect(ask(await sign({ ...claims, tier: 'trusted' }, secret))).rejects.toThrow(/verified at most/);
  expect(stack.simulator.requests()).toEqual([]);
  await ask(await sign(claims, secret));
  await stack.simulator.settled();
  const [sent] = stack.simulator.requests();
  expect(toldOf(sent?.body)).toBe(await nameEndUser(marked, 'care', pepper));
  expect(sent?.rawHeaders.join()).not.toMatch(/eyJ|end-user/);
});

test('a programme goes through its own project, for approved callers', async () => {
  const access_programs = { cyber: 'standard' as const };
  const ask = async (key: string) =>
    openai(key).responses.create({ model: 'gpt-5.5', input: 'Say hello.', access_programs });
  stack.simulator.clear();
  await expect(ask(await createKey({}))).rejects.toBeInstanceOf(OpenAI.PermissionDeniedError);
  expect(stack.simulator.requests()).toEqual([]);
  await ask(await createKey({ programmes: { cyber: 'standard' } }));
  await stack.simulator.settled();
  const sent = stack.simulator.requests();
  expect(sent.map(({ provider, body }) => [provider, body])).toEqual([
    ['openai-cyber', expect.objectContaining({ access_programs })],
  ]);
});
