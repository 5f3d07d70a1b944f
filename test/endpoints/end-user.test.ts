/** Whom a client names never leaves the router by that name: not to providers, not into rows, receipts or logs. */
import { describe, expect, test } from 'vitest';
import { shippedProviders } from '../../src/config/providers.ts';
import { type ProtocolId, protocolIds } from '../../src/core/target.ts';
import { nameEndUser } from '../../src/ledger/end-user.ts';
import { keys, makeApp, type TestApp } from '../support/world/app.ts';
import { makeConfig } from '../support/world/models.ts';
import { leastBody } from '../support/world/requests.ts';

const marked = 'Zebra7Marked@example.org';
const pepper = 'pepper';

const paths: Readonly<Record<ProtocolId, string>> = {
  'openai-chat': '/v1/chat/completions',
  'openai-responses': '/v1/responses',
  'anthropic-messages': '/v1/messages',
};

/** Every way to name the end user that a protocol has. */
const namings: Readonly<Record<ProtocolId, readonly object[]>> = {
  'openai-chat': [
    { safety_identifier: marked },
    { user: marked },
    { user: marked, safety_identifier: marked },
  ],
  'openai-responses': [
    { safety_identifier: marked },
    { user: marked },
    { user: marked, safety_identifier: marked },
  ],
  'anthropic-messages': [{ metadata: { user_id: marked } }],
};

const cases = protocolIds.flatMap((protocol) =>
  namings[protocol].flatMap((naming) =>
    ['alpha', 'beta', 'gamma', 'delta'].map((model) => ({ protocol, naming, model })),
  ),
);

/** The end user as a provider got it. */
function sentEndUser(app: TestApp): unknown {
  const call = app.provider.calls.at(-1);
  const body = JSON.parse(call?.body ?? '{}') as Record<string, unknown>;
  expect(body).not.toHaveProperty('user');
  return call?.url.endsWith('/messages')
    ? (body.metadata as { user_id?: unknown } | undefined)?.user_id
    : body.safety_identifier;
}

async function everything(app: TestApp, response: Response): Promise<string> {
  await app.settled();
  const sent = app.provider.calls.map(({ body, url, headers }) => [body, url, [...headers]]);
  const id = response.headers.get('x-request-id');
  const receipt = await app.call('GET', `/v1/requests/${id}`);
  expect(receipt.status).toBe(200);
  const { rows, opened, asks, settled } = app.ledger;
  const kept = { rows, opened, asks: asks.map(({ template, ...ask }) => [template, ask]), settled };
  return JSON.stringify([
    sent,
    await receipt.text(),
    kept,
    app.log,
    [...app.store.values],
    [...response.headers],
    await response.text(),
  ]);
}

describe.each(cases)('$protocol, $model, $naming', ({ protocol, naming, model }) => {
  const body = { ...leastBody[protocol], model, ...naming };

  test('the provider, the row and nobody else learn a name that says nothing', async () => {
    const app = makeApp(undefined, { pepper });
    const response = await app.call('POST', paths[protocol], body);
    expect(response.status).toBe(200);
    const id = await nameEndUser(marked, 'default', pepper);
    expect(sentEndUser(app)).toBe(id);
    expect(response.headers.get('x-signalbox-losses') ?? '').not.toContain('end-user');
    expect(await everything(app, response)).not.toContain('Zebra7');
    expect(app.ledger.rows.map(({ endUser }) => endUser)).toEqual([id]);
  });

  test('without a secret nobody is named, and the client is told', async () => {
    const app = makeApp();
    const response = await app.call('POST', paths[protocol], body);
    expect(sentEndUser(app)).toBeUndefined();
    expect(response.headers.get('x-signalbox-losses')?.match(/end-user;dropped/g)).toHaveLength(1);
    expect(await everything(app, response)).not.toContain('Zebra7');
  });

  test('a provider that refuses the field gets none', async () => {
    const { openai, groq } = shippedProviders;
    const quirks = ['no-safety-identifier'] as const;
    const config = makeConfig({ providers: { openai: { ...openai, quirks }, groq: { ...groq, quirks } } });
    const app = makeApp(undefined, { pepper, config });
    const response = await app.call('POST', paths[protocol], body);
    const isMessages = app.provider.calls[0]?.url.endsWith('/messages') === true;
    expect(sentEndUser(app) === undefined).toBe(!isMessages);
    expect(response.headers.get('x-signalbox-losses')?.includes('end-user;dropped') ?? false).toBe(
      !isMessages,
    );
    expect(await everything(app, response)).not.toContain('Zebra7');
  });
});

