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

/** By UTF-16 unit, as `<` compares. Without a prototype, so that `__proto__` is a key like others. */
function sortKeys(value: object): object {
  const sorted: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(value).sort()) sorted[key] = (value as Record<string, unknown>)[key];
  return sorted;
}
