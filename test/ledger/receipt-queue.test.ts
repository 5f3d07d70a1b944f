/** Receipts on their way into the store: those of a moment together, and none that waits for a timer that was ended. */
import { expect, test } from 'vitest';
import type { KeptReceipt } from '../../src/ledger/receipt.ts';
import { ReceiptQueue } from '../../src/ledger/receipt-queue.ts';

const day = 86_400;
const receipt = { request: 'any' } as unknown as KeptReceipt;

function makeQueue() {
  const clock = { ms: 0 };
  const timers: (() => void)[] = [];
  const calls: { keys: string[]; ttlSeconds: number }[] = [];
  const works: Promise<unknown>[] = [];
  const queue = new ReceiptQueue({
    store: {
      setManyFor: async (entries, ttlSeconds) => {
        calls.push({ keys: entries.map(([key]) => key), ttlSeconds });
      },
    },
    days: 2,
    now: () => clock.ms,
    sleep: () => new Promise((resolve) => timers.push(resolve)),
    log: () => undefined,
  });
  const add = (id: string) =>
    queue.add(
      id,
      () => receipt,
      (work) => works.push(work),
    );
  const ring = async () => {
    timers.shift()?.();
    await Promise.all(works.splice(0));
  };
  return { add, ring, clock, timers, calls, works };
}

test('those of a moment are sent in one call, for as long as receipts are kept', async () => {
  const { add, ring, calls, timers } = makeQueue();
  add('a');
  add('b');
  expect(timers).toHaveLength(1);
  await ring();
  expect(calls).toHaveLength(1);
  expect(calls[0]?.keys.map((key) => key.at(-1))).toEqual(['a', 'b']);
  expect(calls[0]?.ttlSeconds).toBe(2 * day);
  add('c');
  await ring();
  expect(calls).toHaveLength(2);
});

test('a timer whose request was ended is replaced after a second', async () => {
  const { add, ring, clock, timers, works, calls } = makeQueue();
  add('a');
  timers.length = 0;
  works.length = 0;
  clock.ms = 999;
  add('b');
  expect(timers).toHaveLength(0);
  clock.ms = 1000;
  add('c');
  await ring();
  expect(calls[0]?.keys).toHaveLength(3);
});
