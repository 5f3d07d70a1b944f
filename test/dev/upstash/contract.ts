/**
 * What any local Upstash server has to do, told through the real client and raw HTTP. Two test files run
 * it, one per engine: what it asserts is what both do. Nothing here may know which engine it talks to.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from '@upstash/redis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { describeClient } from './contract-client.ts';
import { describeProtocol } from './contract-protocol.ts';
import { describeScripts } from './contract-scripts.ts';

export interface RunningServer {
  readonly url: string;
  readonly token: string;
  billedCommands(): number;
  stop(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly json: unknown;
  readonly headers: Headers;
}

export interface RawRequest {
  readonly method?: string;
  /** An object is sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** What the parts of the contract get: the server of this run, empty before every test. */
export interface Subject {
  server(): RunningServer;
  redis(): Redis;
  /** With the right token unless headers say otherwise. */
  request(path: string, request?: RawRequest): Promise<Answer>;
  /** POST / with one command; returns the `result`, fails on an error. */
  run(...command: (string | number)[]): Promise<unknown>;
}

/** Client settings as the Worker uses them: every retry and guess of the client is off. */
export function connect(server: RunningServer): Redis {
  return new Redis({
    url: server.url,
    token: server.token,
    enableTelemetry: false,
    automaticDeserialization: false,
    retry: { retries: 0 },
  });
}

export async function sendRaw(
  server: RunningServer,
  path: string,
  request: RawRequest = {},
): Promise<Answer> {
  const { body, method = body === undefined ? 'GET' : 'POST', headers = {} } = request;
  const init: RequestInit = { method, headers: { authorization: `Bearer ${server.token}`, ...headers } };
  if (body !== undefined) init.body = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(server.url + path, init);
  const text = await response.text();
  return { status: response.status, json: text === '' ? null : JSON.parse(text), headers: response.headers };
}

export function describeUpstashContract(
  title: string,
  start: (dataDir: string) => Promise<RunningServer>,
): void {
  describe(title, { timeout: 30_000 }, () => {
    let folder = '';
    let running: RunningServer | null = null;
    const subject: Subject = {
      server: () => running ?? expect.fail('the server is not running'),
      redis: () => connect(subject.server()),
      request: (path, request) => sendRaw(subject.server(), path, request),
      run: async (...command) => {
        const { status, json } = await subject.request('/', { body: command });
        expect({ command, status, json }).toMatchObject({ status: 200 });
        return (json as { result: unknown }).result;
      },
    };

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'signalbox-upstash-'));
      running = await start(join(folder, 'shared'));
    });
    beforeEach(async () => {
      await subject.run('FLUSHALL');
    });
    afterAll(async () => {
      await running?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    describeProtocol(subject);
    describeClient(subject);
    describeScripts(subject);
    describePersistence(() => start(join(folder, 'kept')));
  });
}

function describePersistence(start: () => Promise<RunningServer>): void {
  it('keeps every type, its order and its expiry over a stop and a start', async () => {
    const before = await start();
    const writes = [
      ['SET', 'text', 'grüße'],
      ['SET', 'later', 'x', 'PXAT', 4102444800000],
      ['HSET', 'hash', 'b', '1', 'a', '2'],
      ['RPUSH', 'list', 'z', 'y', 'x'],
      ['SADD', 'set', 'one'],
      ['ZADD', 'scores', '2.5', 'high', '-1', 'low'],
      ['XADD', 'stream', '5-1', 'f', 'v'],
      ['XADD', 'stream', '6-1', 'f', 'w'],
      ['XDEL', 'stream', '6-1'],
      ['EVAL', "redis.call('INCRBY', KEYS[1], 41) return redis.call('INCR', KEYS[1])", '1', 'counter'],
    ];
    expect((await sendRaw(before, '/pipeline', { body: writes })).status).toBe(200);
    await before.stop();

    const after = await start();
    const reads = [
      ['GET', 'text'],
      ['PEXPIRETIME', 'later'],
      ['HGETALL', 'hash'],
      ['LRANGE', 'list', '0', '-1'],
      ['SMEMBERS', 'set'],
      ['ZRANGE', 'scores', '0', '-1', 'WITHSCORES'],
      ['XRANGE', 'stream', '-', '+'],
      ['GET', 'counter'],
      ['XADD', 'stream', '6-1', 'f', 'v'],
    ];
    const { json } = await sendRaw(after, '/pipeline', { body: reads });
    await after.stop();
    expect(json).toEqual([
      { result: 'grüße' },
      { result: 4102444800000 },
      { result: ['b', '1', 'a', '2'] },
      { result: ['z', 'y', 'x'] },
      { result: ['one'] },
      { result: ['low', '-1', 'high', '2.5'] },
      { result: [['5-1', ['f', 'v']]] },
      { result: '42' },
      { error: 'ERR The ID specified in XADD is equal or smaller than the target stream top item' },
    ]);
  });

  it('loses nothing of 50 writes that were answered just before the stop', async () => {
    const before = await start();
    await Promise.all(
      Array.from({ length: 50 }, (_, at) => sendRaw(before, '/', { body: ['SET', `k${at}`, String(at)] })),
    );
    await before.stop();
    const after = await start();
    const names = Array.from({ length: 50 }, (_, at) => `k${at}`);
    const { json } = await sendRaw(after, '/', { body: ['MGET', ...names] });
    await after.stop();
    expect(json).toEqual({ result: names.map((name) => name.slice(1)) });
  });
}
