/** The ledger's contract: what becomes of requests that nobody comes back for. */
import { describe, expect, test } from 'vitest';
import { findRows, recentRows } from '../../src/ledger/read-usage.ts';
import { mostSkewMs } from '../../src/ledger/state-codec.ts';
import { sweep } from '../../src/ledger/sweep.ts';
import type { EngineStore } from '../support/ledger/engine-store.ts';
import { costing, makeBudget, makeRow, makeScope, someId, someMs } from '../support/ledger/make-row.ts';
import { ask, type LedgerBench, leaseMs, timeZone } from './ledger-bench.ts';

export function describeSweep(bench: LedgerBench): void {
  describe('the sweep', () => {
    const scope = makeScope({ budgets: [makeBudget({ limitNanoUsd: 1000 })] });
    const doSweep = () => sweep({ store: bench.store, timeZone, now: () => bench.nowMs });

    test('a hold past its lease becomes a lost row at its estimate, once', async () => {
      await bench.ledger.admit(ask(1, [scope]));
      expect(await doSweep()).toEqual({ lost: 0, open: 1, hoursClosed: 0, lateDueMs: null });
      bench.nowMs = someMs + leaseMs + mostSkewMs + 1;
      expect(await doSweep()).toEqual({ lost: 1, open: 0, hoursClosed: 0, lateDueMs: null });
      expect(await doSweep()).toEqual({ lost: 0, open: 0, hoursClosed: 0, lateDueMs: null });
      expect(await findRows(someId(1), { store: bench.store, timeZone })).toMatchObject([
        { outcome: 'lost', usageSource: 'estimated', cost: { output: 100 } },
      ]);
      const { heldNanoUsd, heldRequests } = await bench.scopeState(scope);
      expect({ heldNanoUsd, heldRequests, cost: await bench.hourCost() }).toEqual({
        heldNanoUsd: 0,
        heldRequests: 0,
        cost: 100,
      });
    });

    test('what ends while the sweep is on its way is not lost', async () => {
      const endings: readonly (readonly [string, () => void])[] = [
        ['cancelled', () => bench.ledger.cancel(someId(1))],
        ['settled', () => bench.ledger.settle({ row: makeRow(), isLast: true, scopes: [scope] })],
      ];
      for (const [name, end] of endings) {
        await bench.store.send('FLUSHALL');
        bench.nowMs = someMs;
        await bench.ledger.admit(ask(1, [scope]));
        bench.nowMs = someMs + leaseMs + mostSkewMs + 1;
        const readFields: EngineStore['readFields'] = async (key, fields) => {
          const read = await bench.store.readFields(key, fields);
          end();
          await bench.ledger.flush();
          return read;
        };
        const swept = await sweep({
          store: { ...bench.store, readFields },
          timeZone,
          now: () => bench.nowMs,
        });
        expect({ name, lost: swept.lost }).toEqual({ name, lost: 0 });
        const rows = await findRows(someId(1), { store: bench.store, timeZone });
        expect(rows.map(({ usageSource }) => usageSource)).toEqual(name === 'settled' ? ['measured'] : []);
      }
    });

    test('what is measured after all books the difference once', async () => {
      await bench.ledger.admit(ask(1, [scope]));
      bench.nowMs = someMs + leaseMs + mostSkewMs + 1;
      await doSweep();
      for (let time = 0; time < 2; time++) {
        await bench.settle(1, [scope], { cost: costing(40), model: 'gpt-5.5-pro' });
        expect((await bench.scopeState(scope)).budgets.get('day@UTC')?.spentNanoUsd).toBe(40);
        expect(await bench.hourCost()).toBe(40);
      }
      const recent = await recentRows(10, { store: bench.store });
      expect(recent.map(({ row, isCorrection }) => [row.usageSource, isCorrection])).toEqual([
        ['measured', true],
        ['estimated', false],
      ]);
      expect(await findRows(someId(1), { store: bench.store, timeZone })).toMatchObject([
        { usageSource: 'measured' },
      ]);
    });

    test('every attempt that was opened has its row, those that came back their own', async () => {
      await bench.ledger.admit(ask(1, [scope]));
      expect(
        await bench.ledger.open(makeRow({ attempt: 2, role: 'fallback', cost: costing(100) }), leaseMs),
      ).toBe(true);
      bench.ledger.settle({
        row: makeRow({ cost: costing(10), outcome: 'failed' }),
        isLast: false,
        scopes: [scope],
      });
      await bench.ledger.flush();
      bench.nowMs = someMs + leaseMs + mostSkewMs + 1;
      expect(await doSweep()).toMatchObject({ lost: 1, open: 0 });
      const rows = await findRows(someId(1), { store: bench.store, timeZone });
      expect(rows.map(({ outcome }) => outcome)).toEqual(['failed', 'lost']);
      expect((await bench.scopeState(scope)).budgets.get('day@UTC')?.spentNanoUsd).toBe(110);
    });

    test('a request without limits leaves a trace', async () => {
      await bench.ledger.open(makeRow({ requestId: someId(7), cost: costing(55) }), leaseMs);
      bench.nowMs = someMs + leaseMs + mostSkewMs + 1;
      expect(await doSweep()).toMatchObject({ lost: 1, open: 0 });
      expect(await bench.hourCost()).toBe(55);
    });

    test('a shadow holds up nothing of its request, and has its row whatever becomes of it', async () => {
      const shadow = makeRow({ attempt: 51, role: 'shadow', cost: costing(7) });
      for (const isLost of [true, false]) {
        await bench.store.send('FLUSHALL');
        bench.nowMs = someMs;
        await bench.ledger.admit(ask(1, [scope]));
        await bench.ledger.open({ ...shadow, outcome: 'lost', usageSource: 'estimated' }, leaseMs);
        await bench.settle(1, [scope], { cost: costing(40) });
        const { heldNanoUsd, heldRequests } = await bench.scopeState(scope);
        expect({ heldNanoUsd, heldRequests }).toEqual({ heldNanoUsd: 0, heldRequests: 0 });
        expect(await bench.openHolds()).toHaveLength(1);
        if (!isLost) {
          bench.ledger.settle({ row: shadow, isLast: true, scopes: [scope] });
          await bench.ledger.flush();
          expect(await bench.openHolds()).toEqual([]);
        }
        bench.nowMs = someMs + leaseMs + mostSkewMs + 1;
        expect(await doSweep()).toMatchObject({ lost: isLost ? 1 : 0, open: 0 });
        expect(await bench.openHolds()).toEqual([]);
        const rows = await findRows(someId(1), { store: bench.store, timeZone });
        expect(rows.map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
          [1, 'completed'],
          [51, isLost ? 'lost' : 'completed'],
        ]);
        expect((await bench.scopeState(scope)).budgets.get('day@UTC')?.spentNanoUsd).toBe(isLost ? 40 : 47);
      }
    });

    test('a message of a request that is over opens nothing', async () => {
      await bench.settle(1, []);
      await bench.ledger.open(makeRow(), leaseMs);
      expect(await bench.openHolds()).toEqual([]);
    });
  });
}
