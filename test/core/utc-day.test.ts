import { expect, test } from 'vitest';
import { utcDayStart } from '../../src/core/utc-day.ts';

test.each([
  ['2026-10-05', Date.UTC(2026, 9, 5)],
  ['2028-02-29', Date.UTC(2028, 1, 29)],
  ['2027-02-29', null],
  ['2026-02-30', null],
  ['2026-13-01', null],
  ['2026-1-1', null],
  ['2026-10-05T00:00:00Z', null],
  ['', null],
])('%s', (text, atMs) => {
  expect(utcDayStart(text)).toBe(atMs);
});
