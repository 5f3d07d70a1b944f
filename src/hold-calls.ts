/**
 * Calls of tools that a person has to approve, between the gate and the store: results of calls are looked up before
 * any model is asked, calls of an answer are put on record before its end.
 */
import { type Approval, type ApprovalOwner, type HeldCall, wholeRequest } from './core/approval.ts';
import type { Caller } from './core/caller.ts';
import { mayCallTools } from './core/declared-tools.ts';
import { RouterError } from './core/errors.ts';
import type { LlmRequest } from './core/request.ts';
import type { Deps } from './deps.ts';
import { type FoundApproval, findApprovals, openApprovals, renewApprovals } from './ledger/approvals.ts';
import { sessionName } from './ledger/sessions.ts';
import type { Store } from './ledger/store.ts';
import { noteWaiting } from './ledger/waiting-approvals.ts';
import {
  actingElsewhere,
  approvalsHeader,
  type HoldCalls,
  printApprovalIds,
  readAnswered,
} from './safeguards/gate.ts';
import { approvalOf, CallReader } from './safeguards/held-calls.ts';

export type HoldDeps = Pick<Deps, 'config' | 'store' | 'scripts' | 'audit' | 'now' | 'waitUntil' | 'log'>;

/** For whoever looks for what waits. */
function noteBehind(approvals: readonly Approval[], deps: HoldDeps): void {
  deps.waitUntil(noteWaiting(approvals, deps.now(), deps));
}

export type Conversation = {
  /** With the end user as providers may know them. */
  readonly request: LlmRequest;
  readonly caller: Caller;
  readonly sessionId: string | null;
};

async function ownerOf({ request, caller, sessionId }: Conversation): Promise<ApprovalOwner> {
  const { id, lineage: line = id, team, endUser } = caller;
  const conversation = await sessionName(line, request, sessionId);
  return { line, team, endUser: endUser?.id ?? null, conversation };
}

async function approvalsOf(
  calls: readonly HeldCall[],
  conversation: Conversation,
  { config, now }: HoldDeps,
): Promise<Approval[]> {
  const owner = await ownerOf(conversation);
  return Promise.all(calls.map((call) => approvalOf(call, owner, config.safeguards.approvals, now())));
}

/** Errors: `store_unavailable`. */
function storeOf({ store }: HoldDeps): Store {
  if (store !== null) return store;
  const message = 'Calls of tools are held for approval here, and this router has no store to hold them in.';
  throw new RouterError('store_unavailable', message, { retryable: false });
}

/** What becomes of calls, for the audit log: what each is, never its arguments. */
function auditCalls(
  approvals: readonly Approval[],
  decision: 'held' | 'preapproved' | 'denied' | 'expired',
  { request, caller }: Conversation,
  { audit, config }: Pick<Deps, 'audit' | 'config'>,
): void {
  if (audit === null || approvals.length === 0) return;
  const { id: actor, team, tier, endUser } = caller;
  const reader = new CallReader(request, config.safeguards.approvals);
  for (const { id: object, tool, argumentsHash, expiresAtMs } of approvals) {
    const effect = tool === wholeRequest ? null : reader.effectOf(tool);
    const expires = decision === 'preapproved' ? null : new Date(expiresAtMs).toISOString();
    const asker = { team, tier, endUser: endUser?.id ?? null };
    const details = { ...asker, tool, argumentsHash, effect, decision, expires };
    audit.append({ action: 'tool.call', actor, object, details });
  }
}

function describe({ id, tool, callId, expiresAtMs }: Approval): string {
  return `${id} (${tool}, call ${callId.slice(0, 80)}) waits until ${new Date(expiresAtMs).toISOString()}`;
}

const mostNamed = 5;

function refuseUnapproved(waiting: readonly Approval[]): RouterError {
  const named = waiting.slice(0, mostNamed).map(describe).join('; ');
  const more = waiting.length > mostNamed ? `; and ${waiting.length - mostNamed} more` : '';
  const message =
    `A person has to approve these calls before their results are taken: ${named}${more}. ` +
    'POST /v1/approvals/ID with {"decision":"approve"}, then send this request again. An approval is for exactly these arguments.';
  const headers = { [approvalsHeader]: printApprovalIds(waiting) };
  return new RouterError('approval_required', message, { headers });
}

