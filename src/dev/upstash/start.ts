/**
 * Starts the local Upstash-compatible server: the HTTP front over one of the two engines. `npm start`
 * uses it when no UPSTASH_REDIS_REST_URL is given. Not for production.
 */
import { openEmbeddedEngine } from './embedded/embedded-engine.ts';
import type { Engine, EngineName } from './engine.ts';
import { startFront } from './front.ts';
import { openRedisEngine } from './redis-engine.ts';
import { findRedisServer } from './redis-process.ts';

export interface UpstashOptions {
  /** Where the data stays between runs, for example `.signalbox/redis`; made if need be. */
  readonly dataDir: string;
  /** What clients have to send as the bearer token. */
  readonly token: string;
  /** 0 or absent: a free port. */
  readonly port?: number;
  /** Absent: redis-server when PATH has one, else the embedded engine. They do not share data. */
  readonly engine?: EngineName;
}

export interface LocalUpstash {
  readonly url: string;
  readonly token: string;
  readonly engine: EngineName;
  /** Commands so far, as Upstash would bill them. */
  billedCommands(): number;
  /** Ends the server with everything on disk. */
  stop(): Promise<void>;
}

/** Rejects when the port or the folder is taken, or when redis-server was asked for and is not there. */
export async function startUpstash(options: UpstashOptions): Promise<LocalUpstash> {
  const engine = await openEngine(options.dataDir, options.engine);
  try {
    const { token, port = 0 } = options;
    const front = await startFront({ engine, token, port });
    return {
      url: front.url,
      token,
      engine: engine.name,
      billedCommands: front.billedCommands,
      stop: async () => {
        await front.stop();
        await engine.stop();
      },
    };
  } catch (cause) {
    await engine.stop();
    throw cause;
  }
}

async function openEngine(dataDir: string, wanted: EngineName | undefined): Promise<Engine> {
  const program = wanted === 'embedded' ? null : findRedisServer();
  if (program) return openRedisEngine(program, dataDir);
  if (wanted === 'redis') throw new Error('there is no redis-server on PATH');
  return openEmbeddedEngine({ dataDir });
}
