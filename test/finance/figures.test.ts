/** Figures: whatever is asked in whatever order, the answer is that of the one query over all cells. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { requestIdAt } from '../../src/core/request-time.ts';
import { figuresOf } from '../../src/finance/figures.ts';
import { dayNames } from '../../src/ledger/cell.ts';
import { queryUsage } from '../../src/ledger/query-usage.ts';
import { costing, makeRow } from '../support/ledger/make-row.ts';
import { slicesOf } from '../support/usage/slices-of.ts';

const name = fc.constantFrom('a', 'b', 'c');
const rows = fc.array(fc.tuple(fc.nat(9), name, name, name, fc.nat(1e6), fc.nat(5000)), { maxLength: 40 });
const by = fc.uniqueArray(fc.constantFrom('day' as const, ...dayNames), {
  maxLength: 3,
});
const filter = fc.record(
  { route: fc.array(name, { minLength: 1 }), team: fc.array(name, { minLength: 1 }) },
  { requiredKeys: [] },
);
const teams = fc.oneof(fc.constant('all' as const), fc.uniqueArray(name, { minLength: 1 }));

test('every answer is the same as without any memory', () => {
  fc.assert(
    fc.property(
      rows,
      fc.array(fc.tuple(by, filter), { minLength: 1, maxLength: 6 }),
      teams,
      (written, questions, seen) => {
        const slices = slicesOf(
          written.map(([day, route, model, team, nanoUsd, durationMs], at) => {
            const startedAtMs = Date.UTC(2026, 10, 1 + day, 12);
            const requestId = requestIdAt(startedAtMs, String(at).padStart(16, '0'));
            return makeRow({
              requestId,
              startedAtMs,
              route,
              model,
              team,
              durationMs,
              cost: costing(nanoUsd),
            });
          }),
          'UTC',
        );
        const figures = figuresOf({ slices, completeUntilMs: null, firstMs: null, staleSinceMs: null }, seen);
        for (const [dimensions, own] of questions) {
          const expected = queryUsage(slices, { by: dimensions, filter: own, teams: seen });
          const plain = ({ total, groups }: typeof expected) => ({
            total: { ...total, durationMs: [...total.durationMs] },
            groups: groups.map(({ names, counters }) => [
              names,
              counters.costInput,
              [...counters.durationMs],
            ]),
          });
          expect(plain(figures.by(dimensions, own))).toEqual(plain(expected));
        }
      },
    ),
  );
});
