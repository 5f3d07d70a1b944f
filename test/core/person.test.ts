import { expect, test } from 'vitest';
import { mayDo, roles } from '../../src/core/person.ts';

test('a role may do what its own and lesser roles may, and nothing more', () => {
  const may = roles.map((role) =>
    roles.filter((asked) => mayDo({ name: 'anna', role, teams: 'all' }, asked)),
  );
  expect(may).toEqual([
    ['viewer'],
    ['viewer', 'finance'],
    ['viewer', 'finance', 'operator'],
    ['viewer', 'finance', 'operator', 'owner'],
  ]);
});
