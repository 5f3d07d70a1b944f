/**
 * cjson.encode and cjson.decode of Redis's Lua, on bytes. Pure. Numbers are printed with 14 digits, as
 * cjson does; the order of an object's keys is that of the table, which Lua leaves open.
 */
import type { Bytes } from '../../engine.ts';
import { formatG } from '../numbers.ts';
import { jsonNull, type LuaTable, type LuaValue } from './lua-value.ts';

const deepest = 1000;
const numberDigits = 14;
/** A table with holes is an array up to this length, and beyond it while half of it is filled. */
const sparseLength = 10;
const sparseRatio = 2;

/** A text for the script's error; raised inside Lua by the prelude. */
export class CjsonError extends Error {
  override readonly name = 'CjsonError';
}

export function encodeCjson(value: LuaValue, depth = 1): Bytes {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new CjsonError('Cannot serialise number: must not be NaN or Inf');
    return formatG(value, numberDigits);
  }
  if (value === undefined || value === jsonNull) return 'null';
  if (!(value instanceof Map)) throw new CjsonError(`Cannot serialise ${value.luaType}: type not supported`);
  if (depth > deepest) throw new CjsonError(`Cannot serialise, excessive depth (${depth})`);
  const length = arrayLength(value);
  return length === null ? encodeObject(value, depth) : encodeArray(value, length, depth);
}

function encodeArray(table: LuaTable, length: number, depth: number): Bytes {
  const items = Array.from({ length }, (_, at) => encodeCjson(table.get(at + 1), depth + 1));
  return `[${items.join(',')}]`;
}

function encodeObject(table: LuaTable, depth: number): Bytes {
  const fields: Bytes[] = [];
  for (const [key, value] of table) {
    if (typeof key !== 'string' && typeof key !== 'number') {
      throw new CjsonError('Cannot serialise table: table key must be a number or string');
    }
    const name = typeof key === 'number' ? `"${formatG(key, numberDigits)}"` : quote(key);
    fields.push(`${name}:${encodeCjson(value, depth + 1)}`);
  }
  return `{${fields.join(',')}}`;
}

/** Null for what is written as an object, the empty table included. */
function arrayLength(table: LuaTable): number | null {
  let highest = 0;
  for (const key of table.keys()) {
    if (typeof key !== 'number' || !Number.isInteger(key) || key < 1) return null;
    highest = Math.max(highest, key);
  }
  if (highest === 0) return null;
  if (highest > sparseLength && highest > table.size * sparseRatio) {
    throw new CjsonError('Cannot serialise table: excessively sparse array');
  }
  return highest;
}

const shortEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '/': '\\/',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
};

/** Bytes from 128 up pass as they are: UTF-8 stays UTF-8. */
function quote(text: Bytes): Bytes {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly the characters JSON must escape
  const escaped = text.replace(/["\\/\x00-\x1f\x7f]/g, (char) => {
    return shortEscapes[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `"${escaped}"`;
}

/** A surrogate pair, any other \u escape, or any short one (taken whole, so `\\u` is not misread). */
const escapes = /\\(?:u(d[89ab][\da-f]{2})\\u(d[c-f][\da-f]{2})|u([\da-f]{4})|[\s\S])/gi;

/** Throws CjsonError for what is not JSON. */
export function decodeCjson(text: Bytes): LuaValue {
  let json: unknown;
  try {
    // JSON.parse sees one character per byte: escapes have to become bytes before it reads them.
    json = JSON.parse(text.replace(escapes, escapeToBytes));
  } catch {
    throw new CjsonError('Expected value but found invalid token');
  }
  if (depthOf(json) > deepest) throw new CjsonError('Found too many nested data structures');
  return toLua(json);
}

/** Only escapes beyond ASCII change; a high surrogate is taken together with the low one after it. */
function escapeToBytes(matched: string, ...hexes: (string | number | undefined)[]): Bytes {
  const units = hexes
    .slice(0, 3)
    .filter((hex) => typeof hex === 'string')
    .map((hex) => Number.parseInt(hex, 16));
  if (units.every((unit) => unit < 0x80)) return matched;
  return Buffer.from(String.fromCharCode(...units), 'utf8').toString('latin1');
}

/** Level by level: recursion could not go as deep as hostile JSON does. */
function depthOf(json: unknown): number {
  let depth = 0;
  let level = [json].filter(isContainer);
  while (level.length > 0) {
    depth++;
    level = level.flatMap((container) => Object.values(container)).filter(isContainer);
  }
  return depth;
}

const isContainer = (json: unknown): json is object => typeof json === 'object' && json !== null;

function toLua(json: unknown): LuaValue {
  if (json === null) return jsonNull;
  if (typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean') return json;
  if (Array.isArray(json)) return new Map(json.map((item, at) => [at + 1, toLua(item)]));
  if (typeof json === 'object') {
    return new Map(Object.entries(json).map(([key, value]) => [key, toLua(value)]));
  }
  return undefined;
}
