/** The store's scripts and reads through the installed @upstash/redis, against a server that counts and misbehaves. */
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createScriptStore, StoreError, type UsageStore } from '../../src/ledger/store.ts';
import {
  answering,
  type Behaviour,
  encoded,
  refusing,
  startUpstashStub,
  type UpstashStub,
} from '../support/ledger/upstash-stub.ts';

const secret = 'SECRET-VALUE';
const script = 'return ARGV[1]';
const sha = createHash('sha1').update(script).digest('hex');

let server: UpstashStub;
let store: UsageStore;

beforeEach(async () => {
  server = await startUpstashStub();
  store = createScriptStore(server.url, 'TOKEN');
});
afterEach(async () => {
  vi.restoreAllMocks();
  await server.stop();
});

describe('a script', () => {
  test('is named, not sent; texts go and come as they are', async () => {
    const texts = ['123', '1e400', 'true', 'null', '{"a":1}', 'é😀\t\n', ''];
    server.behave(answering(texts));
    expect(await store.run(script, ['k'], texts, 500)).toEqual(texts);
    expect(server.seen).toEqual([['evalsha', sha, 1, 'k', ...texts]]);
  });

  test('that the store does not know is sent in full, once', async () => {
    server.behave(refusing(400, 'NOSCRIPT No matching script. Please use EVAL.'), answering(['x']));
    expect(await store.run(script, ['k'], ['a'], 500)).toEqual(['x']);
    expect(server.seen).toEqual([
      ['evalsha', sha, 1, 'k', 'a'],
      ['eval', script, 1, 'k', 'a'],
    ]);
  });

  test('has the deadline that the call names', async () => {
    server.behave({ kind: 'silence' });
    const deadline = new AbortController();
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(deadline.signal);
    server.onSeen = () => deadline.abort(new DOMException('late', 'TimeoutError'));
    await expect(store.run(script, ['k'], [], 137)).rejects.toBeInstanceOf(StoreError);
    expect(timeout).toHaveBeenCalledExactlyOnceWith(137);
    expect(server.seen).toHaveLength(1);
  });

  test('calls at the same moment are not merged', async () => {
    server.behave(answering([]));
    await Promise.all([1, 2, 3].map(() => store.run(script, ['k'], [], 500)));
    expect(server.seen).toHaveLength(3);
  });
});

describe('reads', () => {
  test('fields in their order', async () => {
    server.behave(answering(['1', null]));
    expect(await store.readFields('k', ['a', 'b'])).toEqual(['1', null]);
    expect(server.seen).toEqual([['HMGET', 'k', 'a', 'b']]);
  });

  test('a whole hash; none is empty', async () => {
    server.behave(answering(['a', '1', 'b', '{"x":2}']), answering([]));
    expect(await store.readHash('k')).toEqual(
      new Map([
        ['a', '1'],
        ['b', '{"x":2}'],
      ]),
    );
    expect(await store.readHash('k')).toEqual(new Map());
  });

  test('many hashes in one call, each as it is', async () => {
    server.behave({ kind: 'answer', body: [{ result: encoded(['a', '1', '#', '1']) }, { result: [] }] });
    expect(await store.readHashes(['k', 'l'])).toEqual([
      new Map([
        ['a', '1'],
        ['#', '1'],
      ]),
      new Map(),
    ]);
  });

  test('a stream in both directions', async () => {
    server.behave(answering([['1-0', ['rows', '[]']]]));
    const entry = { id: '1-0', fields: new Map([['rows', '[]']]) };
    expect(await store.readStream('s', '-', '+', { most: 5 })).toEqual([entry]);
    expect(await store.readStream('s', '-', '+', { most: 5, isBackwards: true })).toEqual([entry]);
    expect(server.seen).toEqual([
      ['XRANGE', 's', '-', '+', 'COUNT', '5'],
      ['XREVRANGE', 's', '+', '-', 'COUNT', '5'],
    ]);
  });
});

const operations: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['run', () => store.run(script, [secret], [secret], 500)],
  ['readFields', () => store.readFields(secret, [secret])],
  ['readHash', () => store.readHash(secret)],
  ['readHashes', () => store.readHashes([secret])],
  ['readStream', () => store.readStream(secret, '-', '+', { most: 1 })],
];

const failures: readonly (readonly [string, Behaviour])[] = [
  ['an error of Redis', refusing(400, `ERR user_script:1: ${secret}`)],
  ['a wrong token', refusing(401, 'WRONGPASS invalid password')],
  ['a server that fails', refusing(500, 'oops')],
  ['a connection that breaks after the server has the command', { kind: 'drop' }],
  ['an answer that is none', { kind: 'raw', body: `<h1>${secret}</h1>` }],
];

describe.each(operations)('%s', (_, operate) => {
  test.each(failures)('%s: one send, an error without the arguments', async (__, how) => {
    server.behave(how);
    const error: unknown = await operate().then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(StoreError);
    const { message, cause, stack, isQuota } = error as StoreError;
    expect(`${message} ${String(cause)} ${stack} ${JSON.stringify(error)}`).not.toContain(secret);
    expect(isQuota).toBe(false);
    expect(server.seen).toHaveLength(1);
  });
});

test.each([
  [400, 'ERR max requests limit exceeded. Limit: 500000, Usage: 500000.'],
  [429, 'ERR max daily request limit exceeded. Limit: 10000, Usage: 10000.'],
])('%i %s: known for what it is', async (status, words) => {
  server.behave(refusing(status, words));
  const error: unknown = await store.run(script, [], [], 500).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ name: 'StoreError', isQuota: true });
  expect(server.seen).toHaveLength(1);
});
