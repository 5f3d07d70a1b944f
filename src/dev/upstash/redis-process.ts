/**
 * Starts and ends a private redis-server on a unix socket inside the data folder (no TCP port).
 * It must not outlive this process: a watchdog takes it down even when this process is killed.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { connectResp, type RespConnection } from './resp-connection.ts';

const startLimitMs = 15_000;
const stopLimitMs = 15_000;
/** The kernel's limit is 108 bytes with the final zero, on macOS 104. */
const longestSocketPath = 100;

export interface RedisProcess {
  readonly connection: RespConnection;
  stop(): Promise<void>;
}

/** The full path of redis-server, or null when PATH has none. */
export function findRedisServer(path = process.env.PATH ?? ''): string | null {
  for (const folder of path.split(delimiter).filter((entry) => entry !== '')) {
    const file = join(folder, 'redis-server');
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not here: look in the next folder.
    }
  }
  return null;
}

/**
 * Starts redis-server with its append-only file in `dataDir` (written to disk once a second) and
 * waits until it has loaded its data. The caller holds the folder's lock.
 */
export async function startRedis(program: string, dataDir: string): Promise<RedisProcess> {
  const folder = resolve(dataDir);
  const socketPath = chooseSocketPath(folder);
  await endOrphan(socketPath);
  const server = spawn(program, redisArguments(folder, socketPath), {
    // Own process group: Ctrl-C is for us, and we end redis-server in order.
    detached: true,
    stdio: 'ignore',
  });
  const exited = onExit(server);
  const watchdog = watch(server);
  void exited.then(() => dismiss(watchdog));
  const connection = await connectWhenReady(socketPath, exited, folder).catch(async (cause) => {
    server.kill('SIGKILL');
    await exited;
    throw cause;
  });
  return {
    connection,
    stop: async () => {
      await shutDown(connection, () => server.kill('SIGKILL'));
      await exited;
      if (dirname(socketPath) !== folder) rmSync(dirname(socketPath), { recursive: true, force: true });
    },
  };
}

function redisArguments(folder: string, socketPath: string): string[] {
  const options = {
    port: '0',
    unixsocket: socketPath,
    unixsocketperm: '700',
    dir: folder,
    logfile: join(folder, 'redis.log'),
    appendonly: 'yes',
    appendfsync: 'everysec',
    save: '',
    daemonize: 'no',
  };
  return Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
}

/** A deep folder does not fit a socket address; then the socket, not the data, goes elsewhere. */
function chooseSocketPath(folder: string): string {
  const inFolder = join(folder, 'redis.sock');
  if (Buffer.byteLength(inFolder) <= longestSocketPath) return inFolder;
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const elsewhere = join(tmpdir(), `signalbox-redis-${name}`);
  mkdirSync(elsewhere, { recursive: true, mode: 0o700 });
  return join(elsewhere, 'redis.sock');
}

/**
 * The watchdog waits on a pipe that only this process holds open. When this process ends, however
 * that happens, the pipe closes and redis-server is told to end in order (it saves on SIGTERM), or is
 * killed if an endless script keeps it from that.
 * What remains: a watchdog killed together with us leaves redis-server running until the next
 * start on the same folder, which ends it through its socket.
 */
const watchdogScript = `
cat >/dev/null
kill -TERM "$1" 2>/dev/null
for second in 1 2 3 4 5 6 7 8 9 10; do
  kill -0 "$1" 2>/dev/null || exit 0
  sleep 1
done
kill -KILL "$1" 2>/dev/null
`;

function watch(server: ChildProcess): ChildProcess | null {
  if (server.pid === undefined) return null;
  const watchdog = spawn('/bin/sh', ['-c', watchdogScript, 'redis-watchdog', String(server.pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watchdog.on('error', () => {});
  watchdog.unref();
  return watchdog;
}

/** Ends the watchdog's whole group at once, so that it gets no chance to signal a reused process id. */
function dismiss(watchdog: ChildProcess | null): void {
  if (watchdog?.pid === undefined || watchdog.exitCode !== null) return;
  process.kill(-watchdog.pid, 'SIGKILL');
}

function onExit(child: ChildProcess): Promise<string> {
  return new Promise((done) => {
    child.once('error', (cause) => done(cause.message));
    child.once('exit', (code, signal) => done(`ended with ${signal ?? `code ${code}`}`));
  });
}

async function connectWhenReady(
  socketPath: string,
  exited: Promise<string>,
  folder: string,
): Promise<RespConnection> {
  let end: string | null = null;
  void exited.then((how) => {
    end = how;
  });
  const deadline = Date.now() + startLimitMs;
  while (end === null && Date.now() < deadline) {
    const connection = await connectResp(socketPath).catch(() => null);
    // While it loads its data, redis-server answers every command with -LOADING.
    if (connection && (await isReady(connection))) return connection;
    connection?.close();
    await wait(10);
  }
  const reason = end ?? `gave no answer in ${startLimitMs} ms`;
  throw new Error(`redis-server ${reason}; the end of its log:\n${readLogEnd(folder)}`);
}

async function isReady(connection: RespConnection): Promise<boolean> {
  const [reply] = await connection.send([['PING']]).catch(() => []);
  return reply?.type === 'status' && reply.text === 'PONG';
}

/** Ends a redis-server that a killed process left behind on this folder: two would ruin the data. */
async function endOrphan(socketPath: string): Promise<void> {
  const orphan = await connectResp(socketPath).catch(() => null);
  if (!orphan) return;
  let didEnd = true;
  await shutDown(orphan, () => {
    didEnd = false;
    orphan.close();
  });
  if (!didEnd) throw new Error(`an old redis-server on ${socketPath} does not end; end its process first`);
}

async function shutDown(connection: RespConnection, force: () => void): Promise<void> {
  const timer = setTimeout(force, stopLimitMs);
  // When it works there is no reply, the connection just closes. BUSY is a reply: a script that does
  // not end can only be left without saving, which the append-only file makes up for.
  const [refusal] = await connection.send([['SHUTDOWN', 'SAVE']]).catch(() => []);
  if (refusal) connection.send([['SHUTDOWN', 'NOSAVE']]).catch(() => {});
  await connection.closed;
  clearTimeout(timer);
}

function readLogEnd(folder: string): string {
  try {
    return readFileSync(join(folder, 'redis.log'), 'utf8').split('\n').slice(-6).join('\n');
  } catch {
    return '(no log)';
  }
}
