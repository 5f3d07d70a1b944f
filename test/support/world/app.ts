/** The whole app over a made-up world, called as the runtime calls it. Streams need workerd and are tested there. */
import { createHash } from 'node:crypto';
import { readKeyRing } from '../../../src/access/authenticate.ts';
import { createApp } from '../../../src/app.ts';
import type { Deps } from '../../../src/deps.ts';
import { guardBody, guardKey, plainValues, watch } from './private-words.ts';
import type { Answer } from './provider.ts';
import { FakeStore } from './store.ts';
import { makeWorld, type World } from './world.ts';

export const keys = { one: 'key-of-one', two: 'key-of-two' } as const;

const hash = (key: string) => createHash('sha256').update(key).digest('hex');

export type TestApp = World & {
  readonly store: FakeStore;
  /** With the key of `one` unless headers say otherwise; `body` goes as JSON. */
  readonly call: (method: string, path: string, body?: unknown, headers?: HeadersInit) => Promise<Response>;
  /** Exactly this request. */
  readonly send: (request: Request) => Promise<Response>;
};

export function makeApp(answer?: Answer, changes: Partial<Deps> = {}): TestApp {
  const store = new FakeStore();
  const ring = readKeyRing(
    Object.entries(keys)
      .map(([id, key]) => `${id}:${hash(key)}`)
      .join(),
  );
  const world = makeWorld(answer, { keyRing: () => ring, store, ...changes });
  const app = createApp(world.deps.config, () => world.deps);
  const context: ExecutionContext = {
    waitUntil: world.deps.waitUntil,
    passThroughOnException: () => {},
    props: {},
  } as ExecutionContext;
  for (const key of Object.values(keys)) guardKey(key);
  watch('the store', () => plainValues(store.values));
  const errors: string[] = [];
  watch('an error', () => errors, true);
  const send = async (request: Request) => {
    const response = await app.fetch(request, {}, context);
    if (response.status >= 400) errors.push(await response.clone().text());
    return response;
  };
  const call: TestApp['call'] = (method, path, body, headers = { authorization: `Bearer ${keys.one}` }) => {
    const all = new Headers(headers);
    const text = body === undefined ? null : JSON.stringify(body);
    if (text !== null) {
      all.set('content-type', 'application/json');
      guardBody(text);
    }
    const init = { method, headers: all, body: text };
    return send(new Request(`https://router.test${path}`, init));
  };
  return { ...world, store, call, send };
}
