/** GET /v1/requests/{id}: what was decided about a request and what became of it, for its own caller only. */
import { lineOf } from '../core/caller.ts';
import { findReceipt } from '../ledger/receipts.ts';
import { json, type KeyedCall } from './endpoint.ts';

/** Errors: `receipt_not_found`, `store_unavailable`. */
export async function answerReceipt({ params, caller, deps, requestId }: KeyedCall): Promise<Response> {
  const kept = { store: deps.store, days: deps.config.receiptDays };
  const receipt = await findReceipt(params.id ?? '', lineOf(caller), kept, 'id');
  return json(receipt, { 'x-request-id': requestId });
}
