// A JSON value that satisfies a JSON schema, filled from hints where they fit.
// Must not validate schemas (strict-schema.ts) and must end on recursive ones.

import { asList, asNumber, asObject, asText, isObject, type Json, type JsonObject } from './json.ts';
import { exampleForPattern } from './regex-example.ts';

/** Proposes a value for the property `name`; used only where it satisfies the property's schema. */
export type Hint = (name: string, schema: JsonObject) => Json | undefined;

interface Walk {
  root: JsonObject;
  hint: Hint;
  depth: number;
}

const OPTIONAL_DEPTH = 5;
const LAST_DEPTH = 24;

const formatExamples: Readonly<Record<string, string>> = {
  date: '2026-01-15',
  time: '09:30:00Z',
  'date-time': '2026-01-15T09:30:00Z',
  duration: 'PT15M',
  email: 'sam@example.com',
  hostname: 'example.com',
  ipv4: '192.0.2.10',
  ipv6: '2001:db8::10',
  uri: 'https://example.com/page',
  url: 'https://example.com/page',
  uuid: '3f2b8c1e-4d5a-4b6c-8d7e-9f0a1b2c3d4e',
};

export function exampleForSchema(schema: JsonObject, hint: Hint = () => undefined): Json {
  return example('', schema, { root: schema, hint, depth: 0 });
}

function example(name: string, schema: JsonObject, walk: Walk): Json {
  if (walk.depth > LAST_DEPTH) return null;
  const plain = flatten(schema, walk);
  if (plain.const !== undefined) return plain.const;
  const options = asList(plain.anyOf).concat(asList(plain.oneOf)).filter(isObject);
  if (options.length > 0) return exampleOfOptions(name, options, plain, walk);
  const hinted = walk.hint(name, plain);
  if (hinted !== undefined && satisfies(hinted, plain)) return hinted;
  const choices = asList(plain.enum);
  if (choices.length > 0) return choices[0] ?? null;
  switch (typeOf(plain)) {
    case 'object':
      return exampleObject(plain, walk);
    case 'array':
      return exampleArray(name, plain, walk);
    case 'integer':
    case 'number':
      return exampleNumber(plain);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return exampleText(name, plain);
  }
}

function exampleOfOptions(name: string, options: JsonObject[], plain: JsonObject, walk: Walk): Json {
  const isNull = (option: JsonObject) => option.type === 'null';
  const deep = walk.depth > OPTIONAL_DEPTH;
  const chosen = options.find((option) => isNull(option) === deep) ?? options[0] ?? {};
  const { anyOf: _any, oneOf: _one, ...shared } = plain;
  return example(name, { ...shared, ...chosen }, { ...walk, depth: walk.depth + 1 });
}

/** Resolves references and merges `allOf`, so that the rest sees one plain schema. */
function flatten(schema: JsonObject, walk: Walk): JsonObject {
  let plain = schema;
  for (let hops = 0; hops < 8 && typeof plain.$ref === 'string'; hops += 1) {
    const { $ref: reference, ...beside } = plain;
    plain = { ...resolve(asText(reference), walk.root), ...beside };
  }
  for (const part of asList(plain.allOf).filter(isObject)) {
    const extra = flatten(part, walk);
    plain = {
      ...plain,
      ...extra,
      properties: { ...asObject(plain.properties), ...asObject(extra.properties) },
      required: [...asList(plain.required), ...asList(extra.required)],
    };
  }
  return plain;
}

