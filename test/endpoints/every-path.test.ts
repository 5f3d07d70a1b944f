/** Every path that is registered, and some that are not: nobody gets in without a key, and errors speak the caller's protocol. */
import { describe, expect, test } from 'vitest';
import { RouterError } from '../../src/core/errors.ts';
import type { ProtocolId } from '../../src/core/target.ts';
import { endpoints } from '../../src/endpoints/endpoints.ts';
import { keys, makeApp } from '../support/world/app.ts';
import { makeConfig } from '../support/world/models.ts';
import { leastBody } from '../support/world/requests.ts';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const pathOf = (path: string) => path.replace(/:id(\{[^}]*\})?/, 'alpha');
const paths = [...new Set(endpoints.map(({ path }) => path))];
const secured = endpoints.filter(({ auth }) => auth === 'key');
const administrative = endpoints.filter(({ auth }) => auth === 'admin');
const open = endpoints.filter(({ auth }) => auth === 'public');

/** The error's own words, of either form; throws where it is in another. */
async function readError(response: Response, form: ProtocolId): Promise<{ code: string; message: string }> {
  const body = (await response.json()) as { type?: string; error: Record<string, unknown> };
  if (form === 'anthropic-messages') {
    expect(body).toMatchObject({ type: 'error', request_id: expect.stringMatching(/^req_/) });
    const { message, details } = body.error as { message: string; details: { error_code: string } };
    return { code: details.error_code, message };
  }
  expect(Object.keys(body)).toEqual(['error']);
  expect(Object.keys(body.error).sort()).toEqual(['code', 'message', 'param', 'type']);
  return body.error as { code: string; message: string };
}

describe('without a key', () => {
  test.each(secured)('$method $path is 401 in the words of $errors', async ({ method, path, errors }) => {
    const { call, provider, store } = makeApp();
    const response = await call(method, pathOf(path), method === 'POST' ? {} : undefined, {});
    expect(response.status).toBe(401);
    expect(response.headers.get('x-should-retry')).toBe('false');
    expect(response.headers.get('x-request-id')).toMatch(/^req_[a-z0-9]{24}$/);
    expect((await readError(response, errors)).code).toBe('invalid_api_key');
    expect(provider.calls).toEqual([]);
    expect(store.names).toEqual([]);
  });

  test.each(secured)('$method $path with a wrong key is the same', async ({ method, path, errors }) => {
    const response = await makeApp().call(method, pathOf(path), undefined, { 'x-api-key': 'guess' });
    expect(response.status).toBe(401);
    expect((await readError(response, errors)).code).toBe('invalid_api_key');
  });

  test.each(administrative)('$method $path is 503 where no admin token is set', async ({ method, path }) => {
    const { call, store } = makeApp();
    const response = await call(method, pathOf(path), method === 'POST' ? {} : undefined);
    expect(response.status).toBe(503);
    expect(store.names).toEqual([]);
  });

  test.each(open)('$method $path is open', async ({ method, path }) => {
    const { call, provider } = makeApp();
    const response = await call(method, path, undefined, {});
    expect(response.status).toBe(200);
    expect(provider.calls).toEqual([]);
  });

  test('what must be signed is off where no secret is set', async () => {
    const signed = endpoints.filter(({ auth }) => auth === 'signed');
    expect(signed.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /webhooks/openai']);
    const { call, store } = makeApp();
    expect((await call('POST', '/webhooks/openai', {}, {})).status).toBe(503);
    expect(store.names).toEqual([]);
  });

  test('what is open is this and nothing else', () => {
    expect(open.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /healthz',
      'GET /version',
      'GET /openapi.json',
    ]);
  });

  test('Anthropic’s words for whoever speaks as its client does', async () => {
    const response = await makeApp().call('GET', '/v1/models', undefined, {
      'anthropic-version': '2023-06-01',
    });
    expect((await readError(response, 'anthropic-messages')).code).toBe('invalid_api_key');
  });
});

/** Ways to write a path that a second parser might read otherwise. */
const disguises = [
  '/v1//models',
  '//v1/models',
  '/v1/models/',
  '/V1/models',
  '/%76%31/models',
  '/v1/%6dodels',
  '/v1/models%2f',
  '/v1/./models',
  '/x/../v1/models',
  '/v1/models;a=b',
  '/v1/models#x',
  '/healthz/../v1/models',
  '/healthz%2f..%2fv1/models',
  '/version?/v1/models',
];

describe('however a path is written', () => {
  test.each(disguises)('%s gives nothing away without a key', async (path) => {
    for (const host of ['router.test', 'x.test/v1/models#', 'router.test:443@healthz']) {
      const request = new Request(`https://router.test${path}`);
      request.headers.set('host', host);
      const response = await makeApp().send(request);
      const text = await response.text();
      expect([200, 401, 404]).toContain(response.status);
      expect(text).not.toContain('"object":"list"');
    }
  });
});

