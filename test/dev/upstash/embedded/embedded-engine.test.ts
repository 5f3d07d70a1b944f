/** The embedded engine over time: expiry by an injected clock, crashes, restarts, compaction. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEmbeddedEngine } from '../../../../src/dev/upstash/embedded/embedded-engine.ts';
import {
  type Command,
  type Engine,
  fromBytes,
  type Reply,
  toBytes,
} from '../../../../src/dev/upstash/engine.ts';
import { randomSteps } from '../random-commands.ts';

function plain(reply: Reply): unknown {
  switch (reply.type) {
    case 'integer':
      return Number(reply.value);
    case 'bulk':
      return reply.bytes === null ? null : fromBytes(reply.bytes);
    case 'array':
      return reply.items?.map(plain) ?? null;
    default:
      return reply.text;
  }
}

describe('the embedded engine', { timeout: 30_000 }, () => {
  let folder = '';
  let nowMs = 0;
  const clock = () => nowMs;
  const logOf = (dataDir: string) => join(dataDir, 'embedded.log');
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'signalbox-embedded-'));
    nowMs = 1_790_000_000_000;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const open = (name: string, compactFromBytes?: number): Promise<Engine> =>
    openEmbeddedEngine({
      dataDir: join(folder, name),
      clock,
      ...(compactFromBytes ? { compactFromBytes } : {}),
    });

  async function run(engine: Engine, ...command: (string | number)[]): Promise<unknown> {
    const { replies } = await engine.pipeline([command.map((word) => toBytes(String(word)))]);
    return replies.map(plain)[0];
  }

  async function dump(engine: Engine): Promise<unknown> {
    const names = (await run(engine, 'KEYS', '*')) as string[];
    const reads = [
      'GET',
      'HGETALL',
      'LRANGE 0 -1',
      'SMEMBERS',
      'ZRANGE 0 -1 WITHSCORES',
      'XRANGE - +',
      'PEXPIRETIME',
    ];
    const commands: Command[] = names.toSorted().flatMap((name) =>
      reads.map((read) => {
        const [command = '', ...rest] = read.split(' ');
        return [command, toBytes(name), ...rest];
      }),
    );
    // Adding an entry with the lowest id tells the last one a stream has given.
    const lastIds: Command[] = names
      .toSorted()
      .map((name) => ['XADD', toBytes(name), 'NOMKSTREAM', '0-1', 'f', 'v']);
    const { replies } = await engine.pipeline([...commands, ...lastIds]);
    return replies;
  }

  /** A copy of the folder as a crash would leave it: nobody said stop. */
  function crash(name: string, copy: string): void {
    mkdirSync(join(folder, copy));
    copyFileSync(logOf(join(folder, name)), logOf(join(folder, copy)));
  }

  describe('and time', () => {
    it('expires keys exactly when their time has come', async () => {
      const engine = await open('a');
      await run(engine, 'SET', 'k', 'v', 'PX', 1500);
      await run(engine, 'HSET', 'h', 'f', 'v');
      await run(engine, 'EXPIRE', 'h', 2);
      expect(await run(engine, 'PTTL', 'k')).toBe(1500);
      expect(await run(engine, 'TTL', 'k')).toBe(2);
      nowMs += 1499;
      expect(await run(engine, 'GET', 'k')).toBe('v');
      nowMs += 1;
      expect(await run(engine, 'GET', 'k')).toBe(null);
      expect(await run(engine, 'KEYS', '*')).toEqual(['h']);
      expect(await run(engine, 'DBSIZE')).toBe(1);
      nowMs += 500;
      expect(await run(engine, 'HSETNX', 'h', 'f', 'new')).toBe(1);
      expect(await run(engine, 'TTL', 'h')).toBe(-1);
      await engine.stop();
    });

    it('tells the time and stamps streams by it, never backwards', async () => {
      const engine = await open('a');
      expect(await run(engine, 'TIME')).toEqual(['1790000000', '0']);
      expect(await run(engine, 'XADD', 's', '*', 'f', 'v')).toBe('1790000000000-0');
      expect(await run(engine, 'XADD', 's', '*', 'f', 'v')).toBe('1790000000000-1');
      nowMs -= 5000;
      expect(await run(engine, 'XADD', 's', '*', 'f', 'v')).toBe('1790000000000-2');
      await engine.stop();
    });

    it('replays a log by the time of each write, not by today', async () => {
      const engine = await open('a');
      await run(engine, 'SET', 'saved', '5', 'PX', 100);
      await run(engine, 'PERSIST', 'saved');
      await run(engine, 'SET', 'counter', '5', 'PX', 100);
      nowMs += 200;
      await run(engine, 'INCR', 'counter');
      crash('a', 'b');
      nowMs += 1_000_000;
      const again = await open('b');
      expect(await run(again, 'MGET', 'saved', 'counter')).toEqual(['5', '1']);
      await again.stop();
      await engine.stop();
    });

    it('stands still inside a script', async () => {
      const engine = await open('a');
      const ticking = await openEmbeddedEngine({ dataDir: join(folder, 'ticking'), clock: () => nowMs++ });
      const script = `
        redis.call('SET', 'k', 'v', 'PX', 1)
        for i = 1, 50 do redis.call('PING') end
        return redis.call('GET', 'k')`;
      expect(await run(ticking, 'EVAL', script, 0)).toBe('v');
      await ticking.stop();
      await engine.stop();
    });
  });

  describe('and the disk', () => {
    it('has every answered write on disk without a stop', async () => {
      const engine = await open('a');
      await run(engine, 'SET', 'k', 'ü');
      await run(engine, 'EVAL', "redis.call('HINCRBY', 'h', 'n', 5) return redis.call('LPUSH', 'h', 1)", 0);
      crash('a', 'b');
      const again = await open('b');
      expect([await run(again, 'GET', 'k'), await run(again, 'HGET', 'h', 'n')]).toEqual(['ü', '5']);
      await again.stop();
      await engine.stop();
    });

    it('cut at any byte, the log holds a transaction or a script as a whole or not at all', async () => {
      const engine = await open('a');
      await engine.transaction([
        ['SET', 'a', '1'],
        ['SET', 'b', '1'],
      ]);
      await run(engine, 'EVAL', "redis.call('SET', 'a', 2) redis.call('SET', 'b', 2)", 0);
      const whole = readFileSync(logOf(join(folder, 'a')));
      const seen = new Set<unknown>();
      for (let cut = whole.indexOf('\n') + 1; cut <= whole.length; cut++) {
        mkdirSync(join(folder, 'cut'), { recursive: true });
        writeFileSync(logOf(join(folder, 'cut')), whole.subarray(0, cut));
        const again = await open('cut');
        const [a, b] = (await run(again, 'MGET', 'a', 'b')) as unknown[];
        await again.stop();
        expect(b).toBe(a);
        seen.add(a);
      }
      expect([...seen]).toEqual([null, '1', '2']);
      await engine.stop();
    });

    it('logs no reads, no refused and no failed commands', async () => {
      const engine = await open('a');
      await run(engine, 'SET', 'k', 'v');
      const { size } = statSync(logOf(join(folder, 'a')));
      for (const command of [
        ['GET', 'k'],
        ['INCR', 'k'],
        ['SET', 'k'],
        ['EVAL', "return redis.call('GET', 'k')", 0],
      ]) {
        await run(engine, ...command);
      }
      expect(statSync(logOf(join(folder, 'a'))).size).toBe(size);
      await engine.stop();
    });

    it('rewrites a log that has grown, and loses nothing by it', async () => {
      const engine = await open('a', 2000);
      for (let at = 0; at < 500; at++) await run(engine, 'INCR', 'n');
      expect(statSync(logOf(join(folder, 'a'))).size).toBeLessThan(4200);
      crash('a', 'b');
      const again = await open('b');
      expect(await run(again, 'GET', 'n')).toBe('500');
      await again.stop();
      await engine.stop();
      expect(existsSync(`${logOf(join(folder, 'a'))}.next`)).toBe(false);
    });

    it('has the same keys after a crash and after a stop, whatever was done', async () => {
      let turn = 0;
      const law = fc.asyncProperty(randomSteps, async (steps) => {
        const name = `law${turn++}`;
        const engine = await open(name);
        for (const { commands } of steps) await engine.transaction(commands);
        crash(name, `${name}-crashed`);
        await engine.stop();
        const [stopped, crashed] = [await open(name), await open(`${name}-crashed`)];
        const original = await open(`${name}-original`);
        for (const { commands } of steps) await original.transaction(commands);
        const expected = await dump(original);
        expect(await dump(stopped)).toEqual(expected);
        expect(await dump(crashed)).toEqual(expected);
        for (const each of [stopped, crashed, original]) await each.stop();
      });
      await fc.assert(law, { numRuns: 40, seed: 20_261_121 });
    }, 60_000);

    it('refuses calls after its end', async () => {
      const engine = await open('a');
      await engine.stop();
      await engine.stop();
      await expect(engine.pipeline([['PING']])).rejects.toThrow(/stopped/);
    });
  });

  it('is honest about commands of Redis it does not have', async () => {
    const engine = await open('a');
    const error = "ERR 'PFADD' is not built into the embedded engine; install redis-server to have it";
    expect(await run(engine, 'PFADD', 'k', 'v')).toBe(error);
    expect(await run(engine, 'EVAL', "return redis.pcall('PFADD', 'k', 'v').err", 0)).toBe(error);
    expect(
      await engine.transaction([
        ['SET', 'a', '1'],
        ['PFADD', 'k', 'v'],
      ]),
    ).toHaveProperty('discarded');
    await engine.stop();
  });
});
