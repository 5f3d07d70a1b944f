/** Looks through a whole store for what callers wrote to models, as providers got it. */
import type { LocalUpstash } from '../../src/dev/upstash/start.ts';
import { holds, plainValues, wordsIn } from './world/private-words.ts';

const reads: Readonly<Record<string, (key: string) => readonly (string | number)[]>> = {
  string: (key) => ['GET', key],
  hash: (key) => ['HGETALL', key],
  stream: (key) => ['XRANGE', key, '-', '+'],
  zset: (key) => ['ZRANGE', key, 0, -1],
};

function createReader({ url, token }: LocalUpstash) {
  const headers = { authorization: `Bearer ${token}` };
  return async (commands: readonly (readonly (string | number)[])[]): Promise<unknown[]> => {
    if (commands.length === 0) return [];
    const response = await fetch(`${url}/pipeline`, {
      method: 'POST',
      headers,
      body: JSON.stringify(commands),
    });
    const answers = (await response.json()) as { result?: unknown; error?: string }[];
    return answers.map(({ result, error }) => {
      if (error !== undefined) throw new Error(error);
      return result;
    });
  };
}

/** Names and values of all keys, with receipts as their callers read them. */
async function readAll(store: LocalUpstash): Promise<string> {
  const ask = createReader(store);
  const [keys] = (await ask([['KEYS', '*']])) as [string[]];
  const types = (await ask(keys.map((key) => ['TYPE', key]))) as string[];
  const values = await ask(
    keys.map((key, at) => {
      const read = reads[types[at] ?? ''];
      if (read === undefined) throw new Error(`${key} is a ${types[at]}, which nobody looks into`);
      return read(key);
    }),
  );
  const texts = keys.map((key, at): [string, string] => {
    const value = values[at];
    return [key, typeof value === 'string' ? value : JSON.stringify(value)];
  });
  return JSON.stringify(await plainValues(new Map(texts)));
}

/** `bodies`: what providers got; `keys`: secrets. What of them the store holds in plain words. */
export async function findStored(
  store: LocalUpstash,
  bodies: readonly unknown[],
  keys: readonly string[],
): Promise<string[]> {
  const text = await readAll(store);
  const words = new Set([...bodies.flatMap((body) => wordsIn(body)), ...keys]);
  return [...words].filter((word) => holds(text, word));
}
