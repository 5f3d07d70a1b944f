/** What every lane of a stream gets, and the fault of a stream that did not end by itself. */
import type { StreamAnswer } from '../core/answer.ts';
import type { AnswerInspector } from '../core/answer-inspector.ts';
import type { OnClientAbort } from '../core/config.ts';
import type { UpstreamFault } from '../core/errors.ts';
import type { PlannedAttempt } from '../core/plan.ts';
import type { AnswerContext, Protocol } from '../core/protocol.ts';
import type { StopSwitch } from '../core/stop-switch.ts';
import type { PumpEnd } from './pump.ts';

export type CarryInput = {
  readonly answer: StreamAnswer;
  readonly planned: PlannedAttempt;
  readonly caller: Protocol;
  readonly context: AnswerContext;
  readonly requestId: string;
  readonly stop: StopSwitch;
  readonly onClientAbort: OnClientAbort;
  /** Silence that a client of long work is not left in; absent: it is. */
  readonly pingEveryMs?: number;
  /** Keeps the items of the answer, a JSON array, before the client has its end; never rejects. Null: nobody does. */
  readonly keepItems: ((items: string) => Promise<void>) | null;
  /** Sees the answer before the client does; null: nobody, and bytes may pass. */
  readonly inspector: AnswerInspector | null;
};

export function faultOfEnd(end: Exclude<PumpEnd, 'ended' | 'client-left'>): UpstreamFault {
  // Nobody carries an answer that another has outrun.
  const kind = end === 'cut' || end === 'outrun' ? 'truncated' : end;
  return { kind, status: null, code: null, message: `the stream was ${end}` };
}
