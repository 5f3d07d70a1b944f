/**
 * Items of earlier answers that clients name by their ids (`item_reference`), as `store` allows by default. Where
 * the answer came over another protocol the ids are ours: this finds them and puts the items back. Who keeps the
 * items is not known here.
 */
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import type { ItemReference, KeptItems } from '../../core/protocol.ts';
import { answerIdOf, isItemReference, ownItemKind } from './wire.ts';

/** The id of ours that an item of the input is a reference to, or null. */
function ownReference(item: Json): string | null {
  if (!isObject(item) || !isItemReference(item)) return null;
  return ownItemKind(item.id) === null ? null : String(item.id);
}

function findReferences({ input }: JsonObject): ItemReference[] {
  if (!Array.isArray(input)) return [];
  return input.flatMap((item, index) => {
    const itemId = ownReference(item);
    return itemId === null ? [] : [{ itemId, answerId: answerIdOf(itemId), field: `input[${index}].id` }];
  });
}

export const keptItems: KeptItems = {
  printItems: ({ output }) => JSON.stringify(output ?? []),
  findReferences,
  resolveReferences({ input }, items) {
    if (!Array.isArray(input)) return {};
    return { input: input.map((item) => items.get(ownReference(item) ?? '') ?? item) };
  },
};
