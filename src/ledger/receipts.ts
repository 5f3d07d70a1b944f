/** Where receipts are found again: by their own caller, or by whoever may see all requests. */
import { lineOf } from '../core/caller.ts';
import { RouterError } from '../core/errors.ts';
import { keys } from './keys.ts';
import { completeReceipt, type Receipt } from './receipt.ts';
import { unpackReceipt } from './receipt-codec.ts';
import type { Store } from './store.ts';

/** `days`: as the config says; null: none are kept. */
export type ReceiptDeps = {
  readonly store: Pick<Store, 'get'> | null;
  readonly days: number | null;
};

const idPattern = /^req_[a-z0-9]{24}$/;

function missing(requestId: string, days: number, param: string): RouterError {
  const message =
    `No receipt of '${requestId.slice(0, 80)}' is kept for this key. It is written when the answer has ended, ` +
    `which may be seconds after its last byte, and kept for ${days} days.`;
  return new RouterError('receipt_not_found', message, { param });
}

/**
 * Errors: `receipt_not_found` (unknown, still running, or another caller's: the same words; or none are kept, which is
 * said), `store_unavailable`. `line`: of the caller's keys. `param`: the place of the id in the
 * caller's request.
 */
export async function findReceipt(
  requestId: string,
  line: string,
  { store, days }: ReceiptDeps,
  param: string,
): Promise<Receipt> {
  if (days === null) {
    const message = 'This router keeps no receipts: `receipts` is false in its configuration.';
    throw new RouterError('receipt_not_found', message, { param });
  }
  if (store === null) {
    const message = 'This router keeps no receipts: it has no store.';
    throw new RouterError('receipt_not_found', message, { param });
  }
  const receipt = await readReceipt(requestId, store);
  if (receipt === null || lineOf(receipt.facts.identity) !== line) throw missing(requestId, days, param);
  return receipt;
}

/**
 * Whoever's it is: for those who may see the requests of all keys. Null: none is kept of it. Errors:
 * `store_unavailable`.
 */
export async function readReceipt(requestId: string, store: Pick<Store, 'get'>): Promise<Receipt | null> {
  if (!idPattern.test(requestId)) return null;
  const text = await store.get(keys.receipt(requestId)).catch((cause: unknown) => {
    throw new RouterError('store_unavailable', 'Receipts cannot be read now.', { cause });
  });
  const receipt = text === null ? null : await unpackReceipt(text);
  return receipt && completeReceipt(requestId, receipt);
}
