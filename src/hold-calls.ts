/**
 * Calls of tools that a person has to approve, between the gate and the store: results of calls are looked up before
 * any model is asked, calls of an answer are put on record before its end.
 */
import { type Approval, type ApprovalOwner, type HeldCall, wholeRequest } from './core/approval.ts';
import type { Caller } from './core/caller.ts';
import { mayCallTools } from './core/declared-tools.ts';
import { RouterError } from './core/errors.ts';
import type { LlmRequest } from './core/request.ts';
import type { CalledTool } from './core/request-guard.ts';
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
import { approvalOf, CallReader, type ReadCall } from './safeguards/held-calls.ts';

export type HoldDeps = Pick<Deps, 'config' | 'store' | 'scripts' | 'audit' | 'now' | 'waitUntil' | 'log'>;

/** For whoever looks for what waits. */
function noteBehind(approvals: readonly Approval[], deps: HoldDeps): void {
  deps.waitUntil(noteWaiting(approvals, deps.now(), deps));
}

export type Conversation = {
  /** With the end user as providers may know them. */
  readonly request: LlmRequest;
  readonly caller: Caller;
  /** As the client names it, also where a named model takes no note of it: approvals follow a conversation everywhere. */
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

/** Of the names of one call: what forbids it goes first. */
function strictest(found: readonly (FoundApproval | null)[]): FoundApproval | null {
  const known = found.filter((one) => one !== null);
  return known.find(({ state }) => state !== 'approved') ?? known[0] ?? null;
}

/** How each call stands under any of its names, in one read; null: it is not on record. Errors: `store_unavailable`. */
async function findCalls(
  calls: readonly Pick<ReadCall, 'call' | 'others'>[],
  conversation: Conversation,
  deps: HoldDeps,
): Promise<readonly (FoundApproval | null)[]> {
  const named = calls.flatMap(({ call, others }) => [call, ...others]);
  const approvals = await approvalsOf(named, conversation, deps);
  const ids = approvals.map(({ id }) => id);
  const found = await findApprovals(ids, storeOf(deps), deps.now());
  let at = 0;
  return calls.map(({ others }) => {
    const from = at;
    at += 1 + others.length;
    return strictest(found.slice(from, at));
  });
}

/** Puts calls on record that wait from now on. Errors: `store_unavailable`. */
async function open(
  calls: readonly HeldCall[],
  conversation: Conversation,
  deps: HoldDeps,
): Promise<readonly Approval[]> {
  const opened = await approvalsOf(calls, conversation, deps);
  await openApprovals(opened, storeOf(deps));
  noteBehind(opened, deps);
  auditCalls(opened, 'held', conversation, deps);
  return opened;
}

/** How it stands; what was not on record waits from now on. Errors: `store_unavailable`. */
export async function hold(
  call: HeldCall,
  conversation: Conversation,
  deps: HoldDeps,
): Promise<Pick<FoundApproval, 'approval' | 'state'>> {
  const [found] = await findCalls([{ call, others: [] }], conversation, deps);
  if (found) return found;
  const [approval] = await open([call], conversation, deps);
  if (approval === undefined) throw new Error('a call that is not on record');
  return { approval, state: 'pending' };
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

/** Calls that are on record, or are `needed` to be: what was held once stays so, whatever the request says of its tool. */
async function bind(
  answered: readonly ReadCall[],
  needed: (call: HeldCall) => boolean,
  conversation: Conversation,
  deps: HoldDeps,
): Promise<readonly CalledTool[]> {
  const found = await findCalls(answered, conversation, deps);
  const unknown = answered.filter(({ call }, at) => found[at] === null && needed(call));
  const opened = await open(
    unknown.map(({ call }) => call),
    conversation,
    deps,
  );
  const standing = found.filter((one) => one !== null);
  const pending = standing.flatMap(({ state, approval }) => (state === 'pending' ? [approval] : []));
  const waiting = [...pending, ...opened];
  if (waiting.length > 0) throw refuseUnapproved(waiting);
  auditWithheld(standing, conversation, deps);
  return answered.flatMap(({ id, call }, at) => {
    const state = found[at]?.state ?? 'approved';
    return state === 'approved' ? [] : [{ callId: id, tool: call.tool }];
  });
}

/**
 * Calls that were denied, or not approved in time: their results are not for the model.
 * Errors: `approval_required` (a call waits, or waits from now on), `safeguard_refused`, `store_unavailable`.
 */
export async function checkResults(
  conversation: Conversation,
  deps: HoldDeps,
): Promise<readonly CalledTool[]> {
  const { request } = conversation;
  const reader = new CallReader(request, deps.config.safeguards.approvals);
  refuseElsewhere(request, reader);
  const { answered, orphan } = readAnswered(request, reader);
  if (orphan !== null) {
    const message = `Nobody can approve the result of ${orphan.slice(0, 80)}, since its call is not in the request: send the call with it.`;
    throw new RouterError('approval_required', message);
  }
  if (answered.length === 0 && !mayCallTools(request)) return [];
  // Before a model is paid for calls that cannot be held.
  storeOf(deps);
  return bind(answered, (call) => reader.needsPerson(call), conversation, deps);
}

/** The same of a request that holds no calls itself: those that another route or rule has held. Without a store none is. */
export async function checkHeldElsewhere(
  conversation: Conversation,
  deps: HoldDeps,
): Promise<readonly CalledTool[]> {
  const { request } = conversation;
  if (!deps.config.holdsCalls || deps.store === null) return [];
  const { answered } = readAnswered(request, new CallReader(request, deps.config.safeguards.approvals));
  return answered.length === 0 ? [] : bind(answered, () => false, conversation, deps);
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
