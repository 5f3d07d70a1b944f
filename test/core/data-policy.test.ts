/** What a route demands of a provider's handling of data: what nobody knows meets no demand. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DataDemand, type DataPractice, findBreach, joinDemands } from '../../src/core/data-policy.ts';

const nothing: DataDemand = { regions: null, retentionDaysAtMost: null, noTraining: false };

function breach(demand: Partial<DataDemand>, provider?: DataPractice, model?: DataPractice): string | null {
  return findBreach(
    { ...nothing, ...demand },
    {
      model: { id: 'm', ...(model && { data: model }) },
      provider: { id: 'acme', ...(provider && { data: provider }) },
    },
  );
}

describe('a demand', () => {
  test.each<[string, Partial<DataDemand>, DataPractice | undefined, string | null]>([
    ['nothing, of nobody known', {}, undefined, null],
    [
      'a region, of nobody known',
      { regions: ['eu'] },
      undefined,
      'in which regions acme processes requests is unknown',
    ],
    ['its region', { regions: ['eu', 'us'] }, { regions: ['eu'] }, null],
    [
      'a region that is one of several',
      { regions: ['eu'] },
      { regions: ['eu', 'us'] },
      'acme may process requests in us',
    ],
    [
      'retention, unknown',
      { retentionDaysAtMost: 30 },
      { retentionDays: null },
      'how long acme keeps requests is unknown',
    ],
    ['less retention', { retentionDaysAtMost: 0 }, { retentionDays: 30 }, 'acme keeps requests for 30 days'],
    ['as much retention', { retentionDaysAtMost: 30 }, { retentionDays: 30 }, null],
    ['no retention', { retentionDaysAtMost: 0 }, { retentionDays: 0 }, null],
    ['no training, unknown', { noTraining: true }, {}, 'whether acme trains on requests is unknown'],
    ['no training', { noTraining: true }, { trains: true }, 'acme trains on requests'],
    ['no training, as it is', { noTraining: true }, { trains: false }, null],
  ])('%s', (_, demand, practice, found) => {
    expect(breach(demand, practice)).toBe(found);
  });

  test('names everything that is not met', () => {
    expect(breach({ retentionDaysAtMost: 0, noTraining: true }, { trains: true })).toBe(
      'how long acme keeps requests is unknown; acme trains on requests',
    );
  });

  test('what is said of a model goes before what is said of its provider', () => {
    const provider = { retentionDays: 30, regions: ['us'] };
    expect(breach({ retentionDaysAtMost: 0, regions: ['us'] }, provider, { retentionDays: 0 })).toBeNull();
    expect(breach({ retentionDaysAtMost: 30 }, provider, { retentionDays: null })).toContain('unknown');
  });
});

const regions = fc.subarray(['eu', 'us', 'in']);
const demand: fc.Arbitrary<DataDemand> = fc.record({
  regions: fc.option(regions),
  retentionDaysAtMost: fc.option(fc.constantFrom(0, 7, 30)),
  noTraining: fc.boolean(),
});
const practice: fc.Arbitrary<DataPractice> = fc.record(
  {
    regions: fc.subarray(['eu', 'us', 'in'], { minLength: 1 }),
    retentionDays: fc.constantFrom(null, 0, 7, 30),
    trains: fc.constantFrom(null, true, false),
  },
  { requiredKeys: [] },
);

test('two demands joined are met by whoever meets both', () => {
  const meets = (wanted: DataDemand | null, data: DataPractice) =>
    wanted === null || findBreach(wanted, { model: { id: 'm' }, provider: { id: 'p', data } }) === null;
  fc.assert(
    fc.property(fc.option(demand), fc.option(demand), practice, (one, other, data) => {
      const both = meets(one, data) && meets(other, data);
      expect(meets(joinDemands(one, other), data)).toBe(both);
    }),
    { numRuns: 2000 },
  );
});
