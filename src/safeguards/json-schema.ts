/**
 * Whether a value is what a JSON Schema asks for, by an interpreter: the part of the language that providers take for
 * structured output. A keyword that is not here forbids nothing, so that what is called a difference is one. Pure.
 */
import { isObject, type Json, type JsonObject } from '../core/json.ts';

/** Null: it is what the schema asks for. `at`: the place, in names that the schema gives; `why`: the keyword. */
export type Difference = { readonly at: string; readonly why: string } | null;

/** Schemas and names looked at, for one value: a schema that branches in itself would go on for ever. */
const mostSteps = 100_000;
/** Of a step: one listed value, or one character that is counted. */
const shareOfStep = 1 / 16;
const mostDepth = 100;

/** The schema asks for more than is looked at. */
export class TooDeep extends Error {}

function typeOf(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

const types: ReadonlySet<Json> = new Set([
  'null',
  'boolean',
  'number',
  'integer',
  'string',
  'array',
  'object',
]);

function isOfType(value: Json, type: Json): boolean {
  const own = typeOf(value);
  if (!types.has(type)) return true;
  if (type === 'integer') return own === 'number' && Number.isInteger(value);
  return own === type;
}

/** Characters as JSON Schema counts them. */
const lengthOf = (text: string): number => [...text].length;

type Limit = (value: Json, limit: number) => boolean;

const ofNumber =
  (isWithin: (value: number, limit: number) => boolean): Limit =>
  (value, limit) =>
    typeof value !== 'number' || isWithin(value, limit);
const ofText =
  (isWithin: (length: number, limit: number) => boolean): Limit =>
  (value, limit) =>
    typeof value !== 'string' || isWithin(lengthOf(value), limit);
const ofList =
  (isWithin: (length: number, limit: number) => boolean): Limit =>
  (value, limit) =>
    !Array.isArray(value) || isWithin(value.length, limit);
const atLeast = (value: number, limit: number) => value >= limit;
const atMost = (value: number, limit: number) => value <= limit;

const limits: Readonly<Record<string, Limit>> = {
  minimum: ofNumber(atLeast),
  maximum: ofNumber(atMost),
  exclusiveMinimum: ofNumber((value, limit) => value > limit),
  exclusiveMaximum: ofNumber((value, limit) => value < limit),
  minLength: ofText(atLeast),
  maxLength: ofText(atMost),
  minItems: ofList(atLeast),
  maxItems: ofList(atMost),
};

const listed = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

/** What is gone through besides listed values. */
function itemsOf(value: Json, { type, required, minLength, maxLength }: JsonObject): number {
  const isCounted = typeof value === 'string' && (minLength !== undefined || maxLength !== undefined);
  return listed(type).length + listed(required).length + (isCounted ? value.length : 0);
}

class Checker {
  readonly #root: JsonObject;
  readonly #referred = new Map<string, Json | undefined>();
  #steps = 0;

  constructor(root: JsonObject) {
    this.#root = root;
  }

  check(value: Json, schema: Json | undefined, at: string, depth: number): Difference {
    if (depth > mostDepth) throw new TooDeep();
    this.#step(1);
    if (schema === false) return { at, why: 'false' };
    if (!isObject(schema)) return null;
    this.#step(itemsOf(value, schema) * shareOfStep);
    return (
      this.#checkReference(value, schema, at, depth) ??
      this.#checkOwn(value, schema, at) ??
      this.#checkChoices(value, schema, at, depth) ??
      (isObject(value) ? this.#checkMembers(value, schema, at, depth) : null) ??
      (Array.isArray(value) ? this.#checkItems(value, schema, at, depth) : null)
    );
  }

  /** What a value says by itself: type, listed values, limits. */
  #checkOwn(value: Json, schema: JsonObject, at: string): Difference {
    const { type } = schema;
    if (value === null && schema.nullable === true) return null;
    const allowed = typeof type === 'string' ? [type] : listed(type);
    if (allowed.length > 0 && !allowed.some((each) => isOfType(value, each))) return { at, why: 'type' };
    if (Array.isArray(schema.enum) && !schema.enum.some((each) => this.#isSame(value, each)))
      return { at, why: 'enum' };
    if (schema.const !== undefined && !this.#isSame(value, schema.const)) return { at, why: 'const' };
    for (const [why, isWithin] of Object.entries(limits)) {
      const limit = schema[why];
      if (typeof limit === 'number' && !isWithin(value, limit)) return { at, why };
    }
    return null;
  }

  /** References into the schema itself; others are not followed. */
  #checkReference(value: Json, { $ref }: JsonObject, at: string, depth: number): Difference {
    if (typeof $ref !== 'string' || !/^#(\/|$)/.test($ref)) return null;
    if (!this.#referred.has($ref)) this.#referred.set($ref, this.#find($ref));
    return this.check(value, this.#referred.get($ref), at, depth + 1);
  }

  #find(reference: string): Json | undefined {
    let found: Json | undefined = this.#root;
    for (const part of reference.slice(1).split('/').slice(1)) {
      const name = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
      found = isObject(found) && Object.hasOwn(found, name) ? found[name] : undefined;
    }
    return found;
  }

  #step(count: number): void {
    this.#steps += count;
    if (this.#steps > mostSteps) throw new TooDeep();
  }

  #isSame(a: Json | undefined, b: Json | undefined): boolean {
    this.#step(shareOfStep);
    if (a === b) return true;
    if (Array.isArray(a))
      return Array.isArray(b) && a.length === b.length && a.every((each, at) => this.#isSame(each, b[at]));
    if (!isObject(a) || !isObject(b)) return false;
    const [names, others] = [Object.keys(a), Object.keys(b)];
    this.#step(names.length + others.length);
    return (
      names.length === others.length &&
      names.every((name) => Object.hasOwn(b, name) && this.#isSame(a[name], b[name]))
    );
  }

  /** Of `oneOf` that none fits: where more than one does, a keyword that is not looked at may tell them apart. */
  #checkChoices(value: Json, schema: JsonObject, at: string, depth: number): Difference {
    const fits = (each: Json) => this.check(value, each, at, depth + 1) === null;
    for (const each of listed(schema.allOf)) {
      const difference = this.check(value, each, at, depth + 1);
      if (difference !== null) return difference;
    }
    for (const why of ['anyOf', 'oneOf']) {
      const choices = schema[why];
      if (Array.isArray(choices) && !choices.some(fits)) return { at, why };
    }
    return null;
  }

  #checkMembers(value: JsonObject, schema: JsonObject, at: string, depth: number): Difference {
    const properties = isObject(schema.properties) ? schema.properties : {};
    for (const name of listed(schema.required))
      if (typeof name === 'string' && !Object.hasOwn(value, name)) return { at, why: 'required' };
    const others = schema.patternProperties === undefined ? schema.additionalProperties : undefined;
    const members = Object.entries(value);
    this.#step(members.length);
    for (const [name, member] of members) {
      const isKnown = Object.hasOwn(properties, name);
      // what only the answer calls so is not named
      const place = isKnown ? (at === '' ? name : `${at}.${name}`) : at;
      const difference = this.check(member ?? null, isKnown ? properties[name] : others, place, depth + 1);
      if (difference !== null)
        return isKnown || others !== false ? difference : { at, why: 'additionalProperties' };
    }
    return null;
  }

  #checkItems(value: readonly Json[], schema: JsonObject, at: string, depth: number): Difference {
    const first = listed(schema.prefixItems);
    for (const [place, item] of value.entries()) {
      const own = place < first.length ? first[place] : schema.items;
      const difference = this.check(item, own, `${at}[${place}]`, depth + 1);
      if (difference !== null) return difference;
    }
    return null;
  }
}

/** Errors: `TooDeep`; and of a reference that is no address, what decoding it throws. */
export function findDifference(value: Json, schema: JsonObject): Difference {
  return new Checker(schema).check(value, schema, '', 0);
}
