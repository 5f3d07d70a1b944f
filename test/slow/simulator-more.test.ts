/** The second thousand seeds of the ledger's simulator, beside the first: see simulator.test.ts. */
import { test } from 'vitest';
import { playThousand } from '../sim/play-thousand.ts';

test('seeds 1,001 to 2,000', { timeout: 1_800_000 }, () => playThousand(1001));
