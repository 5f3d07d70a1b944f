/** The ledger's contract: rows, what they add to, and the days that hours are closed into. */
import { describe, expect, test } from 'vitest';
import type { BudgetWindow } from '../../src/core/budget.ts';
import { totalOf } from '../../src/core/row.ts';
import { costOf } from '../../src/ledger/counters.ts';
import { keys } from '../../src/ledger/keys.ts';
import { findRows, readCells, readDays, readHours, recentRows } from '../../src/ledger/read-usage.ts';
import { scopeField } from '../../src/ledger/state-codec.ts';
import { sweep } from '../../src/ledger/sweep.ts';
import { costing, makeBudget, makeRow, makeScope, someId, someMs } from '../support/ledger/make-row.ts';
import { ask, type LedgerBench, timeZone } from './ledger-bench.ts';

export function describeSettling(bench: LedgerBench): void {
  describe('settling', () => {
    const scope = makeScope({ tokensPerMinute: 1000, budgets: [makeBudget({ limitNanoUsd: 1000 })] });
    const spentOf = async () => (await bench.scopeState(scope)).budgets.get('day@UTC')?.spentNanoUsd;

    test('the hold becomes the amount; telling it again changes nothing', async () => {
      await bench.ledger.admit(ask(1, [scope]));
      for (let time = 0; time < 3; time++) {
        await bench.settle(1, [scope], { cost: costing(70), usage: { inputTokens: 20, outputTokens: 10 } });
        expect(await bench.scopeState(scope)).toMatchObject({
          heldNanoUsd: 0,
          heldTokens: 0,
          heldRequests: 0,
          tokens: 30,
        });
        expect(await spentOf()).toBe(70);
        expect(await bench.hourCost()).toBe(70);
        expect(await recentRows(10, { store: bench.store })).toHaveLength(1);
      }
    });

    test('an attempt that is not the last leaves the rest of the hold', async () => {
      await bench.ledger.admit(ask(1, [scope]));
      bench.ledger.settle({
        row: makeRow({ cost: costing(30), outcome: 'failed' }),
        isLast: false,
        scopes: [scope],
      });
      await bench.ledger.flush();
      expect(await bench.scopeState(scope)).toMatchObject({ heldNanoUsd: 70, heldRequests: 1 });
      await bench.settle(1, [scope], { attempt: 2, role: 'fallback', cost: costing(60) });
      expect(await bench.scopeState(scope)).toMatchObject({ heldNanoUsd: 0, heldRequests: 0 });
      expect(await spentOf()).toBe(90);
      const rows = await findRows(someId(1), { store: bench.store, timeZone });
      expect(rows.map(({ attempt, cost }) => [attempt, cost && totalOf(cost)])).toEqual([
        [1, 30],
        [2, 60],
      ]);
    });

    test('what is paid beside a request is spent, and no part of its hold', async () => {
      await bench.ledger.admit(ask(1, [scope]));
      bench.ledger.settle({
        row: makeRow({ attempt: 40, role: 'second-look', cost: costing(30) }),
        isLast: false,
        scopes: [scope],
      });
      await bench.ledger.flush();
      expect(await bench.scopeState(scope)).toMatchObject({ heldNanoUsd: 100, heldRequests: 1 });
      expect(await spentOf()).toBe(30);
      expect(await bench.hourCost()).toBe(30);
      await bench.settle(1, [scope], { cost: costing(60) });
      expect(await bench.scopeState(scope)).toMatchObject({ heldNanoUsd: 0, heldRequests: 0 });
      expect(await spentOf()).toBe(90);
    });

    test('an amount beyond 2^31 and 1e14 keeps every digit', async () => {
      const most = 4_503_599_627_370_497;
      await bench.ledger.admit(ask(1, [scope]));
      await bench.settle(1, [scope], { cost: costing(most) });
      await bench.settle(2, [scope], { cost: costing(most) });
      expect(await spentOf()).toBe(2 * most);
      expect(await bench.hourCost()).toBe(2 * most);
    });

    test('the same row twice in one flush counts once', async () => {
      for (const attempt of [1, 1, 2])
        bench.ledger.settle({ row: makeRow({ attempt }), isLast: true, scopes: [] });
      await bench.ledger.flush();
      expect(await bench.hourCost()).toBe(2000);
      expect(await recentRows(10, { store: bench.store })).toHaveLength(2);
    });

    test('an unknown cost adds nothing and is counted', async () => {
      await bench.settle(1, [], { cost: null });
      const [hour] = await readHours(someMs, someMs + 1, { store: bench.store, timeZone });
      expect(hour?.cells[0]?.counters).toMatchObject({ attempts: 1, unpriced: 1, costOutput: 0 });
    });

    test('money spent while nobody could be asked counts in its budget', async () => {
      await bench.settle(1, [scope], { cost: costing(990) });
      expect((await bench.ledger.admit(ask(2, [scope]))).kind).toBe('refused');
    });
  });

  describe('days', () => {
    const doSweep = () => sweep({ store: bench.store, timeZone, now: () => bench.nowMs });
    const dayCost = async () => {
      const days = await readDays('20261121', '20261121', { store: bench.store });
      return days.flatMap(({ cells }) => cells).reduce((sum, { counters }) => sum + costOf(counters), 0);
    };

    const thirdCost = async () => {
      const cells = await readCells(keys.third('2026113'), bench.store);
      return cells.reduce((sum, { counters }) => sum + costOf(counters), 0);
    };

    test('an hour that is over is in its day and its third once, whatever comes late', async () => {
      await bench.settle(1, [], { cost: costing(10) });
      await bench.settle(2, [], { cost: costing(20), team: 'red' });
      bench.nowMs = someMs + 3_600_000;
      expect(await doSweep()).toMatchObject({ hoursClosed: 1 });
      expect(await doSweep()).toMatchObject({ hoursClosed: 0 });
      expect(await dayCost()).toBe(30);
      await bench.settle(3, [], { cost: costing(5) });
      await bench.settle(4, [], { cost: costing(7), usageSource: 'estimated' });
      await bench.settle(4, [], { cost: costing(6) });
      expect([await dayCost(), await bench.hourCost(), await thirdCost()]).toEqual([41, 41, 41]);
    });

    test('a correction changes the cost of an hour that is closed, once, and no request or attempt', async () => {
      await bench.settle(1, [], { cost: costing(10) });
      bench.nowMs = someMs + 3_600_000;
      await doSweep();
      const correction = { role: 'correction', cost: { ...costing(-4), input: 1 } } as const;
      for (let time = 0; time < 2; time++) {
        bench.ledger.settle({
          row: makeRow({ requestId: someId(2), ...correction }),
          isLast: false,
          scopes: [],
        });
        expect(await bench.ledger.flush()).toBe(0);
      }
      expect([await dayCost(), await bench.hourCost(), await thirdCost()]).toEqual([7, 7, 7]);
      const [day] = await readDays('20261121', '20261121', { store: bench.store });
      expect(day?.cells.map(({ counters }) => counters)).toMatchObject([
        { attempts: 1, requests: 1, corrections: 1, costCorrections: -3, costInput: 1, costOutput: 6 },
      ]);
    });

    test('an end user who is long gone is forgotten, one with something spent or held is not', async () => {
      const scopeOf = (window: BudgetWindow, id: string) =>
        makeScope({ budgets: [makeBudget({ window, limitNanoUsd: 1000 })] }, { scope: 'user', id });
      const scopes = [
        scopeOf('day', 'gone'),
        scopeOf('month', 'spent'),
        scopeOf('total', 'ever'),
        scopeOf('day', 'held'),
      ];
      for (const [number, scope] of scopes.entries())
        await bench.ledger.admit(ask(number, [scope], { leaseMs: 1e9 }));
      for (const [number, scope] of scopes.slice(0, 3).entries()) await bench.settle(number, [scope]);
      bench.nowMs = someMs + 4 * 86_400_000;
      for (let run = 0; run < 3; run++) await doSweep();
      const left = await bench.store.readFields(keys.state, scopes.map(scopeField));
      expect(left.map((text) => text !== null)).toEqual([false, true, true, true]);
      expect((await bench.ledger.admit(ask(9, scopes.slice(0, 1)))).kind).toBe('admitted');
    });

    test('what is kept has its time to live', async () => {
      await bench.settle(1, []);
      bench.nowMs = someMs + 3_600_000;
      await doSweep();
      const ttl = async (key: string) => Math.round(Number(await bench.store.send('TTL', key)) / 86_400);
      expect([
        await ttl(keys.index('202611210900')),
        await ttl(keys.hour('202611210900')),
        await ttl(keys.day('20261121')),
        await ttl(keys.third('2026113')),
      ]).toEqual([35, 40, 400, 400]);
    });
  });

  test('billed commands: an admission alone 3, a row alone 8, 64 rows together 8', async () => {
    const scope = makeScope({ budgets: [makeBudget({ limitNanoUsd: 1_000_000 })] });
    const billed = async (work: () => Promise<unknown>) => {
      const before = bench.store.billedCommands();
      await work();
      return bench.store.billedCommands() - before;
    };
    await bench.settle(0, [scope]);
    expect(await billed(() => bench.ledger.admit(ask(1, [scope])))).toBe(3);
    expect(await billed(() => bench.settle(1, [scope]))).toBe(8);
    const asks = Array.from({ length: 63 }, (_, at) => ask(at + 2, [scope]));
    expect(await billed(() => Promise.all(asks.map((each) => bench.ledger.admit(each))))).toBeLessThanOrEqual(
      6,
    );
    for (const { requestId } of asks)
      bench.ledger.settle({ row: makeRow({ requestId }), isLast: true, scopes: [scope] });
    expect(await billed(() => bench.ledger.flush())).toBe(8);
  });
}
