/**
 * Engine A: a real redis-server from PATH behind one connection.
 * One connection on purpose: what is written in one go runs with nothing in between, which makes
 * transactions atomic and lets the commands inside a script be counted.
 */
import {
  type Command,
  type Engine,
  type Executed,
  execAbort,
  type Reply,
  runsScript,
  type TransactionOutcome,
} from './engine.ts';
import { lockFolder } from './folder-lock.ts';
import { type RedisProcess, startRedis } from './redis-process.ts';
import { keepConnected, type RespConnection } from './resp-connection.ts';

const readCounter: Command = ['INFO', 'stats'];

/**
 * Starts redis-server with its data in `dataDir`. Rejects when it cannot start or the folder is in use. One that ends
 * by itself fails what is under way, and the next command starts it again.
 */
export async function openRedisEngine(program: string, dataDir: string): Promise<Engine> {
  const unlock = lockFolder(dataDir);
  const first = await startRedis(program, dataDir).catch((cause) => {
    unlock();
    throw cause;
  });
  /** Null: it could not be started again. */
  let running: Promise<RedisProcess | null> = Promise.resolve(first);
  let isStopped = false;
  const again = async () => {
    if (isStopped) throw new Error('redis-server has been stopped');
    const started = startRedis(program, dataDir);
    running = started.catch(() => null);
    return (await started).connection;
  };
  const stop = async () => {
    isStopped = true;
    await (await running)?.stop();
    unlock();
  };
  return engineOver(keepConnected(again, first.connection), stop);
}

/** A redis-server that somebody else starts and ends, however often; commands fail while there is none. */
export function engineOver(send: RespConnection['send'], stop: () => Promise<void>): Engine {
  let stopping: Promise<void> | null = null;

  async function pipeline(commands: readonly Command[]): Promise<Executed> {
    const sent = commands.flatMap((command) =>
      runsScript(command) ? [readCounter, command, readCounter] : [command],
    );
    const received = (await send(sent)).values();
    const replies: Reply[] = [];
    let scriptCalls = 0;
    for (const command of commands) {
      const before = runsScript(command) ? readProcessed(received.next().value) : 0;
      replies.push(take(received));
      // Between the two counts: the first INFO and the script itself.
      if (runsScript(command)) scriptCalls += inner(before, readProcessed(received.next().value), 2);
    }
    return { replies, scriptCalls };
  }

  async function transaction(commands: readonly Command[]): Promise<TransactionOutcome> {
    const counts = commands.some(runsScript);
    const batch: Command[] = [['MULTI'], ...commands, ['EXEC']];
    const received = await send(counts ? [readCounter, ...batch, readCounter] : batch);
    const executed = received.at(counts ? -2 : -1);
    if (executed?.type === 'error') return { discarded: executed.text };
    if (executed?.type !== 'array' || executed.items === null) return { discarded: execAbort };
    // Between the two counts: the first INFO, MULTI, EXEC and the commands themselves.
    const scriptCalls = counts
      ? inner(readProcessed(received[0]), readProcessed(received.at(-1)), commands.length + 3)
      : 0;
    return { replies: executed.items, scriptCalls };
  }

  return {
    name: 'redis',
    pipeline,
    transaction,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

function take(replies: Iterator<Reply>): Reply {
  const next = replies.next();
  if (next.done) throw new Error('redis-server gave too few replies');
  return next.value;
}

/** A script that was refused before it ran counts less than one command: never below zero. */
function inner(before: number, after: number, outer: number): number {
  return Math.max(0, after - before - outer);
}

function readProcessed(info: Reply | undefined): number {
  const text = info?.type === 'bulk' ? info.bytes : null;
  const count = /total_commands_processed:(\d+)/.exec(text ?? '')?.[1];
  if (count === undefined) throw new Error('redis-server does not say how many commands it processed');
  return Number(count);
}
