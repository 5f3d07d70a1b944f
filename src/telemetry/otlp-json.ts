/**
 * Attributes and times in the JSON form of OTLP: 64-bit integers are strings, times are nanoseconds since 1970. Pure.
 * https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */

/** A bigint is an integer on the wire, a number a double; what is null or undefined is left out. */
export type Value = string | boolean | number | bigint | readonly string[] | null | undefined;

export type Values = Readonly<Record<string, Value>>;

type WireValue =
  | { readonly stringValue: string }
  | { readonly boolValue: boolean }
  | { readonly doubleValue: number }
  | { readonly intValue: string }
  | { readonly arrayValue: { readonly values: readonly WireValue[] } };

export type Attribute = { readonly key: string; readonly value: WireValue };

/** Names of models come from clients and providers. */
const longestText = 200;

function wireText(text: string): WireValue {
  return { stringValue: text.slice(0, longestText).toWellFormed() };
}

function wireValue(value: Exclude<Value, null | undefined>): WireValue {
  if (typeof value === 'string') return wireText(value);
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return { doubleValue: value };
  if (typeof value === 'bigint') return { intValue: String(value) };
  return { arrayValue: { values: value.map(wireText) } };
}

export function attributesOf(values: Values): Attribute[] {
  const attributes: Attribute[] = [];
  for (const [key, value] of Object.entries(values))
    if (value !== null && value !== undefined) attributes.push({ key, value: wireValue(value) });
  return attributes;
}

/** Of whole milliseconds. */
export function nanosOf(ms: number): string {
  return `${Math.floor(ms)}000000`;
}

/** An integer, if it is one: counts come from providers. */
export function int(value: number | undefined): bigint | null {
  return Number.isSafeInteger(value) ? BigInt(value ?? 0) : null;
}
