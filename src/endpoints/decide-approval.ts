/** Approvals of held calls as whoever may decide them sees them: found, listed, decided, written into the audit log. */
import type { Approval, ApprovalWord } from '../core/approval.ts';
import { RouterError } from '../core/errors.ts';
import type { FieldCheck } from '../core/field-check.ts';
import type { Deps } from '../deps.ts';
import { type FoundApproval, findApprovals, sayOfApproval } from '../ledger/approvals.ts';
import type { Store } from '../ledger/store.ts';
import { dropWaiting, listWaiting } from '../ledger/waiting-approvals.ts';
import { orUnavailable } from './admin-call.ts';

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
export async function findApproval(id: string, team: string | null, deps: Deps): Promise<FoundApproval> {
  if (!idForm.test(id)) throw missing(id);
  const [found = null] = await findApprovals([id], storeOf(deps), deps.now());
  if (found === null || (team !== null && found.approval.team !== team)) throw missing(id);
  return found;
}

/** Those of all teams that wait now, 200 at most, the first to expire first. Errors: `store_unavailable`. */
export async function listWaitingApprovals(deps: Deps): Promise<FoundApproval[]> {
  const { scripts, now } = deps;
  const store = storeOf(deps);
  const ids = scripts === null ? [] : await orUnavailable(listWaiting(now(), scripts));
  const found = await findApprovals(ids, store, now());
  return found.filter((one) => one !== null).filter(({ state }) => state === 'pending');
}

/** Whoever decides may say what they have looked at; absent: they do not. */
export function checkArgumentsHash(check: FieldCheck, given: unknown, { argumentsHash }: Approval): void {
  const hash = check.string(given, 'arguments_hash');
  if (hash !== undefined && hash !== argumentsHash)
    check.fail('arguments_hash', 'is not that of this call: other arguments need an approval of their own');
}

/** Under `twoPersons`. `line`: whoever decides, as the lineage of a key is named. Errors: `approval_not_allowed`. */
export function checkSecondPerson(line: string, approval: Approval, { config }: Deps): void {
  if (!config.safeguards.approvals.twoPersons || line !== approval.line) return;
  const message = 'Two persons: whoever made the request does not approve its calls.';
  throw new RouterError('approval_not_allowed', message);
}

/**
 * The first word holds. `by`: as the audit log names whoever decides. Errors: `approval_closed`, `store_unavailable`.
 */
export async function decideApproval(
  { approval, state }: FoundApproval,
  decision: ApprovalWord['decision'],
  by: string,
  deps: Deps,
): Promise<FoundApproval> {
  const word = { decision, by, atMs: deps.now() };
  const isOpen = state === 'pending' && (await sayOfApproval(approval.id, word, storeOf(deps)));
  if (!isOpen) {
    const what = state === 'pending' ? 'has just been decided' : `is ${state}`;
    throw new RouterError('approval_closed', `The approval ${approval.id} ${what}; it is not decided again.`);
  }
  await dropWaiting(approval.id, deps);
  const { id: object, tool, argumentsHash, team } = approval;
  const details = { decision, tool, argumentsHash, team };
  deps.audit?.append({ action: 'approval.decided', actor: by, object, details });
  return { approval, word, state: decision === 'approve' ? 'approved' : 'denied' };
}
