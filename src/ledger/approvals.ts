/**
 * Approvals in the store: a record that is written once, and a person's word that is written once, so that nothing is
 * read, changed and written back. What cannot be read or written is refused: the gate fails closed.
 */
import {
  type Approval,
  type ApprovalState,
  type ApprovalWord,
  approvalDecisions,
  stateOf,
} from '../core/approval.ts';
import { RouterError } from '../core/errors.ts';
import { isObject } from '../core/json.ts';
import { approvalTtlSeconds, keys } from './keys.ts';
import { type Store, StoreError } from './store.ts';

export type FoundApproval = {
  readonly approval: Approval;
  readonly word: ApprovalWord | null;
  readonly state: ApprovalState;
};

function unavailable(cause: unknown): RouterError {
  const detail = cause instanceof StoreError ? cause.message : '';
  const message = 'Approvals cannot be read or written now.';
  return new RouterError('store_unavailable', message, { cause, detail });
}

function parse(text: string | null | undefined): Record<string, unknown> | null {
  if (typeof text !== 'string') return null;
  const value: unknown = JSON.parse(text);
  return isObject(value) ? value : null;
}

/** Written by `openApprovals` alone, so only its outline is checked. */
function parseApproval(text: string | null | undefined): Approval | null {
  const value = parse(text);
  return value === null || typeof value.expiresAtMs !== 'number' ? null : (value as unknown as Approval);
}

function parseWord(text: string | null | undefined): ApprovalWord | null {
  const value = parse(text);
  const decision = approvalDecisions.find((one) => one === value?.decision);
  if (value === null || decision === undefined) return null;
  return { decision, by: String(value.by), atMs: Number(value.atMs) };
}

export type KnownCalls = {
  /** In the order of the ids; null: nobody waits under that one. */
  readonly found: readonly (FoundApproval | null)[];
  /** Names of call ids -> the approval that stands for each; those without one are not in it. */
  readonly byCall: ReadonlyMap<string, string>;
};

/** All in one read. Errors: `store_unavailable`. */
export async function findKnownCalls(
  ids: readonly string[],
  callNames: readonly string[],
  store: Store,
  nowMs: number,
): Promise<KnownCalls> {
  if (ids.length === 0) return { found: [], byCall: new Map() };
  const records = ids.flatMap((id) => [keys.approval(id), keys.approvalWord(id)]);
  try {
    const texts = await store.getMany([...records, ...callNames.map(keys.approvalOfCall)]);
    const found = ids.map((_, at) => {
      const approval = parseApproval(texts[2 * at]);
      if (approval === null) return null;
      const word = parseWord(texts[2 * at + 1]);
      return { approval, word, state: stateOf(approval, word, nowMs) };
    });
    const named = callNames.map((name, at) => [name, texts[records.length + at]] as const);
    return { found, byCall: new Map(named.flatMap(([name, id]) => (id ? [[name, id] as const] : []))) };
  } catch (cause) {
    throw unavailable(cause);
  }
}

/** In the order of the ids; null: nobody waits under that one. Errors: `store_unavailable`. */
export async function findApprovals(
  ids: readonly string[],
  store: Store,
  nowMs: number,
): Promise<readonly (FoundApproval | null)[]> {
  return (await findKnownCalls(ids, [], store, nowMs)).found;
}

/** What is written of one that waits: the record, and under the name of its call id which it is. */
function entriesOf(approval: Approval): readonly (readonly [key: string, value: string])[] {
  const { id, callName } = approval;
  const record = [keys.approval(id), JSON.stringify(approval)] as const;
  return callName === undefined ? [record] : [record, [keys.approvalOfCall(callName), id]];
}

/** For calls that a model has just made: what was said of the same ones before is void. Errors: `store_unavailable`. */
export async function renewApprovals(approvals: readonly Approval[], store: Store): Promise<void> {
  try {
    await Promise.all(approvals.map(({ id }) => store.remove(keys.approvalWord(id))));
    await store.setManyFor(approvals.flatMap(entriesOf), approvalTtlSeconds);
  } catch (cause) {
    throw unavailable(cause);
  }
}

/** One that waits already goes on waiting as it does. Errors: `store_unavailable`. */
export async function openApprovals(approvals: readonly Approval[], store: Store): Promise<void> {
  try {
    await Promise.all(
      approvals.flatMap(entriesOf).map(([key, value]) => store.setIfAbsent(key, value, approvalTtlSeconds)),
    );
  } catch (cause) {
    throw unavailable(cause);
  }
}

/** False: somebody was first. Errors: `store_unavailable`. */
export async function sayOfApproval(id: string, word: ApprovalWord, store: Store): Promise<boolean> {
  try {
    return await store.setIfAbsent(keys.approvalWord(id), JSON.stringify(word), approvalTtlSeconds);
  } catch (cause) {
    throw unavailable(cause);
  }
}
