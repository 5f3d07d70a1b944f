/**
 * Approvals of held calls: read and decided by a key of the same team that may, at /v1/approvals, and by whoever
 * administers, at /admin/approvals. What is decided once stays decided.
 */
import { type Approval, type ApprovalWord, approvalDecisions, tellApproval } from '../core/approval.ts';
import type { Caller } from '../core/caller.ts';
import { RouterError } from '../core/errors.ts';
import { FieldCheck } from '../core/field-check.ts';
import type { Deps } from '../deps.ts';
import type { FoundApproval } from '../ledger/approvals.ts';
import { readAdminBody } from './admin-call.ts';
import {
  checkArgumentsHash,
  checkSecondPerson,
  decideApproval,
  findApproval,
  listWaitingApprovals,
} from './decide-approval.ts';
import { type Call, type Endpoint, json, type KeyedCall } from './endpoint.ts';

const find = ({ params, deps }: Call, team: string | null) => findApproval(params.id ?? '', team, deps);

function show({ approval, word, state }: FoundApproval) {
  return {
    object: 'approval',
    ...tellApproval(approval),
    state,
    team: approval.team,
    created_at: new Date(approval.createdAtMs).toISOString(),
    decided_by: word?.by ?? null,
    decided_at: word === null ? null : new Date(word.atMs).toISOString(),
  };
}

/** Errors: `invalid_request`. */
async function readDecision({ http }: Call, approval: Approval): Promise<ApprovalWord['decision']> {
  const check = new FieldCheck();
  const raw = await readAdminBody(http);
  for (const field of Object.keys(raw))
    if (field !== 'decision' && field !== 'arguments_hash')
      check.fail(field.slice(0, 40), 'is not one of decision, arguments_hash');
  const decision = check.oneOf(raw.decision, approvalDecisions, 'decision');
  if (raw.decision === undefined) check.fail('decision', 'is missing: approve or deny');
  checkArgumentsHash(check, raw.arguments_hash, approval);
  if (check.problem !== null || decision === undefined)
    throw new RouterError('invalid_request', check.problem?.message ?? 'decision must be a word', {
      param: check.problem?.field ?? 'decision',
    });
  return decision;
}

/** Errors: `invalid_request`, `approval_closed`, `store_unavailable`. */
async function decide(call: Call, found: FoundApproval, by: string): Promise<Response> {
  const decision = await readDecision(call, found.approval);
  const decided = await decideApproval(found, decision, by, call.deps);
  return json(show(decided), { 'x-request-id': call.requestId });
}

/** Errors: `approval_not_allowed`. */
function checkRight({ mayApprove, id, lineage }: Caller, approval: Approval, deps: Deps): void {
  if (mayApprove !== true) {
    const message = 'This API key may not approve: make one with may_approve, or ask who administers.';
    throw new RouterError('approval_not_allowed', message);
  }
  checkSecondPerson(lineage ?? id, approval, deps);
}

/** Errors: `approval_not_found`, `store_unavailable`. */
async function answerApproval(call: KeyedCall): Promise<Response> {
  return json(show(await find(call, call.caller.team)), { 'x-request-id': call.requestId });
}

/** Errors: of `answerApproval`, and `approval_not_allowed`, `approval_closed`, `invalid_request`. */
async function answerDecision(call: KeyedCall): Promise<Response> {
  const found = await find(call, call.caller.team);
  checkRight(call.caller, found.approval, call.deps);
  return decide(call, found, call.caller.id);
}

/** Those that wait now. Errors: `store_unavailable`. */
async function answerWaiting({ deps }: Call): Promise<Response> {
  return json({ object: 'list', data: (await listWaitingApprovals(deps)).map(show) });
}

async function answerAdminApproval(call: Call): Promise<Response> {
  return json(show(await find(call, null)));
}

async function answerAdminDecision(call: Call): Promise<Response> {
  return decide(call, await find(call, null), 'admin');
}

const path = '/v1/approvals/:id';
const adminPath = '/admin/approvals/:id';
const errors = 'openai-chat';

export const approvalEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path,
    auth: 'key',
    errors,
    summary: 'How a held call of a tool stands: pending, approved, denied or expired',
    answer: answerApproval,
  },
  {
    method: 'POST',
    path,
    auth: 'key',
    errors,
    summary: 'Approve or deny a held call: `decision`, and `arguments_hash` to be sure of it',
    answer: answerDecision,
  },
  {
    method: 'GET',
    path: '/admin/approvals',
    auth: 'admin',
    errors,
    summary: 'Calls that wait for a person, 200 at most, the first to expire first',
    answer: answerWaiting,
  },
  {
    method: 'GET',
    path: adminPath,
    auth: 'admin',
    errors,
    summary: 'How a held call of any team stands',
    answer: answerAdminApproval,
  },
  {
    method: 'POST',
    path: adminPath,
    auth: 'admin',
    errors,
    summary: 'Approve or deny a held call of any team',
    answer: answerAdminDecision,
  },
];
