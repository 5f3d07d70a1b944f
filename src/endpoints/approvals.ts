/**
 * Approvals of held calls: read and decided by a key of the same team that may, at /v1/approvals, and by whoever
 * administers, at /admin/approvals. What is decided once stays decided.
 */
import { type Approval, approvalDecisions, tellApproval } from '../core/approval.ts';
import type { Caller } from '../core/caller.ts';
import { RouterError } from '../core/errors.ts';
import { FieldCheck } from '../core/field-check.ts';
import type { Deps } from '../deps.ts';
import { type FoundApproval, findApprovals, sayOfApproval } from '../ledger/approvals.ts';
import type { Store } from '../ledger/store.ts';
import { listWaiting } from '../ledger/waiting-approvals.ts';
import { orUnavailable, readAdminBody } from './admin-call.ts';
import { type Call, type Endpoint, json, type KeyedCall } from './endpoint.ts';

const idForm = /^apr_[0-9a-f]{32}$/;

function storeOf({ store }: Deps): Store {
  if (store !== null) return store;
  throw new RouterError('store_unavailable', 'This router has no store to keep approvals in.', {
    retryable: false,
  });
}

function missing(id: string): RouterError {
  return new RouterError('approval_not_found', `There is no approval '${id.slice(0, 80)}' for this key.`);
}

/** `team`: null: of any. Errors: `approval_not_found`, `store_unavailable`. */
async function find({ params, deps }: Call, team: string | null): Promise<FoundApproval> {
  const { id = '' } = params;
  if (!idForm.test(id)) throw missing(id);
  const [found = null] = await findApprovals([id], storeOf(deps), deps.now());
  if (found === null || (team !== null && found.approval.team !== team)) throw missing(id);
  return found;
}

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

async function readDecision({ http }: Call, { argumentsHash }: Approval) {
  const check = new FieldCheck();
  const raw = await readAdminBody(http);
  for (const field of Object.keys(raw))
    if (field !== 'decision' && field !== 'arguments_hash')
      check.fail(field.slice(0, 40), 'is not one of decision, arguments_hash');
  const decision = check.oneOf(raw.decision, approvalDecisions, 'decision');
  if (raw.decision === undefined) check.fail('decision', 'is missing: approve or deny');
  const hash = check.string(raw.arguments_hash, 'arguments_hash');
  if (hash !== undefined && hash !== argumentsHash)
    check.fail('arguments_hash', 'is not that of this call: other arguments need an approval of their own');
  if (check.problem !== null || decision === undefined)
    throw new RouterError('invalid_request', check.problem?.message ?? 'decision must be a word', {
      param: check.problem?.field ?? 'decision',
    });
  return decision;
}

/** Errors: `invalid_request`, `approval_closed`, `store_unavailable`. */
async function decide(call: Call, found: FoundApproval, by: string): Promise<Response> {
  const { approval, state } = found;
  const decision = await readDecision(call, approval);
  const { deps } = call;
  const word = { decision, by, atMs: deps.now() };
  const isOpen = state === 'pending' && (await sayOfApproval(approval.id, word, storeOf(deps)));
  if (!isOpen) {
    const what = state === 'pending' ? 'has just been decided' : `is ${state}`;
    throw new RouterError('approval_closed', `The approval ${approval.id} ${what}; it is not decided again.`);
  }
  const { id: object, tool, argumentsHash, team } = approval;
  const details = { decision, tool, argumentsHash, team };
  deps.audit?.append({ action: 'approval.decided', actor: by, object, details });
  const decided = decision === 'approve' ? 'approved' : 'denied';
  return json(show({ approval, word, state: decided }), { 'x-request-id': call.requestId });
}

/** Errors: `approval_not_allowed`. */
function checkRight({ mayApprove, id, lineage }: Caller, { line }: Approval, { config }: Deps): void {
  if (mayApprove !== true) {
    const message = 'This API key may not approve: make one with may_approve, or ask who administers.';
    throw new RouterError('approval_not_allowed', message);
  }
  if (config.safeguards.approvals.twoPersons && (lineage ?? id) === line) {
    const message = 'Two persons: whoever made the request does not approve its calls.';
    throw new RouterError('approval_not_allowed', message);
  }
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
  const { scripts, now } = deps;
  const store = storeOf(deps);
  const ids = scripts === null ? [] : await orUnavailable(listWaiting(now(), scripts));
  const found = await findApprovals(ids, store, now());
  const waiting = found.filter((one) => one !== null).filter(({ state }) => state === 'pending');
  return json({ object: 'list', data: waiting.map(show) });
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
