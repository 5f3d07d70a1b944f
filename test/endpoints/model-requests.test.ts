/** Requests to models through the whole app, unary: bytes pass on one protocol, meaning passes between two. */
import { describe, expect, test } from 'vitest';
import type { ProtocolId } from '../../src/core/target.ts';
import { protocolIds } from '../../src/core/target.ts';
import { said, secret, unary } from '../support/world/answers.ts';
import { keys, makeApp } from '../support/world/app.ts';
import { makeConfig } from '../support/world/models.ts';
import { type Answer, hang, json } from '../support/world/provider.ts';
import { leastBody } from '../support/world/requests.ts';
import { providerKey } from '../support/world/world.ts';

const paths: Readonly<Record<ProtocolId, string>> = {
  'openai-chat': '/v1/chat/completions',
  'openai-responses': '/v1/responses',
  'anthropic-messages': '/v1/messages',
};

/** A model of one provider that speaks only this. */
const configOf = (upstream: ProtocolId) =>
  makeConfig({
    providers: { host: { baseUrl: 'https://host.example', protocols: { [upstream]: '' } } },
    models: [{ id: 'hosted', provider: 'host', wireName: 'host/model' }],
  });

describe.each(protocolIds)('asked over %s', (caller) => {
  test('answered over the same: the very bytes both ways, but for the model', async () => {
    const answer = `{ "unknown" : 1.0 , ${JSON.stringify(unary[caller]).slice(1)}`;
    const app = makeApp(() => new Response(answer, { headers: { 'content-type': 'application/json' } }), {
      config: configOf(caller),
    });
    const asked = `{ "future_field":[1.0,1e400], ${JSON.stringify({ ...leastBody[caller], model: 'hosted' }).slice(1)}`;
    const response = await app.send(
      new Request(`https://router.test${paths[caller]}`, {
        method: 'POST',
        body: asked,
        headers: { 'content-type': 'application/json', 'x-api-key': keys.one },
      }),
    );
    expect(await response.text()).toBe(answer);
    expect(app.provider.calls[0]?.body).toBe(asked.replace('"hosted"', '"host/model"'));
    expect(response.headers.get('x-signalbox-lane')).toBe('passthrough');
  });

  test.each(protocolIds.filter((each) => each !== caller))(
    'answered over %s: in the caller’s own form',
    async (upstream) => {
      const app = makeApp(undefined, { config: configOf(upstream) });
      const response = await app.call('POST', paths[caller], { ...leastBody[caller], model: 'hosted' });
      expect(response.status).toBe(200);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'x-signalbox-lane': 'translate',
        'x-signalbox-model': 'host/model',
        'x-signalbox-provider': 'host',
        'x-signalbox-route': 'model',
        'x-signalbox-attempts': '1',
        'content-type': 'application/json',
      });
      const body = await response.text();
      expect(body).toContain(said);
      const marks: Readonly<Record<ProtocolId, object>> = {
        'openai-chat': { object: 'chat.completion', usage: { prompt_tokens: 11, completion_tokens: 7 } },
        'openai-responses': {
          object: 'response',
          status: 'completed',
          usage: { input_tokens: 11, output_tokens: 7 },
        },
        'anthropic-messages': {
          type: 'message',
          role: 'assistant',
          usage: { input_tokens: 11, output_tokens: 7 },
        },
      };
      expect(JSON.parse(body)).toMatchObject(marks[caller]);
    },
  );

  test('refused before anything is sent: the caller’s own words for it', async () => {
    const app = makeApp();
    const cases: [unknown, number][] = [
      [{ ...leastBody[caller], model: 'nothing' }, 404],
      [{ ...leastBody[caller], model: 7 }, 400],
      [{ ...leastBody[caller], model: 'route/none' }, 404],
      [{}, 400],
      [[], 400],
    ];
    for (const [body, status] of cases)
      expect((await app.call('POST', paths[caller], body)).status).toBe(status);
    expect(app.provider.calls).toEqual([]);
  });
});

