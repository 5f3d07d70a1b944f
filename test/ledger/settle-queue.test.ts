/** Rows on their way into the store: two requests wait for all, and none waits for a timer that was ended. */
import { expect, test } from 'vitest';
import { SettleQueue } from '../../src/ledger/settle-queue.ts';
import { StoreGate } from '../../src/ledger/store-gate.ts';
import { makeRow, someId } from '../support/ledger/make-row.ts';

function makeQueue() {
  const clock = { ms: 0 };
  const timers: (() => void)[] = [];
  const told: string[][] = [];
  const works: Promise<unknown>[] = [];
  const unused = () => Promise.reject(new Error('not asked in these tests'));
  const now = () => clock.ms;
  const queue = new SettleQueue({
    store: {
      run: async (_, __, args) => {
        const ids = args.filter((arg) => /^req_[a-z0-9]+$/.test(arg));
        told.push(ids);
        return ids.map(() => 'new');
      },
      readFields: unused,
      readHash: unused,
      writeField: unused,
      readStream: unused,
    },
    outbox: null,
    gate: new StoreGate(now),
    timeZone: 'UTC',
    now,
    sleep: () => new Promise((resolve) => timers.push(resolve)),
    log: () => undefined,
  });
  const add = (number: number) => {
    const row = makeRow({ requestId: someId(number) });
    queue.add({ kind: 'row', row, isLast: true, scopes: [] }, (work) => works.push(work));
  };
  const ring = async () => {
    for (const timer of timers.splice(0)) timer();
    await Promise.all(works.splice(0));
  };
  return { add, ring, clock, timers, told, works };
}

const ids = (...numbers: number[]) => numbers.map((number) => someId(number));

test('of many requests two wait, and all rows are told once', async () => {
  const { add, ring, timers, told } = makeQueue();
  for (const number of [1, 2, 3]) add(number);
  expect(timers).toHaveLength(2);
  await ring();
  expect(told).toEqual([ids(1, 2, 3)]);
});

test('one request that was ended with its timer holds up nobody', async () => {
  const { add, ring, timers, told } = makeQueue();
  for (const number of [1, 2, 3]) add(number);
  timers.shift();
  await Promise.race([ring(), new Promise((resolve) => setImmediate(resolve))]);
  expect(told).toEqual([ids(1, 2, 3)]);
});

test('what comes after rows were told has its own timers', async () => {
  const { add, ring, timers, told } = makeQueue();
  add(1);
  await ring();
  for (const number of [2, 3, 4]) add(number);
  expect(timers).toHaveLength(2);
  await ring();
  expect(told).toEqual([ids(1), ids(2, 3, 4)]);
});

test('timers whose requests were all ended are replaced after a second', async () => {
  const { add, ring, clock, timers, works, told } = makeQueue();
  add(1);
  add(2);
  [timers.length, works.length] = [0, 0];
  clock.ms = 1000;
  add(3);
  expect(timers).toHaveLength(0);
  clock.ms = 1001;
  add(4);
  await ring();
  expect(told).toEqual([ids(1, 2, 3, 4)]);
});
