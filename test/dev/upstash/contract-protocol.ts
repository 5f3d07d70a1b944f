/**
 * The protocol part of the contract: routes, tokens, encodings, statuses and error forms of Upstash's
 * REST API, by raw HTTP.
 */
import { describe, expect, it } from 'vitest';
import type { RawRequest, Subject } from './contract.ts';

const everyRoute: readonly (readonly [path: string, request: RawRequest])[] = [
  ['/', { body: ['PING'] }],
  ['/pipeline', { body: [['PING']] }],
  ['/multi-exec', { body: [['PING']] }],
  ['/ping', {}],
  ['/set/a', { body: 'b' }],
];

const unauthorized = { error: 'WRONGPASS invalid or missing auth token' };

export function describeProtocol(subject: Subject): void {
  describe('tokens', () => {
    it.each(everyRoute)('%s answers 401 to a wrong, a cut and a missing token', async (path, request) => {
      const { token } = subject.server();
      for (const authorization of ['Bearer wrong', `Bearer ${token.slice(0, -1)}`, `Basic ${token}`, '']) {
        const { status, json } = await subject.request(path, { ...request, headers: { authorization } });
        expect({ status, json }).toEqual({ status: 401, json: unauthorized });
      }
      expect(await subject.run('EXISTS', 'a')).toBe(0);
    });

    it.each(everyRoute)(
      '%s takes the token from the query as well, and only the right one',
      async (path, request) => {
        const headers = { authorization: '' };
        const { token } = subject.server();
        expect((await subject.request(`${path}?_token=${token}`, { ...request, headers })).status).toBe(200);
        expect((await subject.request(`${path}?_token=x${token}`, { ...request, headers })).status).toBe(401);
      },
    );
  });

  describe('routes', () => {
    it('POST / runs one command, numbers and booleans included', async () => {
      expect(await subject.run('SET', 'a', 1.5)).toBe('OK');
      expect(await subject.request('/', { body: ['GET', 'a'] })).toMatchObject({ json: { result: '1.5' } });
      expect(await subject.request('/', { body: ['SET', 'a', true] })).toMatchObject({ status: 200 });
      expect(await subject.run('GET', 'a')).toBe('true');
    });

    it('reads commands from the path, options from the query, the last argument from the body', async () => {
      expect((await subject.request('/set/a%2Fb/x%20y?PXAT=4102444800000&NX')).json).toEqual({
        result: 'OK',
      });
      expect(await subject.run('GET', 'a/b')).toBe('x y');
      expect(await subject.run('PEXPIRETIME', 'a/b')).toBe(4102444800000);
      expect((await subject.request('/set/body?NX', { body: '{"a":[1]}' })).json).toEqual({ result: 'OK' });
      expect((await subject.request('/get/body')).json).toEqual({ result: '{"a":[1]}' });
      expect((await subject.request('/get/body', { method: 'PUT' })).status).toBe(200);
    });

    it('keeps the bytes of a path argument that are not UTF-8', async () => {
      await subject.request('/set/bin/%00%ff%e4');
      const { json } = await subject.request('/get/bin', { headers: { 'Upstash-Encoding': 'base64' } });
      expect(json).toEqual({ result: Buffer.from([0, 255, 228]).toString('base64') });
    });

    it('answers HEAD without a body and other methods with 405', async () => {
      expect(await subject.request('/ping', { method: 'HEAD' })).toMatchObject({ status: 200, json: null });
      expect(await subject.request('/ping', { method: 'DELETE' })).toMatchObject({
        status: 405,
        json: { error: expect.stringContaining('method') },
      });
    });

    it('sends a new sync token with every answer', async () => {
      const first = (await subject.request('/ping')).headers.get('upstash-sync-token');
      const second = (await subject.request('/ping')).headers.get('upstash-sync-token');
      expect(first).toMatch(/\S/);
      expect(second).not.toBe(first);
    });
  });

  describe('results', () => {
    it('prints strings, integers, null and nested arrays', async () => {
      await subject.run('RPUSH', 'l', 'a', 'ü');
      const body = [['GET', 'none'], ['LRANGE', 'l', 0, -1], ['LLEN', 'l'], ['SCAN', 0], ['PING']];
      const { json } = await subject.request('/pipeline', { body });
      expect(json).toEqual([
        { result: null },
        { result: ['a', 'ü'] },
        { result: 2 },
        { result: ['0', ['l']] },
        { result: 'PONG' },
      ]);
    });

    it('prints 64-bit integers without rounding', async () => {
      const response = await fetch(`${subject.server().url}/incrby/n/9223372036854775807`, {
        headers: { authorization: `Bearer ${subject.server().token}` },
      });
      expect(await response.text()).toBe('{"result":9223372036854775807}');
    });

    it('turns every string into base64 when asked, except a plain OK', async () => {
      const headers = { 'Upstash-Encoding': 'base64' };
      const script = "return {'x', {'y', 7, false}, redis.status_reply('OK')}";
      const body = [
        ['SET', 'a', 'OK'],
        ['GET', 'a'],
        ['PING'],
        ['EVAL', script, 0],
        ['STRLEN', 'a'],
        ['NOPE'],
      ];
      const { json } = await subject.request('/pipeline', { body, headers });
      expect(json).toEqual([
        { result: 'OK' },
        { result: 'T0s=' },
        { result: 'UE9ORw==' },
        { result: ['eA==', ['eQ==', 7, null], 'T0s='] },
        { result: 2 },
        { error: expect.stringContaining('ERR unknown command') },
      ]);
    });
  });

  describe('errors', () => {
    it.each([
      ['not JSON', '/', '{'],
      ['not an array', '/', '{"a":1}'],
      ['an empty command', '/', '[]'],
      ['a nested argument', '/', '["SET","a",["b"]]'],
      ['a null argument', '/', '["SET","a",null]'],
      ['an empty pipeline', '/pipeline', '[]'],
      ['a flat pipeline', '/pipeline', '["PING"]'],
      ['a pipeline that is not JSON', '/pipeline', 'PING'],
      ['an empty transaction', '/multi-exec', '[]'],
    ])('answers 400 and runs nothing for %s', async (_, path, body) => {
      const { status, json } = await subject.request(path, { body });
      expect({ status, json }).toEqual({ status: 400, json: { error: expect.stringMatching(/^ERR /) } });
    });

    it.each([
      [['GET'], "ERR wrong number of arguments for 'get' command"],
      [['NOPE', 'a'], "ERR unknown command 'NOPE', with args beginning with: 'a' "],
      [['INCR', 'text'], 'ERR value is not an integer or out of range'],
      [['LPUSH', 'text', 'a'], 'WRONGTYPE Operation against a key holding the wrong kind of value'],
      [['SET', 'text', 'a', 'NX', 'XX'], 'ERR syntax error'],
      [['SET', 'text', 'a', 'EX', 0], "ERR invalid expire time in 'set' command"],
    ])('answers 400 with the words of Redis to %j', async (command, error) => {
      await subject.run('SET', 'text', 'abc');
      const { status, json } = await subject.request('/', { body: command });
      expect({ status, json }).toEqual({ status: 400, json: { error } });
    });

    it.each([
      [['SUBSCRIBE', 'a']],
      [['MULTI']],
      [['select', 1]],
      [['BLPOP', 'a', 0]],
      [['SHUTDOWN']],
      [['CONFIG', 'GET', '*']],
      [['SCRIPT', 'KILL']],
      [['XREAD', 'BLOCK', 0, 'STREAMS', 'a', '$']],
    ])('refuses %j, which has no place in an HTTP call', async (command) => {
      const { status, json } = await subject.request('/', { body: command });
      expect({ status, json }).toEqual({
        status: 400,
        json: { error: expect.stringMatching(/^ERR Command is not available/) },
      });
      expect(await subject.run('PING')).toBe('PONG');
    });

    it('reports errors of a pipeline per item, in place, with status 200', async () => {
      const body = [['SET', 'a', 'x'], ['INCR', 'a'], ['MULTI'], ['GET'], ['GET', 'a']];
      expect(await subject.request('/pipeline', { body })).toMatchObject({
        status: 200,
        json: [
          { result: 'OK' },
          { error: 'ERR value is not an integer or out of range' },
          { error: expect.stringContaining('not available') },
          { error: "ERR wrong number of arguments for 'get' command" },
          { result: 'x' },
        ],
      });
    });

    it('takes bodies up to 10 MB and refuses longer ones without ending the connection badly', async () => {
      const value = 'x'.repeat(10 * 1024 * 1024 - 20);
      expect((await subject.request('/', { body: ['SET', 'big', value] })).json).toEqual({ result: 'OK' });
      expect(await subject.run('STRLEN', 'big')).toBe(value.length);
      const { status, json } = await subject.request('/', {
        body: ['SET', 'big', `${value}${'x'.repeat(20)}`],
      });
      expect({ status, json }).toEqual({
        status: 400,
        json: { error: expect.stringContaining('ERR max request size exceeded') },
      });
    });
  });

  describe('transactions', () => {
    it('keeps what went well when one command fails while running', async () => {
      const body = [
        ['SET', 'a', 'x'],
        ['INCR', 'a'],
        ['SET', 'b', 'y'],
      ];
      expect((await subject.request('/multi-exec', { body })).json).toEqual([
        { result: 'OK' },
        { error: 'ERR value is not an integer or out of range' },
        { result: 'OK' },
      ]);
      expect(await subject.run('MGET', 'a', 'b')).toEqual(['x', 'y']);
    });

    it.each([[['INCR']], [['NOPE']], [['SUBSCRIBE', 'a']], [['EVAL', 'return 1']]])(
      'discards everything when it holds %j',
      async (command) => {
        const { status, json } = await subject.request('/multi-exec', { body: [['SET', 'a', 'x'], command] });
        expect({ status, json }).toEqual({
          status: 400,
          json: { error: 'EXECABORT Transaction discarded because of previous errors.' },
        });
        expect(await subject.run('EXISTS', 'a')).toBe(0);
      },
    );

    it('lets nothing in between its commands', async () => {
      const body = Array.from({ length: 20 }, () => ['INCR', 'n']);
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => subject.request('/multi-exec', { body })),
      );
      for (const { json } of answers) {
        const numbers = (json as { result: number }[]).map(({ result }) => result);
        const [first = 0] = numbers;
        expect(numbers).toEqual(numbers.map((_, at) => first + at));
      }
      expect(await subject.run('GET', 'n')).toBe('200');
    });
  });

  describe('billing', () => {
    async function cost(path: string, body: unknown): Promise<number> {
      const before = subject.server().billedCommands();
      await subject.request(path, { body });
      return subject.server().billedCommands() - before;
    }

    it('counts commands, not calls, and the commands inside scripts', async () => {
      const script =
        "redis.call('SET', KEYS[1], 1) redis.pcall('LPUSH', KEYS[1], 1) return redis.call('GET', KEYS[1])";
      const evaluate = ['EVAL', script, 1, 'a'];
      expect(await cost('/', ['PING'])).toBe(1);
      expect(await cost('/pipeline', [['PING'], ['GET'], ['PING']])).toBe(3);
      expect(await cost('/', evaluate)).toBe(4);
      expect(await cost('/pipeline', [evaluate, ['PING'], evaluate])).toBe(9);
      expect(await cost('/multi-exec', [['PING'], evaluate])).toBe(5);
      expect(await cost('/', ['EVALSHA', '0'.repeat(40), 0])).toBe(1);
    });

    it('does not count what was refused before it ran', async () => {
      expect(await cost('/', ['SUBSCRIBE', 'a'])).toBe(0);
      expect(await cost('/multi-exec', [['PING'], ['GET']])).toBe(0);
      expect(await cost('/', '{')).toBe(0);
    });
  });
}
