/** A body is one JSON object of bounded depth without doubt about its members, or it is refused before anything reads it. */
import { describe, expect, test, vi } from 'vitest';
import { RouterError } from '../../src/core/errors.ts';
import { parseObjectText } from '../../src/intake/parse-object.ts';

function problem(text: string, depth = 64): RouterError {
  try {
    parseObjectText(text, depth);
  } catch (error) {
    if (error instanceof RouterError) return error;
    throw error;
  }
  throw new Error('it was taken');
}

test('a good body keeps its text, its values and where they stand', () => {
  const text = ' {"model":"a","n":1.0} ';
  const { raw, scan, ...rest } = parseObjectText(text, 64);
  expect(rest.text).toBe(text);
  expect(raw).toEqual({ model: 'a', n: 1 });
  expect([...scan.members.keys()]).toEqual(['model', 'n']);
});

describe('what is no JSON object', () => {
  test.each([
    '',
    ' ',
    '{',
    '{"a":}',
    "{'a':1}",
    '{"a":1,}',
    'undefined',
    '{"a":NaN}',
    '{"a":"\n"}',
    '{"a":1}{}',
    '\ufeff{}',
  ])('%j', (text) => {
    expect(problem(text)).toMatchObject({ code: 'invalid_json', status: 400, retryable: false });
    expect(problem(text).message).toMatch(/^The body is not valid JSON/);
  });

  test.each(['[]', '[{"model":"a"}]', '"text"', '1', 'null', 'true'])('%s: JSON, but no object', (text) => {
    expect(problem(text)).toMatchObject({ code: 'invalid_json', message: 'The body must be a JSON object.' });
  });

  test('a long one is quoted in part only', () => {
    expect(problem(`{"a":${'x'.repeat(100_000)}}`).message.length).toBeLessThan(300);
  });
});

describe('depth', () => {
  const nested = (depth: number) => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;

  test('up to the limit it is taken', () => {
    expect(parseObjectText(nested(64), 64).scan.depth).toBe(64);
    expect(problem(nested(65))).toMatchObject({ code: 'invalid_json' });
    expect(problem(nested(65)).message).toBe('The body is nested 65 deep; the limit is 64.');
  });

  test('is seen before anything is parsed', () => {
    const parse = vi.spyOn(JSON, 'parse');
    try {
      expect(problem('['.repeat(5_000_000)).message).toContain('nested 5000000 deep');
      expect(parse).not.toHaveBeenCalled();
    } finally {
      parse.mockRestore();
    }
  });

  test('brackets in texts do not count', () => {
    expect(parseObjectText(`{"a":"${'['.repeat(1000)}"}`, 2).scan.depth).toBe(1);
  });
});

describe('a member that stands twice', () => {
  test.each([
    ['{"model":"a","model":"b"}', 'model'],
    ['{"model":"a","\\u006dodel":"b"}', 'model'],
    ['{"__proto__":1,"__proto__":2}', '__proto__'],
    ['{"messages":[{"role":"user"},{"content":"x","content":"y"}]}', 'messages[1].content'],
    ['{"a":{"b":[[1,2],[{"c":{}},{"d":"},{","e":{"f":1,"\\u0066":2}}]]}}', 'a.b[1][1].e.f'],
    ['{"a":[],"a":{}}', 'a'],
  ])('%s', (text, param) => {
    expect(problem(text)).toMatchObject({ code: 'invalid_json', param });
  });

  test('the name is shown in part only', () => {
    const name = 'x'.repeat(10_000);
    const error = problem(`{"${name}":1,"${name}":2}`);
    expect(error.message.length + (error.param?.length ?? 0)).toBeLessThan(300);
  });
});

test('the same name may stand in many objects', () => {
  const text = '{"a":{"a":[{"a":1},{"a":[{"a":null}]}]},"b":{"a":"a:a"},"":{"":[[],{}]}}';
  expect(parseObjectText(text, 64).raw).toEqual(JSON.parse(text));
});

test('members named like parts of every object are members and nothing else', () => {
  const { raw } = parseObjectText('{"constructor":1,"toString":2,"text":"__proto__ and \\u005f"}', 64);
  expect(Object.keys(raw)).toEqual(['constructor', 'toString', 'text']);
});

describe('a member that copying would make a prototype', () => {
  test.each([
    ['{"__proto__":{"admin":true}}', '__proto__'],
    ['{"messages":[{"role":"user"},{"a":{"__proto__":1}}]}', 'messages[1].a.__proto__'],
    ['{"tools":{"__pr\\u006fto__":[]}}', 'tools.__proto__'],
  ])('%s', (text, param) => {
    expect(problem(text)).toMatchObject({ code: 'invalid_json', param });
  });
});