describe('nothing of a caller chooses where a request goes', () => {
  const choices = {
    models: ['other/model'],
    route: 'fallback',
    provider: { order: ['Cheapest'], data_collection: 'deny', zdr: true },
    plugins: [{ id: 'auto-router' }],
    preset: 'mine',
    providerOptions: { gateway: { models: ['other/model'] } },
    fallbacks: [{ model: 'other-model' }],
    context_window_fallbacks: [{ hosted: ['other-model'] }],
    content_policy_fallbacks: [{ hosted: ['other-model'] }],
  };
  const chosen = { ...choices, other_field: 1 };

  test.each(protocolIds.flatMap((caller) => protocolIds.map((upstream) => [caller, upstream] as const)))(
    'asked over %s, answered over %s: no field by which the provider would',
    async (caller, upstream) => {
      const app = makeApp(undefined, { config: configOf(upstream) });
      const response = await app.call('POST', paths[caller], {
        ...leastBody[caller],
        ...chosen,
        model: 'hosted',
      });
      expect(response.status).toBe(200);
      const sent = JSON.parse(app.provider.calls[0]?.body ?? '') as Record<string, unknown>;
      const kept = caller === upstream ? { provider: { data_collection: 'deny', zdr: true } } : {};
      const left = Object.entries(sent).filter(([name]) => name in choices);
      expect(Object.fromEntries(left)).toEqual(kept);
      expect(JSON.stringify(sent)).not.toMatch(/other.model/);
      expect('other_field' in sent).toBe(caller === upstream);
      for (const field of Object.keys(choices))
        expect(response.headers.get('x-signalbox-losses')).toContain(field);
      expect(response.headers.get('x-signalbox-losses')).toContain('provider-choice');
    },
  );

  const hostile = {
    authorization: `Bearer ${keys.one}`,
    host: 'evil.example',
    'x-forwarded-host': 'evil.example',
    'x-portkey-custom-host': 'https://evil.example',
    'x-base-url': 'https://evil.example',
    'openai-organization': 'org-evil',
    'x-signalbox-provider': 'evil',
    forwarded: 'host=evil.example',
  };

  test.each([
    '/v1/chat/completions',
    '/v1/embeddings',
    '/v1/responses',
    '/v1/messages',
    '/v1/messages/count_tokens',
  ])('%s', async (path) => {
    const app = makeApp();
    const body = {
      model: 'auto',
      max_tokens: 5,
      input: 'Hello',
      messages: [{ role: 'user', content: 'Hello' }],
    };
    const host = { base_url: 'https://evil.example', api_base: 'https://evil.example', provider: 'evil' };
    await app.call('POST', path, { ...body, ...host }, hostile);
    await app.call('POST', path, { ...body, model: 'text-embedding-3-small' }, hostile);
    for (const { url, headers } of app.provider.calls) {
      expect(['api.openai.com', 'api.anthropic.com', 'api.groq.com']).toContain(new URL(url).host);
      expect(JSON.stringify([...headers])).not.toContain('evil');
      expect(JSON.stringify([...headers])).not.toContain(keys.one);
    }
  });
});

describe('what never comes out', () => {
  const answers: readonly [string, Answer][] = [
    ['a failure', () => json({ error: { message: `${secret} ${providerKey}` } }, 500)],
    [
      'a refused key',
      () => json({ error: { message: `Incorrect API key: ${providerKey}`, code: 'invalid_api_key' } }, 401),
    ],
    ['a page', () => new Response(`${secret} ${providerKey}`)],
    [
      'no connection',
      () => {
        throw new TypeError(`${secret} ${providerKey}`);
      },
    ],
  ];

  test.each(answers)('an upstream’s words or keys: %s', async (_, answer) => {
    for (const caller of protocolIds) {
      const app = makeApp(answer);
      const response = await app.call('POST', paths[caller], leastBody[caller]);
      await app.settled();
      expect(response.status).toBeGreaterThanOrEqual(500);
      const out = [await response.text(), ...[...response.headers].flat(), JSON.stringify(app.log)];
      const kept = JSON.stringify([app.ledger.rows, [...app.store.values]]);
      for (const text of [secret, providerKey, keys.one]) expect(out.join() + kept).not.toContain(text);
    }
  });

  test('headers of an upstream', async () => {
    const upstream = {
      'set-cookie': 'a=b',
      server: 'x',
      'openai-organization': 'org',
      'x-ratelimit-limit-requests': '1',
      'x-request-id': 'theirs',
    };
    const app = makeApp(() => json(unary['openai-chat'], 200, upstream));
    const response = await app.call('POST', paths['openai-chat'], leastBody['openai-chat']);
    const names = [...response.headers.keys()];
    expect(names.filter((name) => !name.startsWith('x-signalbox-')).sort()).toEqual([
      'content-type',
      'server-timing',
      'x-request-id',
    ]);
    expect(response.headers.get('x-request-id')).toMatch(/^req_/);
  });
});

describe('the record', () => {
  test('is one row per attempt, under the request’s own id', async () => {
    const app = makeApp();
    const response = await app.call('POST', paths['openai-chat'], leastBody['openai-chat']);
    await app.settled();
    expect(app.ledger.rows).toMatchObject([
      {
        requestId: response.headers.get('x-request-id'),
        caller: 'one',
        outcome: 'completed',
        usage: { inputTokens: 11 },
        usageSource: 'measured',
      },
    ]);
  });

  test('a store that is away costs the client nothing', async () => {
    const app = makeApp();
    app.store.isAway = true;
    expect((await app.call('POST', paths['openai-chat'], leastBody['openai-chat'])).status).toBe(200);
    await app.settled();
    expect(app.log.map(({ event }) => event)).toEqual(['record-lost']);
  });
});

test('a client that left gets nothing and costs no second attempt', async () => {
  const client = new AbortController();
  const app = makeApp((call) => {
    client.abort();
    return hang(call);
  });
  const response = await app.send(
    new Request(`https://router.test${paths['openai-chat']}`, {
      method: 'POST',
      body: JSON.stringify(leastBody['openai-chat']),
      headers: { 'content-type': 'application/json', 'x-api-key': keys.one },
      signal: client.signal,
    }),
  );
  expect(response.status).toBe(499);
  expect(app.provider.calls).toHaveLength(1);
});
