/** The name of an end user: stable, one way, and never the same for two teams. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callerNamed } from '../../src/core/caller.ts';
import { identifyEndUser, nameEndUser } from '../../src/ledger/end-user.ts';

test('is the same for the same person of a team, and says nothing', async () => {
  const name = await nameEndUser('anna@example.com', 'care', 'pepper');
  expect(name).toMatch(/^[0-9a-f]{32}$/);
  expect(await nameEndUser('anna@example.com', 'care', 'pepper')).toBe(name);
});

test('differs by team, person and secret, however they are put together', async () => {
  const names = await Promise.all([
    nameEndUser('anna', 'care', 'pepper'),
    nameEndUser('anna', 'sales', 'pepper'),
    nameEndUser('annb', 'care', 'pepper'),
    nameEndUser('anna', 'care', 'another'),
    nameEndUser('","anna', 'care', 'pepper'),
    nameEndUser('anna', 'care","', 'pepper'),
  ]);
  expect(new Set(names).size).toBe(6);
});

test.each([
  ['nobody', undefined, 'pepper'],
  ['an empty name', '', 'pepper'],
  ['no secret', 'anna', null],
] as const)('%s has none', async (_, endUser, pepper) => {
  expect(await nameEndUser(endUser, 'care', pepper)).toBeNull();
});

const caller = { ...callerNamed('shop'), team: 'care' };
type Asked = { readonly model: string; readonly endUser?: string };
const unnamed: Asked = { model: 'auto' };
const asked: Asked = { ...unnamed, endUser: 'anna' };

describe('a request whose end user is', () => {
  test('nobody stays what it is', async () => {
    const same = await identifyEndUser(unnamed, caller, 'pepper');
    expect(same.request).toBe(unnamed);
    expect(same.caller).toBe(caller);
  });

  test('named in the body goes on under the name that says nothing', async () => {
    const id = await nameEndUser('anna', 'care', 'pepper');
    const { request, caller: named } = await identifyEndUser(asked, caller, 'pepper');
    expect(request).toEqual({ model: 'auto', endUser: id });
    expect(named).toEqual({ ...caller, endUser: { id, source: 'body' } });
  });

  test.each([
    ['without a secret', asked, null],
    ['with an empty name', { ...asked, endUser: '' }, 'pepper'],
  ] as const)('named %s goes on under none', async (_, request, pepper) => {
    expect(await identifyEndUser(request, caller, pepper)).toEqual({ request: { model: 'auto' }, caller });
  });

  test.each([
    ['a token', 'whatever the body says', 'token', 'token'],
    ['a header', 'where the body says nobody', 'header', 'header'],
    ['a header', 'unless the body says somebody', 'header', 'body'],
  ] as const)('named by %s counts %s', async (_, when, source, expected) => {
    const known = { ...caller, endUser: { id: 'e'.repeat(32), source } };
    const body = when.startsWith('where') ? unnamed : asked;
    const { request, caller: named } = await identifyEndUser(body, known, 'pepper');
    expect(named.endUser?.source).toBe(expected);
    expect(request).toEqual({ model: 'auto', endUser: named.endUser?.id });
  });
});

test('two teams never share a name, whatever their people are called', async () => {
  const word = fc.string({ unit: 'binary', maxLength: 20 });
  const who = fc.record({ team: word, endUser: fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }) });
  await fc.assert(
    fc.asyncProperty(who, who, async (one, other) => {
      const named = await Promise.all(
        [one, other].map(({ team, endUser }) => nameEndUser(endUser, team, 'pepper')),
      );
      const isSame = one.team === other.team && one.endUser === other.endUser;
      expect(named[0] === named[1]).toBe(isSame);
    }),
  );
  await fc.assert(
    fc.asyncProperty(who, word, async ({ team, endUser }, added) => {
      const shifted = await nameEndUser(`${added}${endUser}`, team, 'pepper');
      expect((await nameEndUser(endUser, `${team}${added}`, 'pepper')) === shifted).toBe(added === '');
    }),
  );
});
