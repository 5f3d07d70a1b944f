/** POST /v1/feedback: what a caller thinks of one of its answers. A comment is taken and thrown away: it is text. */
import { lineOf } from '../core/caller.ts';
import { RouterError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import { parseObjectText } from '../intake/parse-object.ts';
import { readText } from '../intake/read-text.ts';
import { takeFeedback } from '../ledger/feedback.ts';
import { findReceipt } from '../ledger/receipts.ts';
import { json, type KeyedCall } from './endpoint.ts';

const mostBytes = 16_384;

function invalid(param: string, message: string): RouterError {
  return new RouterError('invalid_request', message, { param });
}

function readScore({ score, accepted }: JsonObject): number {
  if ((score === undefined) === (accepted === undefined))
    throw invalid('score', 'Give one of `score` (a number from 0 to 1) and `accepted` (true or false).');
  if (score === undefined) {
    if (typeof accepted === 'boolean') return accepted ? 1 : 0;
    throw invalid('accepted', '`accepted` must be true or false.');
  }
  if (typeof score === 'number' && score >= 0 && score <= 1) return score;
  throw invalid('score', '`score` must be a number from 0 (useless) to 1 (all that was wanted).');
}

function readRequestId({ request_id: id }: JsonObject): string {
  if (typeof id === 'string' && id !== '') return id;
  throw invalid(
    'request_id',
    '`request_id` must be what the answer had in its header x-request-id: `req_...`.',
  );
}

/** Errors: `invalid_json`, `invalid_request`, `receipt_not_found`, `store_unavailable`. */
export async function answerFeedback({ http, deps, caller, requestId }: KeyedCall): Promise<Response> {
  const { config, catalogue, store, scripts, now } = deps;
  const { raw } = parseObjectText(await readText(http, mostBytes), config.limits.depth);
  const id = readRequestId(raw);
  const score = readScore(raw);
  if (raw.comment !== undefined && typeof raw.comment !== 'string')
    throw invalid('comment', '`comment` must be a text; it is not kept.');
  const receipt = await findReceipt(id, lineOf(caller), { store, days: config.receiptDays }, 'request_id');
  if (scripts === null) throw new RouterError('store_unavailable', 'Feedback cannot be taken now.');
  const taken = await takeFeedback(receipt, score, { store: scripts, config, catalogue, nowMs: now() });
  const comment = raw.comment === undefined ? {} : { comment: 'not kept' };
  return json({ object: 'feedback', ...taken, ...comment }, { 'x-request-id': requestId });
}
