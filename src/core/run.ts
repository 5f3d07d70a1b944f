/** What came of a plan: an answer that has committed, or how it ended without one. */
import type { Rejected, StreamAnswer, UnaryAnswer } from './answer.ts';
import type { RouterError, UpstreamFault } from './errors.ts';
import type { Loss } from './features.ts';
import type { AttemptRecord, PlannedAttempt } from './plan.ts';
import type { StopSwitch } from './stop-switch.ts';

export type Run =
  | {
      readonly kind: 'answered';
      readonly planned: PlannedAttempt;
      readonly answer: UnaryAnswer | StreamAnswer;
      readonly losses: readonly Loss[];
      readonly records: readonly AttemptRecord[];
      /** Still holds the total deadline; whoever carries the stream stops or releases it. */
      readonly stop: StopSwitch;
    }
  | {
      readonly kind: 'rejected';
      readonly planned: PlannedAttempt;
      readonly rejected: Rejected;
      readonly fault: UpstreamFault;
      readonly records: readonly AttemptRecord[];
    }
  | { readonly kind: 'failed'; readonly error: RouterError; readonly records: readonly AttemptRecord[] }
  | { readonly kind: 'aborted'; readonly records: readonly AttemptRecord[] };
