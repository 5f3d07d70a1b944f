/**
 * Upstash Redis with settings that are safe for records: one send per call, a deadline that throws, text in and
 * text out, no telemetry, errors without the command's arguments.
 */
import { Redis } from '@upstash/redis/cloudflare';

/** What the router needs of Redis. Every call rejects with `StoreError` when the store does not take it. */
export type Store = {
  get(key: string): Promise<string | null>;
  /** In the order of the keys; one billed command whatever their number. At least one key. */
  getMany(keys: readonly string[]): Promise<(string | null)[]>;
  setFor(key: string, value: string, ttlSeconds: number): Promise<void>;
  /** Appends rows to a stream in one round trip, trimming it to about `kept`. */
  append(stream: string, rows: readonly Readonly<Record<string, string>>[], kept: number): Promise<void>;
};

/** The message is a word for logs; Upstash's own message would hold keys and values. */
export class StoreError extends Error {
  constructor(operation: string, cause: unknown) {
    const kind = cause instanceof Error ? cause.name : 'unknown';
    super(`store ${operation}: ${kind}`);
    this.name = 'StoreError';
  }
}

const timeoutMs = 1000;

async function guard<T>(operation: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw new StoreError(operation, error);
  }
}

export function createStore(url: string, token: string): Store {
  const redis = new Redis({
    url,
    token,
    retry: { retries: 0 },
    signal: () => AbortSignal.timeout(timeoutMs),
    enableAutoPipelining: false,
    automaticDeserialization: false,
    enableTelemetry: false,
    readYourWrites: false,
  });
  return {
    get: (key) => guard('get', () => redis.get<string>(key)),
    getMany: (keys) => guard('get', () => redis.mget<(string | null)[]>(...keys)),
    setFor: (key, value, ex) => guard('set', async () => void (await redis.set(key, value, { ex }))),
    append: (stream, rows, kept) =>
      guard('append', async () => {
        const pipeline = redis.pipeline();
        for (const row of rows) {
          pipeline.xadd(stream, '*', row, { trim: { type: 'MAXLEN', comparison: '~', threshold: kept } });
        }
        await pipeline.exec();
      }),
  };
}
