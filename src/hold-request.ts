/**
 * A request that a person has to approve before any model sees it: put on record under a name that fits this very
 * request and no other, and refused until then.
 */
import { type Approval, wholeRequest } from './core/approval.ts';
import { RouterError } from './core/errors.ts';
import { type Conversation, type HoldDeps, hold } from './hold-calls.ts';
import { approvalsHeader, printApprovalIds } from './safeguards/gate.ts';
import { canonicalArguments } from './safeguards/held-calls.ts';

function refuseUnapproved(approval: Approval): RouterError {
  const message =
    `A person has to approve this request before any model sees it: ${approval.id} waits until ` +
    `${new Date(approval.expiresAtMs).toISOString()}. POST /v1/approvals/ID with {"decision":"approve"}, then send ` +
    'this request again as it is.';
  const headers = { [approvalsHeader]: printApprovalIds([approval]) };
  return new RouterError('approval_required', message, { headers });
}

/** `text`: the body as it came. Errors: `approval_required` (it waits, or waits from now on), `safeguard_refused`, `store_unavailable`. */
export async function checkRequest(text: string, conversation: Conversation, deps: HoldDeps): Promise<void> {
  const body = canonicalArguments({ kind: 'function', input: text });
  const call = { callId: 'request', tool: wholeRequest, arguments: body, repeats: 0 };
  const { approval, state } = await hold(call, conversation, deps);
  if (state === 'approved') return;
  if (state === 'pending') throw refuseUnapproved(approval);
  throw new RouterError('safeguard_refused', `This request was not approved (${approval.id}: ${state}).`);
}
