/** The settings of @upstash/redis that are fit for records, proven against a server that counts and misbehaves. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createStore, type Store, StoreError } from '../../src/ledger/store.ts';

type Seen = { readonly path: string; readonly headers: Record<string, unknown>; readonly body: unknown };
type Behaviour =
  | { readonly kind: 'answer'; readonly status?: number; readonly body: unknown }
  | { readonly kind: 'raw'; readonly body: string }
  | { readonly kind: 'drop' }
  | { readonly kind: 'silence' };

const secret = 'SECRET-VALUE';
let server: Server;
let store: Store;
let seen: Seen[] = [];
let behaviour: Behaviour = { kind: 'answer', body: { result: 'OK' } };
let onSeen: () => void = () => {};

beforeEach(async () => {
  seen = [];
  onSeen = () => {};
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    request.on('end', () => {
      seen.push({ path: request.url ?? '', headers: request.headers, body: JSON.parse(text) as unknown });
      onSeen();
      if (behaviour.kind === 'drop') request.socket.destroy();
      else if (behaviour.kind === 'raw') response.end(behaviour.body);
      else if (behaviour.kind === 'answer') {
        response.writeHead(behaviour.status ?? 200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(behaviour.body));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  store = createStore(`http://127.0.0.1:${port}`, 'TOKEN');
});

afterEach(async () => {
  vi.restoreAllMocks();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** As Upstash encodes texts for clients that ask for it, which this one always does. */
function encode(result: unknown): unknown {
  if (Array.isArray(result)) return result.map(encode);
  return typeof result === 'string' && result !== 'OK' ? Buffer.from(result).toString('base64') : result;
}

const answerWith = (result: unknown) => {
  behaviour = { kind: 'answer', body: { result: encode(result) } };
};

describe('a call', () => {
  test.each([null, '', 'text', '{"a":1}', '123', '1e400', 'true', 'é😀'])(
    'get gives the text as it lies there: %j',
    async (value) => {
      answerWith(value);
      expect(await store.get('k')).toBe(value);
      expect(seen.map(({ body }) => body)).toEqual([['get', 'k']]);
    },
  );

  test('getMany gives texts in the order of the keys', async () => {
    answerWith(['1', null, '{"a":1}']);
    expect(await store.getMany(['a', 'b', 'c'])).toEqual(['1', null, '{"a":1}']);
    expect(seen.map(({ body }) => body)).toEqual([['mget', 'a', 'b', 'c']]);
  });

  test('setFor sends the value as it is, with its time', async () => {
    answerWith('OK');
    await store.setFor('k', '{"a":1.0}', 60);
    expect(seen.map(({ body }) => body)).toEqual([['set', 'k', '{"a":1.0}', 'ex', 60]]);
  });

  test('says who it is and nothing else of us', async () => {
    answerWith(null);
    await store.get('k');
    const { headers } = seen[0] ?? {};
    expect(headers).toMatchObject({ authorization: 'Bearer TOKEN', 'upstash-encoding': 'base64' });
    expect(Object.keys(headers ?? {}).filter((name) => name.startsWith('upstash-telemetry'))).toEqual([]);
    expect(headers).not.toHaveProperty('upstash-sync-token');
  });

  test('calls at the same moment are not merged', async () => {
    answerWith(null);
    await Promise.all([store.get('a'), store.get('b'), store.get('c')]);
    expect(seen).toHaveLength(3);
  });
});

/** Each ends as a StoreError after a single send, whose message has no key, no value and no token. */
const operations: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['get', () => store.get(`key-${secret}`)],
  ['getMany', () => store.getMany([`key-${secret}`])],
  ['setFor', () => store.setFor(`key-${secret}`, secret, 60)],
];

const failures: readonly (readonly [string, Behaviour])[] = [
  ['an error of Redis', { kind: 'answer', status: 400, body: { error: `ERR wrong type ${secret}` } }],
  ['a wrong token', { kind: 'answer', status: 401, body: { error: 'WRONGPASS invalid password' } }],
  [
    'too many requests',
    { kind: 'answer', status: 429, body: { error: 'ERR max daily request limit exceeded' } },
  ],
  ['a server that fails', { kind: 'answer', status: 500, body: { error: 'oops' } }],
  ['a connection that breaks after the server has the command', { kind: 'drop' }],
  ['an answer that is none', { kind: 'raw', body: `<h1>${secret}</h1>` }],
];

describe.each(operations)('%s', (name, operate) => {
  test.each(failures)('%s: one send, an error without the arguments', async (_, how) => {
    behaviour = how;
    const error: unknown = await operate().then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(StoreError);
    const { message, cause, stack } = error as StoreError;
    expect(`${message} ${String(cause)} ${stack} ${JSON.stringify(error)}`).not.toContain(secret);
    expect(seen).toHaveLength(1);
    expect(message).toMatch(name === 'setFor' ? /^store set: \w+$/ : /^store get: \w+$/);
  });

  test('silence ends at the deadline, as an error and not as a made-up answer', async () => {
    behaviour = { kind: 'silence' };
    const deadline = new AbortController();
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(deadline.signal);
    onSeen = () => deadline.abort(new DOMException('late', 'TimeoutError'));
    await expect(operate()).rejects.toBeInstanceOf(StoreError);
    expect(timeout).toHaveBeenCalledExactlyOnceWith(1000);
    expect(seen).toHaveLength(1);
  });
});
