/** Works off seeds and tells what fails. The seed under way stands in shared memory. */
import { checkCase, makeCase } from './check-case.ts';
import { makeServe } from './serve.ts';

export type Share = {
  readonly from: number;
  readonly to: number;
  /** One number: the seed under way. */
  readonly underWay: SharedArrayBuffer;
};

export type Failure = { readonly seed: number; readonly problem: string };

/** More of them would not be read. */
const mostFailures = 20;

export async function runCases({ from, to, underWay }: Share): Promise<Failure[]> {
  const current = new Int32Array(underWay);
  const serve = makeServe();
  const failures: Failure[] = [];
  for (let seed = from; seed < to && failures.length < mostFailures; seed++) {
    Atomics.store(current, 0, seed);
    try {
      const problem = await checkCase(makeCase(seed), serve);
      if (problem !== null) failures.push({ seed, problem });
    } catch (error) {
      failures.push({
        seed,
        problem: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    }
  }
  return failures;
}
