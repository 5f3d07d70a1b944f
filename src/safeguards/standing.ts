/** What becomes of a call that a request brings the result of, by what is on record of it. Pure. */
import type { Approval, ApprovalState, HeldCall } from '../core/approval.ts';
import type { ReadCall } from './held-calls.ts';

export type OnRecord = { readonly approval: Approval; readonly state: ApprovalState };

export type StandingCall<R extends OnRecord = OnRecord> = {
  readonly read: Pick<ReadCall, 'id' | 'call'>;
  /** Of this very call, under any of its names; null: it is not on record. */
  readonly own: R | null;
  /** Of what stood under its call id when it was held, and is not in the request; null: nothing, or `own` is known. */
  readonly before: R | null;
};

/**
 * `passes`: its result is for the model. `withheld`: a text is, in its place. `waits`: the request is refused until a
 * person has decided. `opens`: the same, and it waits from now on. `changed`: nobody has approved what it now says.
 */
export type Outcome = 'passes' | 'withheld' | 'waits' | 'opens' | 'changed';

const asItWas: Readonly<Record<ApprovalState, Outcome>> = {
  pending: 'waits',
  approved: 'passes',
  denied: 'withheld',
  expired: 'withheld',
};
/** Under another tool or other arguments. */
const asItIsNow: Readonly<Record<ApprovalState, Outcome>> = { ...asItWas, approved: 'changed' };

/** Other arguments may be approved in their turn; another name of the tool would tell a person of another call. */
function isEdited(call: HeldCall, { approval, state }: OnRecord): boolean {
  return approval.tool === call.tool && asItIsNow[state] !== 'withheld';
}

/** `needed`: whether it is held where it is not on record. */
export function outcomeOf(
  { read: { call }, own, before }: StandingCall,
  needed: (call: HeldCall) => boolean,
): Outcome {
  if (own !== null) return asItWas[own.state];
  if (before === null) return needed(call) ? 'opens' : 'passes';
  return isEdited(call, before) && needed(call) ? 'opens' : asItIsNow[before.state];
}
