/** Windows of a calendar begin and end where a clock on the wall says so, on the days it is put forward and back too. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BudgetWindow, budgetWindows } from '../../src/core/budget.ts';
import { createWindowReader, isTimeZone, windowAt } from '../../src/core/budget-window.ts';

const at = (text: string) => Date.parse(text);

const cases: readonly (readonly [BudgetWindow, string, string, string, string])[] = [
  ['minute', 'Asia/Kolkata', '2026-11-21T09:30:59.999Z', '2026-11-21T09:30:00Z', '2026-11-21T09:31:00Z'],
  ['hour', 'UTC', '2026-11-21T09:30:00Z', '2026-11-21T09:00:00Z', '2026-11-21T10:00:00Z'],
  ['hour', 'Asia/Kolkata', '2026-11-21T09:29:00Z', '2026-11-21T08:30:00Z', '2026-11-21T09:30:00Z'],
  ['day', 'UTC', '2026-11-21T00:00:00Z', '2026-11-21T00:00:00Z', '2026-11-22T00:00:00Z'],
  ['day', 'America/New_York', '2026-11-21T04:59:59Z', '2026-11-20T05:00:00Z', '2026-11-21T05:00:00Z'],
  ['day', 'Pacific/Kiritimati', '2026-11-21T10:00:00Z', '2026-11-21T10:00:00Z', '2026-11-22T10:00:00Z'],
  // 23 and 25 hours
  ['day', 'Europe/Berlin', '2026-03-29T12:00:00Z', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
  ['day', 'Europe/Berlin', '2026-10-25T12:00:00Z', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
  // midnight itself is skipped: the day begins at one
  ['day', 'America/Santiago', '2026-09-06T12:00:00Z', '2026-09-06T04:00:00Z', '2026-09-07T03:00:00Z'],
  // midnight comes twice: the day begins with the first
  ['day', 'America/Havana', '2026-11-01T12:00:00Z', '2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z'],
  ['week', 'Europe/Berlin', '2026-11-22T22:59:59Z', '2026-11-15T23:00:00Z', '2026-11-22T23:00:00Z'],
  ['week', 'UTC', '2026-11-23T00:00:00Z', '2026-11-23T00:00:00Z', '2026-11-30T00:00:00Z'],
  ['month', 'Europe/Berlin', '2026-10-31T22:59:59Z', '2026-09-30T22:00:00Z', '2026-10-31T23:00:00Z'],
  ['month', 'UTC', '2024-02-29T12:00:00Z', '2024-02-01T00:00:00Z', '2024-03-01T00:00:00Z'],
];

test.each(cases)('the %s in %s at %s', (window, timeZone, when, from, to) => {
  expect(windowAt(window, timeZone, at(when))).toEqual({ startMs: at(from), endMs: at(to) });
});

test('the total has no end', () => {
  expect(windowAt('total', 'UTC', at('2026-11-21T00:00:00Z'))).toEqual({ startMs: 0, endMs: null });
});

describe('in any zone', () => {
  const zones = [
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'America/Santiago',
  ];
  const moments = fc.integer({ min: at('2024-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') });

  test('a moment is in its window, and the next begins where it ends', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...budgetWindows),
        fc.constantFrom(...zones),
        moments,
        (window, zone, atMs) => {
          const { startMs, endMs } = windowAt(window, zone, atMs);
          expect(startMs).toBeLessThanOrEqual(atMs);
          expect(windowAt(window, zone, startMs).startMs).toBe(startMs);
          if (endMs === null) return;
          expect(endMs).toBeGreaterThan(atMs);
          // Lord Howe puts its clock by half an hour: what the clock calls an hour then has another length.
          if (window !== 'hour') expect(windowAt(window, zone, endMs).startMs).toBe(endMs);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('what is remembered is what would be reckoned', () => {
    const read = createWindowReader();
    const asks = fc.tuple(
      fc.constantFrom(...budgetWindows.filter((each) => each !== 'hour')),
      fc.constantFrom(...zones),
      moments,
    );
    fc.assert(
      fc.property(asks, ([window, zone, atMs]) => {
        expect(read(window, zone, atMs)).toEqual(windowAt(window, zone, atMs));
        expect(read(window, zone, atMs + 1)).toEqual(windowAt(window, zone, atMs + 1));
      }),
      { numRuns: 200 },
    );
  });
});

test.each([
  ['Europe/Berlin', true],
  ['UTC', true],
  ['Europe/Atlantis', false],
  ['', false],
])('%j is a zone: %s', (name, is) => expect(isTimeZone(name)).toBe(is));
