/** cjson on bytes: what Lua tables become, what JSON becomes, what is refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCjson, encodeCjson } from '../../../../../src/dev/upstash/embedded/lua/cjson.ts';
import {
  jsonNull,
  type LuaTable,
  type LuaValue,
} from '../../../../../src/dev/upstash/embedded/lua/lua-value.ts';
import { fromBytes, toBytes } from '../../../../../src/dev/upstash/engine.ts';

const table = (...pairs: [LuaValue, LuaValue][]): LuaTable => new Map(pairs);

/** JSON as a script would hold it, without what Lua cannot tell apart: the empty array and object. */
function toLua(json: unknown): LuaValue {
  if (json === null) return jsonNull;
  if (Array.isArray(json)) return new Map(json.map((item, at) => [at + 1, toLua(item)]));
  if (typeof json === 'object') {
    return new Map(Object.entries(json).map(([key, value]) => [toBytes(key), toLua(value)]));
  }
  return typeof json === 'string' ? toBytes(json) : (json as LuaValue);
}

const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.string({ unit: 'grapheme' }),
    fc.array(tie('value'), { minLength: 1, maxLength: 4 }),
    fc.dictionary(fc.string({ unit: 'grapheme' }), tie('value'), { minKeys: 1, maxKeys: 4 }),
  ),
})).value;

describe('cjson', () => {
  it('decodes what JSON.stringify writes, and encodes it back to the same JSON', () => {
    fc.assert(
      fc.property(json, (value) => {
        const lua = decodeCjson(toBytes(JSON.stringify(value)));
        expect(lua).toEqual(toLua(value));
        expect(JSON.parse(fromBytes(encodeCjson(lua)))).toEqual(value);
      }),
    );
  });

  it.each([
    ['the empty table', table(), '{}'],
    ['holes', table([1, 'a'], [3, 'c']), '["a",null,"c"]'],
    ['number keys in an object', table([1, 'a'], ['x', 'b']), '{"1":"a","x":"b"}'],
    ['large numbers with 14 digits', 123456789012345, '1.2345678901234e+14'],
    ['slashes, controls and DEL', 'a/b\n\x01\x7f', '"a\\/b\\n\\u0001\\u007f"'],
    ['null', jsonNull, 'null'],
  ])('encodes %s', (_, value, text) => expect(encodeCjson(value)).toBe(text));

  it.each([
    ['a sparse array', table([1, 'a'], [100, 'b']), /excessively sparse array/],
    ['a boolean key', table([true, 'a']), /table key must be a number or string/],
    ['a function', { luaType: 'function' }, /Cannot serialise function/],
    ['infinity', Number.POSITIVE_INFINITY, /must not be NaN or Inf/],
  ])('refuses to encode %s', (_, value, error) => expect(() => encodeCjson(value)).toThrow(error));

  it.each([
    ['"\\u00e9\\ud83d\\ude00\\u0041"', 'é\u{1f600}A'],
    ['"\\\\u00e9"', '\\u00e9'],
    ['"\\u0041\\u00e9"', 'Aé'],
    ['"raw é\\t"', 'raw é\t'],
  ])('decodes the escapes of %s', (text, value) => expect(decodeCjson(toBytes(text))).toBe(toBytes(value)));

  it('keeps bytes that are not UTF-8', () => {
    expect(decodeCjson('"\xff\x80"')).toBe('\xff\x80');
    expect(encodeCjson('\xff\x80')).toBe('"\xff\x80"');
  });

  it('refuses what is not JSON, and JSON that is too deep', () => {
    expect(() => decodeCjson('{"a":1')).toThrow(/Expected value but found invalid token/);
    expect(() => decodeCjson(`${'['.repeat(1001)}${']'.repeat(1001)}`)).toThrow(/too many nested/);
    expect(decodeCjson(`${'['.repeat(1000)}${']'.repeat(1000)}`)).toBeInstanceOf(Map);
  });
});
