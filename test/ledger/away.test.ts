/** What the ledger does while the store is away: postures, the bound on waiting, and that nothing told is dropped. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { AdmissionPosture, AdmitAsk } from '../../src/core/budget.ts';
import type { LogEntry } from '../../src/core/log-entry.ts';
import { createLedger, type Ledger } from '../../src/ledger/ledger.ts';
import type { SettleNote } from '../../src/ledger/settle-call.ts';
import { tellEach } from '../../src/ledger/settle-queue.ts';
import { type ScriptStore, StoreError } from '../../src/ledger/store.ts';
import { Schedule } from '../sim/schedule.ts';
import { makeBudget, makeRow, makeScope, someId, someMs } from '../support/ledger/make-row.ts';

const scope = makeScope({ budgets: [makeBudget({ limitNanoUsd: 1000 })] });

let schedule: Schedule;
let calls: { readonly atMs: number; readonly timeoutMs: number }[];
let outbox: SettleNote[][];
let logged: LogEntry[];
/** How long a call hangs before it fails; null: the deadline it was given. */
let failsAfterMs: number | null;
let isQuota: boolean;
/** A request whose notes the script fails on; the others are taken. */
let refuses: string | null;
/** Requests in each call that was taken. */
let taken: string[][];

const unused = () => Promise.reject(new Error('not asked in these tests'));

const store: ScriptStore = {
  run: (_, __, args, timeoutMs) =>
    new Promise((resolve, reject) => {
      if (refuses !== null) {
        const ids = args.filter((arg) => /^req_[a-z0-9]+$/.test(arg));
        if (ids.includes(refuses)) return reject(new StoreError('script', new Error('ERR user_script:7: x')));
        taken.push(ids);
        return resolve(ids.map(() => 'new'));
      }
      calls.push({ atMs: schedule.nowMs - someMs, timeoutMs });
      const cause = new Error(isQuota ? 'ERR max requests limit exceeded.' : 'away');
      if (failsAfterMs !== Number.POSITIVE_INFINITY)
        schedule.after(failsAfterMs ?? timeoutMs, () => reject(new StoreError('script', cause)));
    }),
  readFields: unused,
  readHash: unused,
  writeField: unused,
  readStream: unused,
};

function newLedger(withOutbox: boolean): Ledger {
  const put = async (notes: readonly SettleNote[]) => void outbox.push([...notes]);
  return createLedger({
    store,
    outbox: withOutbox ? { put } : null,
    noticeAdmission: null,
    timeZone: 'UTC',
    allowanceNanoUsd: 250,
    now: () => schedule.nowMs,
    sleep: (ms) => new Promise((resolve) => schedule.after(ms, resolve)),
    log: (entry) => logged.push(entry),
  })(() => {});
}

function ask(number: number, posture: AdmissionPosture): AdmitAsk {
  const requestId = someId(number);
  const amounts = { reserveNanoUsd: 100, reserveTokens: 10, leaseMs: 60_000 };
  return { requestId, scopes: [scope], ...amounts, posture, template: makeRow({ requestId }) };
}

beforeEach(() => {
  schedule = new Schedule(someMs);
  [calls, outbox, logged, failsAfterMs, isQuota] = [[], [], [], null, false];
  [refuses, taken] = [null, []];
});

/** What came of it, and after how long. */
async function admitted(ledger: Ledger, request: AdmitAsk): Promise<readonly [string, number]> {
  const beganMs = schedule.nowMs;
  let answer: readonly [string, number] | null = null;
  void ledger.admit(request).then(({ kind }) => {
    answer = [kind, schedule.nowMs - beganMs];
  });
  await schedule.run(beganMs + 1000);
  return answer ?? ['nothing', 1000];
}

describe('admission', () => {
  test.each([
    ['strict', ['unavailable', 'unavailable', 'unavailable']],
    ['allowance', ['admitted', 'admitted', 'unavailable']],
    ['open', ['admitted', 'admitted', 'admitted']],
  ] as const)('%s: %j', async (posture, expected) => {
    failsAfterMs = 10;
    const ledger = newLedger(true);
    const found: string[] = [];
    for (let number = 0; number < 3; number++) found.push((await admitted(ledger, ask(number, posture)))[0]);
    expect(found).toEqual(expected);
  });

  test('an allowance is one for all whose limits cannot be asked after, whether they are known or not', async () => {
    failsAfterMs = 10;
    const ledger = newLedger(true);
    expect(ledger.mayPassUnread('allowance', 100)).toBe(true);
    expect((await admitted(ledger, ask(1, 'allowance')))[0]).toBe('admitted');
    expect(ledger.mayPassUnread('allowance', 100)).toBe(false);
    expect((await admitted(ledger, ask(2, 'allowance')))[0]).toBe('unavailable');
    expect(ledger.mayPassUnread('strict', 0)).toBe(false);
    expect(ledger.mayPassUnread('open', 100)).toBe(true);
  });

  test('an allowance is for a minute', async () => {
    failsAfterMs = 10;
    const ledger = newLedger(true);
    for (let number = 0; number < 3; number++) await admitted(ledger, ask(number, 'allowance'));
    await schedule.run(someMs + 60_000);
    expect((await admitted(ledger, ask(4, 'allowance')))[0]).toBe('admitted');
  });

  test('adds 150 ms at most, waiting for the call before it included', async () => {
    const ledger = newLedger(true);
    const waits: number[] = [];
    for (const startMs of [0, 40, 149]) {
      schedule.after(startMs, () => {
        void ledger.admit(ask(startMs, 'strict')).then(() => waits.push(schedule.nowMs - someMs - startMs));
      });
    }
    await schedule.run(someMs + 1000);
    expect(waits).toHaveLength(3);
    expect(Math.max(...waits)).toBeLessThanOrEqual(150);
    expect(Math.max(...calls.slice(0, 2).map(({ timeoutMs }) => timeoutMs))).toBeLessThanOrEqual(150);
  });

  test('after three failures nobody waits; then one call in a while tries', async () => {
    const ledger = newLedger(true);
    for (let number = 0; number < 3; number++) await admitted(ledger, ask(number, 'strict'));
    const before = calls.length;
    expect(await admitted(ledger, ask(4, 'strict'))).toEqual(['unavailable', 0]);
    expect(calls).toHaveLength(before);
    await schedule.run(schedule.nowMs + 5000);
    expect(await admitted(ledger, ask(5, 'strict'))).toEqual(['unavailable', 150]);
    expect(await admitted(ledger, ask(6, 'strict'))).toEqual(['unavailable', 0]);
  });

  test('where the commands are used up, nobody asks for a minute', async () => {
    [failsAfterMs, isQuota] = [10, true];
    const ledger = newLedger(true);
    await admitted(ledger, ask(1, 'strict'));
    await schedule.run(someMs + 55_000);
    expect(await admitted(ledger, ask(2, 'strict'))).toEqual(['unavailable', 0]);
  });

  test('an answer that did not come takes back what it may have held', async () => {
    failsAfterMs = 10;
    const ledger = newLedger(true);
    await admitted(ledger, ask(1, 'strict'));
    expect(outbox.flat()).toEqual([{ kind: 'cancel', requestId: someId(1) }]);
  });
});

