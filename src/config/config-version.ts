/**
 * The version of a configuration: a short name for its content, shown with every decision so that "which config
 * served this request" has an answer. Not a signature; it guards against nothing.
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

/** 12 hex digits of a 64-bit FNV-1a hash. Synchronous, so that a Worker has it while it starts. */
export function hashText(text: string): string {
  const prime = 0x100000001b3n;
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * prime);
  return hash.toString(16).padStart(16, '0').slice(-12);
}
