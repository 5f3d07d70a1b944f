/** The validator: what it tells apart, what it leaves open, and that no schema keeps it busy for long. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../src/core/json.ts';
import { findDifference, TooDeep } from '../../src/safeguards/json-schema.ts';

const item = {
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 3 },
    count: { type: 'integer', minimum: 0 },
  },
  required: ['name'],
  additionalProperties: false,
};
const order: JsonObject = {
  type: 'object',
  properties: {
    items: { type: 'array', items: { $ref: '#/$defs/item' }, minItems: 1 },
    state: { enum: ['open', 'shipped', null] },
    note: { anyOf: [{ type: 'string' }, { type: 'null' }] },
    kind: { const: { a: [1] } },
  },
  required: ['items'],
  $defs: { item },
};

describe('a value', () => {
  test.each<[string, Json, string, string]>([
    ['another type', [], '', 'type'],
    ['a member missing', {}, '', 'required'],
    ['too few items', { items: [] }, 'items', 'minItems'],
    ['a member missing behind a reference', { items: [{ count: 1 }] }, 'items[0]', 'required'],
    [
      'a member too many, which is not named',
      { items: [{ name: 'a', 'secret word': 1 }] },
      'items[0]',
      'additionalProperties',
    ],
    ['no whole number', { items: [{ name: 'a', count: 1.5 }] }, 'items[0].count', 'type'],
    ['too low a number', { items: [{ name: 'a' }, { name: 'b', count: -1 }] }, 'items[1].count', 'minimum'],
    ['too long a text', { items: [{ name: '😀😀😀😀' }] }, 'items[0].name', 'maxLength'],
    ['none of a list', { items: [{ name: 'a' }], state: 'lost' }, 'state', 'enum'],
    ['none of the choices', { items: [{ name: 'a' }], note: 3 }, 'note', 'anyOf'],
    ['another constant', { items: [{ name: 'a' }], kind: { a: [2] } }, 'kind', 'const'],
  ])('that differs: %s', (_, value, at, why) => {
    expect(findDifference(value, order)).toEqual({ at, why });
  });

  test.each<[string, Json, JsonObject]>([
    [
      'all of it',
      { items: [{ name: '😀😀😀', count: 0 }], state: null, note: null, kind: { a: [1] } },
      order,
    ],
    ['a whole number written with a point', JSON.parse('1.0'), { type: 'integer' }],
    ['null, where it is let', null, { type: 'string', nullable: true }],
    ['a list of types', null, { type: ['string', 'null'] }],
    ['items by place', ['a', 1, 2], { prefixItems: [{ type: 'string' }], items: { type: 'number' } }],
    ['all of several', { a: 1, b: 2 }, { allOf: [{ required: ['a'] }, { required: ['b'] }] }],
    ['a name that every object has', { a: 1 }, { properties: { toString: { type: 'string' } } }],
  ])('that fits: %s', (_, value, schema) => {
    expect(findDifference(value, schema)).toBeNull();
  });

  test.each<[string, JsonObject]>([
    ['a pattern', { type: 'string', pattern: '^x$' }],
    ['a negation', { not: { type: 'string', pattern: '^x$' } }],
    ['one of two that both fit', { oneOf: [{ pattern: '^x$' }, { pattern: '^y$' }] }],
    ['a reference elsewhere', { $ref: 'https://schemas.example/text' }],
    ['a reference by anchor', { $ref: '#text', type: 'string' }],
    ['a type that nobody knows', { type: 'any' }],
    ['members by pattern', { patternProperties: { x: {} }, additionalProperties: false }],
  ])('is not judged by %s', (_, schema) => {
    expect(findDifference('word', schema)).toBeNull();
    expect(findDifference({ xy: 1 }, { ...schema, type: undefined })).toBeNull();
  });
});

test('a schema that goes on for ever is given up', () => {
  expect(() => findDifference(1, { $ref: '#' })).toThrow(TooDeep);
  const choices = { anyOf: [{ $ref: '#/$defs/a' }, { $ref: '#/$defs/a' }] };
  expect(() => findDifference(1, { ...choices, $defs: { a: { allOf: [choices] } } })).toThrow(TooDeep);
});

const words = Array.from({ length: 50_000 }, (_, at) => `w${at}`);
const wide = Object.fromEntries(words.slice(0, 20_000).map((word) => [word, 1]));
const items = Array.from({ length: 50_000 }, () => 'w49999');

test.each<[string, Json, JsonObject]>([
  ['lists many values', items, { items: { enum: words } }],
  ['lists large values', items.map(() => ({})), { items: { enum: [wide, {}] } }],
  ['requires a name many times', items.map(() => ({ a: 1 })), { items: { required: words.map(() => 'a') } }],
  ['lists many types', items, { items: { type: [...words, 'string'] } }],
  ['counts a long text often', 'a'.repeat(200_000), { allOf: words.map(() => ({ minLength: 9 })) }],
  ['goes through many members often', wide, { anyOf: words.map(() => ({ properties: { w0: false } })) }],
])('a schema that %s is given up', (_, value, schema) => {
  expect(() => findDifference(value, schema)).toThrow(TooDeep);
});

test('a long reference is followed once', () => {
  const long = `#/$defs/${words.join('/')}`;
  expect(findDifference(wide, { additionalProperties: { $ref: long } })).toBeNull();
});

test('many values against a list of ordinary length are looked at', () => {
  const schema = { items: { enum: words.slice(0, 500) } };
  const known = items.slice(0, 2000).map(() => 'w499');
  expect(findDifference(known, schema)).toBeNull();
  expect(findDifference([...known, 'w500'], schema)).toEqual({ at: '[2000]', why: 'enum' });
});

const leaf = fc.oneof(fc.constant(null), fc.boolean(), fc.integer(), fc.string());
const { value: values } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.string().filter((name) => name !== '__proto__'),
      tie('value'),
      { maxKeys: 4 },
    ),
  ),
}));

/** The strictest schema that a value fits. */
function schemaFor(value: Json): JsonObject {
  if (Array.isArray(value))
    return { type: 'array', prefixItems: value.map(schemaFor), items: false, minItems: value.length };
  if (value === null || typeof value !== 'object') return { const: value };
  const members = Object.entries(value).map(([name, member]) => [name, schemaFor(member ?? null)]);
  return {
    type: 'object',
    properties: Object.fromEntries(members),
    required: Object.keys(value),
    additionalProperties: false,
  };
}

test('law: a value fits the schema that is written for it, and another one does not', () => {
  fc.assert(
    fc.property(values, values, (value, other) => {
      expect(findDifference(value, schemaFor(value))).toBeNull();
      const isSame = JSON.stringify(sorted(value)) === JSON.stringify(sorted(other));
      expect(findDifference(other, schemaFor(value)) === null).toBe(isSame);
    }),
  );
});

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return Object.is(value, -0) ? 0 : value;
  const members = Object.entries(value).map(([name, member]) => [name, sorted(member ?? null)] as const);
  return Object.fromEntries(members.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
