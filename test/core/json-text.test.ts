/** The patch is the passthrough lane's promise: it means what the edits say, and no other byte moves. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/core/json.ts';
import { type Edits, patchObject, scanObject } from '../../src/core/json-text.ts';
import { countMembers } from '../../src/intake/find-twin.ts';

const space = fc.constantFrom('', '', '', ' ', '\n', '\t', '\r\n  ');

/** Values as text, spelled as no serialiser would. */
const scalarText = fc.constantFrom(
  '1.0',
  '-0',
  '1e400',
  '1E+2',
  '123456789012345678901234567890',
  'null',
  'true',
  '""',
  '"\\u0041\\/\\n"',
  '"}{][,:\\\\"',
  '"\\\\\\""',
  '"日本 😀 \\ud83d\\ude00"',
);

const valueText: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalarText,
    fc
      .array(fc.tuple(space, tie('value'), space), { maxLength: 3 })
      .map((items) => `[${items.map((item) => item.join('')).join(',')}]`),
    fc
      .uniqueArray(
        fc.tuple(space, fc.constantFrom('"a"', '"a b"', '"\\u0062"'), space, tie('value'), space),
        { selector: ([, key]) => key, maxLength: 3 },
      )
      .map((items) => `{${items.map(([a, key, b, value, c]) => `${a}${key}${b}:${value}${c}`).join(',')}}`),
  ),
})).value;

/** Names as text, each with what it means. */
const spellings = [
  ['"model"', 'model'],
  ['"\\u006dodel2"', 'model2'],
  ['"stream"', 'stream'],
  ['"a\\"b"', 'a"b'],
  ['"名前"', '名前'],
  ['""', ''],
  ['"__proto__"', '__proto__'],
  ['"back\\\\slash\\\\"', 'back\\slash\\'],
] as const;

type Written = { readonly text: string; readonly names: readonly string[] };

const objectText: fc.Arbitrary<Written> = fc
  .tuple(
    space,
    fc.uniqueArray(fc.tuple(fc.constantFrom(...spellings), space, space, valueText, space, space), {
      selector: ([[, name]]) => name,
      maxLength: spellings.length,
    }),
    space,
  )
  .map(([before, members, after]) => ({
    text: `${before}{${members
      .map(([[key], a, b, value, c, d]) => `${d}${key}${a}:${b}${value}${c}`)
      .join(',')}${members.length === 0 ? after : ''}}${after}`,
    names: members.map(([[, name]]) => name),
  }));

const edits: fc.Arbitrary<Edits> = fc
  .uniqueArray(
    fc.tuple(
      fc.constantFrom(...spellings.map(([, name]) => name), 'added', 'added "too"'),
      fc.option(
        fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)) as Json),
        { nil: undefined },
      ),
    ),
    { selector: ([name]) => name, maxLength: 6 },
  )
  .map((entries) => Object.fromEntries(entries));

function read(text: string): Map<string, unknown> {
  return new Map(Object.entries(JSON.parse(text) as object));
}

function editMap(members: Map<string, unknown>, changes: Edits): Map<string, unknown> {
  const edited = new Map(members);
  for (const name of Object.keys(changes)) {
    if (changes[name] === undefined) edited.delete(name);
    else edited.set(name, changes[name]);
  }
  return edited;
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe('scanObject', () => {
  test('finds the members that JSON.parse finds, and the depth', () => {
    fc.assert(
      fc.property(objectText, ({ text, names }) => {
        const scan = scanObject(text);
        expect([...scan.members.keys()]).toEqual(names);
        expect(scan.memberCount).toBe(countMembers(JSON.parse(text)));
        expect(scan.depth).toBe(depthOf(JSON.parse(text)));
      }),
    );
  });

  test('the span of a value is its very text', () => {
    fc.assert(
      fc.property(objectText, ({ text }) => {
        const values = read(text);
        for (const [name, { valueStart, end }] of scanObject(text).members) {
          expect(JSON.parse(text.slice(valueStart, end))).toEqual(values.get(name));
        }
      }),
    );
  });

  test.each([
    ['{"a":1,"a":2}', 2],
    ['{"a":1,"b":{"a":1},"\\u0061":2}', 4],
    ['{"a":{"a":1},"b":["a","a:a"]}', 3],
    ['[{"a":"b"},{"b":{}}]', 2],
  ])('members of %s: %i', (text, count) => {
    expect(scanObject(text).memberCount).toBe(count);
  });

  test('never throws, whatever the text is', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      '\\"',
      'a',
      ' ',
      '1',
      '\u2028',
      '\ud800',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join('');
        expect(scanObject(text).depth).toBeLessThanOrEqual(pieces.length);
      }),
      { numRuns: 1000 },
    );
  });

  // Each would take minutes if the cost were not linear.
  test.each([
    ['brackets', '['.repeat(2_000_000), 2_000_000],
    ['a backslash run', `{"a":"${'\\'.repeat(2_000_000)}"}`, 1],
    ['escaped quotes', `{"a":"${'\\"'.repeat(1_000_000)}"}`, 1],
    ['an open string', `{"a":"${'x'.repeat(2_000_000)}`, 1],
    ['spaces', `{"a":${' '.repeat(2_000_000)}1}`, 1],
    ['many members', `{${'"a":1,'.repeat(300_000)}"b":1}`, 1],
    ['commas', `{${','.repeat(2_000_000)}`, 1],
  ])('a hostile text stays cheap: %s', (_, text, depth) => {
    expect(scanObject(text).depth).toBe(depth);
  });
});

describe('patchObject', () => {
  test('means what the edits say', () => {
    fc.assert(
      fc.property(objectText, edits, ({ text }, changes) => {
        const patched = patchObject(text, scanObject(text), changes);
        expect(read(patched)).toEqual(editMap(read(text), changes));
      }),
      { numRuns: 1000 },
    );
  });

  test('every untouched member keeps its very bytes', () => {
    fc.assert(
      fc.property(objectText, edits, ({ text }, changes) => {
        const before = scanObject(text);
        const patched = patchObject(text, before, changes);
        const after = scanObject(patched);
        for (const [name, span] of before.members) {
          if (Object.hasOwn(changes, name)) continue;
          const kept = after.members.get(name);
          expect(kept && patched.slice(kept.start, kept.end)).toBe(text.slice(span.start, span.end));
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('without edits it is the same text', () => {
    fc.assert(fc.property(objectText, ({ text }) => patchObject(text, scanObject(text), {}) === text));
  });

  test.each([
    ['{"model":"a","x":1.0}', { model: 'b' }, '{"model":"b","x":1.0}'],
    ['{ "n" : 1e400 , "model" : "a" }', { model: undefined }, '{ "n" : 1e400   }'],
    ['{"a":1,"b":2,"c":3}', { a: undefined, b: undefined }, '{"c":3}'],
    ['{"a":1,"b":2,"c":3}', { a: undefined, b: undefined, c: undefined }, '{}'],
    ['{"a":1,"b":2}', { b: undefined, c: [1] }, '{"a":1,"c":[1]}'],
    ['{}', { a: null }, '{"a":null}'],
    ['{ }\n', { a: 1, b: undefined, c: 2 }, '{ "a":1,"c":2}\n'],
    ['{"t":"}, {","a":1}', { a: undefined }, '{"t":"}, {"}'],
  ] satisfies [string, Edits, string][])('%s with %j is %s', (text, changes, patched) => {
    expect(patchObject(text, scanObject(text), changes)).toBe(patched);
  });
});
