/** The name of an end user: stable, one way, and never the same for two teams. */
import { expect, test } from 'vitest';
import { nameEndUser } from '../../src/ledger/end-user.ts';

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
