/** A stored response is its caller's and nobody else's; what cannot be known is never guessed. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findResponseOwner, rememberResponseOwner } from '../../src/ledger/response-owners.ts';
import { FakeStore } from '../support/world/store.ts';

function away(): FakeStore {
  const store = new FakeStore();
  store.isAway = true;
  return store;
}

const owner = { provider: 'openai', caller: 'one', risk: null };

async function kept() {
  const store = new FakeStore();
  await rememberResponseOwner('resp_1', owner, store);
  return store;
}

describe('findResponseOwner', () => {
  test('finds the caller’s own', async () => {
    expect(await findResponseOwner('resp_1', 'one', await kept(), 'id')).toEqual(owner);
  });

  test('with the risk of its conversation; of a record without any, or with another, nothing is known', async () => {
    const risk = { level: 'high', levels: { cyber: 'high' }, domain: 'cyber', floor: 'strong' } as const;
    const store = new FakeStore();
    await rememberResponseOwner('resp_1', { ...owner, risk }, store);
    expect(await findResponseOwner('resp_1', 'one', store, 'id')).toEqual({ ...owner, risk });
    const [key = ''] = store.values.keys();
    for (const written of [undefined, null, 'high', {}, { ...risk, level: 'worst' }, { ...risk, floor: 1 }]) {
      store.values.set(key, JSON.stringify({ provider: 'openai', caller: 'one', risk: written }));
      expect(await findResponseOwner('resp_1', 'one', store, 'id')).toEqual(owner);
    }
  });

  test('what is on record stays', async () => {
    const store = await kept();
    await rememberResponseOwner('resp_1', { ...owner, caller: 'two' }, store);
    expect(await findResponseOwner('resp_1', 'one', store, 'id')).toEqual(owner);
  });

  test('another caller’s and an unknown one are not found, in the same words', async () => {
    const store = await kept();
    const theirs = findResponseOwner('resp_1', 'two', store, 'id');
    await expect(theirs).rejects.toMatchObject({
      code: 'response_not_found',
      status: 404,
      param: 'id',
      message: "No response 'resp_1' is stored for this key.",
    });
    await expect(findResponseOwner('resp_2', 'two', store, 'id')).rejects.toMatchObject({
      code: 'response_not_found',
      message: "No response 'resp_2' is stored for this key.",
    });
  });

  test('two callers, any names and ids: nobody reads across', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), fc.string(), async (id, mine, theirs) => {
        fc.pre(mine !== theirs);
        const store = new FakeStore();
        await rememberResponseOwner(id, { ...owner, caller: mine }, store);
        await expect(findResponseOwner(id, theirs, store, 'id')).rejects.toMatchObject({
          code: 'response_not_found',
        });
      }),
    );
  });

  test.each(['', 'a/b', '../files', 'a:b', 'a b', 'a\nb', 'x'.repeat(201), 'é'])(
    'an id that is none is not looked up: %j',
    async (id) => {
      await expect(findResponseOwner(id, 'one', away(), 'id')).rejects.toMatchObject({
        code: 'response_not_found',
      });
      const store = new FakeStore();
      await rememberResponseOwner(id, owner, store);
      expect(store.values.size).toBe(0);
    },
  );

  test('a store that is away, or none at all, is no "not found"', async () => {
    for (const store of [away(), null]) {
      await expect(findResponseOwner('resp_1', 'one', store, 'id')).rejects.toMatchObject({
        code: 'store_unavailable',
        status: 503,
      });
    }
  });

  test.each(['', 'null', '[]', '{}', '{"provider":1,"caller":"one"}', '{"provider":"openai"}', '{"caller"'])(
    'a record that cannot be read is no owner: %s',
    async (text) => {
      const store = new FakeStore();
      for (const key of (await kept()).values.keys()) store.values.set(key, text);
      await expect(findResponseOwner('resp_1', 'one', store, 'id')).rejects.toMatchObject({
        code: 'response_not_found',
      });
    },
  );
});
