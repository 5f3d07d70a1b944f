/** The one door to the outside: the host is the config's, the headers are ours, nothing of a caller widens it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ProtocolId, Provider } from '../../src/core/target.ts';
import { createOutbound, type Environment, pickHeaders } from '../../src/upstream/outbound.ts';
import { FakeProvider } from '../support/world/provider.ts';

const openai: Provider = {
  id: 'openai',
  baseUrl: 'https://api.openai.example/v1',
  env: 'OPENAI',
  auth: 'bearer',
  protocols: { 'openai-chat': '', 'openai-responses': '/beta' },
  quirks: [],
};
const anthropic: Provider = { ...openai, id: 'anthropic', env: 'ANTHROPIC', auth: 'x-api-key' };

function outboundWith(env: Readonly<Record<string, string>>) {
  const provider = new FakeProvider(() => new Response('{}'));
  const read: Environment = (name) => env[name];
  return { provider, outbound: createOutbound(read, provider.send) };
}

type Changes = {
  provider?: Provider;
  protocol?: ProtocolId;
  path?: string;
  headers?: Record<string, string>;
};

async function call(env: Readonly<Record<string, string>>, changes: Changes = {}) {
  const { provider, outbound } = outboundWith(env);
  await outbound.call(
    changes.provider ?? openai,
    changes.protocol ?? 'openai-chat',
    changes.path ?? '/chat',
    {
      method: 'POST',
      body: '{}',
      headers: changes.headers ?? {},
      signal: new AbortController().signal,
    },
  );
  const [sent] = provider.calls;
  if (sent === undefined) throw new Error('nothing was sent');
  return { ...sent, headers: Object.fromEntries(sent.headers) };
}

describe('where a call goes', () => {
  test.each<[string, Record<string, string>, Changes, string]>([
    ['the config’s address', {}, {}, 'https://api.openai.example/v1/chat'],
    [
      'with the protocol’s part',
      {},
      { protocol: 'openai-responses' },
      'https://api.openai.example/v1/beta/chat',
    ],
    ['the variable’s address', { OPENAI_BASE_URL: 'http://127.0.0.1:9/x/' }, {}, 'http://127.0.0.1:9/x/chat'],
    [
      'never another provider’s',
      { ANTHROPIC_BASE_URL: 'http://evil' },
      {},
      'https://api.openai.example/v1/chat',
    ],
    [
      'with an id and a query',
      {},
      { path: '/r/resp_a-1?include=a.b&x=%5B%5D+*' },
      'https://api.openai.example/v1/r/resp_a-1?include=a.b&x=%5B%5D+*',
    ],
  ])('%s', async (_, env, changes, url) => {
    expect(await call(env, changes)).toMatchObject({ url, method: 'POST', redirect: 'manual', body: '{}' });
  });

  test.each([
    '@evil.example/',
    '//../../admin',
    '/responses/../files',
    '/responses/..',
    '/a b',
    '/a#b',
    '/a\\b',
    '/a?b=c#d',
    '/a?b=c?d',
    '/a\nb',
    '/%2e%2e/b',
    '/é',
    'https://evil.example/',
    '',
  ])('a path that could lead elsewhere is not called: %j', async (path) => {
    await expect(call({}, { path })).rejects.toMatchObject({ code: 'upstream_unreachable' });
  });

  test('whatever the path, the host is the config’s or nothing is sent', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom(...'/.@:?#%\\a1 \n=&'), maxLength: 12 }),
        async (path) => {
          const sent = await call({}, { path }).catch(() => null);
          if (sent === null) return;
          const { origin, pathname } = new URL(sent.url);
          expect(origin).toBe('https://api.openai.example');
          expect(pathname.startsWith('/v1/')).toBe(true);
        },
      ),
    );
  });

  test('a protocol that the provider does not serve is not called', async () => {
    await expect(call({}, { protocol: 'anthropic-messages' })).rejects.toMatchObject({
      code: 'upstream_unreachable',
    });
  });
});

describe('what a call carries', () => {
  test.each<[Provider, Record<string, string>, Record<string, string>]>([
    [openai, { OPENAI_API_KEY: 'k1' }, { authorization: 'Bearer k1' }],
    [anthropic, { ANTHROPIC_API_KEY: 'k2', OPENAI_API_KEY: 'k1' }, { 'x-api-key': 'k2' }],
    [openai, {}, {}],
    [openai, { OPENAI_API_KEY: ' k1\n' }, { authorization: 'Bearer k1' }],
  ])('%o with %j: the key of its own provider', async (provider, env, headers) => {
    expect((await call(env, { provider })).headers).toEqual({
      'content-type': 'application/json',
      ...headers,
    });
  });

  test('a key wins over a header of the same name', async () => {
    const { headers } = await call(
      { OPENAI_API_KEY: 'ours' },
      { headers: { authorization: 'Bearer theirs' } },
    );
    expect(headers.authorization).toBe('Bearer ours');
  });

  test.each(['two\nlines', 'nul\0', 'tab\tbed', 'naïve', '“quoted”'])(
    'a broken key is left out, and stands in no error: %j',
    async (key) => {
      expect((await call({ OPENAI_API_KEY: key })).headers).toEqual({ 'content-type': 'application/json' });
    },
  );
});

describe('what passes of a caller’s headers', () => {
  const hostile = {
    authorization: 'Bearer caller',
    'x-api-key': 'caller',
    cookie: 'a=b',
    host: 'evil',
    'x-forwarded-for': '1.2.3.4',
    'cf-connecting-ip': '1.2.3.4',
    'openai-organization': 'org',
    'openai-project': 'proj',
    'x-portkey-custom-host': 'http://evil',
    'content-length': '5',
    'transfer-encoding': 'chunked',
    'x-stainless-retry-count': '1',
  };
  const known = { 'openai-beta': 'b', 'anthropic-version': 'v', 'anthropic-beta': 'ab' };

  test.each<[ProtocolId, Record<string, string>]>([
    ['openai-chat', { 'openai-beta': 'b' }],
    ['openai-responses', { 'openai-beta': 'b' }],
    ['anthropic-messages', { 'anthropic-version': 'v', 'anthropic-beta': 'ab' }],
  ])('%s: what the protocol knows, and nothing else', (protocol, picked) => {
    expect(pickHeaders(protocol, new Headers({ ...hostile, ...known }))).toEqual(picked);
    expect(pickHeaders(protocol, new Headers(hostile))).toEqual({});
  });

  test.each(['a\u0001b', 'a\u007fb', 'a\tb', 'é'])('no value that is not plain text: %j', (value) => {
    expect(pickHeaders('openai-chat', new Headers({ 'openai-beta': value }))).toEqual({});
  });
});

describe('whether a provider can be called', () => {
  test.each([
    [{ OPENAI_API_KEY: 'k' }, true],
    [{ OPENAI_BASE_URL: 'http://127.0.0.1' }, true],
    [{ ANTHROPIC_API_KEY: 'k' }, false],
    [{}, false],
  ])('%j: %s', (env, isConfigured) => {
    expect(outboundWith(env as Record<string, string>).outbound.isConfigured(openai)).toBe(isConfigured);
  });
});