/** What cannot be held is refused. Errors: `safeguard_refused`. */
function refuseElsewhere(request: LlmRequest, reader: CallReader): void {
  const name = actingElsewhere(request, reader);
  if (name !== null) {
    const message = `Calls of tools need a person's approval here, and ${name.slice(0, 80)} acts where nobody can hold it.`;
    throw new RouterError('safeguard_refused', message, { param: 'tools' });
  }
  if (request.state.background) {
    const message =
      "Calls of tools need a person's approval here, which an answer in the background cannot wait for.";
    throw new RouterError('safeguard_refused', message, { param: 'background' });
  }
}

/** How each stands; what was not on record waits from now on. Errors: `store_unavailable`. */
export async function hold(
  calls: readonly HeldCall[],
  conversation: Conversation,
  deps: HoldDeps,
): Promise<readonly FoundApproval[]> {
  const store = storeOf(deps);
  const approvals = await approvalsOf(calls, conversation, deps);
  const found = await findApprovals(
    approvals.map(({ id }) => id),
    store,
    deps.now(),
  );
  const opened = approvals.filter((_, at) => found[at] === null);
  await openApprovals(opened, store);
  noteBehind(opened, deps);
  auditCalls(opened, 'held', conversation, deps);
  return approvals.map((approval, at) => found[at] ?? { approval, word: null, state: 'pending' });
}

/** Results that no model has answered yet: those before are in the history of every turn that follows. */
function newResults({ messages }: LlmRequest): ReadonlySet<string> {
  const answered = messages.findLastIndex(({ role }) => role === 'assistant');
  const blocks = messages.slice(answered + 1).flatMap(({ content }) => content);
  return new Set(blocks.flatMap((block) => (block.type === 'tool-result' ? [block.callId] : [])));
}

/** Of results that are kept from the model each once. */
function auditWithheld(
  standing: readonly FoundApproval[],
  conversation: Conversation,
  deps: Pick<Deps, 'audit' | 'config'>,
): void {
  const fresh = newResults(conversation.request);
  // Functions of the old form have no ids.
  const isNew = ({ approval: { callId } }: FoundApproval) =>
    callId === '' ? fresh.size > 0 : fresh.has(callId);
  for (const state of ['denied', 'expired'] as const) {
    const withheld = standing.filter((one) => one.state === state && isNew(one));
    auditCalls(
      withheld.map(({ approval }) => approval),
      state,
      conversation,
      deps,
    );
  }
}

/**
 * Calls that were denied, or not approved in time: their results are not for the model.
 * Errors: `approval_required` (a call waits, or waits from now on), `safeguard_refused`, `store_unavailable`.
 */
export async function checkResults(conversation: Conversation, deps: HoldDeps): Promise<readonly HeldCall[]> {
  const { request } = conversation;
  const reader = new CallReader(request, deps.config.safeguards.approvals);
  refuseElsewhere(request, reader);
  const { held, orphan } = readAnswered(request, reader);
  if (orphan !== null) {
    const message = `Nobody can approve the result of ${orphan.slice(0, 80)}, since its call is not in the request: send the call with it.`;
    throw new RouterError('approval_required', message);
  }
  // Before a model is paid for calls that cannot be held.
  if (held.length === 0 && !mayCallTools(request)) return [];
  const standing = await hold(held, conversation, deps);
  const waiting = standing.filter(({ state }) => state === 'pending');
  if (waiting.length > 0) throw refuseUnapproved(waiting.map(({ approval }) => approval));
  auditWithheld(standing, conversation, deps);
  return held.filter((_, at) => standing[at]?.state !== 'approved');
}

/** For the calls of an answer. */
export function callHolder(conversation: Conversation, deps: HoldDeps): HoldCalls {
  return async (calls, preapproved) => {
    try {
      if (deps.audit !== null)
        auditCalls(await approvalsOf(preapproved, conversation, deps), 'preapproved', conversation, deps);
      if (calls.length === 0) return [];
      const store = storeOf(deps);
      const approvals = await approvalsOf(calls, conversation, deps);
      await renewApprovals(approvals, store);
      noteBehind(approvals, deps);
      auditCalls(approvals, 'held', conversation, deps);
      return approvals;
    } catch (error) {
      if (error instanceof RouterError) return error;
      return new RouterError('internal_error', 'The calls of this answer could not be held.', {
        cause: error,
      });
    }
  };
}
