/**
 * What Upstash bills for requests as they come, on the real scripts with the store a given time away. The figures
 * stand in docs/storage.md.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AdmitAsk, ScopeAsk } from '../../src/core/budget.ts';
import { requestIdAt } from '../../src/core/request-time.ts';
import type { Scripting } from '../../src/dev/upstash/embedded/scripting.ts';
import { createLedger } from '../../src/ledger/ledger.ts';
import type { ScriptStore } from '../../src/ledger/store.ts';
import { MemoryRedis, openScripting } from '../sim/memory-redis.ts';
import { Schedule } from '../sim/schedule.ts';
import { makeBudget, makeRow, makeScope, someMs } from '../support/ledger/make-row.ts';

let scripting: Scripting;
beforeAll(async () => {
  scripting = await openScripting();
});
afterAll(() => scripting.close());

const limited: readonly ScopeAsk[] = [
  makeScope({ requestsPerMinute: 1e6, budgets: [makeBudget({ limitNanoUsd: 1e12 })] }),
  makeScope(
    { budgets: [makeBudget({ window: 'month', limitNanoUsd: 1e13 })] },
    { scope: 'team', id: 'blue' },
  ),
];

type Load = {
  readonly scopes: readonly ScopeAsk[];
  readonly perSecond: number;
  readonly count: number;
  /** There and back. */
  readonly roundTripMs: number;
};

/** Billed commands for each request of one isolate, and the median of what admission added in milliseconds. */
async function measure({ scopes, perSecond, count, roundTripMs }: Load) {
  const schedule = new Schedule(someMs);
  const redis = new MemoryRedis(scripting, () => schedule.nowMs);
  const away = () => Promise.reject(new Error('not asked here'));
  const store: ScriptStore = {
    run: (script, keys, args) =>
      new Promise((resolve) => {
        schedule.after(roundTripMs / 2, () => {
          const reply = redis.evaluate(script, keys, args);
          schedule.after(roundTripMs / 2, () => resolve(reply));
        });
      }),
    readFields: away,
    readHash: away,
    writeField: away,
    readStream: away,
  };
  const sleep = (ms: number) => new Promise<void>((resolve) => schedule.after(ms, resolve));
  const ports = {
    store,
    outbox: null,
    noticeAdmission: null,
    timeZone: 'UTC',
    allowanceNanoUsd: 0,
    now: () => schedule.nowMs,
    sleep,
  };
  const ledger = createLedger({ ...ports, log: () => {} })(() => {});
  const waits: number[] = [];

  async function request(number: number): Promise<void> {
    const beganMs = schedule.nowMs;
    const requestId = requestIdAt(beganMs, number.toString(36).padStart(16, '0'));
    const row = makeRow({ requestId, startedAtMs: beganMs });
    const ask: AdmitAsk = {
      requestId,
      scopes,
      reserveNanoUsd: 1000,
      reserveTokens: 150,
      leaseMs: 600_000,
      posture: 'strict',
      template: row,
    };
    const admission = await ledger.admit(ask);
    waits.push(schedule.nowMs - beganMs);
    if (admission.kind !== 'admitted') throw new Error(admission.kind);
    if (!admission.isHeld) ledger.announce(row, () => row, 600_000);
    await sleep(2000);
    ledger.settle({ row, isLast: true, scopes });
  }

  // The first row of an hour gives its keys their time to live: two commands more, once.
  await Promise.all([request(0), schedule.run(someMs + 10_000)]);
  const before = redis.billedCommands();
  waits.length = 0;
  for (let number = 1; number <= count; number++) {
    schedule.after((number * 1000) / perSecond, () => void request(number));
  }
  await schedule.run(schedule.nowMs + (count * 1000) / perSecond + 10_000);
  waits.sort((a, b) => a - b);
  const perRequest = Math.round(((redis.billedCommands() - before) / count) * 1000) / 1000;
  return { perRequest, medianMs: waits[waits.length >> 1] };
}

const cases: readonly (readonly [string, Load, number, number])[] = [
  ['a limited key, alone', { scopes: limited, perSecond: 0.2, count: 10, roundTripMs: 20 }, 11, 20],
  ['a key without limits, alone', { scopes: [], perSecond: 0.2, count: 10, roundTripMs: 20 }, 11, 0],
  ['a limited key, 50 a second', { scopes: limited, perSecond: 50, count: 150, roundTripMs: 20 }, 3.64, 20],
  [
    'a limited key, 50 a second, the store far away',
    { scopes: limited, perSecond: 50, count: 150, roundTripMs: 50 },
    1.807,
    70,
  ],
  ['a key without limits, 50 a second', { scopes: [], perSecond: 50, count: 150, roundTripMs: 20 }, 0.793, 0],
];

test.each(cases)('%s', { timeout: 30_000 }, async (_, load, perRequest, medianMs) => {
  expect(await measure(load)).toEqual({ perRequest, medianMs });
});
