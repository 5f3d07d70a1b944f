/**
 * 2,000 seeds of the ledger's simulator, others with `SIM_FROM=10001 npx vitest run --project slow test/slow/simulator`.
 * A seed that fails is printed with what plays it again.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Scripting } from '../../src/dev/upstash/embedded/scripting.ts';
import { openScripting } from '../sim/memory-redis.ts';
import { mutations } from '../sim/mutations.ts';
import { firstBreach, playSeed, replayOf } from '../sim/simulate.ts';

let scripting: Scripting;
beforeAll(async () => {
  scripting = await openScripting();
});
afterAll(() => scripting.close());

const first = Number(process.env.SIM_FROM ?? 1);
const seeds = 2000;

test(`${seeds} seeds`, { timeout: 1_800_000 }, async () => {
  const failed: string[] = [];
  let attempts = 0;
  for (let seed = first; seed < first + seeds; seed++) {
    const played = await playSeed(seed, scripting);
    attempts += played.rows;
    if (played.problems.length > 0) failed.push(replayOf(played));
  }
  expect(failed).toEqual([]);
  expect(attempts).toBeGreaterThan(10 * seeds);
});

test.each(mutations)('without %s some seed fails', async (_, mutation) => {
  expect(await firstBreach(mutation, scripting, 300)).not.toBeNull();
});
