/**
 * The ledger under everything that goes wrong, a few seeds of it. test/slow/simulator.test.ts plays 2,000.
 * `SIM_SEED=17 npx vitest run --project pure test/sim` plays one.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Scripting } from '../../src/dev/upstash/embedded/scripting.ts';
import { openScripting } from './memory-redis.ts';
import { playSeed, replayOf } from './simulate.ts';

let scripting: Scripting;
beforeAll(async () => {
  scripting = await openScripting();
});
afterAll(() => scripting.close());

const asked = process.env.SIM_SEED;
const seeds = asked === undefined ? Array.from({ length: 25 }, (_, at) => at + 1) : [Number(asked)];

test('nothing is lost, nothing counts twice, no strict limit is passed', { timeout: 60_000 }, async () => {
  const failed: string[] = [];
  for (const seed of seeds) {
    const played = await playSeed(seed, scripting);
    if (played.problems.length > 0) failed.push(replayOf(played));
  }
  expect(failed).toEqual([]);
});
