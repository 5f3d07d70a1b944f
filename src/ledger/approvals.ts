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

/** In the order of the ids; null: nobody waits under that one. Errors: `store_unavailable`. */
export async function findApprovals(
  ids: readonly string[],
  store: Store,
  nowMs: number,
): Promise<(FoundApproval | null)[]> {
  if (ids.length === 0) return [];
  try {
    const texts = await store.getMany(ids.flatMap((id) => [keys.approval(id), keys.approvalWord(id)]));
    return ids.map((_, at) => {
      const approval = parseApproval(texts[2 * at]);
      if (approval === null) return null;
      const word = parseWord(texts[2 * at + 1]);
      return { approval, word, state: stateOf(approval, word, nowMs) };
    });
  } catch (cause) {
    throw unavailable(cause);
  }
}

/** For calls that a model has just made: what was said of the same ones before is void. Errors: `store_unavailable`. */
export async function renewApprovals(approvals: readonly Approval[], store: Store): Promise<void> {
  try {
    await Promise.all(approvals.map(({ id }) => store.remove(keys.approvalWord(id))));
    await store.setManyFor(
      approvals.map((one) => [keys.approval(one.id), JSON.stringify(one)] as const),
      approvalTtlSeconds,
    );
  } catch (cause) {
    throw unavailable(cause);
  }
}

/** One that waits already goes on waiting as it does. Errors: `store_unavailable`. */
export async function openApprovals(approvals: readonly Approval[], store: Store): Promise<void> {
  try {
    await Promise.all(
      approvals.map((one) =>
        store.setIfAbsent(keys.approval(one.id), JSON.stringify(one), approvalTtlSeconds),
      ),
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
