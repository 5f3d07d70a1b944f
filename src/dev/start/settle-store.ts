/**
 * Waits until the Worker has recorded what it had left to record: rows are written after the answer has gone out,
 * and a Worker that is ended at once would lose them.
 */
import { setTimeout as wait } from 'node:timers/promises';

const stepMs = 50;
/** A row follows its answer within a few milliseconds. */
const calmMs = 200;
const longestMs = 3000;
/** The Worker gives a database this long for a command (`src/ledger/store.ts`), so after it nothing is under way. */
const remoteMs = 1100;

/** `countCommands` counts what the local database was sent; null where it is another machine's. */
export async function settleStore(countCommands: (() => number) | null): Promise<void> {
  if (countCommands === null) {
    await wait(remoteMs);
    return;
  }
  let count = countCommands();
  let calm = 0;
  for (let waited = 0; calm < calmMs && waited < longestMs; waited += stepMs) {
    await wait(stepMs);
    calm = countCommands() === count ? calm + stepMs : 0;
    count = countCommands();
  }
}
