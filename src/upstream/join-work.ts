/** Listens to an answer in the background that another request has begun, from its first event on. Calls nothing off. */
import { RouterError } from '../core/errors.ts';
import { errorOfFault, faultTable } from '../core/fault-table.ts';
import type { LongWork, WorkEffects } from '../core/long-work.ts';
import type { AttemptRecord, PlannedAttempt } from '../core/plan.ts';
import type { Protocol } from '../core/protocol.ts';
import type { Run } from '../core/run.ts';
import type { StopSwitch } from '../core/stop-switch.ts';
import { readStreamHead } from './commit.ts';
import { BackgroundAnswer } from './long-work.ts';
import type { Outbound } from './outbound.ts';
import { readWholeAnswer } from './read-whole.ts';

export type Joining = {
  readonly responseId: string;
  readonly planned: PlannedAttempt;
  readonly protocol: Protocol;
  readonly how: LongWork;
  readonly outbound: Outbound;
  readonly stop: StopSwitch;
  readonly responseLimitBytes: number;
  readonly effects: WorkEffects;
  readonly now: () => number;
};

/** The answer cannot be had again, and the request was made: making it once more would pay for it twice. */
export function noLongerTold(requestId: string, said = ''): RouterError {
  const message = `This Idempotency-Key has been used: the request was made as ${requestId} and is over.${said}`;
  return new RouterError('idempotency_completed', message);
}

/** `requestId`: of the request that pays; `said`: more to tell of it where the answer cannot be had. */
export async function joinWork(joining: Joining, requestId: string, said: string): Promise<Run> {
  const { responseId, planned, protocol, how, outbound, stop, responseLimitBytes, now } = joining;
  const { target, request, deadlines, lane } = planned;
  const startedAtMs = now();
  const effects = { ...joining.effects, isKept: true };
  const { idleMs } = deadlines;
  const work = new BackgroundAnswer(
    { how, target, outbound, stop, idleMs, responseLimitBytes, effects, isDeleted: false },
    responseId,
  );
  stop.stopAfter(deadlines.totalMs, 'deadline');
  const recordOf = (outcome: AttemptRecord['outcome']): readonly AttemptRecord[] => {
    const abortedBy = outcome === 'aborted' ? 'client' : null;
    const durationMs = now() - startedAtMs;
    return [{ target, lane, role: 'joined', outcome, abortedBy, fault: null, startedAtMs, durationMs }];
  };
  const failed = (error: RouterError): Run => {
    stop.release();
    return { kind: 'failed', error, records: recordOf('failed') };
  };
  try {
    const body = work.open(null);
    const read = request.stream
      ? await readStreamHead(body, protocol)
      : await readWholeAnswer(body, how, protocol, responseLimitBytes);
    if (!read.ok) return failed(errorOfFault(read.error, []));
    const answer = { ...read.value, work };
    return {
      kind: 'answered',
      planned,
      answer,
      losses: planned.losses,
      records: recordOf('committed'),
      stop,
    };
  } catch {
    const { reason } = stop;
    if (reason === 'client-left' || reason === 'outrun') {
      stop.release();
      return { kind: 'aborted', records: recordOf('aborted') };
    }
    if (work.isGone) return failed(noLongerTold(requestId, said));
    const { code, message } = faultTable[reason ?? 'unreachable'];
    return failed(new RouterError(code, message));
  }
}
