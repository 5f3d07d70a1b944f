/** The text that versions of configurations and the chain of the audit log are hashes of: it must never change. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../src/config/config-version.ts';

test('keys are sorted at every depth, lists are not, what is absent stays away', () => {
  const value = {
    b: [3, 1, { d: null, c: undefined }],
    a: new Map([
      ['y', 1],
      ['x', 2],
    ]),
    é: 0,
    Z: 'ü',
    10: 1,
    9: 2,
  };
  expect(canonicalJson(value)).toBe('{"9":2,"10":1,"Z":"ü","a":{"x":2,"y":1},"b":[3,1,{"d":null}],"é":0}');
});

test('a key named __proto__ is one like others', () => {
  expect(canonicalJson(JSON.parse('{"b":1,"__proto__":{"d":2,"c":3}}'))).toBe(
    '{"__proto__":{"c":3,"d":2},"b":1}',
  );
});

test('the order in which keys were written does not matter, and nothing is lost', () => {
  const turned = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(turned);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, item]) => [key, turned(item)]),
    );
  };
  fc.assert(
    fc.property(fc.json(), (json) => {
      const value: unknown = JSON.parse(json);
      expect(canonicalJson(turned(value))).toBe(canonicalJson(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(value);
    }),
  );
});
