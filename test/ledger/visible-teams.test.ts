/** Who may see some teams only: what is another's changes nothing of what they are told, whatever they ask. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contributionOf, unpackCounters } from '../../src/ledger/counters.ts';
import { hourAt } from '../../src/ledger/hours.ts';
import { queryUsage, type UsageDimension, usageDimensions } from '../../src/ledger/query-usage.ts';
import type { CountedCell } from '../../src/ledger/read-usage.ts';
import type { UsageSlice } from '../../src/ledger/usage-reader.ts';
import { costing, makeRow, someMs } from '../support/ledger/make-row.ts';
import { makeCell } from '../support/usage/make-cell.ts';

const teams = ['a', 'b', 'A', ' a', 'a|b', '__proto__', ''] as const;
const routes = ['auto', 'support'] as const;
const models = ['gpt-5.5', 'glm-5.3-flash'] as const;
const tasks = ['code', ''] as const;

const counted: fc.Arbitrary<CountedCell> = fc.record({
  cell: fc
    .record({
      route: fc.constantFrom(...routes),
      model: fc.constantFrom(...models),
      team: fc.constantFrom(...teams),
      task: fc.constantFrom(...tasks),
      app: fc.constantFrom('a', 'b', ''),
    })
    .map(makeCell),
  counters: fc.nat(1e9).map((nanoUsd) => unpackCounters(contributionOf(makeRow({ cost: costing(nanoUsd) })))),
});

const slices: fc.Arbitrary<UsageSlice[]> = fc.array(
  fc.record({ hours: fc.nat(72), cells: fc.array(counted, { maxLength: 6 }) }).map(({ hours, cells }) => {
    const hour = hourAt(someMs + hours * 3_600_000, 'UTC');
    return { day: hour.day, hour, cells };
  }),
  { maxLength: 6 },
);

const values = <T extends string>(all: readonly T[]) => fc.array(fc.constantFrom(...all, 'nobody'));

const filter = fc.record(
  {
    route: values(routes),
    model: values(models),
    team: values(teams),
    task: values(tasks),
    app: values(['a', 'b']),
  },
  { requiredKeys: [] },
);

const by = fc.subarray<UsageDimension>([...usageDimensions]);

test('cells of other teams have no influence on a total, a group or a name', () => {
  const law = fc.property(slices, filter, by, fc.subarray([...teams]), (given, filtered, grouped, seen) => {
    const query = { by: grouped, filter: filtered };
    const told = queryUsage(given, { ...query, teams: seen });
    const own = given.map((slice) => ({
      ...slice,
      cells: slice.cells.filter(({ cell }) => seen.some((team) => team === cell.team)),
    }));
    expect(told).toEqual(queryUsage(own, { ...query, teams: 'all' }));
    const place = grouped.indexOf('team');
    for (const { names } of told.groups) if (place >= 0) expect(seen).toContain(names[place]);
  });
  fc.assert(law, { numRuns: 500 });
});

test('nobody sees what no team lets them, and a filter gives no sight of it', () => {
  const cell = makeCell({ route: 'auto', model: 'gpt-5.5', team: 'b' });
  const counters = unpackCounters(contributionOf(makeRow({ cost: costing(7) })));
  const hour = hourAt(someMs, 'UTC');
  const given = [{ day: hour.day, hour, cells: [{ cell, counters }] }];
  const told = (seen: 'all' | readonly string[], team: string) =>
    queryUsage(given, { by: ['team'], filter: { team: [team] }, teams: seen });
  expect(told(['a'], 'b').groups).toEqual([]);
  expect(told(['a'], 'b').total.attempts).toBe(0);
  expect(told([], 'b').total.attempts).toBe(0);
  expect(told('all', 'b').total.costOutput).toBe(7);
});
