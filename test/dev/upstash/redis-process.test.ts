/** The life of the private redis-server: it must not outlive us, and no crash may lose what was answered. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRedisEngine } from '../../../src/dev/upstash/redis-engine.ts';
import { findRedisServer, startRedis } from '../../../src/dev/upstash/redis-process.ts';
import { connectResp } from '../../../src/dev/upstash/resp-connection.ts';

const program = findRedisServer();
const reason = program ? '' : ' (left out: there is no redis-server on PATH)';
const engineModule = new URL('../../../src/dev/upstash/redis-engine.ts', import.meta.url).href;

describe.skipIf(!program)(`the private redis-server${reason}`, { timeout: 30_000 }, () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'signalbox-redis-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('ends when the process that started it is killed, and keeps what was written', async () => {
    const script = `
      const { openRedisEngine } = await import(${JSON.stringify(engineModule)});
      const engine = await openRedisEngine(${JSON.stringify(program)}, ${JSON.stringify(folder)});
      await engine.pipeline([['SET', 'a', 'kept']]);
      console.log('ready');
    `;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((ready) => owner.stdout.once('data', ready));
    const witness = await connectResp(join(folder, 'redis.sock'));
    owner.kill('SIGKILL');
    await witness.closed;

    const engine = await openRedisEngine(program ?? '', folder);
    const { replies } = await engine.pipeline([['GET', 'a']]);
    await engine.stop();
    expect(replies).toEqual([{ type: 'bulk', bytes: 'kept' }]);
  });

  it('takes over from one that was left behind on the same folder', async () => {
    const orphan = await startRedis(program ?? '', folder);
    await orphan.connection.send([['SET', 'a', 'kept']]);
    const engine = await openRedisEngine(program ?? '', folder);
    await orphan.connection.closed;
    const { replies } = await engine.pipeline([['GET', 'a']]);
    await engine.stop();
    expect(replies).toEqual([{ type: 'bulk', bytes: 'kept' }]);
  });

  it('works in a folder too deep for a socket address', async () => {
    const deep = join(folder, 'x'.repeat(60), 'y'.repeat(60));
    const engine = await openRedisEngine(program ?? '', deep);
    const { replies } = await engine.pipeline([['PING']]);
    await engine.stop();
    expect(replies).toEqual([{ type: 'status', text: 'PONG' }]);
  });

  it('says what went wrong when it cannot start, and frees the folder', async () => {
    // A folder where the append-only file should go.
    mkdirSync(join(folder, 'appendonlydir', 'appendonly.aof.manifest'), { recursive: true });
    await expect(openRedisEngine(program ?? '', folder)).rejects.toThrow(/redis-server ended with/);
    rmSync(join(folder, 'appendonlydir'), { recursive: true });
    await (await openRedisEngine(program ?? '', folder)).stop();
  });

  it('fails calls under way when redis-server is gone, and starts it again for the next', async () => {
    const engine = await openRedisEngine(program ?? '', folder);
    await engine.pipeline([['SET', 'a', 'kept']]);
    const ender = await connectResp(join(folder, 'redis.sock'));
    const pending = engine.pipeline([
      ['DEBUG', 'SLEEP', '0'],
      ['SHUTDOWN', 'NOSAVE'],
    ]);
    await expect(pending).rejects.toThrow(/closed the connection/);
    await ender.closed;
    const [{ replies }] = await Promise.all([engine.pipeline([['GET', 'a']]), engine.pipeline([['PING']])]);
    expect(replies).toEqual([{ type: 'bulk', bytes: 'kept' }]);
    await engine.stop();
  });

  it('leaves none behind that was just being started again', async () => {
    const engine = await openRedisEngine(program ?? '', folder);
    await expect(engine.pipeline([['SHUTDOWN', 'NOSAVE']])).rejects.toThrow(/closed the connection/);
    const pending = engine.pipeline([['PING']]).catch(() => null);
    await engine.stop();
    await pending;
    await expect(connectResp(join(folder, 'redis.sock'))).rejects.toThrow(/ENOENT|ECONNREFUSED/);
  });
});
