/**
 * The version of a configuration is a hash of this text of its content, shown with every decision so that "which config
 * served this request" has an answer.
 */

/** JSON with sorted keys; maps as objects, absent and `undefined` alike. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => {
    if (item instanceof Map) return sortKeys(Object.fromEntries(item));
    return typeof item === 'object' && item !== null && !Array.isArray(item) ? sortKeys(item) : item;
  });
}

function sortKeys(value: object): object {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
