/** The ledger's contract: charges that become known later are kept, taken when they are due, and dropped. */
import { describe, expect, test } from 'vitest';
import { keys, lateTtlSeconds } from '../../src/ledger/keys.ts';
import {
  dropLate,
  findLate,
  firstLookMs,
  keepLate,
  settleLate,
  takeLate,
} from '../../src/ledger/late-charges.ts';
import { settleScript } from '../../src/ledger/scripts/settle-script.ts';
import { type ScriptStore, StoreError } from '../../src/ledger/store.ts';
import { sweep } from '../../src/ledger/sweep.ts';
import { costing, makeBudget, makeRow, makeScope, someId, someMs } from '../support/ledger/make-row.ts';
import { type LedgerBench, timeZone } from './ledger-bench.ts';

export function describeLate(bench: LedgerBench): void {
  describe('charges that become known later', () => {
    const scope = makeScope({ budgets: [makeBudget({ limitNanoUsd: 1000 })] });
    const rowOf = (number: number) =>
      makeRow({ requestId: someId(number), usageSource: 'estimated', cost: costing(100) });
    const keep = (number: number, atMs = someMs) =>
      keepLate(
        { responseId: `resp_${number}`, row: rowOf(number), baseline: null },
        [scope],
        atMs,
        bench.store,
      );
    const take = async (atMs: number) =>
      (await takeLate(atMs, bench.store)).map(({ responseId }) => responseId);
    const dueMs = async () => {
      const [text] = await bench.store.readFields(keys.state, ['late']);
      return text ? Number(text) : null;
    };

    test('are due after two minutes, and again after half their age', async () => {
      await keep(1);
      await keep(2, someMs + 1000);
      expect(await dueMs()).toBe(someMs + firstLookMs);
      expect(await take(someMs + firstLookMs - 1)).toEqual([]);
      expect(await take(someMs + firstLookMs)).toEqual(['resp_1']);
      expect(await take(someMs + firstLookMs)).toEqual([]);
      expect(await dueMs()).toBe(someMs + 1000 + firstLookMs);
      const hourMs = 3_600_000;
      expect(await take(someMs + hourMs)).toEqual(['resp_2', 'resp_1']);
      expect(await dueMs()).toBe(someMs + 1.5 * hourMs);
    });

    test('are taken a bounded number at a time, oldest first', async () => {
      for (let number = 1; number <= 25; number++) await keep(number, someMs + number);
      const later = someMs + firstLookMs + 25;
      const first = await take(later);
      expect(first).toHaveLength(20);
      expect(first[0]).toBe('resp_1');
      expect(await take(later)).toHaveLength(5);
    });

    test('are forgotten after a day', async () => {
      await keep(1);
      expect(await take(someMs + lateTtlSeconds * 1000 + 1)).toEqual([]);
      expect(await findLate('resp_1', bench.store)).toBeNull();
      expect(await dueMs()).toBeNull();
    });

    test('are settled once, by the difference, and no longer open', async () => {
      await bench.settle(1, [scope], { usageSource: 'estimated', cost: costing(100) });
      await keep(1);
      const late = await findLate('resp_1', bench.store);
      expect(late?.row).toEqual(rowOf(1));
      const ports = { store: bench.store, timeZone, now: () => bench.nowMs };
      const measured = makeRow({ cost: costing(40) });
      if (late === null) return expect.fail('nothing is kept');
      expect(await settleLate([{ late, row: measured }], ports)).toEqual(['fixed']);
      expect(await settleLate([{ late, row: measured }], ports)).toEqual(['again']);
      expect((await bench.scopeState(scope)).budgets.get('day@UTC')?.spentNanoUsd).toBe(40);
      expect(await bench.hourCost()).toBe(40);
      expect((await sweep(ports)).lateDueMs).toBeNull();
    });

    test('can be known before the estimate is told', async () => {
      await keep(1);
      const late = await findLate('resp_1', bench.store);
      if (late === null) return expect.fail('nothing is kept');
      const ports = { store: bench.store, timeZone, now: () => someMs };
      await settleLate([{ late, row: makeRow({ cost: costing(40) }) }], ports);
      await bench.settle(1, [scope], { usageSource: 'estimated', cost: costing(100) });
      expect((await bench.scopeState(scope)).budgets.get('day@UTC')?.spentNanoUsd).toBe(40);
    });

    test('are settled together in two calls, and one that the script fails on stays open', async () => {
      for (const number of [1, 2, 3]) await keep(number);
      const due = await takeLate(someMs + firstLookMs, bench.store);
      let calls = 0;
      const store: ScriptStore = {
        ...bench.store,
        run: (script, names, args, deadlineMs) => {
          calls++;
          if (script === settleScript && args.includes(someId(2)))
            throw new StoreError('script', new Error('ERR user_script: no'));
          return bench.store.run(script, names, args, deadlineMs);
        },
      };
      const known = due.map((late) => ({ late, row: { ...late.row, usageSource: 'measured' as const } }));
      const good = known.filter(({ late }) => late.responseId !== 'resp_2');
      const ports = { store, timeZone, now: () => someMs };
      expect(await settleLate(good, ports)).toEqual(['new', 'new']);
      expect(calls).toBe(2);
      expect(await settleLate(known, ports)).toEqual(['again', null, 'again']);
      expect(await bench.store.readFields(keys.late, ['resp_1', 'resp_2', 'resp_3'])).toEqual([
        null,
        expect.any(String),
        null,
      ]);
    });

    test('are dropped without a trace', async () => {
      await keep(1);
      await dropLate(['resp_1'], bench.store);
      expect(await dueMs()).toBeNull();
      expect(await bench.store.send('EXISTS', keys.late, keys.lateDue)).toBe(0);
    });
  });
}
