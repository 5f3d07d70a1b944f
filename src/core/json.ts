/** JSON as a type, and the three questions decoders ask of it. No parsing here. */

export type Json = null | boolean | number | string | Json[] | JsonObject;

export type JsonObject = { [key: string]: Json | undefined };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A finite number, else undefined. */
export function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A whole number of tokens, 0 or more; anything else a provider sends counts as not reported. */
export function asCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** The same object without its undefined members: what JSON.stringify would send. */
export function compact(value: JsonObject): JsonObject {
  const out: JsonObject = {};
  for (const key of Object.keys(value)) if (value[key] !== undefined) out[key] = value[key];
  return out;
}

/** Typed twin of `compact`: optional members may be given as undefined and are then absent. */
export function defined<T extends object>(
  value: {
    [K in keyof T]: object extends Pick<T, K> ? T[K] | undefined : T[K];
  },
): T {
  const out: Record<string, unknown> = {};
  for (const key in value) {
    const member = value[key as keyof T & keyof typeof value];
    if (member !== undefined) out[key] = member;
  }
  return out as T;
}
