/** The other seeds of the ledger's simulator, beside the first: as long as those and all mutations. See simulator.test.ts. */
import { test } from 'vitest';
import { playSeeds } from '../sim/play-seeds.ts';

test('seeds 951 to 2,000', { timeout: 1_800_000 }, () => playSeeds(951, 1050));
