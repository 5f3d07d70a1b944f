/**
 * Output items that clients name in their next request instead of sending them: kept sealed for 30 days, fetched
 * when they are named. Keeping fails open (a log line), since the answer itself is whole; fetching fails closed,
 * since a model that misses a part of the conversation would answer another question.
 */
import type { DataDemand } from '../core/data-policy.ts';
import { RouterError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import type { Log } from '../core/log-entry.ts';
import type { ItemReference } from '../core/protocol.ts';
import { type AnswerOwner, itemsName, openItems, sealItems } from './item-seal.ts';
import { itemsTtlSeconds, keys, mostItemBytes } from './keys.ts';
import { orLog } from './note-request.ts';
import type { Store } from './store.ts';

/** Answers asked for at once: bounds what one reply of the store may hold. */
const answersPerCall = 32;

const keptDays = itemsTtlSeconds / 86_400;

/** Whether a route lets anything be kept for so long. */
export function mayKeepItems(data: DataDemand | null): boolean {
  return (data?.retentionDaysAtMost ?? keptDays) >= keptDays;
}

/** `items`: a JSON array. Never rejects: what the store does not take is logged as `record-lost`. */
export async function keepItems(
  items: string,
  owner: AnswerOwner,
  requestId: string,
  { store, log }: { readonly store: Store; readonly log: Log },
): Promise<void> {
  if (items === '[]') return;
  const bytes = new TextEncoder().encode(items);
  if (bytes.byteLength > mostItemBytes) {
    const detail = `${bytes.byteLength} bytes of output items; ${mostItemBytes} are kept at most`;
    log({ event: 'record-lost', requestId, code: 'kept_items_too_large', detail });
    return;
  }
  const [name, sealed] = await Promise.all([itemsName(owner), sealItems(bytes, owner)]);
  await orLog(store.setFor(keys.items(name), sealed, itemsTtlSeconds), requestId, log);
}

function missing({ field }: ItemReference): RouterError {
  const message =
    'No such item is kept for this key. Items are kept for 30 days, for the key that got them, unless the request ' +
    'said store: false. Send the item itself instead (with store: false clients do that by themselves).';
  return new RouterError('response_not_found', message, { param: field });
}

async function readAnswers(owners: readonly AnswerOwner[], store: Store): Promise<(string | null)[]> {
  const names = await Promise.all(owners.map(itemsName));
  const sealed = await store.getMany(names.map(keys.items)).catch((cause: unknown) => {
    const detail = cause instanceof Error ? cause.message : '';
    throw new RouterError('store_unavailable', 'The items named in the request cannot be read now.', {
      cause,
      detail,
    });
  });
  return Promise.all(owners.map((owner, at) => openText(sealed[at] ?? null, owner)));
}

function openText(sealed: string | null, owner: AnswerOwner): Promise<string | null> {
  return sealed === null ? Promise.resolve(null) : openItems(sealed, owner);
}

/** Only what `keepItems` sealed opens, so it is an array of objects. */
function byId(items: string): Map<unknown, JsonObject> {
  return new Map((JSON.parse(items) as JsonObject[]).map((item) => [item.id, item]));
}

/**
 * The items that `references` name, by id. `limitChars` bounds what they add up to, each as often as it is named.
 * Errors: `response_not_found` (unknown, expired, or another caller's), `store_unavailable`, `request_too_large`.
 */
export async function findItems(
  references: readonly ItemReference[],
  callerId: string,
  store: Store,
  limitChars: number,
): Promise<Map<string, JsonObject>> {
  const answerIds = [...new Set(references.map(({ answerId }) => answerId))];
  const found = new Map<string, JsonObject>();
  let chars = 0;
  for (let at = 0; at < answerIds.length; at += answersPerCall) {
    const asked = answerIds.slice(at, at + answersPerCall);
    const answers = await readAnswers(
      asked.map((answerId) => ({ callerId, answerId })),
      store,
    );
    const items = new Map(asked.map((answerId, index) => [answerId, byId(answers[index] ?? '[]')]));
    for (const reference of references) {
      const ofAnswer = items.get(reference.answerId);
      if (ofAnswer === undefined) continue;
      const item = ofAnswer.get(reference.itemId);
      if (item === undefined) throw missing(reference);
      chars += JSON.stringify(item).length;
      if (chars > limitChars) throw tooLarge(limitChars);
      found.set(reference.itemId, item);
    }
  }
  return found;
}

function tooLarge(limitChars: number): RouterError {
  const message = `The items named in the body are larger than the limit of ${limitChars} bytes.`;
  return new RouterError('request_too_large', message, { param: 'input' });
}
