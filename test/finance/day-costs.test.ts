/** Days of a period from usage by day: none is missing, and unknown is not zero. */
import { expect, test } from 'vitest';
import { costsByDay, dayOfNumber, numberOfDay, weekdayOf } from '../../src/finance/day-costs.ts';
import { usageOf } from './usage-of.ts';

test('a day without calls cost 0, one without a price is unknown, one with both counts what has a price', () => {
  const usage = usageOf([
    { names: ['2026-10-24', 'chat'], counters: { attempts: 2, costInput: 5, costOutput: 7 } },
    { names: ['2026-10-24', 'code'], counters: { attempts: 1, unpriced: 1 } },
    { names: ['2026-10-26', 'code'], counters: { attempts: 3, unpriced: 3 } },
  ]);
  expect(costsByDay(usage, '2026-10-23', '2026-10-26')).toEqual([
    { day: '2026-10-23', nanoUsd: 0 },
    { day: '2026-10-24', nanoUsd: 12 },
    { day: '2026-10-25', nanoUsd: 0 },
    { day: '2026-10-26', nanoUsd: null },
  ]);
});

test('days have numbers and weekdays', () => {
  expect(dayOfNumber(numberOfDay('2028-02-28') + 1)).toBe('2028-02-29');
  expect(['1969-12-31', '1970-01-01', '2026-11-21', '2026-11-23'].map(numberOfDay).map(weekdayOf)).toEqual([
    2, 3, 5, 0,
  ]);
});