function resolve(reference: string, root: JsonObject): JsonObject {
  let found: Json | undefined = root;
  for (const step of reference.replace(/^#\/?/, '').split('/').filter(Boolean)) {
    const key = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    found = Array.isArray(found) ? found[Number(key)] : asObject(found)[key];
  }
  return asObject(found);
}

function typeOf(schema: JsonObject): string {
  const type = schema.type;
  if (typeof type === 'string') return type;
  const named = asList(type).map(asText);
  const useful = named.find((candidate) => candidate !== 'null') ?? named[0];
  if (useful !== undefined) return useful;
  if (schema.properties !== undefined) return 'object';
  if (schema.items !== undefined) return 'array';
  if (schema.minimum !== undefined || schema.maximum !== undefined) return 'number';
  return 'string';
}

function exampleObject(schema: JsonObject, walk: Walk): JsonObject {
  const properties = asObject(schema.properties);
  const required = asList(schema.required).map(asText);
  const inner = { ...walk, depth: walk.depth + 1 };
  const value: JsonObject = {};
  for (const [name, property] of Object.entries(properties)) {
    const propertySchema = asObject(property);
    const isWanted = required.includes(name) || walk.hint(name, flatten(propertySchema, walk)) !== undefined;
    const fillAll = required.length === 0 && walk.depth < 2;
    if (!required.includes(name) && walk.depth > OPTIONAL_DEPTH) continue;
    if (isWanted || fillAll) value[name] = example(name, propertySchema, inner);
  }
  for (const name of required) value[name] ??= null;
  return value;
}

function exampleArray(name: string, schema: JsonObject, walk: Walk): Json[] {
  const least = asNumber(schema.minItems) ?? 0;
  const most = asNumber(schema.maxItems) ?? Number.POSITIVE_INFINITY;
  const usual = walk.depth > OPTIONAL_DEPTH ? 0 : 2;
  const count = Math.min(Math.max(least, usual), most);
  const prefix = asList(schema.prefixItems).map(asObject);
  const items = asObject(schema.items);
  const inner = { ...walk, depth: walk.depth + 1 };
  const values: Json[] = [];
  for (let index = 0; index < count; index += 1) {
    values.push(
      distinct(example(name, prefix[index] ?? items, inner), prefix[index] ?? items, index, values, schema),
    );
  }
  return schema.uniqueItems === true ? values.filter(isFirst).slice(0, count) : values;
}

/** With `uniqueItems`, repeats are replaced by another member of the enum, or numbered. */
function distinct(value: Json, items: JsonObject, index: number, values: Json[], schema: JsonObject): Json {
  if (schema.uniqueItems !== true || !values.some((other) => isSame(other, value))) return value;
  const choices = asList(items.enum);
  if (choices.length > 0) return choices[index % choices.length] ?? value;
  if (typeof value === 'string') return `${value} ${index + 1}`;
  return typeof value === 'number' ? value + index : value;
}

function isSame(left: Json, right: Json): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function isFirst(value: Json, index: number, values: Json[]): boolean {
  return values.findIndex((other) => isSame(other, value)) === index;
}

function exampleNumber(schema: JsonObject): number {
  const whole = typeOf(schema) === 'integer';
  const step = asNumber(schema.multipleOf) ?? (whole ? 1 : 0.5);
  const least = asNumber(schema.minimum) ?? (asNumber(schema.exclusiveMinimum) ?? -step) + step;
  const most = asNumber(schema.maximum) ?? (asNumber(schema.exclusiveMaximum) ?? 1e9) - step;
  const wanted = Math.min(Math.max(3, least), most);
  const stepped = Math.ceil(wanted / step - 1e-9) * step;
  return stepped <= most ? stepped : Math.floor(most / step) * step;
}

function exampleText(name: string, schema: JsonObject): string {
  const format = asText(schema.format);
  const pattern = asText(schema.pattern);
  const least = asNumber(schema.minLength) ?? 0;
  const most = asNumber(schema.maxLength) ?? Number.POSITIVE_INFINITY;
  const plain = formatExamples[format] ?? (name === '' ? 'example' : `example ${name.replaceAll('_', ' ')}`);
  const text = pattern === '' ? plain : (exampleForPattern(pattern) ?? plain);
  return text.padEnd(Math.min(least, 10_000), 'x').slice(0, most);
}

/** Whether a scalar (or, loosely, a composite) fits its schema; enough to accept or drop a hint. */
function satisfies(value: Json, schema: JsonObject): boolean {
  const choices = asList(schema.enum);
  if (choices.length > 0 && !choices.some((choice) => isSame(choice, value))) return false;
  const type = typeOf(schema);
  if (typeof value === 'string') return type === 'string' && satisfiesText(value, schema);
  if (typeof value === 'number') {
    if (type !== 'number' && !(type === 'integer' && Number.isInteger(value))) return false;
    const least = asNumber(schema.minimum) ?? asNumber(schema.exclusiveMinimum) ?? Number.NEGATIVE_INFINITY;
    const most = asNumber(schema.maximum) ?? asNumber(schema.exclusiveMaximum) ?? Number.POSITIVE_INFINITY;
    const step = asNumber(schema.multipleOf);
    const isInside = value >= least && value <= most;
    const isOnEdge = value === schema.exclusiveMinimum || value === schema.exclusiveMaximum;
    return isInside && !isOnEdge && (step === undefined || value % step === 0);
  }
  if (typeof value === 'boolean') return type === 'boolean';
  if (value === null) return type === 'null';
  return Array.isArray(value) ? type === 'array' : type === 'object';
}

function satisfiesText(value: string, schema: JsonObject): boolean {
  const least = asNumber(schema.minLength) ?? 0;
  const most = asNumber(schema.maxLength) ?? Number.POSITIVE_INFINITY;
  if (value.length < least || value.length > most) return false;
  if (typeof schema.format === 'string' && formatExamples[schema.format] !== undefined) return false;
  const pattern = asText(schema.pattern);
  if (pattern === '') return true;
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    return false;
  }
}
