/**
 * Wrong requests, end to end: each gets a 4xx in the words of the protocol it speaks, with the field that is wrong,
 * and no provider hears of it.
 */
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ProtocolId, protocolIds } from '../../src/core/target.ts';
import { type Simulator, startSimulator } from '../../src/dev/simulator/server.ts';
import { endpoints } from '../../src/endpoints/endpoints.ts';
import { paths } from '../support/faults/stack.ts';
import { type Router, startRouter, testKey } from '../support/start-router.ts';
import {
  type Expected,
  json,
  keyed,
  type Sent,
  takers,
  wrongBodies,
  wrongFields,
} from '../support/wrong-requests.ts';

let simulator: Simulator;
let router: Router;

beforeAll(async () => {
  simulator = await startSimulator();
  router = await startRouter({
    vars: {
      OPENAI_API_KEY: 'simulated',
      OPENAI_BASE_URL: `${simulator.url}/openai/v1`,
      ANTHROPIC_API_KEY: 'simulated',
      ANTHROPIC_BASE_URL: `${simulator.url}/anthropic`,
    },
    routes: 'test/support/bad-input.config.ts',
  });
});
afterAll(async () => {
  await router.stop();
  await simulator.stop();
});
afterEach(() => {
  expect(simulator.requests()).toEqual([]);
});

function send(path: string, { headers = json, body }: Sent): Promise<Response> {
  return fetch(router.url + path, {
    method: 'POST',
    headers,
    body: body ?? null,
    ...(body instanceof ReadableStream && { duplex: 'half' }),
  } as RequestInit);
}

async function expectRefused(
  response: Response,
  form: ProtocolId,
  { status, code, field }: Expected,
): Promise<void> {
  const body = (await response.json()) as Record<string, unknown>;
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(response.headers.get('x-should-retry')).toBe('false');
  const requestId = response.headers.get('x-request-id');
  expect(requestId).toMatch(/^req_[a-z0-9]{24}$/);
  if (form === 'anthropic-messages') {
    expect(body).toEqual({
      type: 'error',
      error: { type: expect.any(String), message: expect.any(String), details: { error_code: code } },
      request_id: requestId,
    });
    if (field !== undefined) expect((body.error as { message: string }).message).toContain(field);
  } else {
    expect(body).toEqual({
      error: { message: expect.any(String), type: expect.any(String), param: field ?? null, code },
    });
  }
  expect(response.status).toBe(status);
}

describe.each(takers)('POST $path', ({ path, form, good }) => {
  test.each(wrongBodies)('%s', async (_name, sent, expected) => {
    await expectRefused(await send(path, sent(good)), form, expected);
  });
});

describe.each(protocolIds)('%s', (form) => {
  const good = takers.find((taker) => taker.form === form)?.good;
  test.each(wrongFields[form].map(([change, field]) => [JSON.stringify(change).slice(0, 80), field, change]))(
    '%s: %s is named',
    async (_text, field, change) => {
      const response = await send(paths[form], { body: JSON.stringify({ ...good, ...(change as object) }) });
      await expectRefused(response, form, {
        status: 400,
        code: 'invalid_request',
        field: field as string,
      });
    },
  );
});

describe('keys', () => {
  const guarded = endpoints.filter(({ auth }) => auth === 'key');
  const pathOf = (path: string) => path.replace(/:id(\{[^}]*\})?/, 'some-id');
  const call = (method: string, path: string, headers: Record<string, string>) =>
    fetch(router.url + pathOf(path), {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(method === 'POST' && { body: '{}' }),
    });
  const refused = { status: 401, code: 'invalid_api_key' };

  test.each(guarded.map(({ method, path, errors }) => [method, path, errors] as const))(
    '%s %s',
    async (method, path, form) => {
      await expectRefused(await call(method, path, {}), form, refused);
      for (const authorization of [
        '',
        'Bearer',
        'Bearer ',
        'Bearer sk-sbx-wrong',
        `Basic ${testKey}`,
        testKey,
        `Bearer ${testKey} ${testKey}`,
        `Bearer ${testKey.toUpperCase()}`,
        `Bearer ${testKey}x`,
      ])
        await expectRefused(await call(method, path, { authorization }), form, refused);
      await expectRefused(await call(method, path, { 'x-api-key': 'sk-sbx-wrong' }), form, refused);
      await expectRefused(
        await call(method, path, { authorization: `Bearer ${testKey}`, 'x-api-key': 'sk-sbx-wrong' }),
        form,
        { status: 400, code: 'invalid_request', field: 'authorization' },
      );
      const asAnthropic = await call(method, path, { 'anthropic-version': '2023-06-01' });
      await expectRefused(asAnthropic, 'anthropic-messages', refused);
    },
  );

  test('every wrong key gets the same words', async () => {
    const bodies = await Promise.all(
      ['sk-sbx-wrong', 'x', testKey.slice(0, -1), 'a'.repeat(5000)].map(async (key) =>
        (await call('GET', '/v1/models', { authorization: `Bearer ${key}` })).text(),
      ),
    );
    expect(new Set(bodies).size).toBe(1);
  });
});

describe('wrong methods and paths', () => {
  const open = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'] as const;
  const modelPaths = protocolIds.map((form) => [form, paths[form]] as const);
  test.each(modelPaths.flatMap(([form, path]) => open.map((method) => [method, path, form] as const)))(
    '%s %s',
    async (method, path, form) => {
      if (method === 'POST') return;
      const response = await fetch(router.url + path, { method, headers: keyed });
      await expectRefused(response, form, { status: 405, code: 'method_not_allowed' });
    },
  );

  test.each(['/', '/v1', '/v1/chat', '/v1/completions', '/v2/chat/completions', '/v1/chat/completions/x'])(
    'nothing at %s',
    async (path) => {
      const response = await send(path, { body: '{}' });
      await expectRefused(response, 'openai-chat', { status: 404, code: 'not_found' });
    },
  );
});

/** What goes over the wire byte for byte: clients and fetch refuse to send it. */
function sendRaw(lines: readonly string[], body: string): Promise<string> {
  const { hostname, port } = new URL(router.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
    });
    let answer = '';
    socket.setEncoding('latin1');
    socket.on('data', (piece: string) => {
      answer += piece;
    });
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
  });
}

describe('header values that could end a header', () => {
  const body = JSON.stringify(takers[2]?.good);
  const lines = (...more: string[]) => [
    'POST /v1/messages HTTP/1.1',
    'host: localhost',
    'connection: close',
    'content-type: application/json',
    `content-length: ${body.length}`,
    `x-api-key: ${testKey}`,
    ...more,
  ];

  test.each([
    ['a bare CR', 'anthropic-beta: one\rx-injected: two'],
    ['NUL', 'anthropic-beta: one\0two'],
    ['a folded line', 'anthropic-beta: one\r\n two'],
  ])('%s is refused', async (_name, line) => {
    expect(await sendRaw(lines(line), body)).toMatch(/^HTTP\/1\.1 400 /);
  });

  test.each([
    ['a bare LF', 'anthropic-beta: one\nx-injected: two'],
    ['bytes above ASCII', 'anthropic-beta: one\u00fftwo'],
    ['a tab', 'anthropic-beta: one\ttwo'],
  ])('%s: nothing of it reaches the provider', async (_name, line) => {
    expect(await sendRaw(lines(line), body)).toMatch(/^HTTP\/1\.1 200 /);
    const [received, ...others] = simulator.requests();
    expect(others).toEqual([]);
    expect(received?.rawHeaders.join('\n')).not.toMatch(/two|\xff|\t/);
    simulator.clear();
  });
});
