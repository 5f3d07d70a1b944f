/**
 * Upstash Redis with settings that are safe for records: one send per call, a deadline that throws, text in and
 * text out, no telemetry, errors without the command's arguments.
 */

import { Redis } from '@upstash/redis/cloudflare';
import { toHex } from '../core/hex.ts';

/** What the router needs of Redis. Every call rejects with `StoreError` when the store does not take it. */
export type Store = {
  get(key: string): Promise<string | null>;
  /** In the order of the keys; one billed command whatever their number. At least one key. */
  getMany(keys: readonly string[]): Promise<(string | null)[]>;
  setFor(key: string, value: string, ttlSeconds: number): Promise<void>;
  /** Each a billed command, all in one round trip; not atomic. */
  setManyFor(entries: readonly (readonly [key: string, value: string])[], ttlSeconds: number): Promise<void>;
  /** Whether it was written: false where the key is there already. */
  setIfAbsent(key: string, value: string, ttlSeconds: number): Promise<boolean>;
  remove(key: string): Promise<void>;
};

/** What the ledger needs beside: scripts, and reads for them and for usage queries. Rejects with `StoreError`. */
export type ScriptStore = {
  /** Sent once; a script that the store does not know yet is sent again in full, since it has not run. */
  run(script: string, keys: readonly string[], args: readonly string[], timeoutMs: number): Promise<unknown>;
  /** In the order of the fields. At least one field. */
  readFields(key: string, fields: readonly string[]): Promise<(string | null)[]>;
  readHash(key: string): Promise<ReadonlyMap<string, string>>;
  writeField(key: string, field: string, value: string): Promise<void>;
  /** Entries of a stream, `from` and `to` inclusive (`-`, `+`: its ends), oldest first; `isBackwards`: newest first. */
  readStream(
    key: string,
    from: string,
    to: string,
    options: { readonly most: number; readonly isBackwards?: boolean },
  ): Promise<StreamEntry[]>;
};

/** What reads of usage need beside. */
export type UsageStore = ScriptStore & {
  /** In the order of the keys; each a billed command, all in one round trip; not atomic. At least one key. */
  readHashes(keys: readonly string[]): Promise<ReadonlyMap<string, string>[]>;
};

export type StreamEntry = { readonly id: string; readonly fields: ReadonlyMap<string, string> };

/** The message is a word for logs; Upstash's own message would hold keys and values. */
export class StoreError extends Error {
  /** The month's or day's commands are used up: asking again helps for minutes to nobody. */
  readonly isQuota: boolean;
  /** The store is there, and a script of ours fails on what it was given: it would fail again. */
  readonly isScript: boolean;

  constructor(operation: string, cause: unknown) {
    const kind = cause instanceof Error ? cause.name : 'unknown';
    super(`store ${operation}: ${kind}`);
    this.name = 'StoreError';
    this.isQuota =
      cause instanceof Error && /^(ERR )?max (daily )?requests? limit exceeded/i.test(cause.message);
    this.isScript = cause instanceof Error && cause.message.includes('user_script');
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

function connect(url: string, token: string, deadlineMs: number): Redis {
  return new Redis({
    url,
    token,
    retry: { retries: 0 },
    signal: () => AbortSignal.timeout(deadlineMs),
    enableAutoPipelining: false,
    automaticDeserialization: false,
    enableTelemetry: false,
    readYourWrites: false,
  });
}

export function createStore(url: string, token: string): Store {
  const redis = connect(url, token, timeoutMs);
  return {
    get: (key) => guard('get', () => redis.get<string>(key)),
    getMany: (keys) => guard('get', () => redis.mget<(string | null)[]>(...keys)),
    setFor: (key, value, ex) => guard('set', async () => void (await redis.set(key, value, { ex }))),
    setManyFor: (entries, ex) =>
      guard('set', async () => {
        const pipeline = redis.pipeline();
        for (const [key, value] of entries) pipeline.set(key, value, { ex });
        await pipeline.exec();
      }),
    setIfAbsent: (key, value, ex) =>
      guard('set', async () => (await redis.set(key, value, { ex, nx: true })) !== null),
    remove: (key) => guard('remove', async () => void (await redis.del(key))),
  };
}

/** Fields and values in turn, as Redis answers for a hash. */
export function inPairs(flat: readonly string[]): Map<string, string> {
  const map = new Map<string, string>();
  for (let at = 0; at + 1 < flat.length; at += 2) map.set(flat[at] ?? '', flat[at + 1] ?? '');
  return map;
}

async function sha1(text: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-1', new TextEncoder().encode(text)));
  return toHex(hash);
}

const isUnknownScript = (cause: unknown): boolean =>
  cause instanceof Error && cause.message.startsWith('NOSCRIPT');

/** The same safe settings; a deadline for each call, since admission cannot wait as long as what comes after it. */
export function createScriptStore(url: string, token: string): UsageStore {
  const clients = new Map<number, Redis>();
  const names = new Map<string, string>();
  const redisWithin = (deadlineMs: number): Redis => {
    const client = clients.get(deadlineMs) ?? connect(url, token, deadlineMs);
    clients.set(deadlineMs, client);
    return client;
  };
  const nameOf = async (script: string): Promise<string> => {
    const name = names.get(script) ?? (await sha1(script));
    names.set(script, name);
    return name;
  };
  const send = <T>(command: readonly (string | number)[]) =>
    redisWithin(timeoutMs).exec<T>(command as [string, ...(string | number)[]]);
  return {
    run: (script, keys, args, deadlineMs) =>
      guard('script', async () => {
        const redis = redisWithin(deadlineMs);
        const name = await nameOf(script);
        try {
          return await redis.evalsha(name, [...keys], [...args]);
        } catch (cause) {
          if (!isUnknownScript(cause)) throw cause;
          return await redis.eval(script, [...keys], [...args]);
        }
      }),
    readFields: (key, fields) => guard('read', () => send<(string | null)[]>(['HMGET', key, ...fields])),
    readHash: (key) => guard('read', async () => inPairs(await send<string[]>(['HGETALL', key]))),
    readHashes: (keys) =>
      guard('read', async () => {
        const pipeline = redisWithin(timeoutMs).pipeline();
        for (const key of keys) pipeline.hgetall(key);
        // As they come, fields and values in turn: nothing is deserialized.
        return (await pipeline.exec<string[][]>()).map(inPairs);
      }),
    writeField: (key, field, value) =>
      guard('write', async () => void (await send<number>(['HSET', key, field, value]))),
    readStream: (key, from, to, { most, isBackwards = false }) =>
      guard('read', async () => {
        const range = isBackwards ? ['XREVRANGE', key, to, from] : ['XRANGE', key, from, to];
        const entries = await send<[string, string[]][]>([...range, 'COUNT', most]);
        return entries.map(([id, flat]) => ({ id, fields: inPairs(flat) }));
      }),
  };
}
