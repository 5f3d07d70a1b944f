/** What a client is told whose calls wait for a person, were changed since, or cannot be held at all. Pure. */
import type { Approval } from '../core/approval.ts';
import { RouterError } from '../core/errors.ts';
import type { LlmRequest } from '../core/request.ts';
import { actingElsewhere, approvalsHeader, printApprovalIds } from './gate.ts';
import type { CallReader } from './held-calls.ts';
import type { StandingCall } from './standing.ts';

const mostNamed = 5;
const mostLetters = 80;

function nameSome(all: readonly string[]): string {
  const more = all.length > mostNamed ? `; and ${all.length - mostNamed} more` : '';
  return `${all.slice(0, mostNamed).join('; ')}${more}`;
}

function describe({ id, tool, callId, expiresAtMs }: Approval): string {
  return `${id} (${tool}, call ${callId.slice(0, mostLetters)}) waits until ${new Date(expiresAtMs).toISOString()}`;
}

/** The error `approval_required`, with the approvals in its header. */
export function refuseUnapproved(waiting: readonly Approval[]): RouterError {
  const message =
    `A person has to approve these calls before their results are taken: ${nameSome(waiting.map(describe))}. ` +
    'POST /v1/approvals/ID with {"decision":"approve"}, then send this request again. An approval is for exactly these arguments.';
  const headers = { [approvalsHeader]: printApprovalIds(waiting) };
  return new RouterError('approval_required', message, { headers });
}

function describeChange({ read: { id, call }, before }: StandingCall): string {
  const [now, then] = [call.tool, before?.approval.tool ?? ''].map((tool) => tool.slice(0, mostLetters));
  const what = now === then ? `${now} with other arguments` : `${now}, and was ${then}`;
  return `call ${id.slice(0, mostLetters)} is now ${what} when ${before?.approval.id} was approved`;
}

/** The error `approval_required`: no approval would help. */
export function refuseChanged(changed: readonly StandingCall[]): RouterError {
  const message =
    `These calls were changed since a person approved them: ${nameSome(changed.map(describeChange))}. ` +
    'Send each as the model made it: the same tool, the same arguments.';
  return new RouterError('approval_required', message);
}

/** The error `approval_required`. */
export function refuseOrphan(callId: string): RouterError {
  const message = `Nobody can approve the result of ${callId.slice(0, mostLetters)}, since its call is not in the request: send the call with it.`;
  return new RouterError('approval_required', message);
}

/** What cannot be held is refused. Errors: `safeguard_refused`. */
export function refuseElsewhere(request: LlmRequest, reader: CallReader): void {
  const name = actingElsewhere(request, reader);
  if (name !== null) {
    const message = `Calls of tools need a person's approval here, and ${name.slice(0, mostLetters)} acts where nobody can hold it.`;
    throw new RouterError('safeguard_refused', message, { param: 'tools' });
  }
  if (request.state.background) {
    const message =
      "Calls of tools need a person's approval here, which an answer in the background cannot wait for.";
    throw new RouterError('safeguard_refused', message, { param: 'background' });
  }
}
