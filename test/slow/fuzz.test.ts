/**
 * 100,000 mutated bodies of the three protocols through the decoders and the whole app: no exception, no 5xx, no
 * hang. A failure names its seed; SIGNALBOX_FUZZ_SEED begins elsewhere, SIGNALBOX_FUZZ_CASES takes another number.
 */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { makeCase } from './fuzz/check-case.ts';
import type { Failure, Share } from './fuzz/run-cases.ts';

const first = Number(process.env.SIGNALBOX_FUZZ_SEED ?? 1);
const cases = Number(process.env.SIGNALBOX_FUZZ_CASES ?? 100_000);
const threads = 2;
/** A case that takes longer hangs; so long that a machine that pauses is not taken for one. */
const hangMs = 60_000;

function watch(share: Share): Promise<Failure[]> {
  const current = new Int32Array(share.underWay);
  const worker = new Worker(join(import.meta.dirname, 'fuzz/thread.ts'), { workerData: share });
  return new Promise((resolve, reject) => {
    // Zero until the thread has begun.
    let last = 0;
    const timer = setInterval(() => {
      const seed = Atomics.load(current, 0);
      if (seed !== 0 && seed === last) {
        resolve([{ seed, problem: `hangs for more than ${hangMs} ms` }]);
        void worker.terminate();
      }
      last = seed;
    }, hangMs);
    worker
      .once('message', resolve)
      .once('error', reject)
      .once('exit', () => clearInterval(timer));
  });
}

test(`${cases} bodies from seed ${first} on`, async () => {
  const each = Math.ceil(cases / threads);
  const shares = Array.from({ length: threads }, (_, at) => ({
    from: first + at * each,
    to: Math.min(first + (at + 1) * each, first + cases),
    underWay: new SharedArrayBuffer(4),
  }));
  const failures = (await Promise.all(shares.map(watch))).flat();
  const told = failures.map(({ seed, problem }) => ({ seed, problem, ...makeCase(seed) }));
  expect(told.map((one) => ({ ...one, body: one.body.slice(0, 2000) }))).toEqual([]);
});
