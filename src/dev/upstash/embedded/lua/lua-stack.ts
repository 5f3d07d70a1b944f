/**
 * Moves values between JavaScript and the stack of a Lua state, byte by byte.
 * It uses the C API inside wasmoon directly, because wasmoon's own bridge makes UTF-8 of every
 * string and integers of whole numbers, and Redis scripts need bytes and doubles.
 */
import type { Bytes } from '../../engine.ts';
import { jsonNull, type LuaTable, type LuaValue } from './lua-value.ts';

type Pointer = number;
type State = Pointer;

/** The exports of wasmoon's WebAssembly module this engine needs. */
export interface LuaApi {
  readonly HEAPU8: Uint8Array;
  readonly HEAPU32: Uint32Array;
  _malloc(size: number): Pointer;
  _free(pointer: Pointer): void;
  addFunction(run: (...args: number[]) => number | undefined, signature: string): Pointer;
  removeFunction(pointer: Pointer): void;
  _luaL_newstate(): State;
  _lua_close(state: State): void;
  _luaL_openlibs(state: State): void;
  _luaL_loadbufferx(state: State, text: Pointer, size: number, name: Pointer, mode: Pointer): number;
  _lua_pcallk(state: State, args: number, results: number, handler: number, ctx: number, k: number): number;
  _lua_error(state: State): number;
  _lua_sethook(state: State, hook: Pointer, mask: number, count: number): void;
  _lua_gettop(state: State): number;
  _lua_settop(state: State, index: number): void;
  _lua_checkstack(state: State, slots: number): number;
  _lua_type(state: State, index: number): number;
  _lua_toboolean(state: State, index: number): number;
  _lua_tonumberx(state: State, index: number, isNumber: Pointer): number;
  _lua_tolstring(state: State, index: number, length: Pointer): Pointer;
  _lua_touserdata(state: State, index: number): Pointer;
  _lua_next(state: State, index: number): number;
  _lua_pushnil(state: State): void;
  _lua_pushboolean(state: State, value: number): void;
  _lua_pushnumber(state: State, value: number): void;
  _lua_pushlstring(state: State, text: Pointer, length: number): Pointer;
  _lua_pushlightuserdata(state: State, pointer: Pointer): void;
  _lua_pushcclosure(state: State, run: Pointer, upvalues: number): void;
  _lua_createtable(state: State, items: number, fields: number): void;
  _lua_rawset(state: State, index: number): void;
  _lua_getglobal(state: State, name: Pointer): number;
  _lua_setglobal(state: State, name: Pointer): void;
}

/** The numbers of lua.h, by place. */
const typeNames = [
  'nil',
  'boolean',
  'light userdata',
  'number',
  'string',
  'table',
  'function',
  'userdata',
  'thread',
];
/** Deeper tables are cut off as opaque: cjson refuses at 1000 levels, replies do not need them. */
const deepest = 1002;
const slotsPerLevel = 4;

/** Where bytes lie on their way into Lua and out of it: texts are short and many, and a malloc for each costs more. */
export class LuaMemory {
  readonly #api: LuaApi;
  /** For one number. */
  readonly #cell: Pointer;
  #scratch: Pointer;
  #scratchSize = 4096;
  #view: Buffer = Buffer.alloc(0);

  constructor(api: LuaApi) {
    this.#api = api;
    this.#cell = api._malloc(4);
    this.#scratch = api._malloc(this.#scratchSize);
  }

  /** Lua's memory moves when it grows. */
  #bytes(): Buffer {
    const { buffer } = this.#api.HEAPU8;
    if (this.#view.buffer !== buffer) this.#view = Buffer.from(buffer);
    return this.#view;
  }

  /** At an address that is good until the next one is lent. */
  lend(bytes: Bytes): Pointer {
    if (bytes.length > this.#scratchSize) {
      this.#api._free(this.#scratch);
      this.#scratchSize = 2 * bytes.length;
      this.#scratch = this.#api._malloc(this.#scratchSize);
    }
    this.#bytes().write(bytes, this.#scratch, 'latin1');
    return this.#scratch;
  }

  read(state: State, index: number): Bytes {
    const start = this.#api._lua_tolstring(state, index, this.#cell);
    const length = this.#api.HEAPU32[this.#cell >> 2] ?? 0;
    return this.#bytes().toString('latin1', start, start + length);
  }

  free(): void {
    this.#api._free(this.#scratch);
    this.#api._free(this.#cell);
  }
}

export class LuaStack {
  readonly #api: LuaApi;
  readonly #memory: LuaMemory;
  readonly #state: State;

  constructor(api: LuaApi, memory: LuaMemory, state: State) {
    this.#api = api;
    this.#memory = memory;
    this.#state = state;
  }

  push(value: LuaValue): void {
    const [api, state] = [this.#api, this.#state];
    if (value === undefined) api._lua_pushnil(state);
    else if (typeof value === 'boolean') api._lua_pushboolean(state, value ? 1 : 0);
    else if (typeof value === 'number') api._lua_pushnumber(state, value);
    else if (typeof value === 'string') this.#pushBytes(value);
    else if (value instanceof Map) this.#pushTable(value);
    else if (value === jsonNull) api._lua_pushlightuserdata(state, 0);
    else api._lua_pushnil(state);
  }

  /** `index` counts from 1 at the bottom. Tables are copied, without their metatables. */
  read(index: number, depth = 0): LuaValue {
    const [api, state] = [this.#api, this.#state];
    const luaType = typeNames[api._lua_type(state, index)] ?? 'nil';
    switch (luaType) {
      case 'nil':
        return undefined;
      case 'boolean':
        return api._lua_toboolean(state, index) !== 0;
      case 'number':
        return api._lua_tonumberx(state, index, 0);
      case 'string':
        return this.#memory.read(state, index);
      case 'table':
        return depth < deepest ? this.#readTable(index, depth) : { luaType };
      case 'light userdata':
        return api._lua_touserdata(state, index) === 0 ? jsonNull : { luaType };
      default:
        return { luaType };
    }
  }

  /** Everything on the stack, bottom first. */
  readAll(): LuaValue[] {
    return Array.from({ length: this.#api._lua_gettop(this.#state) }, (_, at) => this.read(at + 1));
  }

  #pushBytes(bytes: Bytes): void {
    this.#api._lua_pushlstring(this.#state, this.#memory.lend(bytes), bytes.length);
  }

  #pushTable(table: LuaTable): void {
    this.#api._lua_checkstack(this.#state, slotsPerLevel);
    this.#api._lua_createtable(this.#state, 0, table.size);
    for (const [key, value] of table) {
      this.push(key);
      this.push(value);
      this.#api._lua_rawset(this.#state, -3);
    }
  }

  #readTable(index: number, depth: number): LuaTable {
    const [api, state] = [this.#api, this.#state];
    const table: LuaTable = new Map();
    api._lua_checkstack(state, slotsPerLevel);
    api._lua_pushnil(state);
    const keyAt = api._lua_gettop(state);
    while (api._lua_next(state, index) !== 0) {
      table.set(this.read(keyAt, depth + 1), this.read(keyAt + 1, depth + 1));
      api._lua_settop(state, keyAt);
    }
    return table;
  }
}

/** Lends the bytes to `use` at an address inside Lua's memory, with a zero after them. */
export function withBytes<T>(api: LuaApi, bytes: Bytes, use: (pointer: Pointer) => T): T {
  const pointer = api._malloc(bytes.length + 1);
  api.HEAPU8.set(Buffer.from(`${bytes}\0`, 'latin1'), pointer);
  try {
    return use(pointer);
  } finally {
    api._free(pointer);
  }
}