describe('a method that a path does not take', () => {
  const wrong = paths.flatMap((path) => {
    const onPath = endpoints.filter((endpoint) => endpoint.path === path);
    const taken = onPath.map(({ method }) => method);
    const rest = methods.filter((method) => !taken.some((each) => each === method));
    return rest.map((method) => ({
      method,
      path,
      taken: taken.join(', '),
      errors: onPath[0]?.errors ?? 'openai-chat',
    }));
  });

  test.each(wrong)('$method $path is 405 and told to be $taken', async ({ method, path, taken, errors }) => {
    const response = await makeApp().call(method, pathOf(path));
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(taken);
    const { code, message } = await readError(response, errors);
    expect(code).toBe('method_not_allowed');
    expect(message).toBe(`${pathOf(path)} takes ${taken}.`);
  });
});

describe('a path that does not exist', () => {
  test.each<[string, ProtocolId]>([
    ['/', 'openai-chat'],
    ['/v1/completions', 'openai-chat'],
    ['/v1/messages/batches', 'anthropic-messages'],
    ['/v1/responses/a/b/c', 'openai-chat'],
  ])('%s is 404', async (path, form) => {
    const response = await makeApp().call('GET', path);
    expect(response.status).toBe(404);
    expect(await readError(response, form)).toMatchObject({ code: 'not_found' });
  });

  test('of megabytes is not echoed', async () => {
    const response = await makeApp().call('GET', `/${'x'.repeat(100_000)}`);
    expect((await response.text()).length).toBeLessThan(600);
  });
});

describe('our own failures', () => {
  test('a key ring that cannot be read is 503 and never 401', async () => {
    const { call, log } = makeApp(undefined, {
      keyRing: () => {
        throw new RouterError('auth_unavailable', 'The router has no usable API keys.', {
          detail: 'an entry',
        });
      },
    });
    const response = await call('GET', '/v1/models');
    expect(response.status).toBe(503);
    expect(response.headers.get('x-should-retry')).toBe('true');
    expect(log).toMatchObject([{ event: 'request-failed', code: 'auth_unavailable', detail: 'an entry' }]);
  });

  test.each(['openai-chat', 'openai-responses', 'anthropic-messages'] as const)(
    'a bug is 500 with nothing of it but the request id: %s',
    async (protocol) => {
      const { call, log } = makeApp(undefined, {
        random: () => 0,
        health: {
          isOpen: () => {
            throw new TypeError('BUG DETAIL');
          },
        } as never,
      });
      const path = endpoints.find(
        ({ errors, path: each }) => errors === protocol && each.startsWith('/v1/'),
      )?.path;
      const response = await call('POST', path ?? '', leastBody[protocol]);
      expect(response.status).toBe(500);
      const { code, message } = await readError(response, protocol);
      expect(code).toBe('internal_error');
      expect(response.headers.get('x-request-id')).toMatch(/^req_[a-z0-9]{24}$/);
      expect(message).toContain(response.headers.get('x-request-id'));
      expect(message).not.toContain('BUG');
      const [told] = log;
      expect(told).toMatchObject({ code: 'internal_error', detail: expect.stringMatching(/^TypeError at /) });
      expect(JSON.stringify(told)).not.toContain('BUG');
    },
  );
});

describe('CORS', () => {
  const ask = (origin: string, config = makeConfig({ corsOrigins: ['https://app.example'] })) =>
    makeApp(undefined, { config }).send(
      new Request('https://router.test/v1/chat/completions', {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization',
        },
      }),
    );

  test('is off unless the config names origins', async () => {
    const response = await ask('https://app.example', makeConfig());
    expect(response.headers.has('access-control-allow-origin')).toBe(false);
  });

  test('is for the named origins only', async () => {
    const ours = await ask('https://app.example');
    expect(ours.status).toBe(204);
    expect(ours.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(ours.headers.get('access-control-allow-headers')).toContain('authorization');
    const theirs = await ask('https://evil.example');
    expect(theirs.headers.get('access-control-allow-origin')).not.toBe('https://evil.example');
    expect(theirs.headers.get('access-control-allow-origin')).not.toBe('*');
  });
});

test('GET /openapi.json lists every path with every method, and which need a key', async () => {
  const response = await makeApp().call('GET', '/openapi.json', undefined, {});
  const { paths: listed } = (await response.json()) as {
    paths: Record<
      string,
      Record<string, { security?: unknown[]; parameters?: { name: string; in: string }[] }>
    >;
  };
  for (const { path, method, auth, query = {} } of endpoints) {
    const operation = listed[path.replace(/:(\w+)(\{[^}]*\})?/, '{$1}')]?.[method.toLowerCase()];
    expect(operation).toBeDefined();
    expect(operation?.security).toEqual(auth === 'public' || auth === 'signed' ? [] : undefined);
    const named = operation?.parameters?.filter((each) => each.in === 'query').map(({ name }) => name) ?? [];
    expect(named).toEqual(Object.keys(query));
  }
});

test('GET /version tells what runs', async () => {
  const { call, deps } = makeApp();
  expect(await (await call('GET', '/version', undefined, {})).json()).toEqual({
    name: 'signalbox',
    version: '0.0.0',
    config: deps.config.version,
    deployment: null,
  });
});

test('both headers take the key', async () => {
  for (const headers of [{ authorization: `Bearer ${keys.one}` }, { 'x-api-key': keys.two }]) {
    expect((await makeApp().call('GET', '/v1/models', undefined, headers)).status).toBe(200);
  }
});
