/** Who served a conversation last: remembered by isolate and store, never across callers, never in the way. */
import { describe, expect, test } from 'vitest';
import type { LlmRequest } from '../../src/core/request.ts';
import { findSession, rememberSession, SessionMemory, sessionName } from '../../src/ledger/sessions.ts';
import { type Store, StoreError } from '../../src/ledger/store.ts';
import { makeRequest } from '../support/world/requests.ts';

const say = (role: 'user' | 'assistant', text: string): LlmRequest['messages'][number] => ({
  role,
  content: [{ type: 'text', text }],
});
const begun = makeRequest({ messages: [say('user', 'My secret question')] });
const goneOn = makeRequest({
  messages: [...begun.messages, say('assistant', 'Yes?'), say('user', 'And now?')],
});
const session = { target: 'alpha@low', route: 'auto', tokens: 120, atMs: 1000 };

function fakeStore() {
  const values = new Map<string, string>();
  let writes = 0;
  const store: Store = {
    get: async (key) => values.get(key) ?? null,
    getMany: async (keys) => keys.map((key) => values.get(key) ?? null),
    setFor: async (key, value) => {
      writes++;
      values.set(key, value);
    },
    setIfAbsent: async () => false,
    remove: async () => undefined,
    setManyFor: async () => undefined,
  };
  return { store, values, writes: () => writes };
}

const away: Store = {
  ...fakeStore().store,
  get: async () => Promise.reject(new StoreError('get', new Error('SECRET'))),
  setFor: async () => Promise.reject(new StoreError('set', new Error('SECRET'))),
};

describe('a conversation', () => {
  test('that begins has no past and asks no store', async () => {
    expect(await findSession('shop', begun, null, { store: away, sessions: new SessionMemory() })).toBeNull();
  });

  test('is known in another isolate by its first turns, as a hash', async () => {
    const { store, values } = fakeStore();
    await rememberSession(await sessionName('shop', begun, null), session, {
      store,
      sessions: new SessionMemory(),
    });
    expect(await findSession('shop', goneOn, null, { store, sessions: new SessionMemory() })).toEqual(
      session,
    );
    expect(JSON.stringify([...values])).not.toMatch(/secret/i);
  });

  test.each([
    ['of another caller', 'desk', goneOn, null],
    [
      'with another beginning',
      'shop',
      makeRequest({ ...goneOn, system: [{ type: 'text', text: 'Be kind.' }] }),
      null,
    ],
    ['with a name of its own', 'shop', goneOn, 'session-7'],
    ['with a cache key of its own', 'shop', makeRequest({ ...goneOn, cacheKey: 'k' }), null],
  ])('%s is another one', async (_, caller, request, id) => {
    expect(await sessionName(caller, request, id)).not.toBe(await sessionName('shop', goneOn, null));
  });

  test('with the same name or cache key is the same, whatever its turns', async () => {
    const other = makeRequest({ messages: [say('user', 'Something else')] });
    expect(await sessionName('shop', other, 's')).toBe(await sessionName('shop', goneOn, 's'));
    const [a, b] = [other, goneOn].map((request) => makeRequest({ ...request, cacheKey: 'k' }));
    if (!a || !b) throw new Error('two requests');
    expect(await sessionName('shop', a, null)).toBe(await sessionName('shop', b, null));
  });
});

test('the store is written when the target changes and once a minute, not at every turn', async () => {
  const { store, writes } = fakeStore();
  const deps = { store, sessions: new SessionMemory() };
  for (const [target, atMs, written] of [
    ['alpha', 0, 1],
    ['alpha', 30_000, 1],
    ['beta', 31_000, 2],
    ['beta', 91_000, 3],
  ] as const) {
    await rememberSession('name', { ...session, target, atMs }, deps);
    expect(writes()).toBe(written);
  }
});

test('a store that is away costs nothing but what other isolates know', async () => {
  const deps = { store: away, sessions: new SessionMemory() };
  expect(await findSession('shop', goneOn, null, deps)).toBeNull();
  await rememberSession(await sessionName('shop', goneOn, null), session, deps);
  expect(await findSession('shop', goneOn, null, deps)).toEqual(session);
});

test.each(['', '{', '[]', '{"target":1}', '{"target":"a","route":"b","tokens":"x","atMs":1}'])(
  'what stands in the store as %j is no session',
  async (text) => {
    const store = { ...fakeStore().store, get: async () => text };
    expect(await findSession('shop', goneOn, null, { store, sessions: new SessionMemory() })).toBeNull();
  },
);

test('the memory of an isolate is bounded, the longest unused goes first', () => {
  const memory = new SessionMemory(2);
  for (const name of ['a', 'b', 'a', 'c']) memory.set(name, session);
  expect(['a', 'b', 'c'].map((name) => memory.get(name) !== null)).toEqual([true, false, true]);
});
