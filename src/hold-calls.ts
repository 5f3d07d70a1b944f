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
import {
  type FoundApproval,
  findApprovals,
  findKnownCalls,
  openApprovals,
  renewApprovals,
} from './ledger/approvals.ts';
import { sessionName } from './ledger/sessions.ts';
import type { Store } from './ledger/store.ts';
import { noteWaiting } from './ledger/waiting-approvals.ts';
import { type HoldCalls, readAnswered } from './safeguards/gate.ts';
import { approvalOf, CallReader, type ReadCall } from './safeguards/held-calls.ts';
import { refuseChanged, refuseElsewhere, refuseOrphan, refuseUnapproved } from './safeguards/refuse-calls.ts';
import { type Outcome, outcomeOf, type StandingCall } from './safeguards/standing.ts';

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

/** Of the names of one call: what forbids it goes first. */
function strictest(found: readonly (FoundApproval | null)[]): FoundApproval | null {
  const known = found.filter((one) => one !== null);
  return known.find(({ state }) => state !== 'approved') ?? known[0] ?? null;
}

type AnsweredCall = Pick<ReadCall, 'id' | 'call' | 'others'>;

/**
 * How each call stands under any of its names, in one read; in a second one what its call id stood for before, where that
 * was something else. Errors: `store_unavailable`.
 */
async function findCalls(
  calls: readonly AnsweredCall[],
  conversation: Conversation,
  deps: HoldDeps,
): Promise<readonly StandingCall<FoundApproval>[]> {
  const [store, nowMs] = [storeOf(deps), deps.now()];
  const approvals = await approvalsOf(
    calls.flatMap(({ call, others }) => [call, ...others]),
    conversation,
    deps,
  );
  const ids = approvals.map(({ id }) => id);
  const named = calls.map(({ others }) => approvals.splice(0, 1 + others.length));
  const callNames = named.flatMap(([first]) => first?.callName ?? []);
  const { found, byCall } = await findKnownCalls(ids, callNames, store, nowMs);
  const known = new Map(found.flatMap((one) => (one === null ? [] : [[one.approval.id, one] as const])));
  const stands = calls.map((read, at) => {
    const names = named[at] ?? [];
    const own = strictest(names.map(({ id }) => known.get(id) ?? null));
    const heldId = own === null ? byCall.get(names[0]?.callName ?? '') : undefined;
    // A provider that gives one id to several calls of a conversation: the other stands for itself.
    return { read, own, heldId: heldId !== undefined && known.has(heldId) ? undefined : heldId };
  });
  const heldIds = [...new Set(stands.flatMap(({ heldId }) => heldId ?? []))];
  const held = new Map((await findApprovals(heldIds, store, nowMs)).map((one, at) => [heldIds[at], one]));
  return stands.map(({ heldId, ...one }) => ({ ...one, before: held.get(heldId) ?? null }));
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
  const [found] = await findCalls([{ id: call.callId, call, others: [] }], conversation, deps);
  if (found?.own) return found.own;
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
  const stands = await findCalls(answered, conversation, deps);
  const outcomes = stands.map((one) => outcomeOf(one, needed));
  const those = (outcome: Outcome) => stands.filter((_, at) => outcomes[at] === outcome);
  const onRecord = (outcome: Outcome) => {
    const found = those(outcome).flatMap(({ own, before }) => own ?? before ?? []);
    return [...new Map(found.map((one) => [one.approval.id, one])).values()];
  };
  const changed = those('changed');
  if (changed.length > 0) throw refuseChanged(changed);
  const unknown = those('opens').map(({ read }) => read.call);
  const opened = await open(unknown, conversation, deps);
  const waiting = [...onRecord('waits').map(({ approval }) => approval), ...opened];
  if (waiting.length > 0) throw refuseUnapproved(waiting);
  auditWithheld(onRecord('withheld'), conversation, deps);
  return those('withheld').map(({ read: { id, call } }) => ({ callId: id, tool: call.tool }));
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
  if (orphan !== null) throw refuseOrphan(orphan);
  if (answered.length === 0 && !mayCallTools(request)) return [];
  // Before a model is paid for calls that cannot be held; where none are expected, whatever calls are made end the answer.
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
