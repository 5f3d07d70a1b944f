// Examples are judged by an independent reader of JSON schemas.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { JsonObject } from '../../../src/dev/simulator/json.ts';
import { exampleForSchema } from '../../../src/dev/simulator/schema-example.ts';

function satisfied(schema: JsonObject): boolean {
  return z.fromJSONSchema(schema as never).safeParse(exampleForSchema(schema)).success;
}

const leaf = fc.oneof(
  fc.constant({ type: 'boolean' }),
  fc.constant({ type: 'null' }),
  fc.record({ type: fc.constant('string'), minLength: fc.nat(40) }),
  fc.record({ type: fc.constant('string'), maxLength: fc.nat(5) }),
  fc.record({
    type: fc.constant('string'),
    format: fc.constantFrom('date', 'date-time', 'email', 'uuid', 'ipv4'),
  }),
  fc.record({ type: fc.constantFrom('integer', 'number'), minimum: fc.integer({ min: -50, max: 50 }) }),
  fc.record({ type: fc.constantFrom('integer', 'number'), maximum: fc.integer({ min: -50, max: 50 }) }),
  fc.record({ type: fc.constant('integer'), exclusiveMinimum: fc.integer({ min: -50, max: 50 }) }),
  fc.record({ type: fc.constant('integer'), multipleOf: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ enum: fc.array(fc.string(), { minLength: 1, maxLength: 3 }) }),
  fc.record({ const: fc.oneof(fc.string(), fc.integer()) }),
);

const { schema: anySchema } = fc.letrec<{ schema: JsonObject }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.record({ type: fc.constant('array'), items: tie('schema'), minItems: fc.nat(3) }),
    fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), tie('schema'), { maxKeys: 4 }).map((properties) => ({
      type: 'object',
      properties,
      required: Object.keys(properties),
      additionalProperties: false,
    })),
  ) as fc.Arbitrary<JsonObject>,
}));

it('satisfies any schema of the usual kinds', () => {
  fc.assert(fc.property(anySchema, satisfied));
});

describe('special schemas', () => {
  it.each<[string, JsonObject]>([
    [
      'references',
      {
        $defs: { place: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } },
        $ref: '#/$defs/place',
      },
    ],
    ['patterns', { type: 'string', pattern: '^[A-Z]{2}-\\d{3}$' }],
    [
      'merged parts',
      {
        allOf: [
          { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
          { type: 'object', properties: { b: { type: 'integer' } }, required: ['b'] },
        ],
      },
    ],
    ['nullable types', { type: ['string', 'null'] }],
    ['tuples', { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }], minItems: 2 }],
    ['distinct items', { type: 'array', items: { enum: ['a', 'b', 'c'] }, minItems: 3, uniqueItems: true }],
    ['no type', { properties: { a: { minimum: 3 } }, required: ['a'] }],
  ])('%s', (_name, schema) => {
    expect(satisfied(schema)).toBe(true);
  });

  it('end on recursion', () => {
    const node: JsonObject = {
      type: 'object',
      properties: {
        name: { type: 'string' },
        children: { type: 'array', items: { $ref: '#' } },
        next: { anyOf: [{ $ref: '#' }, { type: 'null' }] },
      },
      required: ['name', 'children', 'next'],
      additionalProperties: false,
    };
    expect(JSON.stringify(exampleForSchema(node)).length).toBeLessThan(200_000);
    expect(satisfied(node)).toBe(true);
  });

  it('take hints that fit and drop those that do not', () => {
    const schema: JsonObject = {
      type: 'object',
      properties: { city: { type: 'string', maxLength: 5 }, count: { type: 'integer', maximum: 10 } },
      required: ['city', 'count'],
    };
    expect(exampleForSchema(schema, (name) => (name === 'city' ? 'Oslo' : 99))).toEqual({
      city: 'Oslo',
      count: 3,
    });
    expect(exampleForSchema(schema, (name) => (name === 'city' ? 'Reykjavik' : 7))).toEqual({
      city: 'examp',
      count: 7,
    });
  });
});
