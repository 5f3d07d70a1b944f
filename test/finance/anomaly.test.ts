/** Odd hours: what the limits let pass, what drives one, hours that never differed, and the clock put back. */
import { describe, expect, test } from 'vitest';
import { type AnomalyQuery, findAnomalies, type HourCost, hourCostsOf } from '../../src/finance/anomaly.ts';
import { findNewTopSpender } from '../../src/finance/top-spender.ts';
import { usageOf } from './usage-of.ts';

const usd = 1_000_000_000;
const hourMs = 3_600_000;
const weekMs = 168 * hourMs;
const noon = Date.UTC(2026, 10, 20, 12);

type Given = Partial<Omit<HourCost, 'nanoUsd'>> & { readonly usd: number };

const cost = ({ usd: amount, ...given }: Given): HourCost => ({
  route: 'support',
  model: 'gpt-5.5',
  team: 'cs',
  startMs: noon,
  ...given,
  nanoUsd: amount * usd,
});

const weeksBefore = (amounts: readonly number[], given: Partial<HourCost> = {}) =>
  amounts.map((amount, at) => cost({ ...given, usd: amount, startMs: noon - (at + 1) * weekMs }));

const find = (costs: readonly HourCost[], given: Partial<AnomalyQuery> = {}) =>
  findAnomalies({ costs, startMs: noon, firstMs: 0, timeZone: 'UTC', ...given });

describe('the limits', () => {
  // 18, 20, 20, 24: median 20; away from it 2, 0, 0, 4: MAD 1, deviation 1.4826.
  const usual = weeksBefore([18, 20, 20, 24]);

  test('30 USD are 10 above: not more than 10; 31 are', () => {
    expect(find([...usual, cost({ usd: 30 })])).toEqual([]);
    const found = find([...usual, cost({ usd: 31 })]);
    expect(found.map(({ dimension, name }) => [dimension, name])).toEqual([
      ['route', 'support'],
      ['team', 'cs'],
    ]);
    expect(found[0]).toMatchObject({ nanoUsd: 31 * usd, usualNanoUsd: 20 * usd });
    expect(found[0]?.deviations).toBeCloseTo(11 / 1.4826, 9);
  });

  test('hours that differ much: 4 deviations, not 10 USD', () => {
    // 10, 40, 60, 90: median 50; away 40, 10, 10, 40: MAD 25, deviation 37.065, four of them 148.26.
    const wild = weeksBefore([10, 40, 60, 90]);
    expect(find([...wild, cost({ usd: 198 })])).toEqual([]);
    expect(find([...wild, cost({ usd: 199 })])).toHaveLength(2);
  });

  test('hours that never differed: a twentieth of the usual stands for the deviation', () => {
    const same = weeksBefore([100, 100, 100, 100]);
    expect(find([...same, cost({ usd: 120 })])).toEqual([]);
    expect(find([...same, cost({ usd: 121 })])[0]?.deviations).toBeCloseTo(4.2, 9);
  });

  test('an hour that usually costs nothing: 10 USD alone decide, and it is no number of deviations', () => {
    expect(find([cost({ usd: 10 })])).toEqual([]);
    expect(find([cost({ usd: 11 })])[0]).toMatchObject({ usualNanoUsd: 0, deviations: null });
  });

  test('a cheap hour is none', () => {
    expect(find([...weeksBefore([500, 500, 500, 500]), cost({ usd: 1 })])).toEqual([]);
  });

  test('of two weeks nothing is usual, of three it is', () => {
    const costs = [...usual, cost({ usd: 90 })];
    expect(find(costs, { firstMs: noon - 2 * weekMs })).toEqual([]);
    expect(find(costs, { firstMs: noon - 3 * weekMs })).toHaveLength(2);
  });
});

test('the driver: what rose most of route, model and team together', () => {
  const found = find([
    ...weeksBefore([20, 20, 20, 20]),
    ...weeksBefore([1, 1, 1, 1], { model: 'gpt-5.5-pro', team: 'lab' }),
    cost({ usd: 28 }),
    cost({ usd: 60, model: 'gpt-5.5-pro', team: 'lab' }),
    cost({ usd: 2, route: 'other', team: 'lab' }),
  ]);
  const driver = { route: 'support', model: 'gpt-5.5-pro', team: 'lab', aboveNanoUsd: 59 * usd };
  // The route is 88 for 21, the team lab 62 for 1; the team cs is 8 above and none.
  expect(
    found.map(({ dimension, name, nanoUsd, usualNanoUsd }) => [dimension, name, nanoUsd, usualNanoUsd]),
  ).toEqual([
    ['route', 'support', 88 * usd, 21 * usd],
    ['team', 'lab', 62 * usd, 1 * usd],
  ]);
  expect(found.map((each) => each.driver)).toEqual([driver, driver]);
});

test('the hours of the wall clock are held against each other, over the end of summer time too', () => {
  // In Berlin, 12:00 UTC on 20 November is 13:00; on 23 October it was 14:00 and 11:00 UTC was 13:00.
  const startMs = Date.UTC(2026, 10, 2, 12);
  const summer = [1, 2, 3, 4].map((week) => cost({ usd: 50, startMs: startMs - week * weekMs - hourMs }));
  const wrong = [1, 2, 3, 4].map((week) => cost({ usd: 1, startMs: startMs - week * weekMs }));
  const costs = [...summer, ...wrong, cost({ usd: 55, startMs })];
  const query = { costs, startMs, firstMs: 0 };
  expect(findAnomalies({ ...query, timeZone: 'Europe/Berlin' })).toEqual([]);
  expect(findAnomalies({ ...query, timeZone: 'UTC' })).toHaveLength(2);
});

test('what has no price is no cost of 0 in an hour', () => {
  const usage = usageOf([
    { names: ['2026-11-20T12:00:00Z', 'support', 'gpt-5.5', 'cs'], counters: { attempts: 1, costInput: 5 } },
    { names: ['2026-11-20T12:00:00Z', 'support', 'secret', 'cs'], counters: { attempts: 1, unpriced: 1 } },
  ]);
  expect(hourCostsOf(usage)).toEqual([{ ...cost({ usd: 0 }), nanoUsd: 5 }]);
});

describe('a new top spender', () => {
  const spent = (given: Readonly<Record<string, number>>) =>
    usageOf(
      Object.entries(given).map(([name, amount]) => ({
        names: [name],
        counters: { attempts: 1, costOutput: amount * usd },
      })),
    );

  test('is first now, was not, and spends more than it did', () => {
    expect(findNewTopSpender(spent({ cs: 50, lab: 20 }), spent({ cs: 55, lab: 60 }))).toEqual({
      name: 'lab',
      nanoUsd: 60 * usd,
      beforeNanoUsd: 20 * usd,
      displaced: 'cs',
    });
    expect(findNewTopSpender(spent({ cs: 50 }), spent({ cs: 1, young: 11 }))?.beforeNanoUsd).toBe(0);
  });

  test.each([
    ['the same as before', { cs: 50, lab: 20 }, { cs: 90, lab: 60 }],
    ['first because the first spends less', { cs: 50, lab: 20 }, { cs: 10, lab: 20 }],
    ['first with a few dollars', { cs: 5, lab: 2 }, { cs: 5, lab: 9 }],
    ['the first of all', {}, { cs: 50 }],
    ['nobody', { cs: 50 }, {}],
  ])('%s: none', (_, before, after) => {
    expect(findNewTopSpender(spent(before), spent(after))).toBeNull();
  });
});
