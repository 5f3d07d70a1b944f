/** The ledger's store over a Redis engine in this process, without HTTP: EVAL and reads as they are. */
import {
  type Command,
  type Engine,
  fromBytes,
  type Reply,
  toBytes,
} from '../../../src/dev/upstash/engine.ts';
import { createExecutor, type Executor } from '../../../src/dev/upstash/execute.ts';
import { StoreError, type UsageStore } from '../../../src/ledger/store.ts';

type Plain = string | number | null | Plain[];

function plain(reply: Reply): Plain {
  switch (reply.type) {
    case 'status':
      return reply.text;
    case 'error':
      throw new StoreError('test', new Error(reply.text));
    case 'integer':
      return Number(reply.value);
    case 'bulk':
      return reply.bytes === null ? null : fromBytes(reply.bytes);
    case 'array':
      return reply.items?.map(plain) ?? null;
    default:
      return reply satisfies never;
  }
}

function pairs(flat: readonly Plain[]): Map<string, string> {
  const map = new Map<string, string>();
  for (let at = 0; at + 1 < flat.length; at += 2) map.set(String(flat[at]), String(flat[at + 1]));
  return map;
}

export type EngineStore = UsageStore & {
  /** Any command; the words of Redis where it fails. */
  send(...command: (string | number)[]): Promise<Plain>;
  billedCommands(): number;
};

export function storeOver(engine: Engine): EngineStore {
  const executor: Executor = createExecutor(engine);
  const send = async (...command: (string | number)[]): Promise<Plain> => {
    const bytes: Command = command.map((word) => toBytes(String(word)));
    const [reply] = await executor.pipeline([bytes]);
    if (reply?.type === 'error') throw new Error(reply.text);
    return reply === undefined ? null : plain(reply);
  };
  return {
    send,
    billedCommands: executor.billedCommands,
    run: (script, keys, args) => send('EVAL', script, keys.length, ...keys, ...args),
    readFields: async (key, fields) => (await send('HMGET', key, ...fields)) as (string | null)[],
    readHash: async (key) => pairs((await send('HGETALL', key)) as Plain[]),
    readHashes: async (keys) => {
      const hashes = [];
      for (const key of keys) hashes.push(pairs((await send('HGETALL', key)) as Plain[]));
      return hashes;
    },
    writeField: async (key, field, value) => void (await send('HSET', key, field, value)),
    readStream: async (key, from, to, { most, isBackwards = false }) => {
      const range = isBackwards ? ['XREVRANGE', key, to, from] : ['XRANGE', key, from, to];
      const entries = (await send(...range, 'COUNT', most)) as [string, string[]][];
      return entries.map(([id, flat]) => ({ id, fields: pairs(flat) }));
    },
  };
}
