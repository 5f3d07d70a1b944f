/** What the forms of the page of safeguards do: approve or deny what waits, suspend and release end users. */
import { approvalDecisions } from '../../core/approval.ts';
import { RouterError } from '../../core/errors.ts';
import { FieldCheck } from '../../core/field-check.ts';
import { actorOf } from '../../core/person.ts';
import { actorDepsOf, changeActor, checkActorId, readActorChange } from '../../endpoints/change-actor.ts';
import {
  checkArgumentsHash,
  checkSecondPerson,
  decideApproval,
  findApproval,
} from '../../endpoints/decide-approval.ts';
import type { Endpoint } from '../../endpoints/endpoint.ts';
import { redirect } from '../respond.tsx';
import { type Signed, sessionEndpoint } from '../serve.tsx';
import { ownPage, readForm } from '../sign-in.tsx';
import { actorsPath, approvalsPath } from './paths.ts';

/** Errors: `approval_not_found`, `approval_not_allowed`, `approval_closed`, `invalid_request`, `store_unavailable`. */
async function takeDecision({ http, deps, person }: Signed): Promise<Response> {
  const form = await readForm(http);
  const found = await findApproval(form.get('id') ?? '', null, deps);
  const check = new FieldCheck();
  const decision = check.oneOf(form.get('decision'), approvalDecisions, 'decision');
  if (form.get('decision') === null) check.fail('decision', 'is missing: approve or deny');
  checkArgumentsHash(check, form.get('arguments_hash'), found.approval);
  if (check.problem !== null || decision === undefined)
    throw new RouterError('invalid_request', check.problem?.message ?? '', {
      param: check.problem?.field ?? 'decision',
    });
  // Nothing else ties a person to a key: one that has their name is taken for theirs.
  checkSecondPerson(person.name, found.approval, deps);
  await decideApproval(found, decision, actorOf(person), deps);
  return redirect(ownPage(form.get('back')));
}

/** Errors: `invalid_request`, naming the field; `store_unavailable`. */
async function takeActorChange({ http, deps, person }: Signed): Promise<Response> {
  const form = await readForm(http);
  const { actors } = actorDepsOf(deps);
  const id = checkActorId(form.get('id') ?? '');
  const action = form.get('action');
  // One form for both: hours are nothing to a release.
  const hours = form.get('hours')?.trim() || null;
  const isTimed = action === 'suspend' && hours !== null;
  const given = { action, reason: form.get('reason')?.trim(), ...(isTimed && { hours: Number(hours) }) };
  await changeActor(id, readActorChange(given, actors.settings), actorOf(person), deps);
  return redirect(ownPage(form.get('back')));
}

export const safeguardEndpoints: readonly Endpoint[] = [
  sessionEndpoint(
    {
      method: 'POST',
      path: approvalsPath,
      role: 'operator',
      summary: 'Approve or deny what waits, as a person',
    },
    takeDecision,
  ),
  sessionEndpoint(
    {
      method: 'POST',
      path: actorsPath,
      role: 'operator',
      summary: 'Suspend or release an end user, as a person',
    },
    takeActorChange,
  ),
];
