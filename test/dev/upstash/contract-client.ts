/**
 * The client part of the contract: what @upstash/redis makes of the server's answers, and the commands a
 * ledger needs with their results.
 */
import { Redis } from '@upstash/redis';
import { describe, expect, it } from 'vitest';
import type { Subject } from './contract.ts';

/** Past and far future: both hold whatever the engine's clock says. */
const past = 1_000_000_000_000;
const future = 4_102_444_800_000;

export function describeClient(subject: Subject): void {
  describe('the @upstash/redis client', () => {
    it('gets back the strings it set: JSON, Unicode, look-alikes of base64 and of OK', async () => {
      const redis = subject.redis();
      for (const value of [
        '',
        'OK',
        'test',
        '123',
        'null',
        '{"a":[1,"ü"]}',
        '日本 \u{1f6a6}',
        'a\r\nb',
        'T0s=',
      ]) {
        expect(await redis.set('v', value)).toBe('OK');
        expect(await redis.get('v')).toBe(value);
        expect(await redis.mget('v', 'none')).toEqual([value, null]);
      }
    });

    it('works with its own defaults: JSON in and out, automatic pipelining', async () => {
      const { url, token } = subject.server();
      const redis = new Redis({ url, token, enableTelemetry: false });
      await redis.set('json', { a: [1, { b: 'ü' }], c: null });
      await redis.hset('h', { n: 5, text: 'x', object: { y: 1 } });
      const [json, hash, missing, count] = await Promise.all([
        redis.get('json'),
        redis.hgetall('h'),
        redis.hgetall('none'),
        redis.incr('n'),
      ]);
      expect({ json, hash, missing, count }).toEqual({
        json: { a: [1, { b: 'ü' }], c: null },
        hash: { n: 5, text: 'x', object: { y: 1 } },
        missing: null,
        count: 1,
      });
    });

    it('reports a failed command as an UpstashError and a bad token as WRONGPASS', async () => {
      const redis = subject.redis();
      await redis.set('a', 'x');
      await expect(redis.incr('a')).rejects.toThrow(/ERR value is not an integer or out of range/);
      const stranger = new Redis({ url: subject.server().url, token: 'wrong', retry: { retries: 0 } });
      await expect(stranger.get('a')).rejects.toThrow(/WRONGPASS/);
    });

    it('runs pipelines and transactions', async () => {
      const redis = subject.redis();
      expect(await redis.pipeline().set('a', 1).incr('a').get('a').exec()).toEqual(['OK', 2, '2']);
      expect(await redis.multi().incrby('a', 5).lpush('l', 'x').exec()).toEqual([7, 1]);
      const kept = await redis.pipeline().lpush('a', 'x').get('a').exec({ keepErrors: true });
      expect(kept).toEqual([
        { error: expect.stringContaining('WRONGTYPE'), result: undefined },
        { error: undefined, result: '7' },
      ]);
    });

    it('counts 200 parallel increments', async () => {
      const redis = subject.redis();
      const results = await Promise.all(Array.from({ length: 200 }, () => redis.incr('n')));
      expect(results.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, at) => at + 1));
    });

    it('counts 200 parallel increments sent as 200 calls', async () => {
      const answers = await Promise.all(Array.from({ length: 200 }, () => subject.request('/incr/n')));
      expect(new Set(answers.map(({ json }) => (json as { result: number }).result)).size).toBe(200);
      expect(await subject.run('GET', 'n')).toBe('200');
    });
  });

  describe('expiry', () => {
    it('drops keys whose time has passed', async () => {
      await subject.run('SET', 'a', '1');
      expect(await subject.run('PEXPIREAT', 'a', past)).toBe(1);
      await subject.run('SET', 'b', '1', 'PXAT', past);
      await subject.run('HSET', 'c', 'f', '1');
      expect(await subject.run('EXPIRE', 'c', -1)).toBe(1);
      expect(await subject.run('MGET', 'a', 'b')).toEqual([null, null]);
      expect(await subject.run('EXISTS', 'a', 'b', 'c')).toBe(0);
      expect(await subject.run('TTL', 'a')).toBe(-2);
      expect(await subject.run('INCR', 'b')).toBe(1);
      expect(await subject.run('TTL', 'b')).toBe(-1);
    });

    it('keeps, replaces and removes times of expiry as Redis does', async () => {
      await subject.run('SET', 'a', '1', 'PXAT', future);
      await subject.run('INCR', 'a');
      expect(await subject.run('PEXPIRETIME', 'a')).toBe(future);
      await subject.run('SET', 'a', '1', 'KEEPTTL');
      expect(await subject.run('PEXPIRETIME', 'a')).toBe(future);
      expect(await subject.run('PEXPIREAT', 'a', future - 1, 'GT')).toBe(0);
      expect(await subject.run('PEXPIREAT', 'a', future + 1, 'GT')).toBe(1);
      expect(await subject.run('EXPIREAT', 'a', 1, 'NX')).toBe(0);
      expect(await subject.run('PERSIST', 'a')).toBe(1);
      expect(await subject.run('PERSIST', 'a')).toBe(0);
      await subject.run('EXPIREAT', 'a', future / 1000);
      await subject.run('SET', 'a', '1');
      expect(await subject.run('TTL', 'a')).toBe(-1);
      expect(await subject.run('EXPIRE', 'a', 100, 'XX')).toBe(0);
    });
  });

  describe('commands of a ledger', () => {
    it('sets once', async () => {
      expect(await subject.run('SET', 'a', '1', 'NX', 'PXAT', future)).toBe('OK');
      expect(await subject.run('SET', 'a', '2', 'NX', 'GET')).toBe('1');
      expect(await subject.run('SET', 'b', '2', 'XX')).toBe(null);
      expect(await subject.run('HSETNX', 'h', 'f', '1')).toBe(1);
      expect(await subject.run('HSETNX', 'h', 'f', '2')).toBe(0);
      expect(await subject.run('GETDEL', 'a')).toBe('1');
      expect(await subject.run('EXISTS', 'a')).toBe(0);
    });

    it('adds integers up to 64 bits and refuses to go beyond', async () => {
      await subject.run('HSET', 'h', 'n', '9223372036854775000');
      const { status, json } = await subject.request('/', { body: ['HINCRBY', 'h', 'n', '808'] });
      expect({ status, json }).toEqual({
        status: 400,
        json: { error: 'ERR increment or decrement would overflow' },
      });
      await subject.run('HINCRBY', 'h', 'n', '807');
      expect(await subject.run('HGET', 'h', 'n')).toBe('9223372036854775807');
      expect(await subject.run('HINCRBYFLOAT', 'h', 'f', '0.1')).toBe('0.1');
      expect(await subject.run('HINCRBYFLOAT', 'h', 'f', '0.2')).toBe('0.3');
    });

    it('keeps sorted sets by score and trims them', async () => {
      const entries = ['ZADD', 'z', 30, 'c', 10, 'a', 20, 'b', 20, 'aa'];
      expect(await subject.run(...entries)).toBe(4);
      expect(await subject.run('ZADD', 'z', 'GT', 'CH', 5, 'a', 25, 'b')).toBe(1);
      expect(await subject.run('ZADD', 'z', 'XX', 'INCR', 1, 'none')).toBe(null);
      expect(await subject.run('ZRANGE', 'z', 0, -1, 'WITHSCORES')).toEqual([
        'a',
        '10',
        'aa',
        '20',
        'b',
        '25',
        'c',
        '30',
      ]);
      expect(await subject.run('ZRANGE', 'z', '+inf', '(10', 'BYSCORE', 'REV', 'LIMIT', 1, 2)).toEqual([
        'b',
        'aa',
      ]);
      expect(await subject.run('ZREMRANGEBYSCORE', 'z', '-inf', '(25')).toBe(2);
      expect(await subject.run('ZREMRANGEBYRANK', 'z', 0, -2)).toBe(1);
      expect(await subject.run('ZRANGE', 'z', 0, -1)).toEqual(['c']);
    });

    it('appends to streams, reads them and trims them', async () => {
      expect(await subject.run('XADD', 's', '1-1', 'f', 'a')).toBe('1-1');
      expect(await subject.run('XADD', 's', '1-*', 'f', 'b')).toBe('1-2');
      expect(await subject.run('XADD', 's', 'MAXLEN', '2', '2', 'f', 'c')).toBe('2-0');
      expect(await subject.run('XADD', 's', '*', 'f', 'd')).toMatch(/^\d{13}-0$/);
      expect(await subject.run('XADD', 'none', 'NOMKSTREAM', '*', 'f', 'd')).toBe(null);
      expect(await subject.run('XRANGE', 's', '-', '2')).toEqual([
        ['1-2', ['f', 'b']],
        ['2-0', ['f', 'c']],
      ]);
      expect(await subject.run('XREVRANGE', 's', '(2-0', '-', 'COUNT', 1)).toEqual([['1-2', ['f', 'b']]]);
      expect(await subject.run('XREAD', 'COUNT', 1, 'STREAMS', 's', 'none', '1-2', 0)).toEqual([
        ['s', [['2-0', ['f', 'c']]]],
      ]);
      expect(await subject.run('XTRIM', 's', 'MINID', '2-1')).toBe(2);
      expect(await subject.run('XLEN', 's')).toBe(1);
      expect(await subject.run('XADD', 's', 'MAXLEN', '~', '1', '*', 'f', 'e')).toMatch(/-/);
      expect(await subject.run('XLEN', 's')).toBeGreaterThanOrEqual(1);
    });

    it('finds every key with SCAN, in as many steps as it takes', async () => {
      const names = Array.from({ length: 40 }, (_, at) => `key:${at}`);
      await subject.run('MSET', ...names.flatMap((name) => [name, 'x']));
      await subject.run('HSET', 'key:hash', 'f', 'v');
      const found = new Set<string>();
      let cursor = '0';
      do {
        const scan = ['SCAN', cursor, 'MATCH', 'key:*', 'COUNT', 7, 'TYPE', 'string'];
        const [next, keys] = (await subject.run(...scan)) as [string, string[]];
        for (const key of keys) found.add(key);
        cursor = next;
      } while (cursor !== '0');
      expect([...found].toSorted()).toEqual(names.toSorted());
      expect(await subject.run('DBSIZE')).toBe(41);
    });
  });
}
