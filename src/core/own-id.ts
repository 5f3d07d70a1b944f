/**
 * The mark in ids that this router makes and no provider knows: `msg_sbx_…` for an item, `resp_sbx_…` for an answer.
 * The random part behind it opens what is kept of that answer, so such ids go to no provider and to no store.
 */
export const ownMark = 'sbx_';

export function isOwnId(id: unknown): boolean {
  return typeof id === 'string' && id.includes(`_${ownMark}`);
}
