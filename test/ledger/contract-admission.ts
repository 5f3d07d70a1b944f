/** The ledger's contract: who is admitted, and what a request is told of its limits. */
import { describe, expect, test } from 'vitest';
import type { ScopeAsk } from '../../src/core/budget.ts';
import { costing, makeBudget, makeRow, makeScope, someId, someMs } from '../support/ledger/make-row.ts';
import { ask, kinds, type LedgerBench, leaseMs } from './ledger-bench.ts';

export function describeAdmission(bench: LedgerBench): void {
  describe('admission', () => {
    const money = makeScope({ budgets: [makeBudget({ limitNanoUsd: 1000 })] });
    const roomForTen: readonly (readonly [string, ScopeAsk])[] = [
      ['money', money],
      ['tokens of a day', makeScope({ budgets: [makeBudget({ limitTokens: 1000 })] })],
      ['tokens per minute', makeScope({ tokensPerMinute: 1000 })],
      ['requests per minute', makeScope({ requestsPerMinute: 10 })],
      ['requests at once', makeScope({ concurrent: 10 })],
      [
        'a new end user',
        makeScope({ budgets: [makeBudget({ limitNanoUsd: 1099 })] }, { scope: 'user', id: 'new|user =\n' }),
      ],
    ];

    test.each(roomForTen)('50 at once, room for 10: %s', async (_, scope) => {
      const isolates = Array.from({ length: 10 }, () => bench.newIsolate());
      const asks = Array.from({ length: 50 }, (_, at) => ask(at, [scope]));
      const admissions = await Promise.all(
        asks.map((each, at) => isolates[at % 10]?.admit(each) ?? expect.fail()),
      );
      expect(kinds(admissions)).toEqual({ admitted: 10, refused: 40, unavailable: 0 });
      expect(await bench.openHolds()).toHaveLength(10);
    });

    test('all scopes together or none', async () => {
      const narrow = makeScope({ concurrent: 1 }, { scope: 'route', id: 'auto' });
      expect((await bench.ledger.admit(ask(1, [money, narrow]))).kind).toBe('admitted');
      const refused = await bench.ledger.admit(ask(2, [money, narrow]));
      expect(refused).toMatchObject({
        kind: 'refused',
        by: { scope: 'route', limit: 'concurrent', left: 0 },
      });
      expect((await bench.scopeState(money)).heldNanoUsd).toBe(100);
    });

    test('the same request again is held once', async () => {
      await bench.ledger.admit(ask(1, [money]));
      expect((await bench.ledger.admit(ask(1, [money]))).kind).toBe('admitted');
      expect(await bench.scopeState(money)).toMatchObject({ heldNanoUsd: 100, heldRequests: 1, requests: 1 });
    });

    test('says what is left and when it is back', async () => {
      const scope = makeScope({
        requestsPerMinute: 5,
        budgets: [makeBudget({ limitNanoUsd: 1000, limitTokens: 500 })],
      });
      const admission = await bench.ledger.admit(ask(1, [scope]));
      const of = { scope: 'key', id: 'key-one' };
      const midnight = Date.UTC(2026, 10, 22);
      expect(admission).toMatchObject({
        standings: [
          { ...of, limit: 'requests-per-minute', most: 5, left: 4, resetAtMs: someMs + 120_000 },
          { ...of, limit: 'day-money', most: 1000, left: 900, resetAtMs: midnight },
          { ...of, limit: 'day-tokens', most: 500, left: 400, resetAtMs: midnight },
        ],
      });
    });

    test('a minute slides: half of the minute before counts at its half', async () => {
      const scope = makeScope({ requestsPerMinute: 10 });
      const admitMany = (from: number, many: number) =>
        Promise.all(Array.from({ length: many }, (_, at) => bench.ledger.admit(ask(from + at, [scope]))));
      expect(kinds(await admitMany(0, 10)).admitted).toBe(10);
      bench.nowMs = someMs + 90_000;
      const later = await admitMany(10, 10);
      expect(kinds(later).admitted).toBe(5);
      const refused = later.find(({ kind }) => kind === 'refused');
      expect(refused).toMatchObject({ retryAtMs: someMs + 96_000 });
      bench.nowMs = someMs + 96_000;
      expect(kinds(await admitMany(20, 3)).admitted).toBe(1);
    });

    test('a window that is over is forgotten, an edited limit keeps what was spent', async () => {
      await bench.ledger.admit(ask(1, [money]));
      await bench.settle(1, [money], { cost: costing(950) });
      expect((await bench.ledger.admit(ask(2, [money]))).kind).toBe('refused');
      const more = makeScope({ budgets: [makeBudget({ limitNanoUsd: 1050 })] });
      expect((await bench.ledger.admit(ask(3, [more]))).kind).toBe('admitted');
      bench.nowMs = Date.UTC(2026, 10, 22);
      expect((await bench.ledger.admit(ask(4, [money]))).kind).toBe('admitted');
    });

    test('a clock that is behind opens no window again', async () => {
      bench.nowMs = Date.UTC(2026, 10, 22, 0, 1);
      await bench.ledger.admit(ask(1, [money], { reserveNanoUsd: 950 }));
      bench.nowMs = Date.UTC(2026, 10, 21, 23, 57);
      expect((await bench.newIsolate().admit(ask(2, [money]))).kind).toBe('refused');
    });

    test('a soft budget tells, a downgrading one gives its room', async () => {
      const soft = makeScope({
        budgets: [
          makeBudget({ window: 'month', limitNanoUsd: 50, onLimit: 'alert' }),
          makeBudget({ limitNanoUsd: 130, onLimit: 'downgrade' }),
        ],
      });
      expect(await bench.ledger.admit(ask(1, [soft]))).toMatchObject({
        kind: 'admitted',
        room: { nanoUsd: 30, tokens: Number.POSITIVE_INFINITY },
        downgrade: { leftNanoUsd: 130 },
        alerts: [{ limit: 'month-money', most: 50, left: 0 }],
      });
      expect(await bench.ledger.admit(ask(2, [soft]))).toMatchObject({
        kind: 'admitted',
        downgrade: { leftNanoUsd: 30 },
      });
      expect(await bench.ledger.admit(ask(3, [soft]))).toMatchObject({
        kind: 'admitted',
        downgrade: {
          leftNanoUsd: 30,
          refusal: {
            by: { limit: 'day-money', most: 130, left: 30, held: 100 },
            retryAtMs: Date.UTC(2026, 10, 22),
          },
        },
      });
    });

    describe('a budget that downgrades, without room for the reserve', () => {
      const thrifty = makeScope({ budgets: [makeBudget({ limitNanoUsd: 130, onLimit: 'downgrade' })] });
      const cheaper = (number: number, cheaperNanoUsd: readonly number[], scopes = [thrifty]) =>
        ask(number, scopes, { cheaperNanoUsd });

      test('holds the most that fits of what is cheaper: many at once find room', async () => {
        const asks = Array.from({ length: 10 }, (_, at) => cheaper(at, [100, 20, 2]));
        const admissions = await Promise.all(asks.map((each) => bench.ledger.admit(each)));
        const held = admissions.map((each) => each.kind === 'admitted' && each.downgrade?.heldNanoUsd);
        expect(held).toEqual([100, 20, 2, 2, 2, 2, 2, 0, 0, 0]);
        expect((await bench.scopeState(thrifty)).heldNanoUsd).toBe(130);
        expect(admissions.at(-1)).toMatchObject({
          downgrade: { leftNanoUsd: 0, refusal: { by: { left: 0, held: 130 } } },
        });
      });

      test('holds nothing where nothing is cheap enough, and keeps no room from others', async () => {
        await bench.ledger.admit(ask(1, [thrifty]));
        expect(await bench.ledger.admit(cheaper(2, [50]))).toMatchObject({
          downgrade: { leftNanoUsd: 30, heldNanoUsd: 0 },
        });
        expect((await bench.scopeState(thrifty)).heldNanoUsd).toBe(100);
      });

      test('what nobody can price holds what has a price', async () => {
        const unpriced = ask(1, [thrifty], { reserveNanoUsd: null, cheaperNanoUsd: [40, 400] });
        expect(await bench.ledger.admit(unpriced)).toMatchObject({ downgrade: { heldNanoUsd: 40 } });
      });

      test('the same request again holds what it held', async () => {
        await bench.ledger.admit(ask(1, [thrifty]));
        for (let time = 0; time < 2; time++) {
          expect(await bench.ledger.admit(cheaper(2, [20]))).toMatchObject({
            downgrade: { leftNanoUsd: 30, heldNanoUsd: 20 },
          });
        }
        expect(await bench.scopeState(thrifty)).toMatchObject({ heldNanoUsd: 120, heldRequests: 2 });
      });

      test('a strict budget beside it is asked for as much as is held', async () => {
        const strict = makeScope({ budgets: [makeBudget({ limitNanoUsd: 150 })] }, { scope: 'team' });
        await bench.ledger.admit(ask(1, [thrifty, strict]));
        expect(kinds([await bench.ledger.admit(cheaper(2, [30, 10], [thrifty, strict]))]).admitted).toBe(1);
        expect((await bench.scopeState(strict)).heldNanoUsd).toBe(130);
        expect(await bench.ledger.admit(ask(3, [strict]))).toMatchObject({
          kind: 'refused',
          by: { left: 20, held: 130 },
        });
      });

      test('where tokens are used up, nothing is cheap enough but what is free', async () => {
        const scope = makeScope({ budgets: [makeBudget({ limitTokens: 150, onLimit: 'downgrade' })] });
        await bench.ledger.admit(ask(1, [scope]));
        expect(await bench.ledger.admit(cheaper(2, [1, 0], [scope]))).toMatchObject({
          downgrade: { leftNanoUsd: 0, heldNanoUsd: 0 },
        });
      });

      test('books nothing of the dear target should nobody come back', async () => {
        await bench.ledger.admit(ask(1, [thrifty]));
        await bench.ledger.admit(cheaper(2, [20]));
        const attempts = (await bench.openHolds()).map((hold) => hold.attempts.length);
        expect(attempts.toSorted()).toEqual([0, 1]);
        const row = makeRow({ requestId: someId(2), model: 'cheap', cost: costing(15) });
        await bench.ledger.open(row, leaseMs);
        await bench.settle(2, [thrifty], { cost: costing(12) });
        expect((await bench.scopeState(thrifty)).heldNanoUsd).toBe(100);
      });
    });

    test('without scopes the store is not asked', async () => {
      const before = bench.store.billedCommands();
      expect(await bench.ledger.admit(ask(1, []))).toMatchObject({ kind: 'admitted', isHeld: false });
      expect(bench.store.billedCommands()).toBe(before);
    });

    test('a cancelled request holds nothing and is not admitted later', async () => {
      await bench.ledger.admit(ask(1, [money]));
      bench.ledger.cancel(someId(1));
      bench.ledger.cancel(someId(2));
      await bench.ledger.flush();
      expect(await bench.scopeState(money)).toMatchObject({ heldNanoUsd: 0, heldRequests: 0, tokens: 0 });
      expect((await bench.ledger.admit(ask(2, [money]))).kind).toBe('unavailable');
      expect(await bench.openHolds()).toEqual([]);
    });
  });
}
