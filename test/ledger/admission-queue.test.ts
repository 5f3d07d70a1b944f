/** Who makes a call of several admissions, and who goes in it. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { expect, test } from 'vitest';
import type { AdmitAsk } from '../../src/core/budget.ts';
import { createWindowReader } from '../../src/core/budget-window.ts';
import { AdmissionQueue } from '../../src/ledger/admission-queue.ts';
import type { ScriptStore } from '../../src/ledger/store.ts';
import { StoreGate } from '../../src/ledger/store-gate.ts';
import { Schedule } from '../sim/schedule.ts';
import { makeRow, makeScope, someId, someMs } from '../support/ledger/make-row.ts';

const scope = makeScope({ concurrent: 100 });

function ask(number: number): AdmitAsk {
  const requestId = someId(number);
  const amounts = { reserveNanoUsd: 1, reserveTokens: 1, leaseMs: 1000 };
  return { requestId, scopes: [scope], ...amounts, posture: 'strict', template: makeRow({ requestId }) };
}

const away = () => Promise.reject(new Error('not asked here'));

test('who comes while a call is under way goes in the next, and one of them makes it', async () => {
  const schedule = new Schedule(someMs);
  const request = new AsyncLocalStorage<number>();
  const calls: { readonly by: number | undefined; readonly of: string[] }[] = [];
  const store: ScriptStore = {
    run: (_, __, args) => {
      const of = args
        .filter((arg) => arg.startsWith('req_'))
        .map((id) => String(Number.parseInt(id.slice(12), 36)));
      calls.push({ by: request.getStore(), of });
      const reply = of.flatMap(() => ['held', '1,1,1,0,0,0,0,0']);
      return new Promise((resolve) => schedule.after(20, () => resolve(reply)));
    },
    readFields: away,
    readHash: away,
    writeField: away,
    readStream: away,
  };
  const now = () => schedule.nowMs;
  const sleep = (ms: number) => new Promise<void>((resolve) => schedule.after(ms, resolve));
  const queue = new AdmissionQueue({
    store,
    gate: new StoreGate(now),
    windowOf: createWindowReader(),
    now,
    sleep,
  });
  const answers: [number, number][] = [];
  for (const [number, atMs] of [
    [1, 0],
    [2, 5],
    [3, 19],
    [4, 21],
    [5, 100],
  ] as const) {
    schedule.after(atMs, () => {
      const admit = () => queue.admit(ask(number), () => {});
      void request.run(number, admit).then((decided) => {
        if (decided !== null) answers.push([number, schedule.nowMs - someMs]);
      });
    });
  }
  await schedule.run(someMs + 1000);
  expect(calls).toEqual([
    { by: 1, of: ['1'] },
    { by: 2, of: ['2', '3'] },
    { by: 4, of: ['4'] },
    { by: 5, of: ['5'] },
  ]);
  expect(answers).toEqual([
    [1, 20],
    [2, 40],
    [3, 40],
    [4, 60],
    [5, 120],
  ]);
});
