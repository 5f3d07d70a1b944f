/**
 * A call with a second one beside it, where the first stays silent for too long: whoever commits first answers, the
 * other is stopped. Before the commit point only; must not choose the second, nor what comes after both have failed.
 */
import { faultTable } from '../core/fault-table.ts';
import type { AttemptOutcome } from './attempt.ts';
import type { Call } from './begin-call.ts';

export type Ended = { readonly call: Call; readonly outcome: AttemptOutcome };

/** `decisive`: what came of the request so far. `ended`: all calls, in the order they were begun. */
export type Settled = { readonly decisive: Ended; readonly ended: readonly Ended[] };

async function endOf(call: Call): Promise<Ended> {
  return { call, outcome: await call.ended };
}

/** The end of a call, if it comes within `ms`; null while it is still under way. */
async function endWithin(call: Call, ms: number): Promise<Ended | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeUp = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  try {
    return await Promise.race([endOf(call), timeUp]);
  } finally {
    clearTimeout(timer);
  }
}

/** Nobody waits for it any more. It may have begun to answer at this very moment: then the answer is let go. */
function outrun(call: Call): Ended {
  call.stop.stop('outrun');
  call.stop.release();
  const letGo = (outcome: AttemptOutcome) => {
    if (outcome.kind === 'committed' && outcome.answer.kind === 'stream') return outcome.answer.body.cancel();
    return undefined;
  };
  call.ended.then(letGo).catch(() => undefined);
  return { call, outcome: { kind: 'aborted' } };
}

/**
 * Whether the other call need not be waited for. A refusal by safeguards is the end of the request: the other target
 * must not launder it.
 */
function isFinal({ outcome }: Ended): boolean {
  return outcome.kind !== 'failed' || outcome.fault.kind === 'policy';
}

/** Of two that failed: the fault that ends a request, else the last. */
function weigh(before: Ended, last: Ended): Ended {
  if (last.outcome.kind !== 'failed' || before.outcome.kind !== 'failed') return last;
  return faultTable[before.outcome.fault.kind].fallback ? last : before;
}

async function settleBoth(first: Call, second: Call): Promise<Settled> {
  const inOrder = (one: Ended, other: Ended) => (one.call === first ? [one, other] : [other, one]);
  const before = await Promise.race([endOf(first), endOf(second)]);
  const rest = before.call === first ? second : first;
  if (isFinal(before)) return { decisive: before, ended: inOrder(before, outrun(rest)) };
  const last = await endOf(rest);
  return { decisive: weigh(before, last), ended: inOrder(before, last) };
}

/**
 * `beginSecond` is called once `first` has been silent for `afterMs`, and says null where it may not be. Rejects with
 * what a bug throws; nothing is under way then.
 */
export async function settleHedged(
  first: Call,
  afterMs: number,
  beginSecond: () => Call | null,
): Promise<Settled> {
  const early = await endWithin(first, afterMs);
  const second = early === null ? beginSecond() : null;
  if (second === null) {
    const decisive = early ?? (await endOf(first));
    return { decisive, ended: [decisive] };
  }
  try {
    return await settleBoth(first, second);
  } catch (bug) {
    for (const call of [first, second]) outrun(call);
    throw bug;
  }
}
