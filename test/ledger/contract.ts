/**
 * What the ledger's scripts do, told through the ledger itself. Two test files run it, one per engine: what it asserts
 * is what both do.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Admission, AdmitAsk, BudgetWindow, ScopeAsk } from '../../src/core/budget.ts';
import { totalOf } from '../../src/core/row.ts';
import type { Engine } from '../../src/dev/upstash/engine.ts';
import { costOf } from '../../src/ledger/counters.ts';
import { keys } from '../../src/ledger/keys.ts';
import { createLedger, type Ledger } from '../../src/ledger/ledger.ts';
import { findRows, readDays, readHours, recentRows } from '../../src/ledger/read-usage.ts';
import { mostSkewMs, parseScope, parseSlot, scopeField, slotFields } from '../../src/ledger/state-codec.ts';
import { sweep } from '../../src/ledger/sweep.ts';
import { type EngineStore, storeOver } from '../support/ledger/engine-store.ts';
import { costing, makeBudget, makeRow, makeScope, someId, someMs } from '../support/ledger/make-row.ts';

const timeZone = 'UTC';
const leaseMs = 60_000;

export function describeLedger(title: string, open: (dataDir: string) => Promise<Engine>): void {
  describe(title, { timeout: 30_000 }, () => {
    let folder = '';
    let engine: Engine;
    let store: EngineStore;
    let ledger: Ledger;
    let nowMs = someMs;
    let work: Promise<unknown>[] = [];

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'signalbox-ledger-'));
      engine = await open(join(folder, 'data'));
      store = storeOver(engine);
    });
    afterAll(async () => {
      await engine.stop();
      rmSync(folder, { recursive: true, force: true });
    });
    beforeEach(async () => {
      await store.send('FLUSHALL');
      nowMs = someMs;
      work = [];
      ledger = newIsolate();
    });

    function newIsolate(): Ledger {
      const ports = {
        store,
        outbox: null,
        timeZone,
        allowanceNanoUsd: 0,
        now: () => nowMs,
        sleep: () => new Promise<void>(() => {}),
        log: () => {},
      };
      return createLedger(ports)((more) => void work.push(more));
    }

    function ask(number: number, scopes: readonly ScopeAsk[], given: Partial<AdmitAsk> = {}): AdmitAsk {
      const requestId = someId(number);
      const template = makeRow({
        requestId,
        cost: costing(100),
        usageSource: 'estimated',
        usage: { inputTokens: 60, outputTokens: 40 },
      });
      const amounts = { reserveNanoUsd: 100, reserveTokens: 100, leaseMs };
      return { requestId, scopes, ...amounts, posture: 'strict', template, ...given };
    }

    const kinds = (admissions: readonly Admission[]) => {
      const count = (kind: Admission['kind']) => admissions.filter((each) => each.kind === kind).length;
      return { admitted: count('admitted'), refused: count('refused'), unavailable: count('unavailable') };
    };

    async function scopeState(scope: ScopeAsk) {
      const [text] = await store.readFields(keys.state, [scopeField(scope)]);
      return parseScope(text ?? '');
    }

    async function openHolds() {
      const slots = await store.readFields(keys.state, slotFields);
      return slots.flatMap((text) => parseSlot(text ?? ''));
    }

    async function settle(
      number: number,
      scopes: readonly ScopeAsk[],
      given: Parameters<typeof makeRow>[0] = {},
    ) {
      ledger.settle({ row: makeRow({ requestId: someId(number), ...given }), isLast: true, scopes });
      expect(await ledger.flush()).toBe(0);
    }

    async function hourCost(): Promise<number> {
      const hours = await readHours(someMs, someMs + 1, { store, timeZone });
      return hours.flatMap(({ cells }) => cells).reduce((sum, { counters }) => sum + costOf(counters), 0);
    }

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
        const isolates = Array.from({ length: 10 }, newIsolate);
        const asks = Array.from({ length: 50 }, (_, at) => ask(at, [scope]));
        const admissions = await Promise.all(
          asks.map((each, at) => isolates[at % 10]?.admit(each) ?? expect.fail()),
        );
        expect(kinds(admissions)).toEqual({ admitted: 10, refused: 40, unavailable: 0 });
        expect(await openHolds()).toHaveLength(10);
      });

      test('all scopes together or none', async () => {
        const narrow = makeScope({ concurrent: 1 }, { scope: 'route', id: 'auto' });
        expect((await ledger.admit(ask(1, [money, narrow]))).kind).toBe('admitted');
        const refused = await ledger.admit(ask(2, [money, narrow]));
        expect(refused).toMatchObject({
          kind: 'refused',
          by: { scope: 'route', limit: 'concurrent', left: 0 },
        });
        expect((await scopeState(money)).heldNanoUsd).toBe(100);
      });

      test('the same request again is held once', async () => {
        await ledger.admit(ask(1, [money]));
        expect((await ledger.admit(ask(1, [money]))).kind).toBe('admitted');
        expect(await scopeState(money)).toMatchObject({ heldNanoUsd: 100, heldRequests: 1, requests: 1 });
      });

      test('says what is left and when it is back', async () => {
        const scope = makeScope({
          requestsPerMinute: 5,
          budgets: [makeBudget({ limitNanoUsd: 1000, limitTokens: 500 })],
        });
        const admission = await ledger.admit(ask(1, [scope]));
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
          Promise.all(Array.from({ length: many }, (_, at) => ledger.admit(ask(from + at, [scope]))));
        expect(kinds(await admitMany(0, 10)).admitted).toBe(10);
        nowMs = someMs + 90_000;
        const later = await admitMany(10, 10);
        expect(kinds(later).admitted).toBe(5);
        const refused = later.find(({ kind }) => kind === 'refused');
        expect(refused).toMatchObject({ retryAtMs: someMs + 96_000 });
        nowMs = someMs + 96_000;
        expect(kinds(await admitMany(20, 3)).admitted).toBe(1);
      });

      test('a window that is over is forgotten, an edited limit keeps what was spent', async () => {
        await ledger.admit(ask(1, [money]));
        await settle(1, [money], { cost: costing(950) });
        expect((await ledger.admit(ask(2, [money]))).kind).toBe('refused');
        const more = makeScope({ budgets: [makeBudget({ limitNanoUsd: 1050 })] });
        expect((await ledger.admit(ask(3, [more]))).kind).toBe('admitted');
        nowMs = Date.UTC(2026, 10, 22);
        expect((await ledger.admit(ask(4, [money]))).kind).toBe('admitted');
      });

      test('a clock that is behind opens no window again', async () => {
        nowMs = Date.UTC(2026, 10, 22, 0, 1);
        await ledger.admit(ask(1, [money], { reserveNanoUsd: 950 }));
        nowMs = Date.UTC(2026, 10, 21, 23, 57);
        expect((await newIsolate().admit(ask(2, [money]))).kind).toBe('refused');
      });

      test('a soft budget tells, a downgrading one gives its room', async () => {
        const soft = makeScope({
          budgets: [
            makeBudget({ window: 'month', limitNanoUsd: 50, onLimit: 'alert' }),
            makeBudget({ limitNanoUsd: 130, onLimit: 'downgrade' }),
          ],
        });
        expect(await ledger.admit(ask(1, [soft]))).toMatchObject({
          kind: 'admitted',
          downgradeNanoUsd: 130,
          alerts: [{ limit: 'month-money', most: 50, left: 0 }],
        });
        expect(await ledger.admit(ask(2, [soft]))).toMatchObject({ kind: 'admitted', downgradeNanoUsd: 30 });
        expect(await ledger.admit(ask(3, [soft]))).toMatchObject({ kind: 'admitted', downgradeNanoUsd: 0 });
      });

      test('without scopes the store is not asked', async () => {
        const before = store.billedCommands();
        expect(await ledger.admit(ask(1, []))).toMatchObject({ kind: 'admitted', isHeld: false });
        expect(store.billedCommands()).toBe(before);
      });

      test('a cancelled request holds nothing and is not admitted later', async () => {
        await ledger.admit(ask(1, [money]));
        ledger.cancel(someId(1));
        ledger.cancel(someId(2));
        await ledger.flush();
        expect(await scopeState(money)).toMatchObject({ heldNanoUsd: 0, heldRequests: 0, tokens: 0 });
        expect((await ledger.admit(ask(2, [money]))).kind).toBe('unavailable');
        expect(await openHolds()).toEqual([]);
      });
    });

    describe('settling', () => {
      const scope = makeScope({ tokensPerMinute: 1000, budgets: [makeBudget({ limitNanoUsd: 1000 })] });
      const spentOf = async () => (await scopeState(scope)).budgets.get('day@UTC')?.spentNanoUsd;

      test('the hold becomes the amount; telling it again changes nothing', async () => {
        await ledger.admit(ask(1, [scope]));
        for (let time = 0; time < 3; time++) {
          await settle(1, [scope], { cost: costing(70), usage: { inputTokens: 20, outputTokens: 10 } });
          expect(await scopeState(scope)).toMatchObject({
            heldNanoUsd: 0,
            heldTokens: 0,
            heldRequests: 0,
            tokens: 30,
          });
          expect(await spentOf()).toBe(70);
          expect(await hourCost()).toBe(70);
          expect(await recentRows(10, { store })).toHaveLength(1);
        }
      });

      test('an attempt that is not the last leaves the rest of the hold', async () => {
        await ledger.admit(ask(1, [scope]));
        ledger.settle({
          row: makeRow({ cost: costing(30), outcome: 'failed' }),
          isLast: false,
          scopes: [scope],
        });
        await ledger.flush();
        expect(await scopeState(scope)).toMatchObject({ heldNanoUsd: 70, heldRequests: 1 });
        await settle(1, [scope], { attempt: 2, role: 'fallback', cost: costing(60) });
        expect(await scopeState(scope)).toMatchObject({ heldNanoUsd: 0, heldRequests: 0 });
        expect(await spentOf()).toBe(90);
        const rows = await findRows(someId(1), { store, timeZone });
        expect(rows.map(({ attempt, cost }) => [attempt, cost && totalOf(cost)])).toEqual([
          [1, 30],
          [2, 60],
        ]);
      });

      test('an amount beyond 2^31 and 1e14 keeps every digit', async () => {
        const most = 4_503_599_627_370_497;
        await ledger.admit(ask(1, [scope]));
        await settle(1, [scope], { cost: costing(most) });
        await settle(2, [scope], { cost: costing(most) });
        expect(await spentOf()).toBe(2 * most);
        expect(await hourCost()).toBe(2 * most);
      });

      test('the same row twice in one flush counts once', async () => {
        for (const attempt of [1, 1, 2])
          ledger.settle({ row: makeRow({ attempt }), isLast: true, scopes: [] });
        await ledger.flush();
        expect(await hourCost()).toBe(2000);
        expect(await recentRows(10, { store })).toHaveLength(2);
      });

      test('an unknown cost adds nothing and is counted', async () => {
        await settle(1, [], { cost: null });
        const [hour] = await readHours(someMs, someMs + 1, { store, timeZone });
        expect(hour?.cells[0]?.counters).toMatchObject({ attempts: 1, unpriced: 1, costOutput: 0 });
      });

      test('money spent while nobody could be asked counts in its budget', async () => {
        await settle(1, [scope], { cost: costing(990) });
        expect((await ledger.admit(ask(2, [scope]))).kind).toBe('refused');
      });
    });

    describe('the sweep', () => {
      const scope = makeScope({ budgets: [makeBudget({ limitNanoUsd: 1000 })] });
      const doSweep = () => sweep({ store, timeZone, now: () => nowMs });

      test('a hold past its lease becomes a lost row at its estimate, once', async () => {
        await ledger.admit(ask(1, [scope]));
        expect(await doSweep()).toEqual({ lost: 0, open: 1, hoursClosed: 0 });
        nowMs = someMs + leaseMs + mostSkewMs + 1;
        expect(await doSweep()).toEqual({ lost: 1, open: 0, hoursClosed: 0 });
        expect(await doSweep()).toEqual({ lost: 0, open: 0, hoursClosed: 0 });
        expect(await findRows(someId(1), { store, timeZone })).toMatchObject([
          { outcome: 'lost', usageSource: 'estimated', cost: { output: 100 } },
        ]);
        const { heldNanoUsd, heldRequests } = await scopeState(scope);
        expect({ heldNanoUsd, heldRequests, cost: await hourCost() }).toEqual({
          heldNanoUsd: 0,
          heldRequests: 0,
          cost: 100,
        });
      });

      test('what ends while the sweep is on its way is not lost', async () => {
        const endings: readonly (readonly [string, () => void])[] = [
          ['cancelled', () => ledger.cancel(someId(1))],
          ['settled', () => ledger.settle({ row: makeRow(), isLast: true, scopes: [scope] })],
        ];
        for (const [name, end] of endings) {
          await store.send('FLUSHALL');
          nowMs = someMs;
          await ledger.admit(ask(1, [scope]));
          nowMs = someMs + leaseMs + mostSkewMs + 1;
          const readFields: EngineStore['readFields'] = async (key, fields) => {
            const read = await store.readFields(key, fields);
            end();
            await ledger.flush();
            return read;
          };
          const swept = await sweep({ store: { ...store, readFields }, timeZone, now: () => nowMs });
          expect({ name, lost: swept.lost }).toEqual({ name, lost: 0 });
          const rows = await findRows(someId(1), { store, timeZone });
          expect(rows.map(({ usageSource }) => usageSource)).toEqual(name === 'settled' ? ['measured'] : []);
        }
      });

      test('what is measured after all books the difference once', async () => {
        await ledger.admit(ask(1, [scope]));
        nowMs = someMs + leaseMs + mostSkewMs + 1;
        await doSweep();
        for (let time = 0; time < 2; time++) {
          await settle(1, [scope], { cost: costing(40), model: 'gpt-5.5-pro' });
          expect((await scopeState(scope)).budgets.get('day@UTC')?.spentNanoUsd).toBe(40);
          expect(await hourCost()).toBe(40);
        }
        const recent = await recentRows(10, { store });
        expect(recent.map(({ row, isCorrection }) => [row.usageSource, isCorrection])).toEqual([
          ['measured', true],
          ['estimated', false],
        ]);
        expect(await findRows(someId(1), { store, timeZone })).toMatchObject([{ usageSource: 'measured' }]);
      });

      test('every attempt that was opened has its row, those that came back their own', async () => {
        await ledger.admit(ask(1, [scope]));
        expect(
          await ledger.open(makeRow({ attempt: 2, role: 'fallback', cost: costing(100) }), leaseMs),
        ).toBe(true);
        ledger.settle({
          row: makeRow({ cost: costing(10), outcome: 'failed' }),
          isLast: false,
          scopes: [scope],
        });
        await ledger.flush();
        nowMs = someMs + leaseMs + mostSkewMs + 1;
        expect(await doSweep()).toMatchObject({ lost: 1, open: 0 });
        const rows = await findRows(someId(1), { store, timeZone });
        expect(rows.map(({ outcome }) => outcome)).toEqual(['failed', 'lost']);
        expect((await scopeState(scope)).budgets.get('day@UTC')?.spentNanoUsd).toBe(110);
      });

      test('a request without limits leaves a trace', async () => {
        await ledger.open(makeRow({ requestId: someId(7), cost: costing(55) }), leaseMs);
        nowMs = someMs + leaseMs + mostSkewMs + 1;
        expect(await doSweep()).toMatchObject({ lost: 1, open: 0 });
        expect(await hourCost()).toBe(55);
      });

      test('a message of a request that is over opens nothing', async () => {
        await settle(1, []);
        await ledger.open(makeRow(), leaseMs);
        expect(await openHolds()).toEqual([]);
      });
    });

    describe('days', () => {
      const doSweep = () => sweep({ store, timeZone, now: () => nowMs });
      const dayCost = async () => {
        const days = await readDays('20261121', '20261121', { store });
        return days.flatMap(({ cells }) => cells).reduce((sum, { counters }) => sum + costOf(counters), 0);
      };

      test('an hour that is over is in its day once, whatever comes late', async () => {
        await settle(1, [], { cost: costing(10) });
        await settle(2, [], { cost: costing(20), team: 'red' });
        nowMs = someMs + 3_600_000;
        expect(await doSweep()).toMatchObject({ hoursClosed: 1 });
        expect(await doSweep()).toMatchObject({ hoursClosed: 0 });
        expect(await dayCost()).toBe(30);
        await settle(3, [], { cost: costing(5) });
        await settle(4, [], { cost: costing(7), usageSource: 'estimated' });
        await settle(4, [], { cost: costing(6) });
        expect([await dayCost(), await hourCost()]).toEqual([41, 41]);
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
          await ledger.admit(ask(number, [scope], { leaseMs: 1e9 }));
        for (const [number, scope] of scopes.slice(0, 3).entries()) await settle(number, [scope]);
        nowMs = someMs + 4 * 86_400_000;
        for (let run = 0; run < 3; run++) await doSweep();
        const left = await store.readFields(keys.state, scopes.map(scopeField));
        expect(left.map((text) => text !== null)).toEqual([false, true, true, true]);
        expect((await ledger.admit(ask(9, scopes.slice(0, 1)))).kind).toBe('admitted');
      });

      test('what is kept has its time to live', async () => {
        await settle(1, []);
        nowMs = someMs + 3_600_000;
        await doSweep();
        const ttl = async (key: string) => Math.round(Number(await store.send('TTL', key)) / 86_400);
        expect([
          await ttl(keys.index('202611210900')),
          await ttl(keys.hour('202611210900')),
          await ttl(keys.day('20261121')),
        ]).toEqual([35, 40, 400]);
      });
    });

    test('billed commands: an admission alone 3, a row alone 8, 64 rows together 8', async () => {
      const scope = makeScope({ budgets: [makeBudget({ limitNanoUsd: 1_000_000 })] });
      const billed = async (work: () => Promise<unknown>) => {
        const before = store.billedCommands();
        await work();
        return store.billedCommands() - before;
      };
      await settle(0, [scope]);
      expect(await billed(() => ledger.admit(ask(1, [scope])))).toBe(3);
      expect(await billed(() => settle(1, [scope]))).toBe(8);
      const asks = Array.from({ length: 63 }, (_, at) => ask(at + 2, [scope]));
      expect(await billed(() => Promise.all(asks.map((each) => ledger.admit(each))))).toBeLessThanOrEqual(6);
      for (const { requestId } of asks)
        ledger.settle({ row: makeRow({ requestId }), isLast: true, scopes: [scope] });
      expect(await billed(() => ledger.flush())).toBe(8);
    });
  });
}