test.each(protocolIds)('%s: on its own lane every other byte passes', async (protocol) => {
  const [naming] = namings[protocol];
  const model = protocol === 'anthropic-messages' ? 'beta' : 'alpha';
  const written = { ...leastBody[protocol], model, seed_: 1.5e3, ...naming };
  const text = JSON.stringify(written, null, 3).replace('1500', '1.50e3');
  const app = makeApp(undefined, { pepper });
  const headers = { authorization: `Bearer ${keys.one}`, 'content-type': 'application/json' };
  await app.send(
    new Request(`https://router.test${paths[protocol]}`, { method: 'POST', headers, body: text }),
  );
  const id = (await nameEndUser(marked, 'default', pepper)) ?? '';
  const squeeze = (json: string) => json.replaceAll(/\s+/g, '');
  expect(squeeze(app.provider.calls[0]?.body ?? '')).toBe(squeeze(text.replace(marked, id)));
  expect(app.provider.calls[0]?.body).toContain('"seed_": 1.50e3');
});

test.each(protocolIds)('%s: where nobody is named nobody is invented', async (protocol) => {
  const model = protocol === 'anthropic-messages' ? 'beta' : 'alpha';
  const app = makeApp(undefined, { pepper });
  await app.call('POST', paths[protocol], { ...leastBody[protocol], model });
  expect(app.provider.calls[0]?.body).toBe(JSON.stringify({ ...leastBody[protocol], model }));
});

test('what Chat Completions keeps as metadata is the caller’s own', async () => {
  const app = makeApp(undefined, { pepper });
  const metadata = { user_id: 'order-7' };
  await app.call('POST', paths['openai-chat'], {
    ...leastBody['openai-chat'],
    model: 'delta',
    metadata,
    store: true,
  });
  expect(JSON.parse(app.provider.calls[0]?.body ?? '')).toMatchObject({ metadata });
});

test('token counts are asked for nobody', async () => {
  const app = makeApp(() => Response.json({ input_tokens: 5 }), { pepper });
  const { max_tokens: _, ...body } = leastBody['anthropic-messages'];
  await app.call('POST', '/v1/messages/count_tokens', {
    ...body,
    model: 'beta',
    metadata: { user_id: marked },
  });
  expect(app.provider.calls).toHaveLength(1);
  expect(app.provider.calls[0]?.body).not.toMatch(/metadata|Zebra7/);
});

test('embeddings are asked for under the same name', async () => {
  const answer = { object: 'list', data: [], usage: { prompt_tokens: 1, total_tokens: 1 } };
  const app = makeApp(() => Response.json(answer), { pepper });
  const body = { model: 'text-embedding-3-small', input: 'Hello', user: marked };
  const response = await app.call('POST', '/v1/embeddings', body);
  expect(response.status).toBe(200);
  const user = await nameEndUser(marked, 'default', pepper);
  expect(app.provider.calls[0]?.body).toBe(JSON.stringify({ ...body, user }));
  const nameless = makeApp(() => Response.json(answer));
  const told = await nameless.call('POST', '/v1/embeddings', body);
  expect(nameless.provider.calls[0]?.body).not.toMatch(/user|Zebra7/);
  expect(told.headers.get('x-signalbox-losses')).toBe('end-user;dropped;field="user"');
});
