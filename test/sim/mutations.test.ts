/**
 * The simulator proves something only if it fails where the ledger is broken: the guards that a seed or two see the
 * lack of. test/slow/simulator.test.ts has all of them.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Scripting } from '../../src/dev/upstash/embedded/scripting.ts';
import { openScripting } from './memory-redis.ts';
import { mutations } from './mutations.ts';
import { firstBreach } from './simulate.ts';

let scripting: Scripting;
beforeAll(async () => {
  scripting = await openScripting();
});
afterAll(() => scripting.close());

const quick = ['the idempotency guard', 'the lease', 'the end of a hold', 'the repeat of an admission'];

test.each(mutations.filter(({ name }) => quick.includes(name)))(
  'without $name some seed fails',
  { timeout: 60_000 },
  async ({ mutation }) => {
    expect(await firstBreach(mutation, scripting, 30)).not.toBeNull();
  },
);