describe('rows', () => {
  const settled = (number: number) => ({
    row: makeRow({ requestId: someId(number) }),
    isLast: true,
    scopes: [],
  });
  const told = () => outbox.flat().map((note) => ('row' in note ? note.row.requestId : note.requestId));

  test('go together after a moment, and to the outbox where the store does not take them', async () => {
    const ledger = newLedger(true);
    ledger.settle(settled(1));
    ledger.settle(settled(2));
    await schedule.run(someMs + 249);
    expect(calls).toEqual([]);
    await schedule.run(someMs + 5000);
    expect(calls).toEqual([{ atMs: 250, timeoutMs: 2000 }]);
    expect(told()).toEqual([someId(1), someId(2)]);
  });

  test('64 do not wait', async () => {
    const ledger = newLedger(true);
    for (let number = 0; number < 64; number++) ledger.settle(settled(number));
    expect(calls).toEqual([{ atMs: 0, timeoutMs: 2000 }]);
    await schedule.run(someMs + 5000);
    expect(told()).toHaveLength(64);
  });

  test('a flush is bounded in bytes', async () => {
    failsAfterMs = 0;
    const ledger = newLedger(true);
    const tags = { big: 'x'.repeat(100_000) };
    for (let number = 0; number < 5; number++) {
      ledger.settle({ ...settled(number), row: makeRow({ requestId: someId(number), tags }) });
    }
    void ledger.flush();
    await schedule.run(someMs + 1000);
    expect(outbox.map((batch) => batch.length)).toEqual([2, 2, 1]);
  });

  test('without an outbox they stay, go with the next, and are lost only beyond 10,000', async () => {
    failsAfterMs = 0;
    const ledger = newLedger(false);
    for (let number = 0; number < 10_001; number++) ledger.settle(settled(number));
    await schedule.run(someMs + 5000);
    expect(await Promise.race([ledger.flush(), schedule.run(someMs + 9000)])).toBe(10_000);
    expect(logged.map(({ event, code }) => [event, code])).toEqual([['record-lost', 'store_unavailable']]);
  });

  test('a note that the script fails on keeps no other from being told', async () => {
    refuses = someId(2);
    const ledger = newLedger(true);
    for (const number of [1, 2, 3]) ledger.settle(settled(number));
    await schedule.run(someMs + 5000);
    expect(taken.flat()).toEqual([someId(1), someId(3)]);
    expect(outbox).toEqual([]);
    expect(logged.map(({ requestId }) => requestId)).toEqual([someId(2)]);
  });

  test('each note is told once, whichever of many the script fails on, in few calls', async () => {
    const notes = Array.from({ length: 64 }, (_, at): SettleNote => {
      const row = makeRow({ requestId: someId(at) });
      return { kind: 'row', row, isLast: true, scopes: [] };
    });
    for (const bad of [0, 31, 63]) {
      refuses = someId(bad);
      taken = [];
      const words = await tellEach(notes, { store, timeZone: 'UTC', now: () => someMs });
      expect(words).toEqual(notes.map((_, at) => (at === bad ? null : 'new')));
      expect(taken.flat()).toEqual(notes.map((_, at) => someId(at)).filter((id) => id !== refuses));
      expect(taken).toHaveLength(6);
    }
  });

  test('what a call was to tell that died with its request is told by another', async () => {
    failsAfterMs = Number.POSITIVE_INFINITY;
    const ledger = newLedger(true);
    ledger.settle(settled(1));
    await schedule.run(someMs + 16_000);
    failsAfterMs = 10;
    ledger.settle(settled(2));
    await schedule.run(someMs + 20_000);
    expect(told()).toEqual([someId(1), someId(2)]);
  });

  test('an attempt that the store has not heard of is said not to be known', async () => {
    failsAfterMs = 10;
    const ledger = newLedger(true);
    const known = ledger.open(makeRow(), 60_000);
    await schedule.run(someMs + 1000);
    expect(await known).toBe(false);
    expect(told()).toEqual([someId(1)]);
  });
});
