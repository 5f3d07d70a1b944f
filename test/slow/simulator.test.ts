/**
 * 2,000 seeds of the ledger's simulator, some of them here, and every guard taken out once. Others with
 * `SIM_FROM=10001 npx vitest run --project slow test/slow/simulator.test.ts`.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Scripting } from '../../src/dev/upstash/embedded/scripting.ts';
import { openScripting } from '../sim/memory-redis.ts';
import { mutations } from '../sim/mutations.ts';
import { playSeeds } from '../sim/play-seeds.ts';
import { firstBreach } from '../sim/simulate.ts';

test('950 seeds', { timeout: 1_800_000 }, () => playSeeds(Number(process.env.SIM_FROM ?? 1), 950));

describe('mutations', () => {
  let scripting: Scripting;
  beforeAll(async () => {
    scripting = await openScripting();
  });
  afterAll(() => scripting.close());

  test.each(mutations)('without $name some seed fails', async ({ mutation, from }) => {
    expect(await firstBreach(mutation, scripting, 300, from)).not.toBeNull();
  });
});
