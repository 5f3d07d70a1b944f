/** Many seeds in a row; those that fail are printed with what plays them again. */
import { expect } from 'vitest';
import { openScripting } from './memory-redis.ts';
import { playSeed, replayOf } from './simulate.ts';

export async function playSeeds(first: number, count: number): Promise<void> {
  const scripting = await openScripting();
  const failed: string[] = [];
  let attempts = 0;
  for (let seed = first; seed < first + count; seed++) {
    const played = await playSeed(seed, scripting);
    attempts += played.rows;
    if (played.problems.length > 0) failed.push(replayOf(played));
  }
  scripting.close();
  expect(failed).toEqual([]);
  expect(attempts).toBeGreaterThan(10 * count);
}
