/**
 * Waits until the Worker has recorded what it had left to record: rows are written after the answer has gone out,
 * and a Worker that is ended at once would lose them.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { gatherMs } from '../../ledger/settle-queue.ts';

const stepMs = 50;
/** The rows of an answer wait for others before they are told, and what is learned from it follows. */
const calmMs = 2 * gatherMs;
/** For each of the two waits below. */
const longestMs = 3000;
/** The Worker gives a database two seconds for rows (`src/ledger/settle-queue.ts`); after it nothing is under way. */
const remoteMs = calmMs + 2000;

export type Settling = {
  /** Resolves when no simulated provider is answering any more. */
  readonly answersOver: () => Promise<void>;
  /** What the local database has been sent so far; null where it is another machine's. */
  readonly countCommands: (() => number) | null;
};

/** Clients must have been cut off before: the Worker learns of it when the provider sends its next event. */
export async function settleStore({ answersOver, countCommands }: Settling): Promise<void> {
  await within(longestMs, answersOver());
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

async function within(ms: number, work: Promise<void>): Promise<void> {
  const timeUp = new AbortController();
  await Promise.race([work, wait(ms, undefined, { signal: timeUp.signal }).catch(() => undefined)]);
  timeUp.abort();
}
