/**
 * A redis-server that a test kills and starts again in the same folder and on the same socket, as an operator's
 * restart would. What it has answered is in its append-only file: `appendfsync always` writes before the answer, where
 * `everysec` may put that off while the disk is busy.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { connectResp } from '../../../src/dev/upstash/resp-connection.ts';
import { until } from '../until.ts';

export type KillableRedis = {
  readonly socketPath: string;
  /** Resolves when it has loaded what it had. */
  start(): Promise<void>;
  /** SIGKILL: nothing is saved, nobody is told. */
  kill(): Promise<void>;
};

async function isReady(socketPath: string): Promise<boolean> {
  const connection = await connectResp(socketPath).catch(() => null);
  const [reply] = (await connection?.send([['PING']]).catch(() => [])) ?? [];
  connection?.close();
  return reply?.type === 'status';
}

export function redisIn(folder: string, program: string): KillableRedis {
  const socketPath = join(folder, 'redis.sock');
  const options = ['--port', '0', '--unixsocket', socketPath, '--dir', folder, '--save', ''];
  const append = ['--appendonly', 'yes', '--appendfsync', 'always'];
  let server: ChildProcess | null = null;
  const endWithUs = () => void server?.kill('SIGKILL');
  process.once('exit', endWithUs);
  return {
    socketPath,
    start: async () => {
      server = spawn(program, [...options, ...append], { stdio: 'ignore' });
      await until('redis-server', () => isReady(socketPath));
    },
    kill: async () => {
      if (server === null) return;
      const ended = once(server, 'exit');
      server.kill('SIGKILL');
      await ended;
      server = null;
    },
  };
}
