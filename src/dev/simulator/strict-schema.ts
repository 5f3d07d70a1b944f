// OpenAI's rules for strict schemas: every object closed, every property required.
// Must not generate values (schema-example.ts).

import { asList, asObject, asText, isObject, type Json, type JsonObject } from './json.ts';

const MAX_DEPTH = 40;

/** What is wrong with a strict schema in OpenAI's words, or undefined. */
export function strictSchemaProblem(schema: JsonObject): string | undefined {
  if (schema.type !== 'object') {
    const found = typeof schema.type === 'string' ? schema.type : 'None';
    return `schema must be a JSON Schema of 'type: "object"', got 'type: "${found}"'.`;
  }
  return problemAt(schema, [], 0);
}

function problemAt(schema: JsonObject, path: string[], depth: number): string | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const context = `In context=(${path.map((step) => `'${step}'`).join(', ')}${path.length === 1 ? ',' : ''})`;
  const properties = asObject(schema.properties);
  if (isOfType(schema, 'object')) {
    if (schema.additionalProperties !== false) {
      return `${context}, 'additionalProperties' is required to be supplied and to be false.`;
    }
    const required = asList(schema.required).map(asText);
    const missing = Object.keys(properties).find((name) => !required.includes(name));
    if (missing !== undefined) {
      return `${context}, 'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`;
    }
  }
  for (const [name, inner] of innerSchemas(schema, properties)) {
    const problem = problemAt(inner, [...path, ...name], depth + 1);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function isOfType(schema: JsonObject, type: string): boolean {
  return schema.type === type || asList(schema.type).includes(type);
}

function* innerSchemas(schema: JsonObject, properties: JsonObject): Generator<[string[], JsonObject]> {
  const lists: [string, Json | undefined][] = [
    ['anyOf', schema.anyOf],
    ['allOf', schema.allOf],
  ];
  for (const [name, property] of Object.entries(properties)) {
    if (isObject(property)) yield [['properties', name], property];
  }
  for (const [name, definition] of Object.entries(asObject(schema.$defs))) {
    if (isObject(definition)) yield [['$defs', name], definition];
  }
  if (isObject(schema.items)) yield [['items'], schema.items];
  for (const [name, options] of lists) {
    for (const [index, option] of asList(options).entries()) {
      if (isObject(option)) yield [[name, String(index)], option];
    }
  }
}
