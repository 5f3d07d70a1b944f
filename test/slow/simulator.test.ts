/**
 * 2,000 seeds of the ledger's simulator, half of them here, and every guard taken out once. Others with
 * `SIM_FROM=10001 npx vitest run --project slow test/slow/simulator.test.ts`.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Scripting } from '../../src/dev/upstash/embedded/scripting.ts';
import { openScripting } from '../sim/memory-redis.ts';
import { mutations } from '../sim/mutations.ts';
import { playThousand } from '../sim/play-thousand.ts';
import { firstBreach } from '../sim/simulate.ts';

test('a thousand seeds', { timeout: 1_800_000 }, () => playThousand(Number(process.env.SIM_FROM ?? 1)));

describe('mutations', () => {
  let scripting: Scripting;
  beforeAll(async () => {
    scripting = await openScripting();
  });
  afterAll(() => scripting.close());

  test.each(mutations)('without %s some seed fails', async (_, mutation) => {
    expect(await firstBreach(mutation, scripting, 300)).not.toBeNull();
  });
});
