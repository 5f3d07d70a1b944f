/**
 * JSON schemas for structured output and strict tools: the API takes a subset, and closed objects only. What it does
 * not take moves into the description, where the model still reads it. Never changes what is merely declared.
 */
import { isObject, type Json, type JsonObject } from '../../core/json.ts';

/** Keywords of the subset whose values are schemas, lists of schemas, or maps of schemas. */
const schemaKeywords = new Set(['items']);
const listKeywords = new Set(['anyOf', 'allOf']);
const mapKeywords = new Set(['properties', '$defs', 'definitions']);

const plainKeywords = new Set([
  '$ref',
  'type',
  'description',
  'title',
  'enum',
  'const',
  'default',
  'required',
  'additionalProperties',
  'minItems',
]);

const stringFormats = new Set([
  'date-time',
  'time',
  'date',
  'duration',
  'email',
  'hostname',
  'uri',
  'ipv4',
  'ipv6',
  'uuid',
]);

function isObjectSchema(schema: JsonObject): boolean {
  const { type } = schema;
  return type === 'object' || (Array.isArray(type) && type.includes('object')) || isObject(schema.properties);
}

function isTaken(name: string, value: Json | undefined): boolean {
  if (name === 'format') return typeof value === 'string' && stringFormats.has(value);
  if (name === 'minItems') return value === 0 || value === 1;
  if (name === 'additionalProperties') return value === false;
  return plainKeywords.has(name);
}

function convert(value: Json | undefined): Json | undefined {
  return isObject(value) ? structuredSchema(value) : value;
}

function convertMember(name: string, value: Json | undefined): Json | undefined {
  if (schemaKeywords.has(name)) return convert(value);
  if (listKeywords.has(name) && Array.isArray(value)) return value.map((each) => convert(each) ?? null);
  if (mapKeywords.has(name) && isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, convert(each)]));
  }
  return undefined;
}

/** The schema within the subset; the same content where it already is. */
export function structuredSchema(schema: JsonObject): JsonObject {
  const taken: JsonObject = {};
  const rest: string[] = [];
  for (const [name, value] of Object.entries(schema)) {
    if (name === '$schema' || value === undefined) continue;
    const target = name === 'oneOf' ? 'anyOf' : name;
    const member = convertMember(target, value);
    if (member !== undefined) taken[target] = member;
    else if (isTaken(name, value)) taken[name] = value;
    else if (name !== 'additionalProperties') rest.push(`${name}: ${JSON.stringify(value)}`);
  }
  if (isObjectSchema(schema)) taken.additionalProperties = false;
  if (rest.length > 0) {
    const note = `{${rest.join(', ')}}`;
    taken.description = typeof taken.description === 'string' ? `${taken.description}\n\n${note}` : note;
  }
  return taken;
}

function isSame(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((each, at) => isSame(each, b[at]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => isSame(a[name], b[name]));
}

/** Whether the API takes this schema as it is for structured output or a strict tool. */
export function isStructured(schema: JsonObject): boolean {
  return isSame(structuredSchema(schema), schema);
}

/** What a tool's `input_schema` must be at least: a schema of an object. */
export function toolSchema(schema: JsonObject | undefined): JsonObject {
  if (schema === undefined) return { type: 'object', properties: {} };
  return schema.type === 'object' ? schema : { ...schema, type: 'object' };
}
